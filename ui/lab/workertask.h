#pragma once

#include "ui/blocks/blockworker.h"

#include <QPointer>

#include <functional>
#include <optional>
#include <utility>

namespace sluice {

/// One question that may wait for the disk or take a while, answered by the BlockWorker. GUI thread; destroying it drops the
/// answer. Without a worker it is never answered.
class WorkerTask
{
public:
    WorkerTask() = default;
    ~WorkerTask() { cancel(); }
    Q_DISABLE_COPY_MOVE(WorkerTask)

    /// \a work runs on the worker's thread and touches nothing that others use; \a done is called with what it gives, once,
    /// later, unless the task is started again or cancelled before; it may destroy this.
    template <typename Value>
    void start(std::function<Value()> work, std::function<void(const Value&)> done)
    {
        cancel();
        m_worker = BlockWorker::current();
        if (m_worker) {
            m_job = m_worker->start([work = std::move(work), done = std::move(done)](
                                        const BlockWorker::Tools&) { return std::make_unique<Job<Value>>(work, done); });
        }
    }

    void cancel()
    {
        if (m_worker && m_job != 0)
            m_worker->cancel(m_job);
        m_job = 0;
    }

private:
    template <typename Value>
    class Job final : public BlockWorker::Job
    {
    public:
        Job(std::function<Value()> work, std::function<void(const Value&)> done)
            : m_work(std::move(work))
            , m_done(std::move(done))
        { }

        State work() override
        {
            m_value = std::make_shared<const Value>(m_work());
            return State::Over;
        }

        std::function<void()> takeResults() override
        {
            if (!m_value)
                return {};
            return [done = std::move(m_done), value = std::exchange(m_value, nullptr)] { done(*value); };
        }

    private:
        const std::function<Value()> m_work;
        std::function<void(const Value&)> m_done;
        std::shared_ptr<const Value> m_value;
    };

    QPointer<BlockWorker> m_worker;
    BlockWorker::JobId m_job = 0;
};

}
