#pragma once

#include "tests/bench/sampletext.h"
#include "ui/chat/messageroles.h"

#include <QAbstractListModel>
#include <QCache>

#include <memory>
#include <vector>

namespace sluice::bench {

/// A conversation of any length at no cost: its rows are made up from their numbers, user and assistant in turn. Only the last
/// rows, those that were appended, are kept.
class BenchConversation final : public QAbstractListModel
{
public:
    explicit BenchConversation(int rows = 0)
        : m_madeUp(rows)
    { }

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : m_madeUp + int(m_kept.size()); }

    QVariant data(const QModelIndex& index, int role) const override
    {
        const Message& message = at(index.row());
        switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
        case MessageTextRole:
            return message.text;
        case MessageAuthorRole:
            return int(message.role);
        case MessageStateRole:
            return int(message.state);
        case MessageErrorRole:
        case MessageReasoningRole:
        case MessageModelRole:
            return QString();
        case MessageFiguresRole:
            return QVariant::fromValue(message.figures);
        default:
            return {};
        }
    }

    void append(Role author, const QString& text, MessageState state = MessageState::Complete)
    {
        beginInsertRows({}, rowCount(), rowCount());
        Message message;
        message.role = author;
        message.text = text;
        message.state = state;
        m_kept.push_back(message);
        endInsertRows();
    }

    void growLast(QStringView text)
    {
        m_kept.back().text += text;
        const QModelIndex last = index(rowCount() - 1);
        Q_EMIT dataChanged(last, last);
    }

    void prepend(int rows)
    {
        beginInsertRows({}, 0, rows - 1);
        m_madeUp += rows;
        m_firstNumber -= rows;
        endInsertRows();
    }

    void removeFirst(int rows)
    {
        beginRemoveRows({}, 0, rows - 1);
        m_madeUp -= rows;
        m_firstNumber += rows;
        endRemoveRows();
    }

    void removeLast()
    {
        beginRemoveRows({}, rowCount() - 1, rowCount() - 1);
        m_kept.pop_back();
        endRemoveRows();
    }

    void resetRows()
    {
        beginResetModel();
        endResetModel();
    }

private:
    const Message& at(int row) const
    {
        if (row >= m_madeUp)
            return m_kept[size_t(row - m_madeUp)];
        const int number = row + m_firstNumber;
        if (const Message* made = m_made.object(number))
            return *made;
        auto message = std::make_unique<Message>();
        message->role = number % 2 == 0 ? Role::User : Role::Assistant;
        message->text = sampleTurn(message->role == Role::User, quint32(number));
        const Message& made = *message;
        m_made.insert(number, message.release());
        return made;
    }

    mutable QCache<int, Message> m_made {256}; ///< making them up must not cost more than what is measured
    int m_madeUp;
    int m_firstNumber = 0;
    std::vector<Message> m_kept;
};

}
