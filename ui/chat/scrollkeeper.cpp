#include "ui/chat/scrollkeeper.h"

#include "ui/chat/chatview.h"
#include "ui/conversations.h"

#include <QScrollBar>

#include <chrono>

namespace sluice {

namespace {

constexpr std::chrono::milliseconds KeepDelay {500};

}

ScrollKeeper::ScrollKeeper(ChatView& view, Conversations& conversations, QObject* parent)
    : QObject(parent)
    , m_view(view)
    , m_conversations(conversations)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(KeepDelay);
    connect(&m_timer, &QTimer::timeout, this, &ScrollKeeper::keep);
    connect(view.verticalScrollBar(), &QScrollBar::valueChanged, &m_timer, [this] {
        if (!m_timer.isActive())
            m_timer.start();
    });
}

void ScrollKeeper::show(ChatSession* session)
{
    m_awaited.cancel();
    m_session = session;
    if (!session || session->messageCount() == 0)
        return;
    const QByteArray place = m_conversations.place(session).scrollPlace;
    const int row = ChatView::rowOfScrollPlace(place);
    if (row < 0 || row >= session->messageCount()) {
        m_view.followLatest();
        return;
    }
    m_awaited.await(*session, row, [this, place] { m_view.restoreScrollPlace(place); });
}

void ScrollKeeper::leave()
{
    keep();
    m_session.clear();
}

void ScrollKeeper::reveal(int row, std::function<void()> then)
{
    if (!m_session || row < 0 || row >= m_session->messageCount())
        return;
    m_awaited.await(*m_session, row, [this, row, then = std::move(then)] {
        m_view.revealPosition(row, 0);
        then();
    });
}

void ScrollKeeper::keep()
{
    m_timer.stop();
    if (m_session && !m_awaited.isWaiting() && m_session->messageCount() > 0)
        m_conversations.setScrollPlace(m_session, m_view.scrollPlace());
}

}
