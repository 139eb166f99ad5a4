#include "core/chat/replayticket.h"

#include <QCryptographicHash>

namespace sluice {

namespace {

constexpr char StreamIdHeader[] = "X-Stream-Id";

QByteArray digestOf(const Endpoint& endpoint)
{
    constexpr qsizetype Characters = 16; // tells endpoints apart; nothing depends on that nobody can make two of one
    const QUrl url = endpoint.baseUrl.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveFragment);
    const QByteArray whole = endpoint.provider.toUtf8() + '\n' + url.toEncoded();
    return QCryptographicHash::hash(whole, QCryptographicHash::Sha256).toHex().first(Characters);
}

}

ReplayTicket ticketFor(const AnswerTrace& trace, ResumeMeans means, const Endpoint& endpoint)
{
    return {.means = means,
        .endpoint = digestOf(endpoint),
        .replayName = trace.replayName,
        .streamId = trace.head ? headerValue(trace.head->headers, StreamIdHeader) : QByteArray(),
        .responseId = trace.responseId};
}

bool isFor(const ReplayTicket& ticket, const Endpoint& endpoint)
{
    return ticket.endpoint == digestOf(endpoint);
}

AnswerTrace traceOf(const ReplayTicket& ticket)
{
    AnswerTrace trace {.replayName = ticket.replayName,
        .head = HttpResponseHead {.status = 200, .headers = {}},
        .responseId = ticket.responseId,
        .isFromStart = true};
    if (!ticket.streamId.isEmpty())
        trace.head->headers.append({StreamIdHeader, ticket.streamId});
    return trace;
}

}
