#include "ui/conversations.h"

#include "ui/storingsink.h"

#include <QDateTime>
#include <QUuid>

#include <algorithm>
#include <utility>

namespace sluice {

namespace {

constexpr std::chrono::milliseconds SaveDelay {500};

}

Conversations::Conversations(ChatEngine& engine, HistoryStore* store, QObject* parent)
    : QAbstractListModel(parent)
    , m_store(store)
    , m_hasMore(store)
    , m_isReady(!store)
    , m_sessions(engine, store, [this](const QString& id) { return makeSink(id); })
{
    m_saveTimer.setSingleShot(true);
    m_saveTimer.setInterval(SaveDelay);
    connect(&m_saveTimer, &QTimer::timeout, this, &Conversations::save);
    connect(&m_sessions, &OpenSessions::opened, this, &Conversations::takeOpened);
    connect(&m_sessions, &OpenSessions::failed, this, &Conversations::failed);
    if (m_store) {
        connect(m_store, &HistoryStore::damaged, this, &Conversations::listAnew);
        connect(m_store, &HistoryStore::troubleChanged, this, [this](const std::optional<Error>& trouble) {
            if (!trouble)
                listAnew();
        });
    }
    fetchMore({});
}

Conversations::~Conversations()
{
    save();
}

std::unique_ptr<MessageSink> Conversations::makeSink(const QString& id)
{
    if (!m_store)
        return nullptr;
    return std::make_unique<StoringSink>(m_store->sink(id), [this, id] { keep(id); });
}

int Conversations::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant Conversations::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Entry& entry = entryAt(index);
    const ChatSession* open = session(entry.summary.id);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
    case Qt::ToolTipRole:
        return displayTitle(entry.summary.id);
    case Qt::AccessibleTextRole: {
        const QString title = displayTitle(entry.summary.id);
        return open && open->isRunning() ? tr("%1, answering").arg(title) : title;
    }
    case IdRole:
        return entry.summary.id;
    case RunningRole: // not isRunning(): the state is the first to tell of the end, and what tells of it is this role
        return open && isRunning(open->status().state);
    case PinnedRole:
        return entry.summary.isPinned;
    case LastActiveRole:
        return entry.summary.lastActive;
    default:
        return {};
    }
}

bool Conversations::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const QString title = value.toString().simplified();
    if (role != Qt::EditRole || title.isEmpty() || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    Entry& entry = *m_entries[size_t(index.row())];
    if (ChatSession* open = session(entry.summary.id)) {
        open->setTitle(title); // which comes back to us
    } else {
        entry.summary.title = title;
        saveSummary(entry);
        Q_EMIT dataChanged(index, index);
    }
    return true;
}

Qt::ItemFlags Conversations::flags(const QModelIndex& index) const
{
    const Qt::ItemFlags flags = QAbstractListModel::flags(index);
    return index.isValid() ? flags | Qt::ItemIsEditable | Qt::ItemNeverHasChildren : flags;
}

Conversations::Entry* Conversations::find(const QString& id)
{
    const int row = rowOf(id);
    if (row >= 0)
        return m_entries[size_t(row)].get();
    return m_removed && m_removed->summary.id == id ? &*m_removed : nullptr;
}

void Conversations::insert(Entry entry)
{
    const int row = rowCount();
    beginInsertRows({}, row, row);
    append(std::move(entry));
    endInsertRows();
}

void Conversations::append(Entry entry)
{
    m_rows.insert(entry.summary.id, rowCount());
    m_entries.push_back(std::make_unique<Entry>(std::move(entry)));
}

// A removal leaves the rows below it one too high.
int Conversations::rowOf(const QString& id) const
{
    const auto found = m_rows.find(id);
    if (found == m_rows.end())
        return -1;
    int row = std::min(*found, rowCount() - 1);
    while (m_entries[size_t(row)]->summary.id != id)
        --row;
    *found = row;
    return row;
}

QString Conversations::displayTitle(const QString& id) const
{
    const int row = rowOf(id);
    const QString title = row < 0 ? QString() : m_entries[size_t(row)]->summary.title;
    return title.isEmpty() ? tr("New conversation") : title;
}

void Conversations::open(const QString& id, QObject* context, const OpenSessions::Opened& done)
{
    save(); // it may have been open a moment ago
    m_sessions.open(id, context, done);
}

// A search may find what no page has come to yet.
void Conversations::takeOpened(ChatSession* session, const OpenedConversation& conversation)
{
    if (!find(session->id()))
        insert({.summary = conversation.summary, .isStored = true});
    Entry& entry = *find(session->id());
    entry.place = conversation.place;
    entry.draftAttachments = conversation.draftAttachments;
    watch(session);
}

void Conversations::setShown(const ChatSession* session)
{
    const QString id = session ? session->id() : QString();
    m_sessions.setShown(id);
    Q_EMIT shown(id);
}

ChatSession* Conversations::startNew()
{
    for (const QString& id : m_sessions.ids()) {
        if (rowOf(id) >= 0 && isEmpty(*find(id)))
            return session(id);
    }
    const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    m_lastActive = std::max(now, m_lastActive + 1);
    insert({.summary = {.id = id, .title = {}, .lastActive = m_lastActive, .createdAt = now}});
    ChatSession* made = m_sessions.make(id);
    watch(made);
    return made;
}

void Conversations::interrupt()
{
    save();
    m_sessions.interrupt();
}

void Conversations::setPinned(const QString& id, bool isPinned)
{
    if (rowOf(id) < 0)
        return;
    Entry& entry = *find(id);
    entry.summary.isPinned = isPinned;
    saveSummary(entry);
    announce(id);
}

bool Conversations::matches(int row, QStringView needle) const
{
    const QString id = m_entries[size_t(row)]->summary.id;
    const ChatSession* open = session(id);
    return needle.isEmpty() || displayTitle(id).contains(needle, Qt::CaseInsensitive) || (open && open->contains(needle));
}

void Conversations::watch(ChatSession* session)
{
    const QString id = session->id();
    connect(session, &ChatSession::titleChanged, this, [this, session, id] {
        if (Entry* entry = find(id)) {
            entry->summary.title = session->title();
            saveSummary(*entry);
        }
        announce(id);
    });
    connect(session, &ChatSession::statusChanged, this, [this, id] { announce(id); });
    connect(session, &ChatSession::messagesAppended, this, [this, session, id] {
        if (session->isRunning()) // else another version is shown
            touch(id);
    });
}

void Conversations::touch(const QString& id)
{
    Entry* entry = find(id);
    if (!entry)
        return;
    m_lastActive = std::max(QDateTime::currentMSecsSinceEpoch(), m_lastActive + 1);
    entry->summary.lastActive = m_lastActive;
    if (const ChatSession* open = session(id))
        entry->summary.messageCount = std::max(entry->summary.messageCount, open->messageCount());
    saveSummary(*entry);
    announce(id);
}

void Conversations::announce(const QString& id)
{
    const int row = rowOf(id); // -1 while it is only kept for undo
    if (row >= 0)
        Q_EMIT dataChanged(index(row), index(row));
}

}
