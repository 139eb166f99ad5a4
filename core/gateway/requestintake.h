#pragma once

#include "core/gateway/admission.h"
#include "core/gateway/requestparser.h"

namespace sluice {

/// The requests of one connection, with what is decided of each by its header: pipelined ones one after the other, the same for
/// every chunking. Pure; one thread. \a guard and \a router outlive it.
///
/// Use: feed(); next() until it wants more; take() after Complete, refusal() after Refused.
class RequestIntake
{
public:
    enum class Step {
        NeedMore,
        Head, ///< a body may follow
        Complete,
        Refused, ///< answer refusal(), then close: what follows may not be a request, or the client keeps its body back
    };

    struct Taken
    {
        IncomingRequest request;
        Admission admission; ///< a refusal is given once the body was read past
    };

    RequestIntake(const RequestGuard& guard, const Router& router, RequestLimits limits, LocalEnd local);

    void feed(QByteArrayView bytes) { m_parser.feed(bytes); }
    Step next();

    /// After Head: the client sends its body once it is told to go on.
    bool isAwaitedByClient() const;

    /// After Complete. The next request begins.
    Taken take();

    /// After Refused; request() as far as it is known.
    Reply refusal() const;
    const IncomingRequest& request() { return m_parser.request(); }

    /// Forgets the request that has begun.
    void restart();

    qint64 bodyBytes() const { return m_parser.bodyBytes(); }
    qint64 heldBytes() const { return m_parser.heldBytes(); }
    qsizetype bufferedBytes() const { return m_parser.bufferedBytes(); }
    bool hasBegun() const { return m_parser.hasBegun(); }

private:
    Step admitHead();

    const RequestGuard& m_guard;
    const Router& m_router;
    const LocalEnd m_local;
    RequestParser m_parser;
    Admission m_admission;
};

}
