#pragma once

#include "core/chat/messageshape.h"

#include <map>
#include <vector>

namespace sluice {

/// Which version of a turn is shown, and how many there are. A value.
struct SiblingPlace
{
    int index = 0; ///< from 0
    int count = 1;

    bool operator==(const SiblingPlace&) const = default;
};

/// Rows one after another; none when \c end is not above \c first. A value.
struct RowRange
{
    int first = 0;
    int end = 0;

    bool isEmpty() const { return end <= first; }
    bool operator==(const RowRange&) const = default;
};

/// The shape of a conversation: every turn may have several versions (siblings), each with its own continuation. Rows are the
/// turns of the *path*, the versions that are chosen now. It knows ids, not messages. A value; pure.
///
/// It begins as the stored messages hang together; the ids of what is added follow theirs. Ids ascend along every path, and
/// mostly by one: what follows its predecessor costs nothing, so a straight conversation of any length is a few bytes. Nothing
/// is ever removed: cut() only shortens the path.
class MessageTree
{
public:
    explicit MessageTree(int count = 0); ///< each follows the one before
    /// Links that cannot be are left out: a damaged file is no reason to fail.
    explicit MessageTree(const MessageShape& shape);

    int count() const { return m_rows; } ///< rows
    int idAt(int row) const;
    int rowOf(int id) const; ///< -1 when it is not on the path
    /// The rows with the ids from \a firstId to \a lastId. They stand together.
    RowRange rowsOf(int firstId, int lastId) const;
    int parentOf(int id) const; ///< -1 = the beginning
    bool contains(int id) const { return id >= 0 && id < m_nextId; }

    /// The path ends before \a row. What was there stays a version of that turn, and remembers its continuation.
    void cut(int row);
    /// Adds a turn behind the last row and returns its id: the first version there, or after a cut() one more.
    int append();
    /// Puts \a id, a version of the turn after the last row, on the path, and behind it what was last chosen there.
    void follow(int id);
    /// Remembers \a child as the chosen version after its parent. For turns that are not on the path.
    void choose(int child);

    SiblingPlace place(int row) const;
    /// The id of the version \a by places from that of \a row; -1 when there is none.
    int sibling(int row, int by) const;
    /// The versions that are not chosen now and must be for \a id to be on the path, the earliest turn first.
    std::vector<int> choicesTo(int id) const;

    MessageShape shape() const;

private:
    struct Run
    {
        int row;
        int id;
    };

    bool isJump(int id) const;
    bool hasNext(int id) const { return id + 1 < m_nextId && !isJump(id + 1); } ///< whether id + 1 is a version after it
    int versionAfter(int id) const;
    void setVersion(int parent, int child);
    int versionsAfter(int id) const;
    void extend(int id);

    int m_nextId;
    std::vector<MessageShape::Link> m_jumps; ///< by child
    std::map<int, std::vector<int>> m_jumpsFrom; ///< children by parent; they are younger than parent + 1
    std::map<int, int> m_chosen; ///< by parent, where it is not the youngest
    std::vector<Run> m_path; ///< rows with ids that follow one another, up to the next run
    int m_rows = 0;
};

}
