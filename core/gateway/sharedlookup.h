#pragma once

#include "core/gateway/exchange.h"
#include "core/gateway/sharedstreams.h"

namespace sluice {

/// Answers a request for a stream that this gateway does not have, once Redis has told whether another one does. A client may be
/// faster than what its gateway tells Redis: what is not there yet is looked for again for a while. Owned by its exchange;
/// gateway thread.
class SharedLookup final : public PendingReply
{
public:
    /// Whether the exchange got its answer. False asks for another look; not when \a isLast.
    using Known = std::function<bool(Exchange& exchange, const SharedStreams::Found& found, bool isLast)>;

    /// Both references outlive this.
    SharedLookup(Exchange& exchange, SharedStreams& shared, const QByteArray& id, Known known);

private:
    void look();
    void take(const Result<std::optional<SharedStreams::Found>>& found);

    Exchange& m_exchange;
    SharedStreams& m_shared;
    const QByteArray m_id;
    const Known m_known;
    int m_looks = 0;
    Timer m_timer;
    std::shared_ptr<bool> m_isWanted; // its end is that of this
};

}
