#pragma once

#include "core/base/result.h"

#include <atomic>

namespace sluice {

class HistoryDatabase;

/// Long work on the whole history, in pieces: what conversations write meanwhile goes in between (see HistoryStore::run()), and
/// a command just calls step() until it says there is no more.
class HistoryTask
{
public:
    HistoryTask() = default;
    Q_DISABLE_COPY_MOVE(HistoryTask)
    virtual ~HistoryTask() = default;

    /// One piece, some milliseconds. True = there is more. After an error it is over.
    virtual Result<bool> step(HistoryDatabase& history) = 0;

    /// Conversations that are done. Any thread.
    int conversations() const { return m_conversations.load(std::memory_order_relaxed); }

protected:
    void countConversation() { m_conversations.fetch_add(1, std::memory_order_relaxed); }

private:
    std::atomic<int> m_conversations = 0;
};

}
