#include "core/engine/sessionjournal.h"

#include "core/chat/branchedmessages.h"

#include <utility>

namespace sluice {

SessionJournal::SessionJournal(const BranchedMessages& messages, std::unique_ptr<MessageSink> sink)
    : m_messages(messages)
    , m_sink(std::move(sink))
    , m_timer([this] { tell(); })
{
    if (m_sink)
        m_answer.emplace(*m_sink);
}

void SessionJournal::added(int id)
{
    if (!m_sink)
        return;
    m_sink->put(id, m_messages.tree().parentOf(id), *m_messages.find(id));
    chooseAmong(id);
}

// One of several versions: the sink may have another one as chosen.
void SessionJournal::chooseAmong(int id)
{
    const MessageTree& tree = m_messages.tree();
    if (tree.place(tree.rowOf(id)).count > 1)
        chosen(id);
}

void SessionJournal::chosen(int id)
{
    if (m_sink)
        m_sink->choose(m_messages.tree().parentOf(id), id);
}

void SessionJournal::begin(int id)
{
    m_id = id;
    m_held.clear();
    if (!m_answer)
        return;
    m_answer->begin(id, m_messages.tree().parentOf(id), *m_messages.find(id), steadyClock().now());
    chooseAmong(id);
}

void SessionJournal::changed(const QString& held)
{
    m_held = held;
    tell();
}

void SessionJournal::tell()
{
    const Message* answer = m_answer && m_id >= 0 ? m_messages.find(m_id) : nullptr;
    if (!answer)
        return;
    const TimePoint now = steadyClock().now();
    m_timer.arm(m_answer->update(*answer, m_held, now), now);
}

void SessionJournal::settled(int id)
{
    if (id == m_id)
        finish();
    else if (m_sink)
        m_sink->put(id, m_messages.tree().parentOf(id), *m_messages.find(id));
}

void SessionJournal::finish()
{
    const Message* answer = m_answer && m_id >= 0 ? m_messages.find(m_id) : nullptr;
    if (answer)
        m_answer->put(*answer, steadyClock().now());
}

}
