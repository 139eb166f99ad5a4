#pragma once

#include "core/base/error.h"

#include <QString>

namespace sluice {

/// What a person can do about \a error, the server's answer to a request with images, when it may be due to them: the server's
/// own words stay, and advice follows. Other errors come back as they are. Pure.
Error withImageAdvice(const Error& error);

}
