#include "ui/chat/conversationmodel.h"

#include "core/engine/chatsession.h"

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

// The row as a screen reader says it.
QString spokenRow(const Message& message)
{
    if (message.role == Role::User)
        return ConversationModel::tr("You: %1").arg(message.text);

    QString spoken = ConversationModel::tr("Assistant: %1").arg(message.text);
    if (message.error)
        return spoken + u'\n' + ConversationModel::tr("Error: %1").arg(message.error->message);
    if (message.state != MessageState::Complete && message.state != MessageState::Streaming)
        spoken += " ("_L1 + messageStateName(message.state) + u')';
    return spoken;
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
    if (session) {
        connect(session, &ChatSession::messagesAppended, this, &ConversationModel::addRows);
        connect(session, &ChatSession::messageChanged, this, &ConversationModel::touchRow);
        connect(session, &ChatSession::messageRemoved, this, &ConversationModel::removeRow);
        connect(session, &QObject::destroyed, this, &ConversationModel::clear);
    }
    endResetModel();
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
    // While a removal is announced the session is already one message ahead of us.
    if (!index.isValid() || !m_session || index.row() >= m_session->messageCount())
        return {};

    const Message& message = m_session->message(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return spokenRow(message);
    case MessageTextRole:
        return message.text;
    case MessageAuthorRole:
        return int(message.role);
    case MessageStateRole:
        return int(message.state);
    case MessageErrorRole:
        return message.error ? message.error->message : QString();
    case MessageReasoningRole:
        return message.reasoning;
    case MessageModelRole:
        return message.model;
    case MessageFiguresRole:
        return QVariant::fromValue(message.figures);
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

void ConversationModel::removeRow(int row)
{
    beginRemoveRows({}, row, row);
    --m_count;
    endRemoveRows();
}

void ConversationModel::touchRow(int row)
{
    Q_EMIT dataChanged(index(row), index(row));
}

void ConversationModel::clear()
{
    beginResetModel();
    m_count = 0;
    endResetModel();
}

}
