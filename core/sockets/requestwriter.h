#pragma once

#include "core/wire/http.h"

namespace sluice {

/// \a request as the bytes of an HTTP/1.1 message: Host, Content-Length and User-Agent are added, the body is behind the head. A
/// control character in a header becomes a space, so that no value can forge a line.
QByteArray requestBytes(const HttpRequest& request);

}
