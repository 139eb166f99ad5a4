#include "core/base/logging.h"

namespace sluice {

Q_LOGGING_CATEGORY(lcNet, "sluice.net", QtInfoMsg)
Q_LOGGING_CATEGORY(lcEngine, "sluice.engine", QtInfoMsg)
Q_LOGGING_CATEGORY(lcGateway, "sluice.gateway", QtInfoMsg)
Q_LOGGING_CATEGORY(lcStore, "sluice.store", QtInfoMsg)
Q_LOGGING_CATEGORY(lcUi, "sluice.ui", QtInfoMsg)

}
