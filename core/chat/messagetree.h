#pragma once

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

/// The shape of a conversation: every turn may have several versions (siblings), each with its own continuation. Rows are the
/// turns of the *path*, the versions that are chosen now. It knows ids, not messages. A value; pure.
///
/// The first \c trunk ids are the stored messages, one after another, and cost nothing; the ids of what is added follow. Nothing
/// is ever removed: cut() only shortens the path.
class MessageTree
{
public:
    explicit MessageTree(int trunk = 0);

    int count() const { return m_trunkOnPath + static_cast<int>(m_tail.size()); } ///< rows
    int idAt(int row) const;
    int rowsOfTrunk() const { return m_trunkOnPath; } ///< rows whose id is the row itself

    /// The path ends before \a row. What was there stays a version of that turn, and remembers its continuation.
    void cut(int row);
    /// Adds a turn behind the last row and returns its id: the first version there, or after a cut() one more.
    int append();
    /// Puts \a id, a version of the turn after the last row, on the path, and behind it what was last chosen there.
    void follow(int id);

    SiblingPlace place(int row) const;
    /// The id of the version \a by places from that of \a row; -1 when there is none.
    int sibling(int row, int by) const;

private:
    int parentOf(int row) const { return row == 0 ? -1 : idAt(row - 1); }
    bool hasTrunkChild(int parent) const { return parent + 1 < m_trunk; }
    void choose(int parent, int child);

    int m_trunk;
    int m_trunkOnPath;
    std::vector<int> m_tail; ///< ids on the path after those of the trunk
    std::map<int, std::vector<int>> m_children; ///< added ones by parent, -1 = the beginning
    std::map<int, int> m_chosen; ///< by parent, where it is not the trunk's own next
    int m_nextId;
};

}
