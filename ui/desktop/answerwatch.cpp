#include "ui/desktop/answerwatch.h"

#include "ui/conversations.h"

namespace sluice {

AnswerWatch::AnswerWatch(Conversations& conversations, const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_conversations(conversations)
    , m_clock(clock)
{
    connect(&conversations, &QAbstractItemModel::dataChanged, this,
        [this](const QModelIndex& first, const QModelIndex& last) { look(first.row(), last.row()); });
    connect(&conversations, &QAbstractItemModel::rowsRemoved, this, &AnswerWatch::forgetRemoved);
    connect(&conversations, &QAbstractItemModel::modelReset, this, &AnswerWatch::forgetRemoved);
}

void AnswerWatch::look(int first, int last)
{
    QList<EndedAnswer> over;
    const qsizetype before = m_since.size();
    for (int row = first; row <= last; ++row) {
        const QModelIndex index = m_conversations.index(row);
        const QString id = index.data(Conversations::IdRole).toString();
        const bool isRunning = index.data(Conversations::RunningRole).toBool();
        if (isRunning && !m_since.contains(id)) {
            m_since.insert(id, m_clock.now());
        } else if (!isRunning && m_since.contains(id)) {
            const auto time = std::chrono::duration_cast<Millis>(m_clock.now() - m_since.take(id));
            if (const ChatSession* session = m_conversations.session(id))
                over.append({.conversation = id, .state = session->status().state, .time = time});
        }
    }
    if (m_since.size() != before || !over.isEmpty())
        Q_EMIT runningChanged();
    for (const EndedAnswer& answer : std::as_const(over))
        Q_EMIT ended(answer);
}

void AnswerWatch::forgetRemoved()
{
    if (m_since.removeIf([this](QHash<QString, TimePoint>::iterator entry) { return m_conversations.rowOf(entry.key()) < 0; })
        > 0)
        Q_EMIT runningChanged();
}

}
