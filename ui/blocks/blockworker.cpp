#include "ui/blocks/blockworker.h"

#include "core/base/joinedthread.h"
#include "core/base/threadhandover.h"
#include "ui/blocks/blockworkerloop.h"
#include "ui/blocks/sourcehighlighter.h"

#include <ctime>
#include <utility>

namespace sluice {

namespace {

BlockWorker* theWorker = nullptr; // GUI thread only

// The time of this thread and not of the clock: on a busy machine a harmless line may take long.
std::chrono::nanoseconds threadCpuTime()
{
    timespec time = {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}

BlockWorker::BlockWorker(BlockWorkerOptions options)
    : m_thread(std::make_unique<JoinedThread>("blocks"))
{
    Q_ASSERT(!theWorker);
    theWorker = this;
    if (!options.definitions)
        options.definitions = [] { return std::make_unique<SourceDefinitions>(); };
    if (!options.cpuTime)
        options.cpuTime = threadCpuTime;
    auto loop = std::make_unique<BlockWorkerLoop>(*this, std::move(options));
    m_thread->adopt(*loop);
    m_loop = loop.release(); // its thread destroys it
}

BlockWorker::~BlockWorker()
{
    theWorker = nullptr;
    m_loop->deleteLater();
    m_thread->quit();
    m_thread->join();
}

BlockWorker* BlockWorker::current()
{
    return theWorker;
}

BlockWorker::JobId BlockWorker::start(Start start)
{
    const JobId id = ++m_lastJob;
    m_jobs.insert(id);
    QMetaObject::invokeMethod(m_loop, handover::posted([loop = m_loop, id, start = std::move(start)] { loop->start(id, start); }),
        Qt::QueuedConnection);
    return id;
}

void BlockWorker::send(JobId job, Message message)
{
    QMetaObject::invokeMethod(m_loop,
        handover::posted([loop = m_loop, job, message = std::move(message)] { loop->send(job, message); }), Qt::QueuedConnection);
}

void BlockWorker::cancel(JobId job)
{
    if (!m_jobs.remove(job))
        return;
    QMetaObject::invokeMethod(m_loop, handover::posted([loop = m_loop, job] { loop->cancel(job); }), Qt::QueuedConnection);
}

void BlockWorker::deliver(const QList<Result>& results)
{
    bool hasNews = false;
    for (const Result& result : results) {
        if (!m_jobs.contains(result.job))
            continue;
        hasNews = true;
        result.take();
    }
    if (hasNews)
        Q_EMIT changed();
}

}
