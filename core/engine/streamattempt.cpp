#include "core/engine/streamattempt.h"

#include "core/chat/provider.h"
#include "core/engine/responseplan.h"
#include "core/net/httpstream.h"

#include <QCoreApplication>
#include <QDateTime>

#include <utility>

namespace sluice {

namespace {

constexpr int MaxRedirects = 5;

}

StreamAttempt::StreamAttempt(
    ManagerPool& pool, const Provider& provider, const HttpRequest& request, std::shared_ptr<WireTap> tap)
    : m_pool(pool)
    , m_provider(provider)
    , m_request(request)
    , m_tap(std::move(tap))
{
    open();
}

StreamAttempt::~StreamAttempt() = default;

void StreamAttempt::open()
{
    m_http = std::make_unique<HttpStream>(m_pool, m_request, m_tap);
    connect(m_http.get(), &HttpStream::connecting, this, [this] { Q_EMIT reached(AttemptPhase::Connecting); });
    connect(m_http.get(), &HttpStream::encrypted, this, [this] { Q_EMIT reached(AttemptPhase::Encrypted); });
    connect(m_http.get(), &HttpStream::requestSent, this, [this] {
        Q_EMIT reached(AttemptPhase::RequestSent);
        if (!std::exchange(m_isSent, true))
            Q_EMIT sent();
    });
    connect(m_http.get(), &HttpStream::headReceived, this, &StreamAttempt::takeHead);
    connect(m_http.get(), &HttpStream::readable, this, &StreamAttempt::takeReadable);
    connect(m_http.get(), &HttpStream::ended, this, &StreamAttempt::takeEnd);
}

void StreamAttempt::takeHead(const HttpResponseHead& head)
{
    if (head.status >= 300 && head.status < 400) {
        followRedirect(head);
        return;
    }
    if (head.status >= 400) {
        HttpResponseHead dated = head;
        addMissingDate(dated.headers, QDateTime::currentSecsSinceEpoch());
        m_errorText.emplace(dated);
        if (m_errorText->readFrom(*m_http))
            Q_EMIT refusalBegan();
        else
            Q_EMIT failed(m_errorText->toError(m_provider));
        return;
    }
    const Result<BodyPlan> plan = planBody(head);
    if (!plan) {
        Q_EMIT failed(plan.error());
        return;
    }
    m_isAnswered = true;
    Q_EMIT answered(head, *plan);
}

void StreamAttempt::followRedirect(const HttpResponseHead& head)
{
    const Result<QUrl> target = redirectTarget(m_request.url, head);
    if (!target) {
        Q_EMIT failed(target.error());
        return;
    }
    if (++m_redirects > MaxRedirects) {
        Q_EMIT failed(
            {.kind = ErrorKind::Protocol, .message = QCoreApplication::translate("Error", "The server redirects in circles.")});
        return;
    }
    closeHttp();
    m_request.url = *target;
    open();
    Q_EMIT reached(AttemptPhase::Reopened);
}

void StreamAttempt::takeReadable()
{
    if (m_isAnswered) {
        Q_EMIT readable();
        return;
    }
    if (m_errorText && !m_errorText->readFrom(*m_http))
        Q_EMIT failed(m_errorText->toError(m_provider));
}

void StreamAttempt::takeEnd(const std::optional<Error>& error)
{
    if (m_isAnswered) {
        Q_EMIT ended(error);
        return;
    }
    if (m_errorText) {
        m_errorText->readFrom(*m_http);
        Q_EMIT failed(m_errorText->toError(m_provider));
        return;
    }
    // A server that closes after each answer although it said keep-alive: the request never reached it.
    if (m_http->mayHaveMetDeadConnection() && !std::exchange(m_retriedDeadConnection, true)) {
        closeHttp();
        open();
        Q_EMIT reached(AttemptPhase::Reopened);
        return;
    }
    if (error)
        Q_EMIT failed(*error);
}

qsizetype StreamAttempt::read(std::span<char> into)
{
    return m_http->read(into);
}

qint64 StreamAttempt::bytesAvailable() const
{
    return m_http ? m_http->bytesAvailable() : 0;
}

TimePoint StreamAttempt::receivedAt() const
{
    return m_http->receivedAt();
}

std::optional<Error> StreamAttempt::refusal() const
{
    return m_errorText ? std::optional(m_errorText->toError(m_provider)) : std::nullopt;
}

QString StreamAttempt::host() const
{
    return m_request.url.host();
}

void StreamAttempt::abort()
{
    disconnect();
    closeHttp();
}

std::unique_ptr<HttpStream> StreamAttempt::release()
{
    m_http->disconnect(this);
    return std::move(m_http);
}

void StreamAttempt::closeHttp()
{
    if (!m_http)
        return;
    m_http->disconnect(this);
    m_http->abort();
    m_http.release()->deleteLater(); // we may be inside one of its signals
}

}
