#include "core/engine/sseclient.h"

#include "core/engine/eventsourcerules.h"
#include "core/net/httpstream.h"
#include "core/wire/inflater.h"

#include <QDateTime>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr qsizetype ReadBytes = 64 * 1024;

void addHeaderUnlessGiven(HttpHeaders& headers, QByteArrayView name, const QByteArray& value)
{
    if (headerValue(headers, name).isNull())
        headers.append(HttpHeader {name.toByteArray(), value});
}

Error networkError(const QString& message)
{
    return {.kind = ErrorKind::Network, .message = message, .httpStatus = 0, .retryAfter = {}};
}

/// The longest a QTimer can wait is about 24 days.
Millis timerInterval(Millis delay)
{
    return std::clamp(delay, Millis {0}, Millis {std::numeric_limits<int>::max()});
}

}

SseClient::SseClient(const SseClientOptions& options, QObject* parent)
    : QObject(parent)
    , m_options(options)
    , m_home(options.request)
    , m_lastEventId(options.lastEventId)
{
    addHeaderUnlessGiven(m_home.headers, "Accept", "text/event-stream");
    addHeaderUnlessGiven(m_home.headers, "Cache-Control", "no-store");
    addHeaderUnlessGiven(m_home.headers, "Accept-Encoding", "gzip");
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_current = m_home;
        open();
    });
    m_connectTimer.setSingleShot(true);
    connect(&m_connectTimer, &QTimer::timeout, this, [this] {
        const double limit = static_cast<double>(m_options.connectTimeout.count()) / 1000.0;
        connectionLost({.kind = ErrorKind::Timeout,
            .message = u"No connection to %1 within %2 s"_s.arg(m_current.url.host()).arg(limit),
            .httpStatus = 0,
            .retryAfter = {}});
    });
}

SseClient::~SseClient()
{
    stop();
}

void SseClient::start()
{
    Q_ASSERT(!m_stream && !m_timer.isActive());
    m_current = m_home;
    open();
}

void SseClient::stop()
{
    m_timer.stop();
    closeConnection();
}

void SseClient::open()
{
    HttpRequest request = m_current;
    if (!m_lastEventId.isEmpty())
        setHeader(request.headers, "Last-Event-ID", m_lastEventId);
    m_stream = std::make_unique<HttpStream>(m_pool, request);
    m_connectTimer.start(m_options.connectTimeout);
    connect(m_stream.get(), &HttpStream::requestSent, &m_connectTimer, &QTimer::stop);
    connect(m_stream.get(), &HttpStream::headReceived, this, &SseClient::takeHead);
    connect(m_stream.get(), &HttpStream::readable, this, &SseClient::readBody);
    connect(m_stream.get(), &HttpStream::ended, this, &SseClient::takeEnd);
}

void SseClient::takeHead(const HttpResponseHead& head)
{
    m_triedAfresh = false;
    m_connectTimer.stop();
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    const EventSourceVerdict verdict = judgeEventSource(head, m_current.url, now);
    switch (verdict.kind) {
    case EventSourceVerdict::Kind::Open:
        return beginBody(head);
    case EventSourceVerdict::Kind::Stop:
        return finish({});
    case EventSourceVerdict::Kind::Redirect:
        return redirect(head.status, verdict.target);
    case EventSourceVerdict::Kind::Wait:
        return reconnectAfter(*verdict.error->retryAfter, verdict.error);
    case EventSourceVerdict::Kind::Fail:
        return finish(verdict.error);
    }
}

void SseClient::beginBody(const HttpResponseHead& head)
{
    m_failures = 0;
    m_redirects = 0;
    m_movesHome = true;
    m_parser = std::make_unique<SseParser>(m_options.maxEventBytes);
    m_parser->setLastEventId(m_lastEventId);
    const QByteArray encoding = headerValue(head.headers, "content-encoding").toLower();
    if (encoding.contains("gzip"))
        m_inflater = std::make_unique<Inflater>();
}

void SseClient::redirect(int status, const QUrl& target)
{
    if (++m_redirects > m_options.maxRedirects) {
        return finish(Error {.kind = ErrorKind::Protocol,
            .message = u"The server redirects more than %1 times in a row"_s.arg(m_options.maxRedirects),
            .httpStatus = status,
            .retryAfter = {}});
    }
    closeConnection();
    m_current = redirectedRequest(m_current, status, target);
    m_movesHome = m_movesHome && isPermanentRedirect(status);
    if (m_movesHome)
        m_home = m_current;
    open();
}

void SseClient::readBody()
{
    while (m_stream && m_parser) {
        const QByteArray wire = m_stream->read(ReadBytes);
        if (wire.isEmpty())
            return;
        if (m_inflater)
            decode(wire);
        else
            parse(wire);
    }
}

void SseClient::decode(QByteArrayView wire)
{
    m_inflater->feed(wire);
    while (m_inflater) {
        const Result<QByteArrayView> piece = m_inflater->next();
        if (!piece)
            return finish(piece.error());
        if (piece->isEmpty())
            return;
        parse(*piece);
    }
}

void SseClient::parse(QByteArrayView bytes)
{
    m_parser->feed(bytes);
    while (m_parser) {
        const Result<std::optional<SseEventView>> event = m_parser->next();
        if (!event)
            return finish(event.error());
        if (m_parser->lastEventId() != m_lastEventId)
            m_lastEventId = m_parser->lastEventId().toByteArray();
        if (m_parser->retry())
            m_serverRetry = m_parser->retry();
        if (!event->has_value())
            return;
        if (!(*event)->hasData)
            continue; // an addition of the parser; the standard dispatches nothing here
        Q_EMIT eventReceived(**event);
    }
}

void SseClient::takeEnd(const std::optional<Error>& error)
{
    readBody();
    if (!m_stream)
        return; // the last bytes ended it
    if (!m_parser && m_stream->mayHaveMetDeadConnection() && !m_triedAfresh) {
        m_triedAfresh = true;
        closeConnection();
        return open();
    }
    std::optional<Error> reason = error;
    if (!reason && !m_parser)
        reason = networkError(u"The server closed the connection without an answer"_s);
    if (!reason && m_inflater && !m_inflater->finish())
        reason = networkError(u"The connection closed in the middle of the compressed stream"_s);
    if (reason)
        connectionLost(*reason);
    else
        reconnectAfter(m_serverRetry.value_or(m_options.reconnectionTime), {});
}

void SseClient::connectionLost(const Error& error)
{
    if (error.kind == ErrorKind::Tls)
        return finish(error); // asking again would not make the certificate better
    ++m_failures;
    const Millis pause = m_serverRetry.value_or(m_options.reconnectionTime);
    reconnectAfter(reconnectDelay(pause, m_failures, m_options.maxBackoff), error);
}

void SseClient::reconnectAfter(Millis delay, const std::optional<Error>& reason)
{
    if (!m_options.reconnects || (m_options.maxReconnects && m_reconnects >= *m_options.maxReconnects))
        return finish(reason);
    closeConnection();
    m_redirects = 0;
    m_movesHome = true;
    const Millis interval = timerInterval(delay);
    m_timer.start(interval);
    Q_EMIT reconnecting(++m_reconnects, interval, reason);
}

void SseClient::closeConnection()
{
    m_inflater.reset();
    m_parser.reset();
    m_connectTimer.stop();
    if (!m_stream)
        return;
    m_stream->disconnect(this);
    m_stream->abort();
    m_stream.release()->deleteLater(); // we may stand in one of its signals
}

void SseClient::finish(const std::optional<Error>& error)
{
    const std::optional<Error> reason = error; // may live in what is closed now
    stop();
    Q_EMIT ended(reason);
}

}
