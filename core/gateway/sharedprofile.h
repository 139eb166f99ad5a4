#pragma once

#include "core/gateway/exchange.h"
#include "core/gateway/sharedstreams.h"

namespace sluice {

/// Answers a request for a profile that this gateway does not have with the one that another gateway left in Redis when its
/// stream had ended. A client may be faster than that: what is not there yet is looked for again for a moment. Owned by its
/// exchange; gateway thread.
class SharedProfile final : public PendingReply
{
public:
    /// Both references outlive this.
    SharedProfile(Exchange& exchange, SharedStreams& shared, const QByteArray& id);

    /// Leaves \a json for others, as long as a log is kept.
    static void leave(SharedStreams& shared, const QByteArray& id, const QByteArray& json);

private:
    void look();
    void take(const Result<RedisValue>& reply);

    Exchange& m_exchange;
    SharedStreams& m_shared;
    const QByteArray m_id;
    int m_looks = 0;
    Timer m_timer;
    std::shared_ptr<bool> m_isWanted; // its end is that of this
};

}
