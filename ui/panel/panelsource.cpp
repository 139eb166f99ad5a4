#include "ui/panel/panelsource.h"

#include "core/engine/chatengine.h"
#include "core/engine/chatsession.h"

namespace sluice {

PanelSource::PanelSource(ChatEngine& engine, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
{
    connect(&m_engine, &ChatEngine::poolStatsChanged, this, [this] {
        m_content.pool = m_engine.poolStats();
        if (m_isActive)
            Q_EMIT changed();
    });
    connect(&m_engine, &ChatEngine::cacheStatsChanged, this, [this] {
        m_content.cache = m_engine.cacheStats();
        if (m_isActive)
            Q_EMIT changed();
    });
}

PanelSource::~PanelSource()
{
    if (m_session)
        m_session->setWatched(false);
}

void PanelSource::setSession(ChatSession* session)
{
    if (session == m_session)
        return;
    if (m_session) {
        m_session->setWatched(false);
        m_session->disconnect(this);
    }
    m_session = session;
    m_row = -1;
    m_wasRunning = false;
    if (session) {
        connect(session, &ChatSession::timelineChanged, this, [this] {
            if (m_isActive && showsLive())
                takeLive();
        });
        connect(session, &ChatSession::statusChanged, this, &PanelSource::takeStatus);
        connect(session, &ChatSession::messageChanged, this, [this] {
            if (!m_session->isRunning()) // the last state came before the figures of the end
                takeStatus();
        });
        connect(session, &ChatSession::messagesLoaded, this, [this] {
            if (m_isUnread)
                follow();
        });
        connect(session, &ChatSession::messagesAppended, this, &PanelSource::follow);
        connect(session, &ChatSession::messagesRemoved, this, [this] {
            m_row = -1; // rows mean others now
            follow();
        });
    }
    if (m_session && m_isActive)
        m_session->setWatched(true);
    follow();
}

void PanelSource::showRow(int row)
{
    m_row = row;
    follow();
}

void PanelSource::setActive(bool isActive)
{
    if (isActive == m_isActive)
        return;
    m_isActive = isActive;
    if (m_session)
        m_session->setWatched(isActive);
    if (isActive) {
        m_content.pool = m_engine.poolStats();
        if (m_engine.hasCache())
            m_content.cache = m_engine.cacheStats();
    }
    follow();
}

void PanelSource::takeStatus()
{
    if (m_session->isRunning() != m_wasRunning)
        follow();
    else if (m_isActive && showsLive())
        takeLive();
}

void PanelSource::follow()
{
    const bool isRunning = m_session && m_session->isRunning();
    if (isRunning && !m_wasRunning)
        m_row = -1; // a new stream is what one wants to see
    m_wasRunning = isRunning;
    if (!m_isActive)
        return;
    if (showsLive())
        takeLive();
    else
        ask(m_row >= 0 || !m_session ? m_row : lastAnswer());
}

/// Whether it is the running stream that is shown, or the last one of this run.
bool PanelSource::showsLive() const
{
    if (!m_session)
        return false;
    const int live = m_session->timelineRow();
    return live >= 0 && (m_row < 0 ? m_wasRunning || live == lastAnswer() : m_row == live);
}

void PanelSource::takeLive()
{
    ++m_question;
    m_isUnread = false;
    m_content.timeline = m_session->timeline();
    m_content.isLive = m_session->isRunning();
    m_content.answer = answerIn(m_session->timelineRow());
    Q_EMIT changed();
}

void PanelSource::ask(int row)
{
    const quint64 question = ++m_question;
    m_isUnread = m_session && m_session->messageCount() > 0 && (row < 0 || !m_session->loadedMessage(row));
    m_content.isLive = false;
    m_content.answer = answerIn(row);
    if (row < 0) {
        m_content.timeline.reset();
        Q_EMIT changed();
        return;
    }
    m_session->askTimeline(row, this, [this, question](const std::shared_ptr<const StreamTimeline>& timeline) {
        if (question != m_question)
            return;
        m_content.timeline = timeline;
        Q_EMIT changed();
    });
}

int PanelSource::lastAnswer() const
{
    for (int row = m_session->messageCount() - 1; row >= 0; --row) {
        const Message* message = m_session->loadedMessage(row);
        if (!message)
            return -1; // follows when it is loaded
        if (message->role == Role::Assistant)
            return row;
    }
    return -1;
}

/// Without its text: a second reference to a growing one would make each frame copy it.
Message PanelSource::answerIn(int row) const
{
    const Message* message = row >= 0 ? m_session->loadedMessage(row) : nullptr;
    if (!message)
        return {};
    Message answer;
    answer.role = message->role;
    answer.state = message->state;
    answer.error = message->error;
    answer.model = message->model;
    answer.finishReason = message->finishReason;
    answer.figures = message->figures;
    answer.createdAt = message->createdAt;
    answer.seams = message->seams;
    return answer;
}

}
