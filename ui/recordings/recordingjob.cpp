#include "ui/recordings/recordingjob.h"

#include "core/recording/recordingwriter.h"

#include <utility>

namespace sluice {

/// On the worker's thread, as is the writer with its timer: it is made and destroyed there.
class RecordingJob::Job final : public BlockWorker::Job
{
public:
    Job(const QString& fileName, RecordingHeader header, QByteArray key, Opened opened)
        : m_writer(fileName)
        , m_header(std::move(header))
        , m_key(std::move(key))
        , m_opened(std::move(opened))
    { }

    State work() override
    {
        if (!m_opened)
            return m_isFinished ? State::Over : State::Idle;
        const Result<void> opened = m_writer.open(m_header, m_key);
        Result<std::shared_ptr<WireTap>> tap = opened ? Result<std::shared_ptr<WireTap>>(m_writer.tap())
                                                      : Result<std::shared_ptr<WireTap>>(std::unexpected(opened.error()));
        m_result = [done = std::exchange(m_opened, {}), tap = std::move(tap)] { done(tap); };
        return opened ? State::Idle : State::Over;
    }

    void finish(const std::optional<Error>& error, const Finished& finished)
    {
        const Result<void> written = m_writer.finish(error);
        m_result = [finished, written] { finished(written); };
        m_isFinished = true;
    }

    std::function<void()> takeResults() override { return std::exchange(m_result, {}); }

private:
    RecordingWriter m_writer;
    const RecordingHeader m_header;
    const QByteArray m_key;
    Opened m_opened; ///< until it is open
    bool m_isFinished = false;
    std::function<void()> m_result;
};

RecordingJob::RecordingJob(const QString& fileName, const RecordingHeader& header, const QByteArray& key, Opened opened)
    : m_worker(BlockWorker::current())
{
    if (!m_worker)
        return;
    m_job = m_worker->start([fileName, header, key, opened = std::move(opened)](
                                const BlockWorker::Tools&) { return std::make_unique<Job>(fileName, header, key, opened); });
}

RecordingJob::~RecordingJob()
{
    if (m_worker && m_job != 0)
        m_worker->cancel(m_job);
}

void RecordingJob::finish(const std::optional<Error>& error, Finished finished)
{
    if (!m_worker || m_job == 0)
        return;
    m_worker->send(m_job,
        [error, finished = std::move(finished)](BlockWorker::Job& job) { static_cast<Job&>(job).finish(error, finished); });
}

}
