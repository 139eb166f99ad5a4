#pragma once

#include "core/base/result.h"
#include "core/store/conversationsummary.h"
#include "core/store/historytask.h"

#include <QString>

namespace sluice {

/// A copy of a conversation, made bit by bit so that nothing else waits long for it. It shows when it is whole; a copy that was
/// given up, also by a crash, leaves nothing behind. All branches, attachments and figures; answers that are being written are
/// copied as far as they are, and are interrupted.
class ConversationCopy final : public HistoryTask
{
public:
    ConversationCopy(const QString& id, const QString& newId, const QString& title)
        : m_id(id)
        , m_newId(newId)
        , m_title(title)
    { }

    Result<bool> step(HistoryDatabase& history) override;

    /// When it is done.
    ConversationSummary summary() const { return m_summary; }

private:
    Result<void> begin(HistoryDatabase& history);
    Result<void> check(HistoryDatabase& history);
    Result<void> giveUp(HistoryDatabase& history);
    Result<void> copyMessages(HistoryDatabase& history);
    Result<void> end(HistoryDatabase& history);

    const QString m_id;
    const QString m_newId;
    const QString m_title;
    qint64 m_from = 0; ///< its number; 0 = not begun
    qint64 m_to = 0;
    int m_next = 0;
    ConversationSummary m_summary;
};

}
