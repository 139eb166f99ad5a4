#include "core/engine/conversationintake.h"

#include "core/store/historydatabase.h"

#include <QDateTime>
#include <QUuid>

#include <algorithm>
#include <utility>

namespace sluice {

namespace {

constexpr int MessagesAtOnce = 64;
constexpr qsizetype BytesAtOnce = 1024 * 1024; // whichever comes first

// What the list needs and a file may lack.
void complete(ConversationSummary& summary, const QList<Message>& messages)
{
    const bool isDated = summary.lastActive > 0;
    for (const Message& message : messages) {
        if (!isDated && message.createdAt.isValid())
            summary.lastActive = std::max(summary.lastActive, message.createdAt.toMSecsSinceEpoch());
    }
    if (summary.lastActive <= 0)
        summary.lastActive = summary.createdAt > 0 ? summary.createdAt : QDateTime::currentMSecsSinceEpoch();
    if (summary.createdAt <= 0)
        summary.createdAt = summary.lastActive;
}

}

ConversationIntake::ConversationIntake(ConversationRecord record)
    : m_record(std::move(record))
    , m_parents(parentsOf(m_record.shape))
    , m_contentId(m_record.summary)
{
    complete(m_record.summary, m_record.messages);
}

void ConversationIntake::Piece::take(const Message& message)
{
    --messages;
    bytes -= 2 * (message.text.size() + message.reasoning.size());
    for (const Attachment& attachment : message.attachments)
        bytes -= attachment.data.size();
}

Result<ConversationIntake::State> ConversationIntake::step(HistoryDatabase& history)
{
    Piece piece {.messages = MessagesAtOnce, .bytes = BytesAtOnce};
    Result<State> state = State::UnderWay;
    while (state && *state == State::UnderWay && !piece.isUsedUp())
        state = advance(history, piece);
    return state;
}

Result<ConversationIntake::State> ConversationIntake::advance(HistoryDatabase& history, Piece& piece)
{
    Result<bool> isOver = false;
    switch (m_phase) {
    case Phase::Naming:
        nameSome(piece);
        break;
    case Phase::Looking:
        isOver = look(history);
        break;
    case Phase::Comparing:
        isOver = compareSome(history, piece);
        break;
    case Phase::Writing:
        isOver = writeSome(history, piece);
        break;
    }
    if (!isOver)
        return std::unexpected(isOver.error());
    if (!*isOver)
        return State::UnderWay;
    return m_phase == Phase::Writing ? State::Taken : State::Known;
}

void ConversationIntake::nameSome(Piece& piece)
{
    for (; m_next < count() && !piece.isUsedUp(); ++m_next) {
        m_contentId.add(parent(m_next), message(m_next));
        piece.take(message(m_next));
    }
    if (m_next == count())
        m_phase = Phase::Looking;
}

// True = known.
Result<bool> ConversationIntake::look(HistoryDatabase& history)
{
    m_next = 0;
    for (const int variant : {0, 1}) {
        const Result<bool> isKnown = history.isListed(m_contentId.id(variant));
        if (!isKnown || *isKnown)
            return isKnown; // what has this id came from here, whatever became of it
    }
    const Result<bool> mayBe = isMore(history, m_record.summary.id);
    if (!mayBe)
        return mayBe;
    if (*mayBe) {
        m_phase = Phase::Comparing;
        return false;
    }
    return findId(history);
}

// Whether the conversation of that id has messages in all our places.
Result<bool> ConversationIntake::isMore(HistoryDatabase& history, const QString& id) const
{
    // One that was removed is gone for good in a moment: it is not there.
    if (const Result<bool> isListed = history.isListed(id); !isListed || !*isListed)
        return isListed;
    const Result<OpenedConversation> there = history.conversation(id);
    if (!there)
        return std::unexpected(there.error());
    const std::vector<int> parents = parentsOf(there->shape);
    return parents.size() >= m_parents.size() && std::equal(m_parents.begin(), m_parents.end(), parents.begin());
}

// True = the same, to the last message. The title and the pin may have been changed since.
Result<bool> ConversationIntake::compareSome(HistoryDatabase& history, Piece& piece)
{
    // Few at a time: how large those are that are there, is not known before.
    constexpr int AtOnce = 8;
    while (m_next < count() && !piece.isUsedUp()) {
        const int number = std::min(AtOnce, count() - m_next);
        Result<QList<Message>> messages = history.messages(m_record.summary.id, m_next, number);
        if (!messages)
            return std::unexpected(messages.error());
        for (Message& message : *messages)
            message.ticket.reset(); // not in files
        if (*messages != m_record.messages.mid(m_next, number))
            return findId(history);
        for (const Message& message : *messages)
            piece.take(message);
        m_next += number;
    }
    return m_next == count();
}

// It will be written, under the first id that is free.
Result<bool> ConversationIntake::findId(HistoryDatabase& history)
{
    ConversationSummary& summary = m_record.summary;
    for (const QString& id : {summary.id, m_contentId.id(0), m_contentId.id(1)}) {
        const Result<std::optional<qint64>> number = history.numberOf(id);
        if (!number)
            return std::unexpected(number.error());
        summary.id = id;
        if (!*number && !id.isEmpty())
            break;
        summary.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    }
    summary.messageCount = count();
    m_insertion.emplace(summary);
    m_phase = Phase::Writing;
    return false;
}

// True = it is written.
Result<bool> ConversationIntake::writeSome(HistoryDatabase& history, Piece& piece)
{
    int next = m_next;
    bool isWhole = false;
    const Result<void> written = history.atomically([&]() -> Result<void> {
        const Result<bool> isNew = m_insertion->begin(history);
        if (!isNew)
            return std::unexpected(isNew.error());
        for (next = *isNew ? 0 : m_next; next < count() && !piece.isUsedUp(); ++next) {
            if (Result<void> put = m_insertion->put(history, next, parent(next), message(next)); !put)
                return put;
            piece.take(message(next));
        }
        if (next < count())
            return {};
        const Result<bool> ended = m_insertion->end(history, m_record.shape.chosen);
        isWhole = ended.value_or(false);
        return ended ? Result<void>() : std::unexpected(ended.error());
    });
    if (!written)
        return std::unexpected(written.error());
    m_next = next;
    return isWhole;
}

}
