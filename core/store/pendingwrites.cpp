#include "core/store/pendingwrites.h"

#include "core/base/logging.h"
#include "core/store/historydatabase.h"
#include "core/store/historytimelines.h"

#include <algorithm>
#include <limits>

namespace sluice {

namespace {

template <typename... Functions>
struct Overloaded : Functions...
{
    using Functions::operator()...;
};

template <typename Kind>
constexpr std::size_t indexOf()
{
    return decltype(HistoryWrite::change)(Kind {}).index();
}

Result<void> apply(HistoryDatabase& history, const HistoryWrite& write)
{
    const QString& id = write.conversation;
    return std::visit(Overloaded {
                          [&](const SummaryWrite& one) { return history.saveSummary(one.summary); },
                          [&](const PlaceWrite& one) { return history.savePlace(id, one.place); },
                          [&](const DraftAttachmentsWrite& one) { return history.saveDraftAttachments(id, one.attachments); },
                          [&](const MessageWrite& one) { return history.put(id, one.id, one.parent, one.message); },
                          [&](const GrowthWrite& one) { return history.grow(id, one.id, one.text, one.reasoning); },
                          [&](const ChoiceWrite& one) { return history.choose(id, one.parent, one.child); },
                          [&](const TimelineWrite& one) { return putTimeline(history, id, one.id, *one.timeline); },
                          [&](FateWrite fate) {
                              switch (fate) {
                              case FateWrite::Remove:
                                  return history.remove(id);
                              case FateWrite::Restore:
                                  return history.restore(id);
                              case FateWrite::Purge:
                                  return history.purge(id);
                              }
                              Q_UNREACHABLE();
                          },
                      },
        write.change);
}

}

PendingWrites::Key PendingWrites::keyOf(const HistoryWrite& write)
{
    const int thing = std::visit(Overloaded {
                                     [](const MessageWrite& one) { return one.id; },
                                     [](const GrowthWrite& one) { return one.id; },
                                     [](const ChoiceWrite& one) { return one.parent; },
                                     [](const TimelineWrite& one) { return one.id; },
                                     [](const auto&) { return 0; },
                                 },
        write.change);
    return {write.conversation, write.change.index(), thing};
}

void PendingWrites::erase(List::iterator write)
{
    m_places.erase(keyOf(*write));
    m_writes.erase(write);
}

void PendingWrites::drop(const Key& key)
{
    if (const auto found = m_places.find(key); found != m_places.end())
        erase(found->second);
}

void PendingWrites::forget(const QString& conversation)
{
    const int least = std::numeric_limits<int>::min();
    for (auto it = m_places.lower_bound(Key {conversation, 0, least});
        it != m_places.end() && std::get<QString>(it->first) == conversation;) {
        m_writes.erase(it->second);
        it = m_places.erase(it);
    }
}

void PendingWrites::add(HistoryWrite write)
{
    const Key key = keyOf(write);
    const auto found = m_places.find(key);
    if (const auto* growth = std::get_if<GrowthWrite>(&write.change); growth && found != m_places.end()) {
        auto& joined = std::get<GrowthWrite>(found->second->change);
        joined.text += growth->text;
        joined.reasoning += growth->reasoning;
        return;
    }
    if (const auto* message = std::get_if<MessageWrite>(&write.change)) {
        drop({write.conversation, indexOf<GrowthWrite>(), message->id}); // it is in there
    } else if (std::holds_alternative<ChoiceWrite>(write.change)) {
        drop(key); // a version that came in between has made itself the chosen one
    } else if (const auto* fate = std::get_if<FateWrite>(&write.change)) {
        if (*fate == FateWrite::Purge)
            forget(write.conversation);
        else
            drop(key); // the last word counts, and where it was said
    } else if (std::holds_alternative<SummaryWrite>(write.change)) {
        // Behind a purge it makes a new conversation, so it must not get before it.
        if (m_places.contains({write.conversation, indexOf<FateWrite>(), 0}))
            drop(key);
    }
    if (const auto old = m_places.find(key); old != m_places.end()) {
        old->second->change = std::move(write.change); // where the first one was: what follows may build on it
        return;
    }
    m_places.emplace(key, m_writes.insert(m_writes.end(), std::move(write)));
}

Result<void> PendingWrites::showIn(HistoryDatabase& history, const QString& conversation) const
{
    for (const HistoryWrite& write : m_writes) {
        if (!conversation.isEmpty() && write.conversation != conversation)
            continue;
        history.clearFault();
        const Result<void> done = apply(history, write);
        if (!done && (history.fault() == StorageFault::Damaged || canPass(history.fault())))
            return done; // any other one will never be made
    }
    return {};
}

bool PendingWrites::concern(const QString& conversation) const
{
    if (conversation.isEmpty())
        return !isEmpty();
    const auto first = m_places.lower_bound(Key {conversation, 0, std::numeric_limits<int>::min()});
    return first != m_places.end() && std::get<QString>(first->first) == conversation;
}

bool PendingWrites::hasMessagesOf(const QString& conversation) const
{
    return std::ranges::any_of(m_writes,
        [&conversation](const HistoryWrite& write) { return write.conversation == conversation && isOfMessages(write); });
}

void PendingWrites::dropMessagesOf(const QString& conversation)
{
    for (auto write = m_writes.begin(); write != m_writes.end();) {
        const auto next = std::next(write);
        if (write->conversation == conversation && isOfMessages(*write))
            erase(write);
        write = next;
    }
}

bool PendingWrites::isOfMessages(const HistoryWrite& write)
{
    return std::holds_alternative<MessageWrite>(write.change) || std::holds_alternative<GrowthWrite>(write.change)
        || std::holds_alternative<ChoiceWrite>(write.change) || std::holds_alternative<TimelineWrite>(write.change);
}

void PendingWrites::layOver(OpenedConversation& conversation) const
{
    for (const HistoryWrite& write : m_writes) {
        if (write.conversation != conversation.summary.id)
            continue;
        if (const auto* summary = std::get_if<SummaryWrite>(&write.change)) {
            const int count = conversation.summary.messageCount;
            conversation.summary = summary->summary;
            conversation.summary.messageCount = count;
        } else if (const auto* place = std::get_if<PlaceWrite>(&write.change)) {
            conversation.place = place->place;
        } else if (const auto* files = std::get_if<DraftAttachmentsWrite>(&write.change)) {
            conversation.draftAttachments = files->attachments;
        }
    }
}

Result<void> PendingWrites::applyTo(HistoryDatabase& history, const Refused& refused)
{
    for (;;) {
        auto failed = m_writes.end();
        history.clearFault();
        const Result<void> done = history.atomically([&]() -> Result<void> {
            for (auto write = m_writes.begin(); write != m_writes.end(); ++write) {
                if (const Result<void> applied = apply(history, *write); !applied) {
                    failed = write;
                    return applied;
                }
            }
            return {};
        });
        if (done) {
            m_writes.clear();
            m_places.clear();
            return {};
        }
        if (failed == m_writes.end() || history.fault() == StorageFault::Damaged || canPass(history.fault()))
            return done;
        qCWarning(lcStore, "A change of kind %zu cannot be saved and is left out.", failed->change.index());
        if (refused)
            refused(*failed, done.error());
        erase(failed);
    }
}

}
