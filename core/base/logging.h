#pragma once

#include <QLoggingCategory>

namespace sluice {

// Debug output is off by default: QT_LOGGING_RULES="sluice.*.debug=true". Never log a body, a header value or a key.
Q_DECLARE_LOGGING_CATEGORY(lcNet)
Q_DECLARE_LOGGING_CATEGORY(lcEngine)
Q_DECLARE_LOGGING_CATEGORY(lcGateway)
Q_DECLARE_LOGGING_CATEGORY(lcStore)
Q_DECLARE_LOGGING_CATEGORY(lcUi)

}
