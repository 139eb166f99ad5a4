#include "core/gateway/gatewayserver.h"
