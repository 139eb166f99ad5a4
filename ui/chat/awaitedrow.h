#pragma once

#include "core/engine/chatsession.h"

#include <QObject>
#include <QPointer>

#include <functional>

namespace sluice {

/// Does something once a message is loaded. One at a time: the next wish replaces the last. GUI thread.
class AwaitedRow final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Calls \a then during the call when \a row of \a session is loaded, or cannot be; else later. Not when its rows go before.
    void await(ChatSession& session, int row, std::function<void()> then);
    void cancel();
    bool isWaiting() const { return m_session; }

private:
    void check(int first, int last);

    QPointer<ChatSession> m_session;
    int m_row = -1;
    std::function<void()> m_then;
};

}
