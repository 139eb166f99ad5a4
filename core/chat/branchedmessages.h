#pragma once

#include "core/chat/messagepages.h"
#include "core/chat/messagetree.h"

#include <deque>
#include <map>
#include <memory>

namespace sluice {

/// The messages of a conversation: stored ones that are paged in by id, and what was added since, in memory. Rows are those of
/// the tree's path. One thread.
class BranchedMessages
{
public:
    /// \a pages may be null: nothing is stored.
    explicit BranchedMessages(std::unique_ptr<MessagePages> pages);

    const MessageTree& tree() const { return m_tree; }
    int count() const { return m_tree.count(); }

    /// Null while a stored one is not loaded. Valid until load() or the event loop.
    const Message* at(int row) const;
    /// See MessagePages::load(); true for what is in memory anyway.
    bool load(int row);
    MessagePages* pages() const { return m_pages.get(); }
    /// Null while a stored one is not loaded, whether it is on the path or not.
    const Message* find(int id) const;

    /// Adds \a message behind the last row; its id.
    int append(const Message& message);
    void cut(int row) { m_tree.cut(row); }
    void follow(int id) { m_tree.follow(id); }
    void choose(int id) { m_tree.choose(id); }

    /// The message to write to; null for a stored one that is not loaded. From then on it stays in memory.
    Message* writable(int id);

    /// Whether a message that is in memory holds \a needle, in any case and on any branch.
    bool contain(QStringView needle) const;

private:
    std::unique_ptr<MessagePages> m_pages;
    const int m_stored;
    MessageTree m_tree;
    std::deque<Message> m_added; ///< ids from m_stored on; they must not move while one grows
    std::map<int, Message> m_changed; ///< stored ones that were written to
};

}
