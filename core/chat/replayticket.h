#pragma once

#include "core/chat/answertrace.h"
#include "core/chat/endpoint.h"
#include "core/chat/seam.h"

#include <QByteArray>
#include <QString>

namespace sluice {

/// What it takes to ask a server once more for an answer that it keeps, from the beginning; in a later run of the program, too:
/// it is stored with the message. Small, and holds no key. A value.
struct ReplayTicket
{
    ResumeMeans means = ResumeMeans::LastEventId; ///< a replay
    QByteArray endpoint {}; ///< digest of where it is good for
    QByteArray replayName {}; ///< see AnswerTrace
    QByteArray streamId {}; ///< the gateway's
    QString responseId {}; ///< Responses API

    bool operator==(const ReplayTicket&) const = default;
};

/// For the answer of \a trace, which \a endpoint replays by \a means.
ReplayTicket ticketFor(const AnswerTrace& trace, ResumeMeans means, const Endpoint& endpoint);

/// Whether \a ticket is for \a endpoint as it is now: no other server learns of it.
bool isFor(const ReplayTicket& ticket, const Endpoint& endpoint);

/// The answer of \a ticket, of which nothing has come.
AnswerTrace traceOf(const ReplayTicket& ticket);

}
