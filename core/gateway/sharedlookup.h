#pragma once

#include "core/gateway/exchange.h"
#include "core/gateway/sharedstreams.h"

namespace sluice {

/// Answers a request for a stream that this gateway does not have, once Redis has told whether another one does. Owned by its
/// exchange; gateway thread.
class SharedLookup final : public PendingReply
{
public:
    /// \a known: what to do with what was found.
    using Known = std::function<void(Exchange& exchange, const SharedStreams::Found& found)>;

    /// Both references outlive this.
    SharedLookup(Exchange& exchange, SharedStreams& shared, const QByteArray& id, Known known);

private:
    std::shared_ptr<bool> m_isWanted; // its end is that of this
};

}
