#pragma once

#include "core/base/clock.h"
#include "core/redis/redisaddress.h"

namespace sluice {

/// How several gateways serve each other's streams.
struct SharedOptions
{
    RedisAddress redis {};
    Millis ownerTimeout {5000}; ///< a gateway that says nothing for so long is gone
};

}
