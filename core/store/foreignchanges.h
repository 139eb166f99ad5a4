#pragma once

#include <QHash>
#include <QList>
#include <QSet>
#include <QString>

namespace sluice {

class HistoryDatabase;
struct OpenedConversation;

/// Which conversations another program has changed since this one read them. While the history is not ours, another one may write
/// it: messages that were made here meanwhile would then go over its own, with the same ids. Store thread.
class ForeignChanges
{
public:
    struct Conversation
    {
        QString id;
        QString title;
    };

    /// \a conversation was read while the history was not ours.
    void noteRead(const OpenedConversation& conversation);
    /// The history is ours now. Those that are not as they were read are stale from now on.
    QList<Conversation> compare(HistoryDatabase& history);

    bool isStale(const QString& conversation) const { return m_stale.contains(conversation); }
    /// It was read again.
    void forget(const QString& conversation) { m_stale.remove(conversation); }

private:
    QHash<QString, int> m_counts; ///< of messages
    QSet<QString> m_stale;
};

}
