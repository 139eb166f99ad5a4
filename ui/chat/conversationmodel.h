#pragma once

#include "ui/chat/messageroles.h"

#include <QAbstractListModel>
#include <QPointer>

namespace sluice {

class ChatSession;

/// The messages of one session as rows, oldest first; roles in messageroles.h. Holds no copy of them: it reads the session when
/// asked. GUI thread.
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
    void removeRow(int row);
    void touchRow(int row);
    void clear();

    QPointer<ChatSession> m_session;
    int m_count = 0; // what the views were told: the session changes first and tells us afterwards
};

}
