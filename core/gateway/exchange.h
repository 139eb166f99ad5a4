#pragma once

#include "core/gateway/contentcoding.h"
#include "core/gateway/followedstream.h"
#include "core/gateway/incomingrequest.h"
#include "core/gateway/reply.h"

#include <memory>

namespace sluice {

/// How a stream's events are sent to one client.
struct FollowOptions
{
    Millis heartbeat {0}; ///< after so long without an event a comment says that the gateway is there; 0 = never
    ContentCoding coding = ContentCoding::Identity;
    HttpHeaders headers {}; ///< of the head, beside the usual ones
};

/// Something that replies to an exchange later. Destroyed after the reply, or when the client is gone: then it must stop its
/// work.
class PendingReply
{
public:
    virtual ~PendingReply() = default;
};

/// One request and its one answer, as a route sees it: exactly one of reply(), follow() and wait() is called by the route. Lives
/// until the answer is given or the client is gone. Gateway thread.
class Exchange
{
public:
    virtual ~Exchange() = default;

    virtual const IncomingRequest& request() const = 0;

    virtual void reply(const Reply& reply) = 0;

    /// Sends the events of \a stream from number \a from on, as they come, until it ends.
    virtual void follow(const std::shared_ptr<FollowedStream>& stream, quint64 from, const FollowOptions& options = {}) = 0;

    /// \a pending calls reply() or follow() later, not from inside this, or lets another wait in its place.
    virtual void wait(std::unique_ptr<PendingReply> pending) = 0;
};

}
