#pragma once

#include "core/base/result.h"
#include "core/store/conversationstamp.h"

#include <QHash>
#include <QString>
#include <QStringList>

#include <optional>

namespace sluice {

class HistoryDatabase;

/// Which conversations another program has changed since this one read them. While the history is not ours, another one may write
/// it: messages that were made here meanwhile would then go over its own, with the same ids. Store thread.
class ForeignChanges
{
public:
    /// Conversation \a id was read while the history was not ours, and had this \a stamp just before.
    void noteRead(const QString& id, const ConversationStamp& stamp);
    /// The history is ours now, and nothing in it was touched: those that are not as they were read are stale from now on. After
    /// an error they are still to be compared.
    Result<void> compare(HistoryDatabase& history);

    bool isStale(const QString& id) const { return m_stale.contains(id); }
    QStringList stale() const { return m_stale.keys(); }
    /// The title of stale conversation \a id, once: then the user knows.
    std::optional<QString> takeUntold(const QString& id);
    /// It was read again.
    void forget(const QString& id) { m_stale.remove(id); }

private:
    struct Stale
    {
        QString title;
        bool isTold = false;
    };

    QHash<QString, ConversationStamp> m_read;
    QHash<QString, Stale> m_stale;
};

}
