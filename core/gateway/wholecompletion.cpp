#include "core/gateway/wholecompletion.h"

using namespace Qt::StringLiterals;

namespace sluice {

WholeCompletion::WholeCompletion(
    Exchange& exchange, StreamRegistry& streams, RouteMetrics& metrics, CompletionHead head, std::unique_ptr<AnswerSource> source)
    : m_exchange(exchange)
    , m_streams(streams)
    , m_head(std::move(head))
    , m_source(std::move(source))
    , m_meter(&metrics)
{
    m_streams.addActive(*this);
    m_source->start(*this);
}

WholeCompletion::~WholeCompletion()
{
    m_streams.removeActive(*this);
}

void WholeCompletion::takeDelta(const Delta& delta)
{
    if (m_ended)
        return;
    if (const auto* usage = std::get_if<Usage>(&delta))
        m_usage = *usage;
    else if (const auto* text = std::get_if<TextDelta>(&delta))
        m_text += text->text;
    else if (const auto* reasoning = std::get_if<ReasoningDelta>(&delta))
        m_reasoning += reasoning->text;
    if (m_text.size() + m_reasoning.size() > MaxCharacters)
        cancel({.kind = ErrorKind::Overflow, .message = u"The answer is too long to be sent in one piece: ask for a stream"_s});
}

void WholeCompletion::takeEnd(const StreamEnd& end)
{
    if (m_ended)
        return;
    m_ended = true;
    m_source->setReading(Reading::Paused);
    if (end.error) {
        m_meter.failed(*end.error);
        m_exchange.reply(completionRefusal(*end.error));
        return;
    }
    const QByteArray json = completionJson(m_head, m_text, m_reasoning, end.finishReason, m_usage);
    m_meter.answered(json.size());
    m_exchange.reply(jsonReply(200, json));
}

void WholeCompletion::cancel(const Error& error)
{
    takeEnd({.finishReason = {}, .error = error});
}

}
