#include "tests/support/badserver.h"

#include "tests/support/wireforms.h"

#include <algorithm>

namespace sluice::test {

namespace {

const HttpHeaders ServerHeader {{"Server", "llama.cpp"}};

QByteArrayList eventsOf(const BadOptions& options)
{
    QByteArrayList events = llamaEvents(options.deltas);
    if (options.omitsDone)
        events.removeLast();
    return events;
}

}

BadServer::BadServer(const BadOptions& options)
    : m_options(options)
    , m_bytes(AnswerBytes::of(eventsOf(options)))
    , m_server([this](const OriginExchangePtr& exchange) { answer(exchange); })
{ }

BadServer::~BadServer()
{
    m_server.stop();
    m_kept.clear();
}

void BadServer::answer(const OriginExchangePtr& exchange)
{
    const QByteArray method = exchange->request().method;
    if (method == "POST")
        complete(exchange);
    else if (method == "DELETE")
        exchange->reply(m_options.ignoresStop ? 500 : 204, "application/json", m_options.ignoresStop ? "{}" : "", ServerHeader);
    else if (exchange->path().endsWith("/stream"))
        replay(exchange);
    else
        exchange->reply(200, "application/json", R"({"data":[{"id":"m","owned_by":"llamacpp"}]})", ServerHeader);
}

void BadServer::complete(const OriginExchangePtr& exchange)
{
    const auto made = std::make_shared<KeptAnswer>(m_server.loop(), m_bytes, m_options.pace);
    m_kept.add(headerValue(exchange->request().headers, "X-Conversation-Id"), made);
    exchange->begin(m_options.contentType, ServerHeader);
    made->start();
    made->follow(exchange, 0);
    ++m_begun;
}

void BadServer::replay(const OriginExchangePtr& exchange)
{
    const std::shared_ptr<KeptAnswer> kept = m_kept.find(exchange->parameter("conv_id"));
    if (!kept) {
        exchange->replyJson(400, "{}");
        return;
    }
    qsizetype from = exchange->parameter("from").toLongLong();
    const auto next = std::upper_bound(m_bytes->ends.begin(), m_bytes->ends.end(), from);
    if (m_options.dropsText && next != m_bytes->ends.end())
        from = *next;
    exchange->begin(m_options.contentType, ServerHeader);
    kept->follow(exchange, from);
}

}
