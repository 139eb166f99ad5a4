#pragma once

#include "core/flow/strategyoptions.h"
#include "ui/opensessions.h"

#include <QAbstractListModel>
#include <QSet>

#include <memory>
#include <vector>

namespace sluice {

/// Every conversation, and what belongs to one beside its messages: title, pin, draft, scroll place, target. Owns the sessions,
/// so a stream goes on whatever is shown. GUI thread.
///
/// With a store it is a window on what is on disk: rows come in pages, and have a session only while they are open. A new
/// conversation is stored with its first message or draft. Without a store all is in memory. ConversationFilter has the order.
class Conversations final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { IdRole = Qt::UserRole + 1, RunningRole, PinnedRole, LastActiveRole };

    static constexpr int PageSize = 200;

    /// Both must outlive this.
    explicit Conversations(ChatEngine& engine, HistoryStore* store = nullptr, QObject* parent = nullptr);
    ~Conversations() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    /// Qt::EditRole renames; an empty title is refused.
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

    /// Others have put conversations into the store: what sorts before the end of what is listed comes by itself.
    void listAnew();

    HistoryStore* store() const { return m_store; }
    bool isReady() const { return m_isReady; } ///< the first page is there
    int rowOf(const QString& id) const; ///< -1 = it is not in the list
    QString displayTitle(const QString& id) const;

    ChatSession* session(const QString& id) const { return m_sessions.find(id); } ///< null when it is not open
    /// See OpenSessions::open().
    void open(const QString& id, QObject* context, const OpenSessions::Opened& done);
    /// An empty conversation: the one that is there already, else a new one.
    ChatSession* startNew();
    /// Which one stays open whatever else is.
    void setShown(const ChatSession* session);
    QString shownId() const { return m_sessions.shown(); }

    /// Stops its stream and takes it out of the list; restoreRemoved() brings the last one back.
    void remove(const QString& id);
    bool canRestore() const { return m_removed.has_value(); }
    QString restoreRemoved(); ///< its id; empty when there is none
    /// The removed one is gone for good.
    void forgetRemoved();
    /// Tells \a done how many there are that hold anything, also where they are not listed yet.
    void count(QObject* context, const std::function<void(const Result<qint64>&)>& done);
    /// Every conversation, for good, with those on disk; their streams are stopped. \a done says whether the store has done it.
    void removeAll(QObject* context, const std::function<void(const Result<void>&)>& done);
    /// A copy of what is stored of it; \a done is told its id. Does nothing without a store.
    void duplicate(const QString& id, QObject* context, const std::function<void(const QString& id)>& done);
    void setPinned(const QString& id, bool isPinned);

    /// Empty for a session that is not from here. Changes reach the store a little later, or with save().
    ConversationPlace place(const ChatSession* session) const;
    QString draft(const ChatSession* session) const { return place(session).draft; }
    void setDraft(const ChatSession* session, const QString& text);
    /// What goes along with the draft of conversation \a id, which was opened.
    QList<Attachment> draftAttachments(const QString& id) const;
    void setDraftAttachments(const QString& id, const QList<Attachment>& attachments);
    void setScrollPlace(const ChatSession* session, const QByteArray& place);
    void setTarget(const ChatSession* session, const QString& endpointId, const QString& model);
    void setUsesCache(const ChatSession* session, bool usesCache);
    /// What the conversation was given; nothing = the default.
    std::optional<StrategyOptions> strategy(const ChatSession* session) const;
    void setStrategy(const ChatSession* session, const StrategyOptions& options);
    void save();
    /// All of what is here, streams that run included, is told to the store: they end here, interrupted.
    void interrupt();

    /// Whether its title or one of its messages that are in memory holds \a needle, in any case.
    bool matches(int row, QStringView needle) const;

Q_SIGNALS:
    void ready();
    void shown(const QString& id);
    /// The list, or a conversation, cannot be read.
    void failed(const sluice::Error& error);

private:
    struct Entry
    {
        ConversationSummary summary = {};
        ConversationPlace place = {}; ///< as the store has it only once it was opened; this goes for the next line, too
        QList<Attachment> draftAttachments = {};
        bool isStored = false;
    };

    Entry* find(const QString& id);
    const Entry& entryAt(const QModelIndex& index) const { return *m_entries[size_t(index.row())]; }
    void insert(Entry entry);
    void append(Entry entry);
    void takePage(const Result<QList<ConversationSummary>>& page);
    void listOn(bool isGrown);
    void takeOpened(ChatSession* session, const OpenedConversation& conversation);
    void watch(ChatSession* session);
    void touch(const QString& id);
    void announce(const QString& id);
    std::unique_ptr<MessageSink> makeSink(const QString& id);
    void keep(const QString& id);
    void purge(const Entry& entry);
    void saveSummary(const Entry& entry);
    void savePlace(Entry& entry);
    void saveLater(const QString& id);
    bool isEmpty(const Entry& entry) const;
    template <typename Value>
    void setPlace(const ChatSession* session, Value ConversationPlace::* member, const Value& value);

    HistoryStore* m_store;
    std::vector<std::unique_ptr<Entry>> m_entries; // pointers: one is taken out of a hundred thousand in no time
    mutable QHash<QString, int> m_rows; // by id: not before its row; corrected when it is looked up
    std::optional<Entry> m_removed;
    qint64 m_lastActive = 0; // the youngest there is: a clock can go backwards
    std::optional<ConversationKey> m_listedTo;
    std::optional<ConversationKey> m_listsTo; // as far as it was listed before it is listed anew
    bool m_hasMore = false;
    bool m_isListing = false;
    bool m_listsAgain = false; // behind the page that is on its way
    bool m_isReady = false;
    bool m_dropsPage = false; // the one on its way is of conversations that are deleted
    QSet<QString> m_unsaved; // ids whose place the store does not have yet
    QSet<QString> m_unsavedAttachments; // ids
    QTimer m_saveTimer;
    OpenSessions m_sessions; // goes first: what its streams leave is still kept
};

}
