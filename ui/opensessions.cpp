#include "ui/opensessions.h"

#include <utility>

namespace sluice {

OpenSessions::OpenSessions(ChatEngine& engine, HistoryStore* store, MakeSink makeSink, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
    , m_store(store)
    , m_makeSink(std::move(makeSink))
{
    m_closing.setSingleShot(true);
    connect(&m_closing, &QTimer::timeout, this, &OpenSessions::closeSurplus);
    if (m_store) {
        connect(m_store, &HistoryStore::troubleChanged, this, [this](const std::optional<Error>& trouble) {
            if (!trouble)
                closeLater();
        });
    }
}

OpenSessions::~OpenSessions() = default;

ChatSession* OpenSessions::find(const QString& id) const
{
    const auto found = m_sessions.find(id);
    return found == m_sessions.end() ? nullptr : found->second.get();
}

ChatSession* OpenSessions::make(const QString& id)
{
    return add(std::make_unique<ChatSession>(m_engine, id, nullptr, m_makeSink(id), keeperOf(id)));
}

std::unique_ptr<TimelineKeeper> OpenSessions::keeperOf(const QString& id)
{
    return m_store ? m_store->timelines(id) : nullptr;
}

ChatSession* OpenSessions::add(std::unique_ptr<ChatSession> session)
{
    ChatSession* added = session.get();
    connect(added, &ChatSession::statusChanged, this, [this](const StreamStatus& status) {
        if (!isRunning(status.state))
            closeLater();
    });
    m_sessions.insert_or_assign(added->id(), std::move(session));
    use(added->id());
    return added;
}

void OpenSessions::open(const QString& id, QObject* context, const Opened& done)
{
    ChatSession* session = find(id);
    if (session || !m_store) {
        if (session)
            use(id);
        done(session);
        return;
    }
    QList<Waiter>& waiters = m_asked[id];
    waiters.append({.context = context, .done = done});
    if (waiters.size() > 1)
        return;
    m_store->open(id, this, [this, id](const Result<OpenedConversation>& conversation) { takeOpened(id, conversation); });
}

void OpenSessions::takeOpened(const QString& id, const Result<OpenedConversation>& conversation)
{
    ChatSession* session = nullptr;
    if (conversation) {
        const MessageShape& shape = conversation->shape;
        session = add(std::make_unique<ChatSession>(
            m_engine, id, shape.count > 0 ? m_store->source(id, shape) : nullptr, m_makeSink(id), keeperOf(id)));
        session->setTitle(conversation->summary.title);
        Q_EMIT opened(session, *conversation);
    } else {
        Q_EMIT failed(conversation.error());
    }
    for (const Waiter& waiter : m_asked.take(id)) {
        if (waiter.context)
            waiter.done(session);
    }
}

void OpenSessions::close(const QString& id)
{
    m_uses.removeOne(id);
    m_sessions.erase(id);
}

void OpenSessions::interrupt()
{
    for (const auto& [id, session] : m_sessions)
        session->interrupt();
}

void OpenSessions::setShown(const QString& id)
{
    m_shown = id;
    if (find(id))
        use(id);
}

void OpenSessions::use(const QString& id)
{
    m_uses.removeOne(id);
    m_uses.append(id);
    closeLater();
}

void OpenSessions::closeLater()
{
    if (!m_store)
        return;
    ++m_wish;
    m_closing.start(0);
}

bool OpenSessions::isIdle(const QString& id) const
{
    const ChatSession* session = find(id);
    return id != m_shown && !session->isRunning() && session->messageCount() > 0;
}

QStringList OpenSessions::surplus() const
{
    QStringList idle;
    for (const QString& id : std::as_const(m_uses)) {
        if (isIdle(id))
            idle.append(id);
    }
    return idle.first(std::max(qsizetype(0), idle.size() - MostIdle));
}

// Opened again, a session has what is on disk. Without the messages that still wait it would give their ids to the next ones. A
// full disk shows only when something is written, so the store is asked, and asked again when a session was used meanwhile.
void OpenSessions::closeSurplus()
{
    if (m_store->trouble() || surplus().isEmpty())
        return;
    m_store->sync(this, [this, wish = m_wish](const Result<void>& saved) {
        if (!saved || wish != m_wish)
            return;
        for (const QString& id : surplus())
            close(id);
    });
}

}
