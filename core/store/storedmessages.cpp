#include "core/store/storedmessages.h"

#include <utility>

namespace sluice {

StoredMessages::StoredMessages(HistoryStore& store, Ask ask, const QString& id, MessageShape shape)
    : m_store(&store)
    , m_ask(std::move(ask))
    , m_id(id)
    , m_shape(std::move(shape))
{ }

void StoredMessages::request(int first, int number)
{
    if (!m_store) {
        Q_EMIT loaded(first, {});
        return;
    }
    m_ask(m_id, first, number, this,
        [this, first](const Result<QList<Message>>& messages) { Q_EMIT loaded(first, messages.value_or(QList<Message>())); });
}

StoredSink::StoredSink(HistoryStore& store, Write write, const QString& id)
    : m_store(&store)
    , m_write(std::move(write))
    , m_id(id)
{ }

void StoredSink::send(decltype(HistoryWrite::change) change)
{
    if (m_store)
        m_write({.conversation = m_id, .change = std::move(change)});
}

void StoredSink::put(int id, int parent, const Message& message)
{
    send(MessageWrite {.id = id, .parent = parent, .message = message});
}

void StoredSink::grow(int id, const QString& text, const QString& reasoning)
{
    if (!text.isEmpty() || !reasoning.isEmpty())
        send(GrowthWrite {.id = id, .text = text, .reasoning = reasoning});
}

void StoredSink::choose(int parent, int child)
{
    send(ChoiceWrite {.parent = parent, .child = child});
}

StoredTimelines::StoredTimelines(HistoryStore& store, Write write, Ask ask, const QString& id)
    : m_store(&store)
    , m_write(std::move(write))
    , m_ask(std::move(ask))
    , m_id(id)
{ }

void StoredTimelines::put(int message, const std::shared_ptr<const StreamTimeline>& timeline)
{
    if (m_store && timeline)
        m_write({.conversation = m_id, .change = TimelineWrite {.id = message, .timeline = timeline}});
}

void StoredTimelines::ask(int message, QObject* context, const Done& done)
{
    if (!m_store) {
        QMetaObject::invokeMethod(context, [done] { done(nullptr); }, Qt::QueuedConnection);
        return;
    }
    m_ask(m_id, message, context,
        [done](const Result<std::shared_ptr<const StreamTimeline>>& timeline) { done(timeline.value_or(nullptr)); });
}

}
