#pragma once

#include "core/exchange/contentid.h"
#include "core/exchange/conversationrecord.h"
#include "core/store/conversationinsertion.h"

#include <optional>
#include <vector>

namespace sluice {

/// Takes one conversation of a file into the history, in pieces, as a whole or not at all. One that is there already with the
/// same messages, or with more, is known and not taken; so is one that was taken before under an id of its content, which it gets
/// when it has none or when its own belongs to another one, or to one that was removed. One thread.
class ConversationIntake
{
public:
    enum class State { UnderWay, Taken, Known };

    explicit ConversationIntake(ConversationRecord record);

    /// One piece: so many messages and bytes are looked at, compared or written. After an error it may be tried again.
    Result<State> step(HistoryDatabase& history);

private:
    enum class Phase { Naming, Looking, Comparing, Writing };

    // What is left of a piece.
    struct Piece
    {
        int messages;
        qsizetype bytes;

        bool isUsedUp() const { return messages <= 0 || bytes <= 0; }
        void take(const Message& message);
    };

    int count() const { return m_record.shape.count; }
    const Message& message(int id) const { return m_record.messages.at(id); }
    int parent(int id) const { return m_parents[static_cast<std::size_t>(id)]; }

    Result<State> advance(HistoryDatabase& history, Piece& piece);
    void nameSome(Piece& piece);
    Result<bool> look(HistoryDatabase& history);
    Result<bool> isMore(HistoryDatabase& history, const QString& id) const;
    Result<bool> compareSome(HistoryDatabase& history, Piece& piece);
    Result<bool> findId(HistoryDatabase& history);
    Result<bool> writeSome(HistoryDatabase& history, Piece& piece);

    ConversationRecord m_record;
    const std::vector<int> m_parents; ///< by message
    ContentId m_contentId;
    Phase m_phase = Phase::Naming;
    int m_next = 0; ///< the message that the phase has come to
    std::optional<ConversationInsertion> m_insertion;
};

}
