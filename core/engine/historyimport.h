#pragma once

#include "core/exchange/conversationfile.h"
#include "core/store/historytask.h"

#include <QFile>
#include <QSet>

#include <memory>
#include <optional>

namespace sluice {

/// Takes the conversations of a file into the history, each as a whole or not at all. One that is there already, the same to the
/// last message, is not taken twice; another with its id gets a new one.
class HistoryImport final : public HistoryTask
{
public:
    explicit HistoryImport(const QString& fileName);
    ~HistoryImport() override;

    /// Also goes on behind a conversation that is damaged in itself; it ends with an error when nothing at all could be read.
    Result<bool> step(HistoryDatabase& history) override;

    // Once it is over.
    int known() const { return m_known; } ///< that were there already
    int damaged() const { return m_damaged; } ///< that could not be read
    std::optional<Error> firstDamage() const { return m_firstDamage; }

private:
    Result<void> take(HistoryDatabase& history, ConversationRecord record);
    Result<bool> isThere(HistoryDatabase& history, const ConversationRecord& record);
    Result<bool> endBy(const Error& error);

    QFile m_file;
    ConversationFile m_conversations;
    int m_known = 0;
    int m_damaged = 0;
    std::optional<Error> m_firstDamage;
};

}
