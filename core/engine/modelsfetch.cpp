#include "core/engine/modelsfetch.h"

#include "core/engine/responseplan.h"
#include "core/net/httpstream.h"
#include "core/wire/inflater.h"

#include <QCoreApplication>
#include <QDateTime>

#include <utility>

namespace sluice {

namespace {

constexpr int MaxRedirects = 5;

std::unexpected<Error> failure(ErrorKind kind, const QString& message)
{
    return std::unexpected(Error {.kind = kind, .message = message});
}

}

ModelsFetch::ModelsFetch(
    const Endpoint& endpoint, const QByteArray& key, const Provider& provider, std::shared_ptr<ManagerPool> pool, Millis timeout)
    : m_provider(provider)
    , m_pool(std::move(pool))
    , m_started(steadyClock().now())
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this, timeout] {
        finish(failure(ErrorKind::Timeout,
            QCoreApplication::translate("Error", "%1 did not answer within %2 s.")
                .arg(m_request.url.host())
                .arg(static_cast<double>(timeout.count()) / 1000.0)));
    });
    m_timer.start(timeout);
    open(provider.modelsRequest(endpoint, key));
}

ModelsFetch::~ModelsFetch() = default;

void ModelsFetch::open(const HttpRequest& request)
{
    m_request = request;
    m_head = {};
    m_wire.clear();
    if (m_http)
        m_http.release()->deleteLater(); // we are inside one of its signals
    m_http = std::make_unique<HttpStream>(*m_pool, request);
    connect(m_http.get(), &HttpStream::headReceived, this, &ModelsFetch::takeHead);
    connect(m_http.get(), &HttpStream::readable, this, &ModelsFetch::readOn);
    connect(m_http.get(), &HttpStream::ended, this, &ModelsFetch::takeEnd);
}

void ModelsFetch::takeHead(const HttpResponseHead& head)
{
    m_head = head;
    addMissingDate(m_head.headers, QDateTime::currentSecsSinceEpoch());
    if (head.status < 300 || head.status >= 400)
        return;
    const Result<QUrl> target = redirectTarget(m_request.url, head);
    if (!target || ++m_redirects > MaxRedirects) {
        finish(target ? failure(ErrorKind::Protocol, QCoreApplication::translate("Error", "The server redirects in circles."))
                      : std::unexpected(target.error()));
        return;
    }
    m_http->abort();
    HttpRequest request = m_request;
    request.url = *target;
    open(request);
}

void ModelsFetch::readOn()
{
    while (m_wire.size() <= MaxBytes) {
        const QByteArray piece = m_http->read(16 * 1024);
        if (piece.isEmpty())
            return;
        m_wire += piece;
    }
    finish(failure(ErrorKind::Overflow, QCoreApplication::translate("Error", "The list of models is too long.")));
}

void ModelsFetch::takeEnd(const std::optional<Error>& error)
{
    if (error && m_http->mayHaveMetDeadConnection() && !std::exchange(m_retriedDeadConnection, true)) {
        open(m_request);
        return;
    }
    readOn();
    if (m_http)
        finish(error ? std::unexpected(*error) : parse());
}

Result<EndpointProbe> ModelsFetch::parse() const
{
    const Result<QByteArray> body = decodedBody();
    if (m_head.status >= 400)
        return std::unexpected(m_provider.errorFromResponse(m_head, body.value_or(QByteArray())));
    if (!body)
        return std::unexpected(body.error());
    const Result<QStringList> models = m_provider.parseModels(*body);
    if (!models)
        return std::unexpected(models.error());
    EndpointProbe probe {.models = *models,
        .latencyMs = std::chrono::duration<double, std::milli>(steadyClock().now() - m_started).count(),
        .abilities = {}};
    m_provider.learn(m_head, *body, probe.abilities);
    return probe;
}

Result<QByteArray> ModelsFetch::decodedBody() const
{
    if (headerValue(m_head.headers, "content-encoding").trimmed().toLower() != "gzip")
        return m_wire;
    Inflater inflater({.maxDecodedBytes = MaxBytes});
    inflater.feed(m_wire);
    QByteArray body;
    for (;;) {
        const Result<QByteArrayView> block = inflater.next();
        if (!block)
            return std::unexpected(block.error());
        if (block->isEmpty())
            break;
        body.append(*block);
    }
    if (const Result<void> whole = inflater.finish(); !whole)
        return std::unexpected(whole.error());
    return body;
}

void ModelsFetch::finish(const Result<EndpointProbe>& result)
{
    m_timer.stop();
    m_http->abort();
    m_http.release()->deleteLater(); // we may be inside one of its signals
    Q_EMIT done(result);
}

}
