#pragma once

#include <QtGlobal>

struct redisAsyncContext;

namespace boost::asio {
class io_context;
}

namespace sluice {

/// Lets \a loop watch the socket of \a context for hiredis, until the context is freed. False when the socket cannot be watched.
bool watchRedisSocket(boost::asio::io_context& loop, redisAsyncContext* context);

}
