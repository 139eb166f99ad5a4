#pragma once

namespace sluice {

/// What is to become of a conversation; the number is on disk. After Listed and Removed it has another id, so that its own is
/// free.
enum class ConversationFate {
    Listed = 0,
    Removed = 1, ///< may come back, until the program starts anew
    Deleted = 2, ///< its rows are taken away bit by bit
    BeingCopied = 3, ///< or imported: not whole; Deleted at the next start
};

}
