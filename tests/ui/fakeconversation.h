#pragma once

#include "ui/chat/conversationmodel.h"
#include "ui/chat/messageroles.h"

#include <QAbstractListModel>

#include <vector>

namespace sluice {

/// A conversation that a test writes by hand. Answers the same roles as ConversationModel. With \c virtualRows it has that many
/// rows of made-up text before the written ones, at no cost.
class FakeConversation final : public QAbstractListModel
{
public:
    using QAbstractListModel::QAbstractListModel;

    int virtualRows = 0;
    QList<SiblingPlace> siblings; ///< of the first rows; the others have none
    mutable int reads = 0; ///< how often any row's text was asked for

    int rowCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : virtualRows + int(m_messages.size());
    }

    QVariant data(const QModelIndex& index, int role) const override
    {
        const int row = index.row();
        const Message message = at(row);
        reads += role == MessageTextRole;
        switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return (message.role == Role::User ? QStringLiteral("You: ") : QStringLiteral("Assistant: ")) + message.text;
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
            return QVariant::fromValue(row < siblings.size() ? siblings[row] : SiblingPlace());
        default:
            return {};
        }
    }

    void append(const Message& message)
    {
        beginInsertRows({}, rowCount(), rowCount());
        m_messages.push_back(message);
        endInsertRows();
    }

    void append(Role role, const QString& text)
    {
        Message message;
        message.role = role;
        message.text = text;
        append(message);
    }

    void prepend(const Message& message)
    {
        beginInsertRows({}, virtualRows, virtualRows);
        m_messages.insert(m_messages.begin(), message);
        endInsertRows();
    }

    void removeLast()
    {
        beginRemoveRows({}, rowCount() - 1, rowCount() - 1);
        m_messages.pop_back();
        endRemoveRows();
    }

    Message& last() { return m_messages.back(); }
    void touchLast() { Q_EMIT dataChanged(index(rowCount() - 1), index(rowCount() - 1)); }

    void growLast(const QString& text)
    {
        last().text += text;
        touchLast();
    }

private:
    Message at(int row) const
    {
        if (row >= virtualRows)
            return m_messages[size_t(row - virtualRows)];
        Message message;
        message.role = row % 2 == 0 ? Role::User : Role::Assistant;
        const int words = 5 + int(uint(row) * 2654435761U >> 24);
        message.text = QStringLiteral("Row %1. ").arg(row) + QStringLiteral("made up ").repeated(words);
        return message;
    }

    std::vector<Message> m_messages;
};

}
