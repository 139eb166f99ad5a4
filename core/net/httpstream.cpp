#include "core/net/httpstream.h"

#include "core/base/logging.h"
#include "core/net/managerpool.h"
#include "core/net/oneshotbody.h"
#include "core/net/qtrequest.h"
#include "core/net/socketactivity.h"

#include <QCoreApplication>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalBlocker>
#include <QSslError>

#include <algorithm>
#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// What Qt may hold of a body before it stops reading the socket.
constexpr qint64 ReadBufferBytes = 256 * 1024;
constexpr qint64 FreedStepBytes = 64 * 1024;
constexpr const char* FreedSignal = "readBufferFreed";

bool isHttpStatusError(QNetworkReply::NetworkError code)
{
    if (code == QNetworkReply::ContentReSendError)
        return false; // the connection broke, see OneShotBody
    return code == QNetworkReply::ProxyAuthenticationRequiredError // 407 from the server itself
        || (code >= QNetworkReply::ContentAccessDenied && code <= QNetworkReply::UnknownContentError)
        || (code >= QNetworkReply::InternalServerError && code <= QNetworkReply::UnknownServerError)
        || code == QNetworkReply::ProtocolInvalidOperationError; // 400, 405 and the like
}

QString place(const QUrl& url)
{
    return url.port() < 0 ? url.host() : u"%1:%2"_s.arg(url.host()).arg(url.port());
}

}

HttpStream::HttpStream(ManagerPool& pool, const HttpRequest& request, std::shared_ptr<WireTap> tap)
    : m_pool(pool)
    , m_tap(std::move(tap))
{
    if (m_tap)
        m_tapped = m_tap->exchangeBegan(request);
    if (const std::optional<QString> why = objectionTo(request))
        refuse(*why);
    else
        send(request);
}

HttpStream::~HttpStream()
{
    abort();
}

void HttpStream::refuse(const QString& why)
{
    QMetaObject::invokeMethod(
        this,
        [this, why] {
            const Error error {.kind = ErrorKind::Protocol, .message = why};
            tellEnd(error);
            Q_EMIT ended(error);
        },
        Qt::QueuedConnection);
}

void HttpStream::send(const HttpRequest& request)
{
    m_manager = &m_pool.acquire();
    m_metDeadConnection = m_pool.hasBeenUsed(*m_manager);
    const QNetworkRequest out = toQtRequest(request, m_pool.tlsConfiguration(), m_pool.options().http2Allowed);
    if (request.body.isEmpty() && request.method == "GET") {
        m_reply.reset(m_manager->get(out));
    } else {
        auto body = std::make_unique<OneShotBody>(request.body);
        m_reply.reset(m_manager->sendCustomRequest(out, request.method, body.get()));
        body.release()->setParent(m_reply.get());
    }
    m_reportsFreed = m_reply->metaObject()->indexOfSignal("readBufferFreed(qint64)") >= 0;
    // Qt 6.4 loses a limit that is set before the exchange has reached its HTTP thread; with a body that happens in a later turn
    // of the event loop. Without the limit a POST is buffered without bounds (measured: all of 64 MB).
    const auto limit = [this] {
        if (m_reply)
            m_reply->setReadBufferSize(ReadBufferBytes);
    };
    limit();
    QMetaObject::invokeMethod(this, limit, Qt::QueuedConnection);
    connect(m_reply.get(), &QNetworkReply::socketStartedConnecting, this, &HttpStream::noteNow);
    connect(m_reply.get(), &QNetworkReply::socketStartedConnecting, this, &HttpStream::connecting);
    connect(m_reply.get(), &QNetworkReply::encrypted, this, &HttpStream::noteNow);
    connect(m_reply.get(), &QNetworkReply::encrypted, this, &HttpStream::encrypted);
    connect(m_reply.get(), &QNetworkReply::requestSent, this, [this, limit] {
        limit();
        noteNow();
        if (!std::exchange(m_requestSent, true)) // Qt repeats it when it sends anew
            Q_EMIT requestSent();
    });
    connect(m_reply.get(), &QNetworkReply::metaDataChanged, this, &HttpStream::takeHead);
    connect(m_reply.get(), &QNetworkReply::readyRead, this, &HttpStream::readable);
    connect(m_reply.get(), &QNetworkReply::sslErrors, this, [this](const QList<QSslError>& errors) {
        if (!errors.isEmpty())
            m_tlsFailure = errors.first().errorString();
    });
    // Queued: Qt emits it from inside the calls that fail at once, and from abort().
    connect(m_reply.get(), &QNetworkReply::finished, this, &HttpStream::finish, Qt::QueuedConnection);
}

QByteArray HttpStream::read(qsizetype maxBytes)
{
    QByteArray bytes(std::min<qint64>(maxBytes, bytesAvailable()), Qt::Uninitialized);
    bytes.truncate(read(std::span(bytes.data(), static_cast<std::size_t>(bytes.size()))));
    return bytes;
}

qsizetype HttpStream::read(std::span<char> into)
{
    if (!m_reply)
        return 0;
    qint64 count = 0;
    {
        const QSignalBlocker quiet(m_reportsFreed ? m_reply.get() : nullptr);
        count = std::max<qint64>(m_reply->read(into.data(), static_cast<qint64>(into.size())), 0);
    }
    if (count > 0)
        noteBytes();
    m_bytesRead += count;
    reportFreed(count);
    if (m_tap && count > 0)
        m_tap->bodyCame(m_tapped, QByteArrayView(into.data(), count));
    return count;
}

void HttpStream::noteBytes()
{
    const TimePoint now = steadyClock().now();
    m_receivedAt = std::clamp(lastSocketActivity().value_or(now), m_receivedAt, now);
}

// With a limited buffer Qt tells its HTTP thread after each read how much room there is again, by a signal of the reply's private
// class: a wake and a turn of that thread's event loop for every few bytes of text, a third of what a slow stream costs. Only the
// sum matters, so it is reported in larger steps.
void HttpStream::reportFreed(qint64 bytes)
{
    m_freedBytes += bytes;
    if (!m_reportsFreed || m_freedBytes < FreedStepBytes)
        return;
    QMetaObject::invokeMethod(m_reply.get(), FreedSignal, Qt::DirectConnection, Q_ARG(qint64, std::exchange(m_freedBytes, 0)));
}

qint64 HttpStream::bytesAvailable() const
{
    return m_reply ? m_reply->bytesAvailable() : 0;
}

void HttpStream::abort()
{
    if (m_reply) {
        m_reply->disconnect(this);
        // Later, because this may be one of its own signals. Its destructor aborts; abort() right behind the head of a 404 would
        // make Qt warn about a second error.
        m_reply.release()->deleteLater();
    }
    giveBack();
    if (m_tap && !std::exchange(m_endWasTold, true))
        m_tap->exchangeClosed(m_tapped);
}

void HttpStream::takeHead()
{
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (m_head || status == 0)
        return;
    HttpResponseHead head {
        .status = status, .headers = {}, .isHttp2 = m_reply->attribute(QNetworkRequest::Http2WasUsedAttribute).toBool()};
    const QList<QNetworkReply::RawHeaderPair> pairs = m_reply->rawHeaderPairs();
    for (const auto& [name, value] : pairs)
        head.headers.append(HttpHeader {name, value});
    noteBytes();
    m_head = head;
    m_metDeadConnection = false;
    if (m_tap)
        m_tap->headCame(m_tapped, head);
    Q_EMIT headReceived(head);
}

void HttpStream::finish()
{
    if (!m_reply)
        return; // aborted while the call was on its way
    giveBack();
    const std::optional<Error> error = outcome();
    m_metDeadConnection = m_metDeadConnection && error && error->kind == ErrorKind::Network
        && (m_reply->error() == QNetworkReply::RemoteHostClosedError || m_reply->error() == QNetworkReply::ContentReSendError);
    qCDebug(lcNet, "exchange ended, Qt code %d", static_cast<int>(m_reply->error()));
    tellEnd(error);
    Q_EMIT ended(error);
}

std::optional<Error> HttpStream::outcome() const
{
    const QNetworkReply::NetworkError code = m_reply->error();
    if (code != QNetworkReply::NoError && !(m_head && isHttpStatusError(code)))
        return transportError();
    if (!m_head)
        return Error {.kind = ErrorKind::Network, .message = QCoreApplication::translate("Error", "The server sent no answer.")};
    // Qt takes a body that is too short for complete.
    bool stated = false;
    const qint64 length = headerValue(m_head->headers, "content-length").toLongLong(&stated);
    const bool bodyless =
        m_head->status == 204 || m_head->status == 304 || m_reply->operation() == QNetworkAccessManager::HeadOperation;
    const bool chunked = !headerValue(m_head->headers, "transfer-encoding").isEmpty();
    if (stated && !bodyless && !chunked && m_bytesRead + m_reply->bytesAvailable() < length)
        return Error {.kind = ErrorKind::Network,
            .message = QCoreApplication::translate("Error", "%1 closed the connection before the answer was complete.")
                .arg(place(m_reply->url()))};
    return std::nullopt;
}

Error HttpStream::transportError() const
{
    const QString server = place(m_reply->url());
    const auto error = [](ErrorKind kind, const QString& message) { return Error {.kind = kind, .message = message}; };
    switch (m_reply->error()) {
    case QNetworkReply::ConnectionRefusedError:
        return error(ErrorKind::Network,
            QCoreApplication::translate("Error", "%1 refused the connection: is the server running?").arg(server));
    case QNetworkReply::HostNotFoundError:
        return error(
            ErrorKind::Network, QCoreApplication::translate("Error", "There is no host named %1.").arg(m_reply->url().host()));
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::ContentReSendError:
        return error(ErrorKind::Network,
            m_head ? QCoreApplication::translate("Error", "%1 closed the connection before the answer was complete.").arg(server)
                   : QCoreApplication::translate("Error", "%1 closed the connection without an answer.").arg(server));
    case QNetworkReply::SslHandshakeFailedError:
        return error(ErrorKind::Tls,
            QCoreApplication::translate("Error", "No secure connection to %1: %2")
                .arg(server, m_tlsFailure.isEmpty() ? m_reply->errorString() : m_tlsFailure));
    case QNetworkReply::TimeoutError:
        return error(ErrorKind::Timeout, QCoreApplication::translate("Error", "%1 did not answer in time.").arg(server));
    case QNetworkReply::ProtocolFailure:
        return error(ErrorKind::Protocol, QCoreApplication::translate("Error", "%1 does not answer in HTTP.").arg(server));
    default:
        return error(ErrorKind::Network,
            QCoreApplication::translate("Error", "The connection to %1 failed: %2").arg(server, m_reply->errorString()));
    }
}

void HttpStream::tellEnd(const std::optional<Error>& error)
{
    if (m_tap && !std::exchange(m_endWasTold, true))
        m_tap->exchangeEnded(m_tapped, error);
}

void HttpStream::giveBack()
{
    if (m_manager)
        m_pool.release(*std::exchange(m_manager, nullptr));
}

}
