#include "core/engine/historyimport.h"

#include "core/store/conversationfate.h"
#include "core/store/historydatabase.h"

#include <QDateTime>
#include <QUuid>

#include <algorithm>
#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int MessagesAtOnce = 64;

QString newId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

// What the list needs and a file may lack.
void complete(ConversationRecord& record)
{
    ConversationSummary& summary = record.summary;
    const bool isDated = summary.lastActive > 0;
    for (const Message& message : std::as_const(record.messages)) {
        if (!isDated && message.createdAt.isValid())
            summary.lastActive = std::max(summary.lastActive, message.createdAt.toMSecsSinceEpoch());
    }
    if (summary.lastActive <= 0)
        summary.lastActive = summary.createdAt > 0 ? summary.createdAt : QDateTime::currentMSecsSinceEpoch();
    if (summary.createdAt <= 0)
        summary.createdAt = summary.lastActive;
    if (summary.id.isEmpty())
        summary.id = newId();
}

}

HistoryImport::HistoryImport(const QString& fileName)
    : m_file(fileName)
    , m_conversations(m_file)
{ }

HistoryImport::~HistoryImport() = default;

Result<bool> HistoryImport::step(HistoryDatabase& history)
{
    if (!m_file.isOpen() && !m_file.open(QIODevice::ReadOnly)) {
        return std::unexpected(
            Error {.kind = ErrorKind::Storage, .message = u"The file cannot be read: %1."_s.arg(m_file.errorString())});
    }
    Result<std::optional<ConversationRecord>> record = m_conversations.next();
    if (!record)
        return endBy(record.error());
    if (!*record) {
        if (conversations() + m_known == 0 && m_firstDamage)
            return std::unexpected(*m_firstDamage);
        return true;
    }
    if (const Result<void> taken = take(history, **std::move(record)); !taken)
        return std::unexpected(taken.error());
    return false;
}

// The end of the file, or of one conversation in it.
Result<bool> HistoryImport::endBy(const Error& error)
{
    ++m_damaged;
    if (!m_firstDamage)
        m_firstDamage = error;
    if (m_conversations.canGoOn())
        return false;
    if (conversations() + m_known == 0)
        return std::unexpected(*m_firstDamage);
    return true; // what could be read was taken, and the report says what could not
}

Result<void> HistoryImport::take(HistoryDatabase& history, ConversationRecord record)
{
    complete(record);
    const Result<bool> isKnown = isThere(history, record);
    if (!isKnown)
        return std::unexpected(isKnown.error());
    if (*isKnown) {
        ++m_known;
        return {};
    }
    const Result<std::optional<qint64>> number = history.numberOf(record.summary.id);
    if (!number)
        return std::unexpected(number.error());
    if (*number)
        record.summary.id = newId();
    const QString id = record.summary.id;
    Result<void> written = history.atomically([&]() -> Result<void> {
        if (Result<void> saved = history.saveSummary(record.summary); !saved)
            return saved;
        const std::vector<int> parents = parentsOf(record.shape);
        for (std::size_t message = 0; message < parents.size(); ++message) {
            if (Result<void> put = history.put(
                    id, static_cast<int>(message), parents[message], record.messages.at(static_cast<qsizetype>(message)));
                !put)
                return put;
        }
        for (const MessageShape::Link& link : record.shape.chosen) {
            if (Result<void> chosen = history.choose(id, link.parent, link.child); !chosen)
                return chosen;
        }
        return {};
    });
    if (written)
        countConversation();
    return written;
}

// The same conversation with the same messages; the title and the pin may have been changed since.
Result<bool> HistoryImport::isThere(HistoryDatabase& history, const ConversationRecord& record)
{
    const Result<std::optional<qint64>> number = history.numberOf(record.summary.id);
    if (!number)
        return std::unexpected(number.error());
    if (!*number)
        return false;
    // One that was removed is gone for good in a moment: it is not there.
    const QByteArray look = "SELECT fate FROM conversations WHERE n = " + QByteArray::number(**number);
    const Result<qint64> fate = history.database().number(look.constData());
    if (!fate || *fate != int(ConversationFate::Listed))
        return false;
    const Result<OpenedConversation> there = history.conversation(record.summary.id);
    if (!there)
        return false;
    if (there->shape.count != record.shape.count || parentsOf(there->shape) != parentsOf(record.shape))
        return false;
    for (int first = 0; first < record.shape.count; first += MessagesAtOnce) {
        const Result<QList<Message>> messages = history.messages(record.summary.id, first, MessagesAtOnce);
        if (!messages)
            return std::unexpected(messages.error());
        if (*messages != record.messages.mid(first, MessagesAtOnce))
            return false;
    }
    return true;
}

}
