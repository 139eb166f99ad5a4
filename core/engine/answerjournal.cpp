#include "core/engine/answerjournal.h"

#include <algorithm>

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
    m_ticket = message.ticket;
    m_text = message.text.size();
    m_reasoning = message.reasoning.size();
    m_toldAt = now;
    m_sink.put(m_id, m_parent, message);
}

// What pieces cannot say.
bool AnswerJournal::isOther(const Message& message) const
{
    return message.state != m_state || message.rewrites != m_rewrites || message.seams.size() != m_seams
        || message.ticket != m_ticket;
}

std::optional<TimePoint> AnswerJournal::update(const Message& message, const QString& held, TimePoint now)
{
    const bool isPut = isOther(message);
    if (isPut)
        put(message, now); // without what is held: that grows on it
    const qsizetype text = message.text.size() + held.size();
    if (text <= m_text && message.reasoning.size() == m_reasoning)
        return {};
    if (!isPut && now < m_toldAt + Interval)
        return m_toldAt + Interval;
    const QString reasoning = message.reasoning.sliced(m_reasoning);
    const QString more =
        m_text < message.text.size() ? message.text.sliced(m_text) + held : held.mid(m_text - message.text.size());
    m_text = std::max(m_text, text);
    m_reasoning = message.reasoning.size();
    m_toldAt = now;
    m_sink.grow(m_id, more, reasoning);
    return {};
}

}
