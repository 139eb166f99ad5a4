#include "core/gateway/upstreamcall.h"

#include "core/chat/errorbody.h"
#include "core/engine/responseplan.h"
#include "core/wire/inflater.h"

#include <array>
#include <ctime>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr int MaxRedirects = 5;
constexpr qsizetype MaxRefusalBytes = 64 * 1024; // as sent, and again decoded
// The status must not wait long for the words: the client has a head to wait for.
constexpr Millis RefusalSilence {500};

}

UpstreamCall::UpstreamCall(HttpClient& client, const HttpRequest& request, const HttpTimeouts& timeouts, Listener& listener)
    : m_client(client)
    , m_request(request)
    , m_timeouts(timeouts)
    , m_listener(listener)
{
    open();
}

UpstreamCall::~UpstreamCall() = default;

void UpstreamCall::open()
{
    m_exchange = m_client.open(m_request, *this, m_timeouts);
}

void UpstreamCall::headCame(const HttpResponseHead& head)
{
    if (head.status >= 400) {
        m_request = {};
        m_refusal = std::make_unique<HttpResponseHead>(head);
        addMissingDate(m_refusal->headers, qint64(std::time(nullptr)));
        m_exchange->setSilence(RefusalSilence);
        readRefusal();
    } else if (head.status >= 300) {
        followRedirect(head);
    } else {
        m_request = {};
        m_listener.answered(head);
    }
}

void UpstreamCall::followRedirect(const HttpResponseHead& head)
{
    const Result<QUrl> target = redirectTarget(m_request.url, head);
    if (!target) {
        refuse(target.error());
    } else if (++m_redirects > MaxRedirects) {
        refuse({.kind = ErrorKind::Protocol, .message = u"The server redirects in circles."_s});
    } else {
        m_request.url = *target;
        open();
    }
}

void UpstreamCall::exchangeFailed(const Error& error)
{
    refuse(error);
}

void UpstreamCall::bodyReadable()
{
    if (m_refusal)
        readRefusal();
    else
        m_listener.bodyReadable();
}

void UpstreamCall::readRefusal()
{
    std::array<char, 4096> bytes;
    while (m_text.size() < MaxRefusalBytes) {
        const Result<qsizetype> count = m_exchange->read(bytes);
        m_text.append(bytes.data(), count.value_or(0));
        if (!count || m_exchange->isWhole())
            break; // of a text that is cut, what came is as good as any
        if (*count == 0) {
            m_exchange->awaitBody();
            return;
        }
    }
    m_text = decodedBody(*m_refusal, m_text, MaxRefusalBytes);
    refuse(errorFromAnswer(*m_refusal, m_text));
}

void UpstreamCall::refuse(const Error& error)
{
    m_exchange.reset();
    const QByteArray text = std::move(m_text); // this may be gone before it was read
    m_listener.refused(error, text);
}

QByteArray decodedBody(const HttpResponseHead& head, const QByteArray& wire, qsizetype maxBytes)
{
    const QByteArray coding = headerValue(head.headers, "content-encoding").trimmed().toLower();
    if (coding != "gzip" && coding != "x-gzip")
        return wire.first(std::min(wire.size(), maxBytes));
    Inflater inflater({.maxDecodedBytes = maxBytes});
    inflater.feed(wire);
    QByteArray body;
    for (Result<QByteArrayView> block = inflater.next(); block && !block->isEmpty(); block = inflater.next())
        body.append(*block);
    return body;
}

}
