#pragma once

#include "ui/blocks/syntaxhighlighter.h"

#include <QObject>
#include <QSet>

#include <chrono>
#include <functional>
#include <memory>

namespace sluice {

class BlockWorkerLoop;
class JoinedThread;

/// What a BlockWorker works with; other than the defaults in tests only.
struct BlockWorkerOptions
{
    std::function<std::unique_ptr<SyntaxDefinitions>()> definitions =
        {}; ///< called once, on the worker's thread; GNU's by default
    std::function<std::chrono::nanoseconds()> cpuTime = {}; ///< of the calling thread
};

/// The thread for what blocks need besides layout: colours of code (CodeHighlighting), decoded images (ImageDecoding). One
/// thread, each job in slices of some milliseconds, in turn, so that what has just come into view is not stuck behind a huge
/// block.
///
/// Lives in the GUI thread. Widgets may outlive it: without one, blocks just stay plain. The thread starts in the constructor,
/// which waits for it; the destructor lets the slice at work end and joins. At most one object at a time.
class BlockWorker final : public QObject
{
    Q_OBJECT

public:
    using JobId = quint64; ///< never 0, never used twice

    /// A handle's other half. Made, used and destroyed on the worker's thread.
    class Job
    {
    public:
        enum class State { Busy, Idle, Over };

        Job() = default;
        Q_DISABLE_COPY_MOVE(Job)
        virtual ~Job() = default;

        /// Works for about SliceTime. Idle: until the next message; Over: not wanted any more.
        virtual State work() = 0;
        /// What has come out since the last call, as a function for the GUI thread; null when there is nothing.
        virtual std::function<void()> takeResults() = 0;
    };

    /// What all jobs share. Worker's thread only.
    struct Tools
    {
        SyntaxDefinitions& definitions;
        const std::function<std::chrono::nanoseconds()>& cpuTime;
    };

    using Start = std::function<std::unique_ptr<Job>(const Tools&)>;
    using Message = std::function<void(Job&)>;

    static constexpr std::chrono::milliseconds SliceTime {4};
    static constexpr std::chrono::milliseconds PublishInterval {30};

    explicit BlockWorker(BlockWorkerOptions options = {});
    ~BlockWorker() override;
    Q_DISABLE_COPY_MOVE(BlockWorker)

    /// The one that is there; may be null.
    static BlockWorker* current();

    /// \a start makes the job on the worker's thread. Its results run on this thread, none after cancel().
    JobId start(Start start);
    void send(JobId job, Message message);
    void cancel(JobId job);

Q_SIGNALS:
    /// Handles have news: once for all of them, at most every PublishInterval.
    void changed();

private:
    friend class BlockWorkerLoop;
    struct Result
    {
        JobId job;
        std::function<void()> take;
    };

    void deliver(const QList<Result>& results);

    const std::unique_ptr<JoinedThread> m_thread;
    BlockWorkerLoop* m_loop = nullptr; // lives in m_thread, which destroys it
    QSet<JobId> m_jobs; // what is not in here has no handle any more
    JobId m_lastJob = 0;
};

}
