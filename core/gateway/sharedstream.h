#pragma once

#include "core/base/result.h"
#include "core/gateway/followedstream.h"
#include "core/redis/redisvalue.h"
#include "core/sockets/timer.h"

#include <memory>

namespace sluice {

class SharedStreams;

/// A stream of another gateway, as a client of this one follows it: filled from Redis while its reader wants more, and gone with
/// that. What its readers have sent is told to its gateway at once, whose model waits for it. Gateway thread.
class SharedStream final : public FollowedStream, public std::enable_shared_from_this<SharedStream>
{
public:
    /// What its readers are sent is counted in \a metrics.
    SharedStream(SharedStreams& shared, const QByteArray& id, QByteArray owner, quint64 from, RouteMetrics& metrics);
    ~SharedStream() override;
    Q_DISABLE_COPY_MOVE(SharedStream)

    /// \a isOver: there is nothing behind the place where it begins.
    void start(bool isOver);
    /// Its gateway says that there is more.
    void grew();

protected:
    void setReading(Reading reading) override;
    void readersLeft() override;
    void readersAdvanced() override;

private:
    void fetch();
    void take(const Result<RedisValue>& reply);
    bool takeEntry(const RedisValue& entry);
    void poll();
    void askForOwner();
    void tellWhere();
    void breakOff();

    SharedStreams& m_shared;
    const QByteArray m_owner;
    Timer m_pollTimer;
    quint64 m_toldNext = 0; ///< what its gateway was told last
    bool m_isTelling = false;
    bool m_isFetching = false;
    bool m_hasMore = false; ///< told while fetching
    int m_silentPolls = 0;
    int m_failures = 0;
};

}
