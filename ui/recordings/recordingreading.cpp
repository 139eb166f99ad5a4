#include "ui/recordings/recordingreading.h"

#include <utility>

namespace sluice {

/// On the worker's thread, in one slice: recordings are small, and one is opened now and then.
class RecordingReading::Job final : public BlockWorker::Job
{
public:
    Job(QString fileName, std::function<void(const Read&)> done)
        : m_fileName(std::move(fileName))
        , m_done(std::move(done))
    { }

    State work() override
    {
        m_read = std::make_shared<const Result<ReadRecording>>(readRecordingFile(m_fileName));
        return State::Over;
    }

    std::function<void()> takeResults() override
    {
        if (!m_read)
            return {};
        return [done = std::move(m_done), read = std::exchange(m_read, nullptr)] { done(read); };
    }

private:
    const QString m_fileName;
    std::function<void(const Read&)> m_done;
    Read m_read;
};

RecordingReading::RecordingReading(const QString& fileName, std::function<void(const Read&)> done)
    : m_worker(BlockWorker::current())
{
    if (!m_worker)
        return;
    m_job = m_worker->start(
        [fileName, done = std::move(done)](const BlockWorker::Tools&) { return std::make_unique<Job>(fileName, done); });
}

RecordingReading::~RecordingReading()
{
    if (m_worker && m_job != 0)
        m_worker->cancel(m_job);
}

}
