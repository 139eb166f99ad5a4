#include "ui/conversations.h"

#include <QUuid>

#include <algorithm>

namespace sluice {

Conversations::Conversations(ChatEngine& engine, QObject* parent)
    : QAbstractListModel(parent)
    , m_engine(engine)
{ }

Conversations::~Conversations() = default;

int Conversations::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant Conversations::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Entry& entry = m_entries[static_cast<size_t>(index.row())];
    const QString title = displayTitle(*entry.session);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
    case Qt::ToolTipRole:
        return title;
    case Qt::AccessibleTextRole:
        return entry.session->isRunning() ? tr("%1, answering").arg(title) : title;
    case RunningRole:
        return entry.session->isRunning();
    case PinnedRole:
        return entry.isPinned;
    case LastActiveRole:
        return entry.lastActive;
    default:
        return {};
    }
}

bool Conversations::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const QString title = value.toString().simplified();
    if (role != Qt::EditRole || title.isEmpty() || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    session(index.row())->setTitle(title);
    return true;
}

Qt::ItemFlags Conversations::flags(const QModelIndex& index) const
{
    const Qt::ItemFlags flags = QAbstractListModel::flags(index);
    return index.isValid() ? flags | Qt::ItemIsEditable | Qt::ItemNeverHasChildren : flags;
}

ChatSession* Conversations::session(int row) const
{
    return row >= 0 && row < rowCount() ? m_entries[static_cast<size_t>(row)].session.get() : nullptr;
}

int Conversations::rowOf(const ChatSession* session) const
{
    const auto found = std::find_if(
        m_entries.begin(), m_entries.end(), [session](const Entry& entry) { return entry.session.get() == session; });
    return found == m_entries.end() ? -1 : static_cast<int>(found - m_entries.begin());
}

QString Conversations::displayTitle(const ChatSession& session) const
{
    const QString title = session.title();
    return title.isEmpty() ? tr("New conversation") : title;
}

ChatSession* Conversations::startNew()
{
    const auto empty =
        std::find_if(m_entries.begin(), m_entries.end(), [](const Entry& entry) { return entry.session->messageCount() == 0; });
    if (empty != m_entries.end())
        return empty->session.get();
    auto session = std::make_unique<ChatSession>(m_engine, QUuid::createUuid().toString(QUuid::WithoutBraces));
    ChatSession* made = session.get();
    watch(made);
    insert(0, {.session = std::move(session), .draft = {}, .strategy = {}, .isPinned = false, .lastActive = ++m_lastTick});
    return made;
}

void Conversations::insert(int row, Entry entry)
{
    beginInsertRows({}, row, row);
    m_entries.insert(m_entries.begin() + row, std::move(entry));
    endInsertRows();
}

void Conversations::remove(const ChatSession* session)
{
    const int row = rowOf(session);
    if (row < 0)
        return;
    m_entries[static_cast<size_t>(row)].session->stop();
    beginRemoveRows({}, row, row);
    const auto gone = m_entries.begin() + row;
    // Kept until the rows are announced gone: views may still look at the session that the last removal left.
    std::optional<Entry> forgotten = std::exchange(m_removed, std::move(*gone));
    m_entries.erase(gone);
    endRemoveRows();
}

ChatSession* Conversations::restoreRemoved()
{
    if (!m_removed)
        return nullptr;
    ChatSession* session = m_removed->session.get();
    insert(0, *std::exchange(m_removed, std::nullopt));
    return session;
}

void Conversations::forgetRemoved()
{
    m_removed.reset();
}

void Conversations::setPinned(const ChatSession* session, bool isPinned)
{
    const int row = rowOf(session);
    if (row < 0)
        return;
    m_entries[static_cast<size_t>(row)].isPinned = isPinned;
    announce(session);
}

QString Conversations::draft(const ChatSession* session) const
{
    const int row = rowOf(session);
    return row < 0 ? QString() : m_entries[static_cast<size_t>(row)].draft;
}

void Conversations::setDraft(const ChatSession* session, const QString& text)
{
    const int row = rowOf(session);
    if (row >= 0)
        m_entries[static_cast<size_t>(row)].draft = text;
}

std::optional<StrategyOptions> Conversations::strategy(const ChatSession* session) const
{
    const int row = rowOf(session);
    return row < 0 ? std::nullopt : m_entries[static_cast<size_t>(row)].strategy;
}

void Conversations::setStrategy(const ChatSession* session, const StrategyOptions& options)
{
    const int row = rowOf(session);
    if (row >= 0)
        m_entries[static_cast<size_t>(row)].strategy = options;
}

bool Conversations::matches(int row, QStringView needle) const
{
    const ChatSession* candidate = session(row);
    if (!candidate)
        return false;
    return needle.isEmpty() || displayTitle(*candidate).contains(needle, Qt::CaseInsensitive) || candidate->contains(needle);
}

void Conversations::watch(ChatSession* session)
{
    connect(session, &ChatSession::titleChanged, this, [this, session] { announce(session); });
    connect(session, &ChatSession::statusChanged, this, [this, session] { announce(session); });
    connect(session, &ChatSession::messagesAppended, this, [this, session] { touch(session); });
}

void Conversations::touch(const ChatSession* session)
{
    const int row = rowOf(session);
    if (row < 0)
        return;
    m_entries[static_cast<size_t>(row)].lastActive = ++m_lastTick;
    announce(session);
}

void Conversations::announce(const ChatSession* session)
{
    const int row = rowOf(session); // -1 while it is only kept for undo
    if (row >= 0)
        Q_EMIT dataChanged(index(row), index(row));
}

}
