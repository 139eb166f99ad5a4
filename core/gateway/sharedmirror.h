#pragma once

#include "core/base/result.h"
#include "core/gateway/gatewaystream.h"
#include "core/redis/redisvalue.h"

#include <QHash>

#include <memory>

namespace sluice {

class SharedStreams;

/// Keeps a copy of one running stream's log in Redis: one entry an event, under the event's own number. What another gateway's
/// clients read of it counts as a reader here, at the pace that gateway tells. Gateway thread.
class SharedMirror final : public StreamMirror, public std::enable_shared_from_this<SharedMirror>
{
public:
    SharedMirror(SharedStreams& shared, const std::shared_ptr<GatewayStream>& stream);
    ~SharedMirror() override;
    Q_DISABLE_COPY_MOVE(SharedMirror)

    void streamGrew() override;
    void profileFinished() override;
    /// Redis is there again: whatever it did not confirm is written once more.
    void startAnew();
    void flush();
    /// Keeps the entries from running out while the stream is silent.
    void refresh();

    /// Another gateway sends the stream to a client, and has got as far as \a next.
    void follow(const QByteArray& gateway, quint64 next);
    void leave(const QByteArray& gateway);

    void cancel(const Error& error);

private:
    class RemoteReader;

    void write(const GatewayStream& stream, quint64 sequence);
    void confirmed(quint64 sequence, const Result<RedisValue>& reply);

    SharedStreams& m_shared;
    const QByteArray m_id;
    const std::weak_ptr<GatewayStream> m_stream; // forgotten by its registry, it is over here, too
    quint64 m_next = 1; ///< to be written
    quint64 m_confirmed = 1; ///< all before it are in Redis
    quint64 m_trimmed = 1; ///< what is before it was dropped there
    bool m_isPosted = false;
    bool m_isBegun = false;
    QHash<QByteArray, std::shared_ptr<RemoteReader>> m_readers; ///< by gateway
};

}
