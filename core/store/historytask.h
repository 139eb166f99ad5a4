#pragma once

#include "core/base/result.h"

#include <atomic>

namespace sluice {

class HistoryDatabase;

/// Long work on the history, in pieces: what conversations write meanwhile goes in between (see HistoryStore::run()). A command
/// just calls step() until it is done.
class HistoryTask
{
public:
    HistoryTask() = default;
    Q_DISABLE_COPY_MOVE(HistoryTask)
    virtual ~HistoryTask() = default;

    /// One piece, some milliseconds. True = done. After an error it is over.
    virtual Result<bool> step(HistoryDatabase& history) = 0;

    // Any thread.

    /// It ends before its next piece, with an error of kind Cancelled.
    void cancel() { m_isCancelled.store(true, std::memory_order_relaxed); }
    bool isCancelled() const { return m_isCancelled.load(std::memory_order_relaxed); }
    /// Conversations that are done.
    int conversations() const { return m_conversations.load(std::memory_order_relaxed); }

protected:
    void countConversation() { m_conversations.fetch_add(1, std::memory_order_relaxed); }

private:
    std::atomic<int> m_conversations = 0;
    std::atomic<bool> m_isCancelled = false;
};

}
