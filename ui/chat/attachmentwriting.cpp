#include "ui/chat/attachmentwriting.h"

#include "core/base/wholefile.h"
#include "ui/blocks/blockworker.h"

#include <QCoreApplication>

namespace sluice {

namespace {

class WritingJob final : public BlockWorker::Job
{
public:
    WritingJob(QString path, QByteArray bytes, std::function<void(const Result<void>&)> done)
        : m_path(std::move(path))
        , m_bytes(std::move(bytes))
        , m_done(std::move(done))
    { }

    State work() override
    {
        m_written = write();
        return State::Over;
    }

    std::function<void()> takeResults() override
    {
        return [done = m_done, written = m_written] { done(written); };
    }

private:
    Result<void> write() const
    {
        WholeFile file(m_path);
        if (Result<void> opened = file.open(); !opened)
            return opened;
        if (file.device().write(m_bytes) != m_bytes.size())
            return std::unexpected(writeErrorOf(file.device()));
        return file.commit();
    }

    const QString m_path;
    const QByteArray m_bytes;
    const std::function<void(const Result<void>&)> m_done;
    Result<void> m_written;
};

}

void writeAttachment(const QString& path, const QByteArray& bytes, std::function<void(const Result<void>&)> done)
{
    BlockWorker* worker = BlockWorker::current();
    if (!worker) {
        done(std::unexpected(Error {.kind = ErrorKind::Storage,
            .message = QCoreApplication::translate("Error", "'%1' cannot be written now.").arg(path)}));
        return;
    }
    worker->start([path, bytes, done = std::move(done)](
                      const BlockWorker::Tools&) { return std::make_unique<WritingJob>(path, bytes, done); });
}

}
