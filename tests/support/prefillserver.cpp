#include "tests/support/prefillserver.h"

#include "tests/support/wireforms.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace sluice::test {

namespace {

/// The text of a message's content: a string, or an array of parts.
QString textOf(const QJsonValue& content)
{
    if (content.isString())
        return content.toString();
    QString text;
    const QJsonArray parts = content.toArray();
    for (const QJsonValue& part : parts)
        text += part["text"_L1].toString();
    return text;
}

/// How much of the beginning of \a text stands somewhere in \a turn.
qsizetype quotedUnits(const QString& turn, const QString& text)
{
    constexpr qsizetype LeastUnits = 8;
    if (text.size() < LeastUnits)
        return 0;
    const qsizetype at = turn.indexOf(text.first(LeastUnits));
    if (at < 0)
        return 0;
    qsizetype count = LeastUnits;
    while (count < text.size() && at + count < turn.size() && turn[at + count] == text[count])
        ++count;
    return count;
}

QStringList firstUnits(const QStringList& deltas, qsizetype count)
{
    QStringList first;
    for (const QString& delta : deltas) {
        if (count <= 0)
            break;
        first.append(delta.first(std::min(count, delta.size())));
        count -= delta.size();
    }
    return first;
}

}

PrefillServer::PrefillServer(const PrefillOptions& options)
    : m_options(options)
    , m_server([this](const OriginExchangePtr& exchange) { answer(exchange); })
{ }

PrefillServer::~PrefillServer()
{
    m_server.stop();
}

void PrefillServer::answer(const OriginExchangePtr& exchange)
{
    const bool isAnthropic = m_options.shape == PrefillOptions::Shape::Anthropic;
    if (exchange->path().endsWith("/v1/models")) {
        exchange->replyJson(200, R"({"object":"list","data":[{"id":"m","object":"model","created":1,"owned_by":"test"}]})");
        return;
    }
    if (!exchange->path().endsWith(isAnthropic ? "/v1/messages" : "/v1/chat/completions")) {
        exchange->replyJson(404, R"({"error":{"message":"Not Found","type":"not_found_error"}})");
        return;
    }
    const QJsonArray messages = QJsonDocument::fromJson(exchange->request().body).object()["messages"_L1].toArray();
    QString lastUser;
    for (const QJsonValue& message : messages) {
        if (message["role"_L1].toString() == "user"_L1)
            lastUser = textOf(message["content"_L1]);
    }
    const QJsonValue last = messages.isEmpty() ? QJsonValue() : messages.last();
    const bool isPrefill = last["role"_L1].toString() == "assistant"_L1;
    if (isPrefill && m_options.prefill == PrefillOptions::Prefill::Refuses)
        refuse(exchange);
    else
        say(exchange, deltasFor(lastUser, isPrefill ? textOf(last["content"_L1]) : QString()));
}

QStringList PrefillServer::deltasFor(const QString& lastUser, const QString& prefix)
{
    const QString text = m_options.deltas.join(QString());
    const bool echoes = m_options.prefill == PrefillOptions::Prefill::Echoes;
    if (!prefix.isEmpty())
        return deltasBehind(m_options.deltas, echoes || !text.startsWith(prefix) ? 0 : prefix.size());
    if (const qsizetype quoted = quotedUnits(lastUser, text))
        return deltasBehind(m_options.deltas, quoted);
    const bool diverges = m_options.divergesAfter && m_fresh++ > 0;
    return diverges ? firstUnits(m_options.deltas, *m_options.divergesAfter) + m_options.otherDeltas : m_options.deltas;
}

void PrefillServer::refuse(const OriginExchangePtr& exchange)
{
    {
        const std::lock_guard lock(m_mutex);
        ++m_refusals;
    }
    const QByteArray why =
        "This model does not support assistant message prefill. The conversation must end with a user message.";
    if (m_options.shape == PrefillOptions::Shape::Anthropic)
        exchange->replyJson(400, R"({"type":"error","error":{"type":"invalid_request_error","message":")" + why + "\"}}");
    else
        exchange->replyJson(400, R"({"error":{"message":")" + why + R"(","type":"invalid_request_error","code":400}})");
}

void PrefillServer::say(const OriginExchangePtr& exchange, const QStringList& deltas)
{
    const QStringList said = m_options.splitsPairs ? withSplitPairs(deltas) : deltas;
    const bool isAnthropic = m_options.shape == PrefillOptions::Shape::Anthropic;
    const auto made = std::make_shared<KeptAnswer>(
        m_server.loop(), AnswerBytes::of(isAnthropic ? anthropicEvents(said) : llamaEvents(said)), m_options.pace);
    made->onReaderGone = [this, weak = std::weak_ptr(made)] {
        const auto alive = weak.lock();
        if (!alive || alive->isOver())
            return;
        alive->stop();
        const std::lock_guard lock(m_mutex);
        m_stopped.push_back({std::chrono::steady_clock::now(), {}, false});
    };
    exchange->begin();
    made->start();
    made->follow(exchange, 0);
}

std::vector<StoppedAnswer> PrefillServer::stopped() const
{
    const std::lock_guard lock(m_mutex);
    return m_stopped;
}

int PrefillServer::refusals() const
{
    const std::lock_guard lock(m_mutex);
    return m_refusals;
}

}
