#pragma once

#include "core/engine/conversationintake.h"
#include "core/exchange/conversationfile.h"
#include "core/store/historytask.h"

#include <QFile>

#include <optional>

namespace sluice {

/// Takes the conversations of a file into the history, each as a whole or not at all and none twice: see ConversationIntake.
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
    Result<bool> end() const;
    Result<bool> endBy(const Error& error);

    QFile m_file;
    ConversationFile m_conversations;
    std::optional<ConversationIntake> m_intake; ///< the conversation that is being taken
    int m_known = 0;
    int m_damaged = 0;
    std::optional<Error> m_firstDamage;
};

}
