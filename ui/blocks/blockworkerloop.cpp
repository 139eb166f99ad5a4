#include "ui/blocks/blockworkerloop.h"

#include "core/base/threadhandover.h"

#include <utility>

namespace sluice {

BlockWorkerLoop::BlockWorkerLoop(BlockWorker& owner, BlockWorkerOptions options)
    : m_owner(owner)
    , m_options(std::move(options))
    , m_untilNextPublish(this) // a child changes thread with its parent
{
    m_untilNextPublish.setSingleShot(true);
    m_untilNextPublish.setTimerType(Qt::PreciseTimer); // a coarse one may be early
    connect(&m_untilNextPublish, &QTimer::timeout, this, &BlockWorkerLoop::publish);
}

void BlockWorkerLoop::start(BlockWorker::JobId id, const BlockWorker::Start& start)
{
    if (!m_definitions)
        m_definitions = m_options.definitions();
    Entry& entry = m_jobs[id];
    entry.job = start({.definitions = *m_definitions, .cpuTime = m_options.cpuTime});
    makeReady(id, entry);
}

void BlockWorkerLoop::send(BlockWorker::JobId id, const BlockWorker::Message& message)
{
    const auto found = m_jobs.find(id);
    if (found == m_jobs.end())
        return; // it is over
    message(*found->second.job);
    makeReady(id, found->second);
}

void BlockWorkerLoop::cancel(BlockWorker::JobId id)
{
    m_jobs.erase(id);
}

void BlockWorkerLoop::makeReady(BlockWorker::JobId id, Entry& entry)
{
    if (!std::exchange(entry.isReady, true))
        m_ready.push_back(id);
    postTurn();
}

void BlockWorkerLoop::postTurn()
{
    // One slice an event: starts, messages and cancellations get in between.
    if (!std::exchange(m_isTurnPosted, true))
        QMetaObject::invokeMethod(this, &BlockWorkerLoop::takeTurn, Qt::QueuedConnection);
}

void BlockWorkerLoop::takeTurn()
{
    m_isTurnPosted = false;
    bool hasWorked = false;
    while (!hasWorked && !m_ready.empty()) {
        const BlockWorker::JobId id = m_ready.front();
        m_ready.pop_front();
        const auto found = m_jobs.find(id);
        if (found == m_jobs.end())
            continue;
        hasWorked = true;
        Entry& entry = found->second;
        entry.isReady = false;
        const BlockWorker::Job::State state = entry.job->work();
        if (std::function<void()> take = entry.job->takeResults())
            m_results.append({.job = id, .take = std::move(take)});
        if (state == BlockWorker::Job::State::Over)
            m_jobs.erase(found);
        else if (state == BlockWorker::Job::State::Busy)
            makeReady(id, entry);
    }
    if (!m_ready.empty())
        postTurn();
    if (!m_untilNextPublish.isActive())
        publish();
}

void BlockWorkerLoop::publish()
{
    if (m_results.isEmpty())
        return;
    m_untilNextPublish.start(BlockWorker::PublishInterval);
    QMetaObject::invokeMethod(&m_owner,
        handover::posted([owner = &m_owner, results = std::exchange(m_results, {})] { owner->deliver(results); }),
        Qt::QueuedConnection);
}

}
