#include "core/recording/replayscript.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sluice {

namespace {

constexpr qsizetype MaxRemembered = 4096; // requests that differ

QByteArray lastPart(const QByteArray& path)
{
    return path.sliced(path.lastIndexOf('/') + 1);
}

bool isRedirect(const RecordedExchange& exchange)
{
    return exchange.head && exchange.head->status >= 300 && exchange.head->status < 400;
}

}

ReplayScript::ReplayScript(std::shared_ptr<const Recording> recording)
    : m_recording(std::move(recording))
{ }

// A redirect would lead away from here, to the server itself; what it led to is recorded as well.
QList<const RecordedExchange*> ReplayScript::candidates(const QByteArray& method, const QByteArray& path) const
{
    QList<const RecordedExchange*> alike;
    QList<const RecordedExchange*> posts;
    for (const RecordedExchange& exchange : m_recording->exchanges) {
        if (exchange.request.method != method || isRedirect(exchange))
            continue;
        if (lastPart(exchange.request.url.path(QUrl::FullyDecoded).toUtf8()) == lastPart(path))
            alike.append(&exchange);
        if (method == "POST")
            posts.append(&exchange);
    }
    return alike.isEmpty() ? posts : alike;
}

const RecordedExchange* ReplayScript::take(const QByteArray& method, const QByteArray& path, quint32 body)
{
    const QList<const RecordedExchange*> all = candidates(method, path);
    if (all.isEmpty())
        return nullptr;
    if (m_taken.size() >= MaxRemembered)
        m_taken.clear();
    qsizetype& taken = m_taken[method + ' ' + path + ' ' + QByteArray::number(body)];
    return all[taken++ % all.size()];
}

ReplayScript::Ending ReplayScript::endingOf(const RecordedExchange& exchange) const
{
    const std::optional<RecordedOutcome>& outcome = m_recording->outcome;
    const bool isLast = &exchange == &m_recording->exchanges.last();
    const bool isComplete = isLast && outcome && !outcome->error;
    if (!exchange.end)
        return isComplete ? Ending::Whole : Ending::Break;
    switch (exchange.end->how) {
    case RecordedEnd::How::Whole:
        return Ending::Whole;
    case RecordedEnd::How::Broken:
        return isComplete ? Ending::Whole : Ending::Break;
    case RecordedEnd::How::Closed:
        break;
    }
    if (isComplete)
        return Ending::Whole;
    const bool wasStopped = isLast && (!outcome || outcome->error->kind == ErrorKind::Cancelled);
    return wasStopped ? Ending::Break : Ending::Silence;
}

Micros ReplayScript::endOf(const RecordedExchange& exchange)
{
    Micros end = exchange.head ? exchange.headAt : exchange.at;
    if (!exchange.body.isEmpty())
        end = exchange.body.last().at;
    return exchange.end ? std::max(end, exchange.end->at) : end;
}

HttpHeaders replayableHeaders(const HttpHeaders& headers)
{
    constexpr std::array<QByteArrayView, 13> Left {"connection", "keep-alive", "transfer-encoding", "content-length", "trailer",
        "te", "upgrade", "proxy-connection", "alt-svc", "location", "refresh", "link", "strict-transport-security"};
    HttpHeaders kept;
    for (const HttpHeader& header : headers) {
        const QByteArray name = header.name.toLower();
        if (std::find(Left.begin(), Left.end(), QByteArrayView(name)) == Left.end())
            kept.append(header);
    }
    return kept;
}

}
