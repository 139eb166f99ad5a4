#include "ui/chat/attachmentwriting.h"

#include "core/base/wholefile.h"
#include "ui/blocks/blockworker.h"

namespace sluice {

namespace {

class WritingJob final : public BlockWorker::Job
{
public:
    WritingJob(QString path, QByteArray bytes, std::function<void(bool)> done)
        : m_path(std::move(path))
        , m_bytes(std::move(bytes))
        , m_done(std::move(done))
    { }

    State work() override
    {
        WholeFile file(m_path);
        m_isWritten = file.open() && file.device().write(m_bytes) == m_bytes.size() && file.commit();
        return State::Over;
    }

    std::function<void()> takeResults() override
    {
        return [done = m_done, isWritten = m_isWritten] { done(isWritten); };
    }

private:
    const QString m_path;
    const QByteArray m_bytes;
    const std::function<void(bool)> m_done;
    bool m_isWritten = false;
};

}

void writeAttachment(const QString& path, const QByteArray& bytes, std::function<void(bool isWritten)> done)
{
    BlockWorker* worker = BlockWorker::current();
    if (!worker) {
        done(false);
        return;
    }
    worker->start([path, bytes, done = std::move(done)](
                      const BlockWorker::Tools&) { return std::make_unique<WritingJob>(path, bytes, done); });
}

}
