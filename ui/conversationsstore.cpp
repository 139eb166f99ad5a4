// The part of Conversations that gives the store what changes: places, removals, copies.

#include "core/engine/historycount.h"
#include "core/engine/historydeletion.h"
#include "core/engine/strategytext.h"
#include "ui/conversations.h"

#include <QUuid>

#include <algorithm>
#include <utility>

namespace sluice {

ConversationPlace Conversations::place(const ChatSession* session) const
{
    const int row = session ? rowOf(session->id()) : -1;
    return row < 0 ? ConversationPlace() : m_entries[size_t(row)]->place;
}

template <typename Value>
void Conversations::setPlace(const ChatSession* session, Value ConversationPlace::* member, const Value& value)
{
    Entry* entry = session ? find(session->id()) : nullptr;
    if (!entry || entry->place.*member == value)
        return;
    entry->place.*member = value;
    saveLater(entry->summary.id);
}

void Conversations::saveLater(const QString& id)
{
    if (!m_store)
        return;
    m_unsaved.insert(id);
    if (!m_saveTimer.isActive()) // not put off by each key
        m_saveTimer.start();
}

QList<Attachment> Conversations::draftAttachments(const QString& id) const
{
    const int row = rowOf(id);
    return row < 0 ? QList<Attachment>() : m_entries[size_t(row)]->draftAttachments;
}

void Conversations::setDraftAttachments(const QString& id, const QList<Attachment>& attachments)
{
    // Megabytes are not compared: what is the same shares its bytes.
    const auto isSame = [](const Attachment& a, const Attachment& b) {
        return a.name == b.name && a.data.size() == b.data.size() && a.data.constData() == b.data.constData();
    };
    Entry* entry = find(id);
    if (!entry || std::ranges::equal(entry->draftAttachments, attachments, isSame))
        return;
    entry->draftAttachments = attachments;
    m_unsavedAttachments.insert(id);
    saveLater(id);
}

void Conversations::setDraft(const ChatSession* session, const QString& text)
{
    setPlace(session, &ConversationPlace::draft, text);
}

void Conversations::setScrollPlace(const ChatSession* session, const QByteArray& place)
{
    setPlace(session, &ConversationPlace::scrollPlace, place);
}

void Conversations::setTarget(const ChatSession* session, const QString& endpointId, const QString& model)
{
    setPlace(session, &ConversationPlace::endpointId, endpointId);
    setPlace(session, &ConversationPlace::model, model);
}

std::optional<StrategyOptions> Conversations::strategy(const ChatSession* session) const
{
    return strategyFromJson(place(session).strategy);
}

void Conversations::setUsesCache(const ChatSession* session, bool usesCache)
{
    setPlace(session, &ConversationPlace::usesCache, usesCache);
}

void Conversations::setStrategy(const ChatSession* session, const StrategyOptions& options)
{
    setPlace(session, &ConversationPlace::strategy, strategyToJson(options));
}

void Conversations::save()
{
    m_saveTimer.stop();
    for (const QString& id : std::exchange(m_unsaved, {})) {
        if (Entry* entry = find(id))
            savePlace(*entry);
    }
}

// One that has neither message nor draft is not worth a row of the list when the program starts next.
void Conversations::savePlace(Entry& entry)
{
    const QString& id = entry.summary.id;
    const bool hasNewAttachments = m_unsavedAttachments.remove(id);
    if (isEmpty(entry)) {
        if (std::exchange(entry.isStored, false))
            m_store->purge(id);
        return;
    }
    if (!std::exchange(entry.isStored, true))
        m_store->saveSummary(entry.summary);
    m_store->savePlace(id, entry.place);
    if (hasNewAttachments)
        m_store->saveDraftAttachments(id, entry.draftAttachments);
}

bool Conversations::isEmpty(const Entry& entry) const
{
    const ChatSession* open = session(entry.summary.id);
    const int messages = open ? open->messageCount() : entry.summary.messageCount;
    return messages == 0 && entry.place.draft.isEmpty() && entry.draftAttachments.isEmpty();
}

void Conversations::keep(const QString& id)
{
    Entry* entry = find(id);
    if (!entry || std::exchange(entry->isStored, true))
        return;
    m_store->saveSummary(entry->summary);
    m_store->savePlace(id, entry->place);
}

void Conversations::saveSummary(const Entry& entry)
{
    if (entry.isStored)
        m_store->saveSummary(entry.summary);
}

void Conversations::remove(const QString& id)
{
    const int row = rowOf(id);
    if (row < 0)
        return;
    save();
    if (ChatSession* open = session(id))
        open->stop();
    beginRemoveRows({}, row, row);
    const auto gone = m_entries.begin() + row;
    const std::optional<Entry> forgotten = std::exchange(m_removed, std::move(**gone));
    m_entries.erase(gone);
    m_rows.remove(id);
    endRemoveRows();
    if (m_removed->isStored)
        m_store->remove(id);
    // Only now: views may still have looked at the session that the last removal left.
    if (forgotten)
        purge(*forgotten);
}

QString Conversations::restoreRemoved()
{
    if (!m_removed)
        return {};
    const Entry entry = *std::exchange(m_removed, std::nullopt);
    if (entry.isStored)
        m_store->restore(entry.summary.id);
    insert(entry);
    return entry.summary.id;
}

void Conversations::forgetRemoved()
{
    if (const std::optional<Entry> forgotten = std::exchange(m_removed, std::nullopt))
        purge(*forgotten);
}

void Conversations::count(QObject* context, const std::function<void(const Result<qint64>&)>& done)
{
    save();
    const qint64 unstored = std::ranges::count_if(
        m_entries, [this](const std::unique_ptr<Entry>& entry) { return !entry->isStored && !isEmpty(*entry); });
    if (!m_store) {
        done(unstored);
        return;
    }
    const auto task = std::make_shared<HistoryCount>();
    m_store->run(task, context, [task, unstored, done](const Result<void>& counted) {
        done(counted ? Result<qint64>(task->number() + unstored) : std::unexpected(counted.error()));
    });
}

void Conversations::removeAll(QObject* context, const std::function<void(const Result<void>&)>& done)
{
    forgetRemoved();
    m_saveTimer.stop();
    m_unsaved.clear();
    m_unsavedAttachments.clear();
    const QStringList open = m_sessions.ids();
    for (const QString& id : open)
        session(id)->stop();
    m_dropsPage = m_isListing;
    m_hasMore = false;
    m_listedTo.reset();
    m_listsTo.reset();
    beginResetModel();
    m_entries.clear();
    m_rows.clear();
    endResetModel();
    for (const QString& id : open) // only now: views have looked at them
        m_sessions.close(id);
    if (m_store)
        m_store->run(std::make_shared<HistoryDeletion>(), context, done);
    else
        done({});
}

void Conversations::purge(const Entry& entry)
{
    m_sessions.close(entry.summary.id); // first: what it still writes goes with it
    if (entry.isStored)
        m_store->purge(entry.summary.id);
}

void Conversations::duplicate(const QString& id, QObject* context, const std::function<void(const QString& id)>& done)
{
    if (!m_store || !find(id) || !find(id)->isStored)
        return;
    save();
    m_store->duplicate(id, QUuid::createUuid().toString(QUuid::WithoutBraces), tr("%1 (copy)").arg(displayTitle(id)), this,
        [this, done, asker = QPointer<QObject>(context)](const Result<ConversationSummary>& copy) {
            if (!copy) {
                Q_EMIT failed(copy.error());
                return;
            }
            m_lastActive = std::max(m_lastActive, copy->lastActive);
            insert({.summary = *copy, .isStored = true});
            if (asker)
                done(copy->id);
        });
}

}
