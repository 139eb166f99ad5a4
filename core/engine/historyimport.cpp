#include "core/engine/historyimport.h"

#include "core/store/historydatabase.h"

#include <QCoreApplication>

#include <utility>

namespace sluice {

HistoryImport::HistoryImport(const QString& fileName)
    : m_file(fileName)
    , m_conversations(m_file)
{ }

HistoryImport::~HistoryImport() = default;

Result<bool> HistoryImport::step(HistoryDatabase& history)
{
    if (!m_file.isOpen() && !m_file.open(QIODevice::ReadOnly)) {
        return std::unexpected(Error {.kind = ErrorKind::Storage,
            .message = QCoreApplication::translate("Error", "The file cannot be read: %1.").arg(m_file.errorString())});
    }
    if (!m_intake) {
        if (!m_conversations.readSome())
            return false;
        Result<std::optional<ConversationRecord>> record = m_conversations.next();
        if (!record)
            return endBy(record.error());
        if (!*record)
            return end();
        m_intake.emplace(**std::move(record));
    }
    const Result<ConversationIntake::State> state = m_intake->step(history);
    if (!state)
        return std::unexpected(state.error());
    if (*state == ConversationIntake::State::UnderWay)
        return false;
    if (*state == ConversationIntake::State::Taken)
        countConversation();
    else
        ++m_known;
    m_intake.reset();
    return false;
}

// What could be read was taken, and the report says what could not.
Result<bool> HistoryImport::end() const
{
    if (conversations() + m_known == 0 && m_firstDamage)
        return std::unexpected(*m_firstDamage);
    return true;
}

// The end of the file, or of one conversation in it.
Result<bool> HistoryImport::endBy(const Error& error)
{
    ++m_damaged;
    if (!m_firstDamage)
        m_firstDamage = error;
    return m_conversations.canGoOn() ? false : end();
}

}
