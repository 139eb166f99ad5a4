#include "tests/support/llamaserver.h"

#include "tests/support/wireforms.h"

namespace sluice::test {

namespace {

const HttpHeaders ServerHeader {{"Server", "llama.cpp"}};

void refuse(const OriginExchangePtr& exchange, int status, const QByteArray& why)
{
    const QByteArray code = QByteArray::number(status);
    const QByteArray type = status == 404 ? "not_found_error" : "invalid_request_error";
    exchange->reply(status, "application/json; charset=utf-8",
        "{\"error\":{\"code\":" + code + ",\"message\":\"" + why + "\",\"type\":\"" + type + "\"}}", ServerHeader);
}

const QByteArray Models =
    R"({"models":[{"name":"m","model":"m","type":"model","capabilities":["completion"]}],"object":"list",)"
    R"("data":[{"id":"m","object":"model","created":1754000000,"owned_by":"llamacpp","meta":{"n_ctx_train":8192}}]})";
const QByteArray Props =
    R"({"default_generation_settings":{"n_ctx":8192},"total_slots":1,"model_path":"m.gguf","chat_template":"","build_info":"b6100-cd6983d5"})";

}

LlamaServer::LlamaServer(const LlamaOptions& options)
    : m_options(options)
    , m_bytes(AnswerBytes::of(llamaEvents(options.deltas)))
    , m_server([this](const OriginExchangePtr& exchange) { answer(exchange); })
{ }

LlamaServer::~LlamaServer()
{
    m_server.stop();
    m_kept.clear();
}

void LlamaServer::answer(const OriginExchangePtr& exchange)
{
    const QByteArray path = exchange->path();
    const QByteArray method = exchange->request().method;
    if (path.endsWith("/v1/chat/completions") && method == "POST")
        complete(exchange);
    else if (path.endsWith("/v1/stream") && m_options.isResumable)
        stream(exchange);
    else if (path.endsWith("/v1/models"))
        exchange->reply(200, "application/json; charset=utf-8", Models, ServerHeader);
    else if (path.endsWith("/props"))
        exchange->reply(200, "application/json; charset=utf-8", Props, ServerHeader);
    else
        refuse(exchange, 404, "File Not Found");
}

void LlamaServer::complete(const OriginExchangePtr& exchange)
{
    const QByteArray id = headerValue(exchange->request().headers, "X-Conversation-Id");
    const bool isKept = m_options.isResumable && !id.isEmpty();
    const auto made = std::make_shared<KeptAnswer>(m_server.loop(), m_bytes, m_options.pace);
    if (isKept)
        m_kept.add(id, made);
    else
        made->onReaderGone = [this, weak = std::weak_ptr(made)] {
            const auto alive = weak.lock();
            if (alive && !alive->isOver()) {
                alive->stop();
                noteStop({}, false);
            }
        };
    exchange->begin("text/event-stream", ServerHeader);
    made->start();
    made->follow(exchange, 0);
}

void LlamaServer::stream(const OriginExchangePtr& exchange)
{
    const QByteArray id = exchange->parameter("conv_id");
    const std::shared_ptr<KeptAnswer> kept = m_kept.find(id);
    if (!kept) {
        refuse(exchange, 400, "Unknown conversation");
        return;
    }
    if (exchange->request().method == "DELETE") {
        if (!kept->isOver()) {
            kept->stop();
            noteStop(id, true);
        }
        exchange->reply(204, {}, {}, ServerHeader);
        return;
    }
    const QByteArray from = exchange->parameter("from");
    bool ok = true;
    const qsizetype offset = from.isEmpty() ? 0 : from.toLongLong(&ok);
    if (!ok || offset < std::min(m_options.lostBytes, kept->size()) || offset > kept->size()) {
        refuse(exchange, 400, "Requested offset is lost");
        return;
    }
    exchange->begin("text/event-stream", ServerHeader);
    kept->follow(exchange, offset);
}

void LlamaServer::noteStop(const QByteArray& id, bool byCall)
{
    const std::lock_guard lock(m_mutex);
    m_stopped.push_back({std::chrono::steady_clock::now(), id, byCall});
}

std::vector<StoppedAnswer> LlamaServer::stopped() const
{
    const std::lock_guard lock(m_mutex);
    return m_stopped;
}

void LlamaServer::forgetAll()
{
    m_server.run([this] { m_kept.clear(); });
}

}
