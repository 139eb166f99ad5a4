#include "ui/chat/awaitedrow.h"

#include <utility>

namespace sluice {

void AwaitedRow::await(ChatSession& session, int row, std::function<void()> then)
{
    cancel();
    if (session.load(row)) {
        then();
        return;
    }
    m_session = &session;
    m_row = row;
    m_then = std::move(then);
    connect(&session, &ChatSession::messagesLoaded, this, &AwaitedRow::check);
    connect(&session, &ChatSession::messagesRemoved, this, [this](int first, int) {
        if (first <= m_row)
            cancel();
    });
}

void AwaitedRow::cancel()
{
    if (m_session)
        m_session->disconnect(this);
    m_session.clear();
    m_then = {};
}

void AwaitedRow::check(int first, int last)
{
    if (m_row < first || m_row > last)
        return;
    const std::function<void()> then = std::exchange(m_then, {});
    cancel();
    then();
}

}
