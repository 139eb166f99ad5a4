#pragma once

#include "core/base/result.h"
#include "core/chat/conversation.h"
#include "core/figures/streamtimeline.h"
#include "core/store/conversationsummary.h"

#include <QString>

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <tuple>
#include <variant>

namespace sluice {

class HistoryDatabase;
struct OpenedConversation;

struct SummaryWrite
{
    ConversationSummary summary;
};

struct PlaceWrite
{
    ConversationPlace place;
};

struct DraftAttachmentsWrite
{
    QList<Attachment> attachments;
};

struct MessageWrite
{
    int id = 0;
    int parent = -1;
    Message message;
};

/// What an answer has grown by.
struct GrowthWrite
{
    int id = 0;
    QString text;
    QString reasoning;
};

struct ChoiceWrite
{
    int parent = -1;
    int child = 0;
};

struct TimelineWrite
{
    int id = 0; ///< of its message
    std::shared_ptr<const StreamTimeline> timeline;
};

enum class FateWrite { Remove, Restore, Purge };

/// One change of one conversation.
struct HistoryWrite
{
    QString conversation;
    std::variant<SummaryWrite, PlaceWrite, MessageWrite, GrowthWrite, ChoiceWrite, FateWrite, DraftAttachmentsWrite,
        TimelineWrite>
        change;
};

/// Changes on their way to disk, in order. However long they have to wait, there is at most one of a kind for a thing: a newer
/// message replaces an older one, what an answer has grown by is joined. So they take no more room than what they change. Pure
/// but for applyTo().
class PendingWrites
{
public:
    void add(HistoryWrite write);
    bool isEmpty() const { return m_writes.empty(); }
    std::size_t count() const { return m_writes.size(); }
    const std::list<HistoryWrite>& writes() const { return m_writes; }

    using Refused = std::function<void(const HistoryWrite& write, const Error& error)>;
    /// Writes all of them in one transaction and forgets them. After a failure that will not pass by itself and is not damage,
    /// the one that failed is dropped, \a refused is told, and the others are written; after any other, all stay.
    Result<void> applyTo(HistoryDatabase& history, const Refused& refused = {});
    /// Makes those of \a conversation, or all of them, and keeps them; for HistoryDatabase::preview().
    Result<void> showIn(HistoryDatabase& history, const QString& conversation = {}) const;

    /// Whether there are any, of \a conversation or at all.
    bool concern(const QString& conversation) const;
    bool hasMessagesOf(const QString& conversation) const;
    void dropMessagesOf(const QString& conversation);
    static bool isOfMessages(const HistoryWrite& write);
    /// What is not about messages.
    void layOver(OpenedConversation& conversation) const;

private:
    // Conversation, kind, message or parent.
    using Key = std::tuple<QString, std::size_t, int>;
    using List = std::list<HistoryWrite>;

    static Key keyOf(const HistoryWrite& write);
    void drop(const Key& key);
    void forget(const QString& conversation);
    void erase(List::iterator write);

    List m_writes;
    std::map<Key, List::iterator> m_places;
};

}
