#include "core/engine/answerjournal.h"

namespace sluice {

AnswerJournal::AnswerJournal(MessageSink& sink)
    : m_sink(sink)
{ }

void AnswerJournal::begin(int id, int parent, const Message& message, TimePoint now)
{
    m_id = id;
    m_parent = parent;
    put(message, now);
}

void AnswerJournal::put(const Message& message, TimePoint now)
{
    m_state = message.state;
    m_rewrites = message.rewrites;
    m_seams = message.seams.size();
    m_text = message.text.size();
    m_reasoning = message.reasoning.size();
    m_toldAt = now;
    m_sink.put(m_id, m_parent, message);
}

// What pieces cannot say.
bool AnswerJournal::isOther(const Message& message) const
{
    return message.state != m_state || message.rewrites != m_rewrites || message.seams.size() != m_seams
        || message.text.size() < m_text || message.reasoning.size() < m_reasoning;
}

std::optional<TimePoint> AnswerJournal::update(const Message& message, TimePoint now)
{
    if (isOther(message)) {
        put(message, now);
        return {};
    }
    if (message.text.size() == m_text && message.reasoning.size() == m_reasoning)
        return {};
    if (now < m_toldAt + Interval)
        return m_toldAt + Interval;
    const QString text = message.text.sliced(m_text);
    const QString reasoning = message.reasoning.sliced(m_reasoning);
    m_text = message.text.size();
    m_reasoning = message.reasoning.size();
    m_toldAt = now;
    m_sink.grow(m_id, text, reasoning);
    return {};
}

}
