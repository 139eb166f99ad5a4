#pragma once

#include "core/engine/chatsession.h"

#include <QAbstractListModel>

#include <memory>
#include <optional>
#include <vector>

namespace sluice {

/// Every conversation of this run, and what belongs to one beside its messages: draft, buffer strategy, pin. Owns the sessions,
/// so a stream goes on whatever is shown. GUI thread.
class Conversations final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { RunningRole = Qt::UserRole + 1, PinnedRole, LastActiveRole };

    /// \a engine must outlive this.
    explicit Conversations(ChatEngine& engine, QObject* parent = nullptr);
    ~Conversations() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    /// Qt::EditRole renames; an empty title is refused.
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

    ChatSession* session(int row) const;
    int rowOf(const ChatSession* session) const; ///< -1 when it is not here
    QString displayTitle(const ChatSession& session) const;

    /// An empty conversation: the one that is there already, else a new one.
    ChatSession* startNew();

    /// Stops its stream and takes it out of the list; restoreRemoved() brings the last one back.
    void remove(const ChatSession* session);
    bool canRestore() const { return m_removed.has_value(); }
    ChatSession* restoreRemoved();
    /// The removed one is gone for good.
    void forgetRemoved();

    void setPinned(const ChatSession* session, bool isPinned);

    QString draft(const ChatSession* session) const;
    void setDraft(const ChatSession* session, const QString& text);

    /// What the conversation was given; nothing = the default.
    std::optional<StrategyOptions> strategy(const ChatSession* session) const;
    void setStrategy(const ChatSession* session, const StrategyOptions& options);

    /// Whether its title or one of its messages that are in memory holds \a needle, in any case.
    bool matches(int row, QStringView needle) const;

private:
    struct Entry
    {
        std::unique_ptr<ChatSession> session;
        QString draft;
        std::optional<StrategyOptions> strategy;
        bool isPinned = false;
        qint64 lastActive = 0;
    };

    void watch(ChatSession* session);
    void touch(const ChatSession* session);
    void announce(const ChatSession* session);
    void insert(int row, Entry entry);

    ChatEngine& m_engine;
    std::vector<Entry> m_entries;
    std::optional<Entry> m_removed;
    qint64 m_lastTick = 0; // order of activity; a clock could go backwards
};

}
