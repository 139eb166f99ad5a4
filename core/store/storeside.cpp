#include "core/store/storeside.h"

#include "core/base/logging.h"
#include "core/base/threadhandover.h"
#include "core/store/historysearch.h"
#include "core/store/historytask.h"

#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Millis GatherTime = 10ms; // writes of several conversations in one transaction
constexpr Millis RetryTime = 2s;
constexpr Millis RetryTimeAtEnd = 200ms;
constexpr Millis CheckpointTime = 5s; // what a power cut may take
constexpr Millis SearchSlice = 35ms;
constexpr Millis TidyPause = 5ms; // between two pieces: questions come first
constexpr Millis StartPause = 2s; // the window has its list and its conversation by then

}

struct StoreSide::Search
{
    quint64 number = 0;
    QString query;
    HistorySearch search;
    SearchDone done;
};

StoreSide::StoreSide(const QString& dataDirectory, std::shared_ptr<const Flags> flags)
    : m_flags(std::move(flags))
    , m_history(dataDirectory)
    , m_gatherTimer(this)
    , m_retryTimer(this)
    , m_workTimer(this)
    , m_checkpointTimer(this)
{
    m_history.setStopCondition([f = m_flags] { return f->isEnding.load(std::memory_order_relaxed); });
    for (QTimer* timer : {&m_gatherTimer, &m_workTimer, &m_checkpointTimer})
        timer->setSingleShot(true);
    m_gatherTimer.setInterval(GatherTime);
    m_gatherTimer.setTimerType(Qt::PreciseTimer);
    m_retryTimer.setInterval(RetryTime);
    m_checkpointTimer.setInterval(CheckpointTime);
    connect(&m_gatherTimer, &QTimer::timeout, this, &StoreSide::flush);
    connect(&m_retryTimer, &QTimer::timeout, this, &StoreSide::retry);
    connect(&m_workTimer, &QTimer::timeout, this, &StoreSide::work);
    connect(&m_checkpointTimer, &QTimer::timeout, this, [this] { m_history.checkpoint(); });
}

StoreSide::~StoreSide() = default;

void StoreSide::start()
{
    const HistoryOpening opening = openHistory(false).value_or(HistoryOpening {});
    handover::publish();
    Q_EMIT opened(opening);
    wakeWork(StartPause);
}

/// Nothing when it cannot be opened for writing; then it is opened for reading, if that works, and there is trouble.
std::optional<HistoryOpening> StoreSide::openHistory(bool keepsUnfinished)
{
    const Result<HistoryOpening> opening = m_history.open(HistoryDatabase::Access::Write, keepsUnfinished);
    m_isOpen = opening.has_value();
    if (opening) {
        setTrouble(std::nullopt);
        return *opening;
    }
    const Error why = opening.error();
    m_isOpen = m_history.open(HistoryDatabase::Access::Read).has_value();
    setTrouble(why);
    return std::nullopt;
}

void StoreSide::retry()
{
    if (!m_history.isWritable()) {
        // Not what this run is writing itself: it may have been read by now.
        const std::optional<HistoryOpening> opening = openHistory(true);
        if (opening && opening->damage) {
            handover::publish();
            Q_EMIT damaged(*opening->damage);
        }
    }
    if (m_history.isWritable())
        writePending();
}

void StoreSide::write(HistoryWrite write)
{
    m_pending.add(std::move(write));
    if (!m_gatherTimer.isActive() && !m_trouble)
        m_gatherTimer.start();
}

void StoreSide::flush()
{
    m_gatherTimer.stop();
    if (!m_trouble && !m_pending.isEmpty())
        writePending();
}

void StoreSide::writePending()
{
    Result<void> done = m_pending.applyTo(m_history);
    if (!done && m_history.fault() == StorageFault::Damaged && repair())
        done = m_pending.applyTo(m_history);
    if (!done) {
        if (m_history.isWritable() || !m_trouble)
            setTrouble(done.error());
        return;
    }
    setTrouble(std::nullopt);
    if (!m_checkpointTimer.isActive())
        m_checkpointTimer.start();
    m_hasToTidy = true;
    wakeWork(TidyPause);
}

bool StoreSide::repair()
{
    const Result<QString> sentence = m_history.repair();
    m_isOpen = sentence.has_value();
    if (!sentence) {
        setTrouble(sentence.error());
        return false;
    }
    handover::publish();
    Q_EMIT damaged(*sentence);
    return true;
}

void StoreSide::setTrouble(const std::optional<Error>& error)
{
    if (error && !m_retryTimer.isActive())
        m_retryTimer.start();
    else if (!error)
        m_retryTimer.stop();
    if (error == m_trouble)
        return;
    m_trouble = error;
    handover::publish();
    Q_EMIT troubleChanged(error);
}

Result<void> StoreSide::sync()
{
    m_gatherTimer.stop();
    if (!m_pending.isEmpty() || m_trouble)
        retry();
    return m_trouble ? Result<void>(std::unexpected(*m_trouble)) : Result<void>();
}

Result<int> StoreSide::useWaiting(const HistoryStore::WaitingWork& work)
{
    m_history.clearFault();
    return work(m_pending.writes(), m_isOpen ? &m_history : nullptr);
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
        ? std::unexpected(Error {.kind = ErrorKind::Cancelled, .message = u"Stopped."_s})
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

void StoreSide::finish(Millis patience)
{
    m_end = steadyClock().now() + patience;
    m_workTimer.stop();
    m_checkpointTimer.stop();
    m_retryTimer.disconnect(this);
    m_retryTimer.setInterval(RetryTimeAtEnd);
    connect(&m_retryTimer, &QTimer::timeout, this, &StoreSide::tryToFinish);
    tryToFinish();
}

void StoreSide::tryToFinish()
{
    if (const Result<void> done = sync(); !done && !m_pending.isEmpty() && steadyClock().now() < m_end)
        return; // the timer runs while there is trouble
    if (!m_pending.isEmpty())
        qCWarning(lcStore, "%zu changes could not be saved.", m_pending.count());
    m_retryTimer.stop();
    m_history.close();
    m_isOpen = false;
    Q_EMIT finished();
}

}
