// The part of StoreSide that does long work in slices: searches, tasks, tidying.

#include "core/store/historytask.h"
#include "core/store/storesearch.h"

#include <QCoreApplication>

#include <utility>

namespace sluice {

using namespace std::chrono_literals;

namespace {

constexpr Millis SearchSlice = 35ms;

}

void StoreSide::search(quint64 number, const QString& query, std::optional<SearchKey> after, int hits, const SearchDone& done)
{
    flush();
    if (m_search)
        std::exchange(m_search, nullptr)->done(std::unexpected(storageError(StorageFault::Interrupted)));
    m_search = std::make_unique<Search>(Search {number, query, HistorySearch(query, after, hits), done});
    work();
}

/// True while there is more to look at.
bool StoreSide::searchOn()
{
    if (!m_search)
        return false;
    const auto isStale = [this] { return m_flags->newestSearch.load(std::memory_order_relaxed) != m_search->number; };
    const Result<bool> isDone =
        ask<bool>([&](HistoryDatabase& history) { return m_search->search.step(history, SearchSlice, isStale); });
    if (isDone && !*isDone)
        return true;
    const std::unique_ptr<Search> search = std::move(m_search);
    search->done(isDone ? Result<SearchPage>(search->search.page()) : std::unexpected(isDone.error()));
    return false;
}

void StoreSide::run(const std::shared_ptr<HistoryTask>& task, const TaskDone& done)
{
    m_tasks.push_back({task, done});
    work();
}

/// One piece of the oldest task; true = there is more of this kind.
bool StoreSide::taskOn()
{
    if (m_tasks.empty())
        return false;
    HistoryTask& task = *m_tasks.front().task;
    const Result<bool> isDone = task.isCancelled()
        ? std::unexpected(Error {.kind = ErrorKind::Cancelled, .message = QCoreApplication::translate("Error", "Stopped.")})
        : ask<bool>([&](HistoryDatabase& history) { return task.step(history); });
    if (isDone && !*isDone)
        return true;
    const Task over = std::move(m_tasks.front());
    m_tasks.pop_front();
    m_hasToTidy = true;
    over.done(isDone ? Result<void>() : std::unexpected(isDone.error()));
    return !m_tasks.empty();
}

/// One slice of each kind of work.
void StoreSide::work()
{
    const bool isBusy = searchOn();
    if (taskOn() || isBusy) {
        wakeWork(Millis(0));
        return;
    }
    if (!m_hasToTidy || m_trouble || m_flags->isEnding)
        return;
    const Result<bool> hasMore = ask<bool>([](HistoryDatabase& history) { return history.tidy(); });
    m_hasToTidy = hasMore.value_or(false);
    if (m_hasToTidy) {
        wakeWork(TidyPause);
        if (!m_checkpointTimer.isActive())
            m_checkpointTimer.start();
    }
}

void StoreSide::wakeWork(Millis in)
{
    if (!m_workTimer.isActive() || m_workTimer.remainingTimeAsDuration() > in)
        m_workTimer.start(in);
}

}
