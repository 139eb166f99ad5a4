#pragma once

#include "ui/chat/awaitedrow.h"

#include <QTimer>

namespace sluice {

class ChatView;
class Conversations;

/// Where a conversation was left: goes there when it is shown, and keeps it while it is read. GUI thread.
class ScrollKeeper final : public QObject
{
    Q_OBJECT

public:
    /// Both must outlive this.
    ScrollKeeper(ChatView& view, Conversations& conversations, QObject* parent = nullptr);

    /// The view has the model of \a session now; null = of none.
    void show(ChatSession* session);
    /// Another one is about to be shown.
    void leave();
    /// Shows row \a row, and calls \a then once it can be looked at.
    void reveal(int row, std::function<void()> then);
    /// The place as it is now.
    void keep();

private:
    ChatView& m_view;
    Conversations& m_conversations;
    QPointer<ChatSession> m_session;
    AwaitedRow m_awaited;
    QTimer m_timer;
};

}
