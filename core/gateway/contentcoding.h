#pragma once

#include "core/wire/http.h"

namespace sluice {

enum class ContentCoding { Identity, Gzip };

/// What a client that sent \a headers would rather have (RFC 9110 section 12.5.3): gzip only where Accept-Encoding names it, or
/// "*", with a weight above 0 that is not below the one of no coding. Without the field it has not asked: identity.
ContentCoding preferredCoding(const HttpHeaders& headers);

}
