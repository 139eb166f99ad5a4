#pragma once

#include "core/base/result.h"
#include "core/redis/redisaddress.h"
#include "core/redis/redisvalue.h"

#include <QList>

#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace sluice {

/// One connection to Redis on an Asio event loop, in whose thread it is used and called back. It connects by itself, and again
/// after a break, at growing distances up to two seconds. Callbacks never come from inside a call; none after the destructor.
class RedisConnection
{
public:
    using Done = std::function<void(const Result<RedisValue>&)>;

    RedisConnection(boost::asio::io_context& loop, const RedisAddress& address);
    ~RedisConnection();
    Q_DISABLE_COPY_MOVE(RedisConnection)

    /// \a callback whenever the connection stands and we are let in, and when it is gone.
    void setOnChanged(std::function<void(bool isReady)> callback);
    bool isReady() const;

    /// Sends \a command; \a done gets the reply, or an error: Network when the connection is not there or broke before the reply,
    /// Storage with Redis' own words when it refused.
    void send(const QList<QByteArray>& command, Done done = {});
    /// Bytes of commands that have no reply yet: what a slow Redis makes us keep.
    qint64 waitingBytes() const;

    /// From now on takes no other commands: \a message gets what is published to \a channel, also after the connection was lost
    /// and made anew. \a subscribed each time the subscription stands: what was published before may have been missed.
    void subscribe(
        const QByteArray& channel, std::function<void(const QByteArray& text)> message, std::function<void()> subscribed);

private:
    struct Private;
    std::shared_ptr<Private> d; // shared with what waits in the loop
};

}
