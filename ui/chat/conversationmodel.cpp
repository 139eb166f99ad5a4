#include "ui/chat/conversationmodel.h"

#include "core/base/joinedwords.h"
#include "core/engine/chatsession.h"
#include "ui/chat/attachmentwords.h"
#include "ui/chat/messagecontent.h"
#include "ui/chat/seamwords.h"
#include "ui/chat/statewords.h"
#include "ui/contractname.h"

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

QString spokenQuestion(const Message& message)
{
    if (message.attachments.isEmpty())
        return message.text;
    return withRemark(message.text, ConversationModel::tr("attached: %1").arg(spokenAttachments(message.attachments)));
}

// The row as a screen reader says it.
QString spokenRow(const Message& message, MessageReading& reading)
{
    if (message.role == Role::User)
        return contractName(u"You: ") + spokenQuestion(message);

    QString spoken = contractName(u"Assistant: ") + reading.of(message.text, message.state == MessageState::Streaming);
    QStringList remarks;
    if (message.error)
        spoken += u'\n' + ConversationModel::tr("Error: %1").arg(message.error->message);
    else if (message.state != MessageState::Complete && message.state != MessageState::Streaming)
        remarks << stateWords(message.state, message.serverStop);
    if (!message.seams.isEmpty())
        remarks << seamLine(message.seams);
    return remarks.isEmpty() ? spoken : withRemark(spoken, partedStatements(remarks));
}

QString troubleOf(const StreamStatus& status)
{
    if (status.state != StreamState::Reconnecting)
        return {};
    if (status.isOffline)
        return ConversationModel::tr("Waiting for the network");
    if (status.reason.isEmpty())
        return ConversationModel::tr("Reconnecting (attempt %1)").arg(status.attempt);
    return ConversationModel::tr("Reconnecting (attempt %1): %2").arg(status.attempt).arg(status.reason);
}

QVariant loadingData(int role)
{
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return ConversationModel::tr("Loading…");
    case MessageTextRole:
    case MessageReasoningRole:
    case MessageErrorRole:
    case MessageModelRole:
        return QString();
    case MessageAuthorRole:
        return int(Role::Assistant);
    case MessageStateRole:
        return int(MessageState::Complete);
    case MessageIsLoadedRole:
        return false;
    case MessageFiguresRole:
        return QVariant::fromValue(AnswerFigures());
    case MessageRewritesRole:
        return 0;
    case MessageSiblingRole:
        return QVariant::fromValue(SiblingPlace());
    default:
        return {};
    }
}

}

ConversationModel::ConversationModel(QObject* parent)
    : QAbstractListModel(parent)
{ }

void ConversationModel::setSession(ChatSession* session)
{
    if (m_session == session)
        return;
    beginResetModel();
    if (m_session)
        disconnect(m_session, nullptr, this, nullptr);
    m_session = session;
    m_count = session ? session->messageCount() : 0;
    m_trouble = session ? troubleOf(session->status()) : QString();
    if (session) {
        connect(session, &ChatSession::statusChanged, this, &ConversationModel::takeStatus);
        connect(session, &ChatSession::messagesAppended, this, &ConversationModel::addRows);
        connect(session, &ChatSession::messageChanged, this, [this](int row) { touchRows(row, row); });
        connect(session, &ChatSession::messagesLoaded, this, &ConversationModel::touchRows);
        connect(session, &ChatSession::messagesAboutToBeRemoved, this, &ConversationModel::beginRemoval);
        connect(session, &ChatSession::messagesRemoved, this, &ConversationModel::endRemoval);
        connect(session, &QObject::destroyed, this, &ConversationModel::clear);
    }
    endResetModel();
}

void ConversationModel::takeStatus(const StreamStatus& status)
{
    const QString trouble = troubleOf(status);
    if (trouble == m_trouble)
        return;
    m_trouble = trouble;
    if (m_count > 0)
        touchRows(m_count - 1, m_count - 1);
}

ChatSession* ConversationModel::session() const
{
    return m_session;
}

int ConversationModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : m_count;
}

QVariant ConversationModel::data(const QModelIndex& index, int role) const
{
    // Between the end of a removal and our word of it the session is ahead of us.
    if (!index.isValid() || !m_session || index.row() >= m_session->messageCount())
        return {};

    const int row = index.row();
    if (role == MessageIsAtHandRole)
        return m_session->loadedMessage(row) != nullptr;
    const Message* loaded = messageAt(row);
    if (!loaded)
        return loadingData(role);
    const Message& message = *loaded;
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return spokenRow(message, m_reading);
    case MessageTextRole:
        return message.text;
    case MessageAuthorRole:
        return int(message.role);
    case MessageStateRole:
        return int(message.state);
    case MessageErrorRole:
        return message.error ? message.error->message : QString();
    case MessageTroubleRole:
        return row == m_count - 1 ? m_trouble : QString();
    case MessageReasoningRole:
        return message.reasoning;
    case MessageModelRole:
        return message.model;
    case MessageAttachmentsRole:
        return QVariant::fromValue(message.attachments);
    case MessageFiguresRole:
        return QVariant::fromValue(message.figures);
    case MessageServerStopRole:
        return int(message.serverStop);
    case MessageSeamsRole:
        return QVariant::fromValue(message.seams);
    case MessageIsLoadedRole:
        return true;
    case MessageRewritesRole:
        return message.rewrites;
    case MessageSiblingRole:
        return QVariant::fromValue(m_session->siblingPlace(row));
    default:
        return {};
    }
}

void ConversationModel::addRows(int first, int last)
{
    Q_ASSERT(first == m_count);
    beginInsertRows({}, first, last);
    m_count = last + 1;
    endInsertRows();
}

void ConversationModel::beginRemoval(int first, int last)
{
    beginRemoveRows({}, first, last);
}

void ConversationModel::endRemoval(int first, int last)
{
    m_count -= last - first + 1;
    endRemoveRows();
}

void ConversationModel::touchRows(int first, int last)
{
    Q_EMIT dataChanged(index(first), index(last));
}

const Message* ConversationModel::messageAt(int row) const
{
    if (const Message* message = m_session->loadedMessage(row))
        return message;
    return m_session->load(row) ? m_session->loadedMessage(row) : nullptr;
}

void ConversationModel::clear()
{
    beginResetModel();
    m_count = 0;
    endResetModel();
}

}
