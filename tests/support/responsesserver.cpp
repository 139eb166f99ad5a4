#include "tests/support/responsesserver.h"

#include "tests/support/wireforms.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace sluice::test {

namespace {

constexpr qsizetype EventsBeforeText = 4; // created, in_progress, output_item.added, content_part.added

QByteArray idOf(int number)
{
    return "resp_" + QByteArray::number(number).rightJustified(6, '0');
}

void refuse(const OriginExchangePtr& exchange, int status, const QByteArray& why, const QByteArray& param)
{
    exchange->replyJson(status,
        "{\"error\":{\"message\":\"" + why + "\",\"type\":\"invalid_request_error\",\"param\":\"" + param + "\",\"code\":null}}");
}

}

ResponsesServer::ResponsesServer(const ResponsesOptions& options)
    : m_options(options)
    , m_bytes(AnswerBytes::of(responseEvents(idOf(0), options.deltas)))
    , m_server([this](const OriginExchangePtr& exchange) { answer(exchange); })
{ }

ResponsesServer::~ResponsesServer()
{
    m_server.stop();
    m_kept.clear();
}

std::shared_ptr<const AnswerBytes> ResponsesServer::bytesOf(int number) const
{
    return m_bytes->renamed(idOf(0), idOf(number));
}

void ResponsesServer::answer(const OriginExchangePtr& exchange)
{
    constexpr QByteArrayView Root = "/v1/responses";
    const QByteArray path = exchange->path();
    const QByteArray method = exchange->request().method;
    const qsizetype at = path.indexOf(Root);
    const QByteArrayList rest = at < 0 ? QByteArrayList() : path.sliced(at + Root.size()).split('/');
    if (at >= 0 && rest.size() == 1 && method == "POST")
        create(exchange);
    else if (at >= 0 && rest.size() == 2 && method == "GET")
        show(exchange, rest[1]);
    else if (at >= 0 && rest.size() == 3 && rest[2] == "cancel" && method == "POST")
        cancel(exchange, rest[1]);
    else if (path.endsWith("/v1/models"))
        exchange->replyJson(200, R"({"object":"list","data":[{"id":"m","object":"model","created":1,"owned_by":"system"}]})");
    else
        refuse(exchange, 404, "Invalid URL", {});
}

void ResponsesServer::create(const OriginExchangePtr& exchange)
{
    const QJsonObject body = QJsonDocument::fromJson(exchange->request().body).object();
    const bool isBackground = body["background"_L1].toBool();
    if (isBackground && m_options.refusesBackground) {
        refuse(exchange, 400, "Background mode is not supported", "background");
        return;
    }
    if (isBackground && !body["store"_L1].toBool(true)) {
        refuse(exchange, 400, "Background mode requires store to be true", "store");
        return;
    }
    const QByteArray id = idOf(++m_made);
    const auto made = std::make_shared<KeptAnswer>(m_server.loop(), bytesOf(m_made), m_options.pace);
    if (isBackground)
        m_kept.add(id, made);
    else
        made->onReaderGone = [this, id, weak = std::weak_ptr(made)] {
            const auto alive = weak.lock();
            if (alive && !alive->isOver()) {
                alive->stop();
                noteStop(id, false);
            }
        };
    made->start();
    if (body["stream"_L1].toBool()) {
        exchange->begin();
        made->follow(exchange, 0);
    } else {
        exchange->replyJson(200, objectOf(id, *made));
    }
}

void ResponsesServer::show(const OriginExchangePtr& exchange, const QByteArray& id)
{
    const std::shared_ptr<KeptAnswer> kept = m_kept.find(id);
    if (!kept) {
        refuse(exchange, 404, "Response with id '" + id + "' not found.", "id");
        return;
    }
    if (exchange->parameter("stream") != "true") {
        exchange->replyJson(200, objectOf(id, *kept));
        return;
    }
    const QByteArray after = exchange->parameter("starting_after");
    bool ok = true;
    const qsizetype next = after.isEmpty() ? 0 : after.toLongLong(&ok) + 1;
    if (!m_options.replaysStreams || !ok || next < 0) {
        refuse(exchange, 400, "This response cannot be streamed", "stream");
        return;
    }
    exchange->begin();
    kept->follow(exchange, kept->offsetOf(next));
}

void ResponsesServer::cancel(const OriginExchangePtr& exchange, const QByteArray& id)
{
    const std::shared_ptr<KeptAnswer> kept = m_kept.find(id);
    if (!kept) {
        refuse(exchange, 404, "Response with id '" + id + "' not found.", "id");
        return;
    }
    if (!kept->isOver()) {
        kept->stop(cancelledEvent(id, kept->eventsMade()));
        noteStop(id, true);
    }
    exchange->replyJson(200, objectOf(id, *kept));
}

QByteArray ResponsesServer::objectOf(const QByteArray& id, const KeptAnswer& kept) const
{
    const QByteArray status = kept.isStopped() ? "cancelled" : kept.isOver() ? "completed" : "in_progress";
    const qsizetype said = std::clamp<qsizetype>(kept.eventsMade() - EventsBeforeText, 0, m_options.deltas.size());
    return responseObject(id, status, m_options.deltas.first(said).join(QString()));
}

void ResponsesServer::noteStop(const QByteArray& id, bool byCall)
{
    const std::lock_guard lock(m_mutex);
    m_stopped.push_back({std::chrono::steady_clock::now(), id, byCall});
}

std::vector<StoppedAnswer> ResponsesServer::stopped() const
{
    const std::lock_guard lock(m_mutex);
    return m_stopped;
}

void ResponsesServer::forgetAll()
{
    m_server.run([this] { m_kept.clear(); });
}

}
