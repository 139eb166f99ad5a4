#pragma once

#include "core/redis/redisaddress.h"

#include <QString>

#include <expected>

namespace sluice {

/// Finds the address of \a where and is let in once; a sentence about what is wrong. Blocks, for some seconds at most: for the
/// start of a program, which should say at once what will not work.
std::expected<RedisAddress, QString> checkRedis(const RedisAddress& where);

}
