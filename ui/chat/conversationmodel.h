#pragma once

#include "ui/chat/messagereading.h"
#include "ui/chat/messageroles.h"

#include <QAbstractListModel>
#include <QPointer>

namespace sluice {

class ChatSession;
struct Message;
struct StreamStatus;

/// The messages of one session as rows, oldest first; roles in messageroles.h. Holds no copy of them: it reads the session when
/// asked, and has it load what it has not. GUI thread.
///
/// What is done with a text of a running answer must not keep it: while somebody does, each frame copies all of it.
class ConversationModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    explicit ConversationModel(QObject* parent = nullptr);

    /// Shows \a session; null empties the list. A session that is destroyed while shown empties the list too.
    void setSession(ChatSession* session);
    ChatSession* session() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    void addRows(int first, int last);
    void beginRemoval(int first, int last);
    void endRemoval(int first, int last);
    void touchRows(int first, int last);
    const Message* messageAt(int row) const;
    void clear();
    void takeStatus(const StreamStatus& status);

    QPointer<ChatSession> m_session;
    mutable MessageReading m_reading; // of the rows that were asked for
    QString m_trouble; ///< of the last row
    int m_count = 0; // what the views were told: the session changes first and tells us afterwards
};

}
