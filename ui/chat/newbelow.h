#pragma once

#include <QtGlobal>

#include <optional>

namespace sluice {

/// What has come below a reader who left the end of a conversation: whole messages, or more text of the one that was the last.
/// What is inserted above does not count. Pure; it is told everything.
class NewBelow
{
public:
    /// The reader leaves the end of \a rows rows, the last of them with \a lastSize characters.
    void leave(int rows, qsizetype lastSize);
    /// The reader is at the end again: nothing is new.
    void arrive() { *this = {}; }

    void insertRows(int first, int count);
    void removeRows(int first, int count);
    /// \a row has \a size characters now.
    void changeRow(int row, qsizetype size);

    int messages() const { return m_messages; }
    bool hasNewText() const { return m_hasNewText; } ///< never together with new messages: they say more

    bool operator==(const NewBelow&) const = default;

private:
    std::optional<int> m_known; // rows when the reader left, moved along with what is inserted above; nothing at the end
    qsizetype m_lastSize = 0;
    int m_messages = 0;
    bool m_hasNewText = false;
    bool m_isReplacing = false; // known rows at the end went: those that come in their place are no news
};

}
