#include "core/engine/historyrescue.h"

#include "core/base/wholefile.h"
#include "core/exchange/sluicejson.h"
#include "core/store/historydatabase.h"
#include "core/store/pendingwrites.h"

#include <QDateTime>
#include <QHash>

#include <algorithm>
#include <map>
#include <vector>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int MessagesAtOnce = 64;

/// What waits of one conversation.
struct Waiting
{
    QString id;
    std::vector<const HistoryWrite*> writes; ///< in order
    bool isWorth = false;
    bool isGone = false;
};

bool isWorthRescuing(const HistoryWrite& write)
{
    if (const auto* place = std::get_if<PlaceWrite>(&write.change))
        return !place->place.draft.isEmpty();
    if (const auto* attachments = std::get_if<DraftAttachmentsWrite>(&write.change))
        return !attachments->attachments.isEmpty();
    return !std::holds_alternative<FateWrite>(write.change) && !std::holds_alternative<ChoiceWrite>(write.change)
        && !std::holds_alternative<TimelineWrite>(write.change);
}

std::vector<Waiting> worthRescuing(const std::list<HistoryWrite>& waiting)
{
    std::vector<Waiting> all;
    QHash<QString, std::size_t> places;
    for (const HistoryWrite& write : waiting) {
        if (!places.contains(write.conversation)) {
            places.insert(write.conversation, all.size());
            all.push_back({.id = write.conversation, .writes = {}});
        }
        Waiting& one = all[places[write.conversation]];
        one.writes.push_back(&write);
        if (const auto* fate = std::get_if<FateWrite>(&write.change))
            one.isGone = *fate == FateWrite::Remove;
        one.isWorth = one.isWorth || isWorthRescuing(write);
    }
    std::erase_if(all, [](const Waiting& one) { return one.isGone || !one.isWorth; });
    return all;
}

/// One conversation as it would be if everything had been written.
class Rescued
{
public:
    Rescued(const Waiting& waiting, HistoryDatabase* history)
        : m_history(history)
    {
        m_summary.id = waiting.id;
        readBase(waiting);
        for (const HistoryWrite* write : waiting.writes)
            take(*write);
        addLostAnswers();
        addDraft();
    }

    Result<void> writeTo(SluiceJsonWriter& json)
    {
        json.begin(m_summary);
        for (int first = 0; first < m_stored; first += MessagesAtOnce) {
            const int number = std::min(MessagesAtOnce, m_stored - first);
            const Result<QList<Message>> page = m_history->messages(m_summary.id, first, number);
            if (!page)
                return std::unexpected(page.error());
            for (int i = 0; i < number; ++i)
                json.add(m_parents[size_t(first + i)], changed(first + i, page->value(i)));
        }
        for (const auto& [id, added] : m_added)
            json.add(parentPlaceOf(added.parent), changed(id, added.message));
        std::vector<MessageShape::Link> chosen;
        for (const auto& [parent, child] : m_chosen)
            chosen.push_back({.parent = parentPlaceOf(parent), .child = placeOf(child)});
        json.end(chosen);
        return {};
    }

private:
    void readBase(const Waiting& waiting)
    {
        if (!m_history)
            return;
        // None when it is new; a purge that waits forgets it, too.
        if (const auto* fate = std::get_if<FateWrite>(&waiting.writes.front()->change); fate && *fate == FateWrite::Purge)
            return;
        const Result<OpenedConversation> opened = m_history->conversation(waiting.id);
        if (!opened)
            return;
        m_summary = opened->summary;
        m_place = opened->place;
        m_draftAttachments = opened->draftAttachments;
        m_stored = opened->shape.count;
        m_parents = parentsOf(opened->shape);
        for (const MessageShape::Link& link : opened->shape.chosen)
            m_chosen[link.parent] = link.child;
    }

    void take(const HistoryWrite& write)
    {
        if (const auto* summary = std::get_if<SummaryWrite>(&write.change)) {
            m_summary = summary->summary;
        } else if (const auto* place = std::get_if<PlaceWrite>(&write.change)) {
            m_place = place->place;
            m_hasNewDraft = m_hasNewDraft || isWorthRescuing(write);
        } else if (const auto* attachments = std::get_if<DraftAttachmentsWrite>(&write.change)) {
            m_draftAttachments = attachments->attachments;
            m_hasNewDraft = m_hasNewDraft || isWorthRescuing(write);
        } else if (const auto* message = std::get_if<MessageWrite>(&write.change)) {
            takeMessage(*message);
        } else if (const auto* growth = std::get_if<GrowthWrite>(&write.change)) {
            m_growths.insert_or_assign(growth->id, *growth);
        } else if (const auto* choice = std::get_if<ChoiceWrite>(&write.change)) {
            m_chosen[choice->parent] = choice->child;
        }
    }

    void takeMessage(const MessageWrite& write)
    {
        m_growths.erase(write.id); // it is in there
        if (write.id < m_stored) {
            m_changed.insert_or_assign(write.id, write.message);
            return;
        }
        if (!m_added.contains(write.id))
            m_chosen.erase(write.parent); // a new version is the one shown
        m_added.insert_or_assign(write.id, write);
    }

    /// What an answer has grown by whose message is neither here nor on disk, as far as that can be read.
    void addLostAnswers()
    {
        for (const auto& [id, growth] : m_growths) {
            if (isThere(id))
                continue;
            Message answer;
            answer.role = Role::Assistant;
            answer.state = MessageState::Interrupted;
            answer.createdAt = QDateTime::currentDateTimeUtc();
            m_added.insert_or_assign(id, MessageWrite {.id = id, .parent = id - 1, .message = answer});
        }
    }

    void addDraft()
    {
        if (!m_hasNewDraft || (m_place.draft.isEmpty() && m_draftAttachments.isEmpty()))
            return;
        Message draft;
        draft.role = Role::User;
        draft.state = MessageState::Complete;
        draft.text = m_place.draft;
        draft.attachments = m_draftAttachments;
        draft.createdAt = QDateTime::currentDateTimeUtc();
        const int last = lastShown();
        const int id = m_added.empty() ? m_stored : m_added.rbegin()->first + 1;
        m_added.insert_or_assign(id, MessageWrite {.id = id, .parent = last, .message = draft});
    }

    /// The message that the shown turns end with; -1 = there is none.
    int lastShown() const
    {
        std::map<int, int> next; // by parent
        for (int id = 0; id < m_stored; ++id)
            next[m_parents[size_t(id)]] = id;
        for (const auto& [id, added] : m_added)
            next[heldParentOf(added.parent)] = id;
        for (const auto& [parent, child] : m_chosen)
            next[parent] = child;
        int last = -1;
        for (auto step = next.find(-1); step != next.end() && step->second > last; step = next.find(last))
            last = step->second;
        return last;
    }

    Message changed(int id, const Message& before) const
    {
        const auto found = m_changed.find(id);
        Message message = found == m_changed.end() ? before : found->second;
        if (const auto growth = m_growths.find(id); growth != m_growths.end()) {
            message.text += growth->second.text;
            message.reasoning += growth->second.reasoning;
        }
        return message;
    }

    /// Where message \a id stands in the file: without what could not be read, the others close up.
    int placeOf(int id) const
    {
        if (id < m_stored)
            return id;
        return m_stored + static_cast<int>(std::distance(m_added.begin(), m_added.lower_bound(id)));
    }

    bool isThere(int id) const { return id < m_stored || m_added.contains(id); }

    int parentPlaceOf(int id) const { return isThere(id) ? placeOf(id) : placeOf(id) - 1; } // what comes before it in the file

    /// The message in that place.
    int heldParentOf(int id) const
    {
        if (isThere(id))
            return id;
        const auto next = m_added.lower_bound(id);
        return next == m_added.begin() ? m_stored - 1 : std::prev(next)->first;
    }

    HistoryDatabase* m_history;
    ConversationSummary m_summary;
    ConversationPlace m_place;
    QList<Attachment> m_draftAttachments;
    bool m_hasNewDraft = false;
    int m_stored = 0; ///< messages that are on disk
    std::vector<int> m_parents; ///< of those
    std::map<int, Message> m_changed; ///< of those
    std::map<int, MessageWrite> m_added; ///< the others
    std::map<int, GrowthWrite> m_growths;
    std::map<int, int> m_chosen; ///< by parent
};

}

int countWorthRescuing(const std::list<HistoryWrite>& waiting)
{
    return static_cast<int>(worthRescuing(waiting).size());
}

Result<int> rescueConversations(const std::list<HistoryWrite>& waiting, HistoryDatabase* history, const QString& fileName)
{
    const std::vector<Waiting> all = worthRescuing(waiting);
    if (all.empty())
        return 0;
    WholeFile file(fileName);
    if (const Result<void> opened = file.open(); !opened)
        return std::unexpected(opened.error());
    SluiceJsonWriter json(file.device());
    for (const Waiting& one : all) {
        if (const Result<void> written = Rescued(one, history).writeTo(json); !written)
            return std::unexpected(written.error());
    }
    if (const Result<void> finished = json.finish(); !finished)
        return std::unexpected(writeErrorOf(file.device()));
    if (const Result<void> committed = file.commit(); !committed)
        return std::unexpected(committed.error());
    return static_cast<int>(all.size());
}

}
