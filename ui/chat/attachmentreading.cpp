#include "ui/chat/attachmentreading.h"

#include <utility>

namespace sluice {

/// On the worker's thread, in two slices for a file: the content, and what is made of it.
class AttachmentReading::Job final : public BlockWorker::Job
{
public:
    Job(QString name, Source source, Done done)
        : m_name(std::move(name))
        , m_source(std::move(source))
        , m_done(std::move(done))
    { }

    State work() override
    {
        if (const auto* file = std::get_if<File>(&m_source)) {
            const auto bytes = readAttachedFile(file->path);
            if (bytes) {
                m_source = Bytes {*bytes};
                return State::Busy;
            }
            m_prepared = PreparedAttachment {.attachment = std::unexpected(bytes.error())};
        } else if (const auto* bytes = std::get_if<Bytes>(&m_source)) {
            m_prepared = prepareAttachment(m_name, bytes->bytes);
        } else {
            m_prepared = prepareAttachment(m_name, std::get<QImage>(m_source));
        }
        return State::Over;
    }

    std::function<void()> takeResults() override
    {
        if (!m_prepared)
            return {};
        return [done = std::move(m_done), prepared = *std::exchange(m_prepared, std::nullopt)] { done(prepared); };
    }

private:
    const QString m_name;
    Source m_source;
    Done m_done;
    std::optional<PreparedAttachment> m_prepared;
};

AttachmentReading::AttachmentReading(const QString& name, Source source, Done done)
    : m_done(std::move(done))
    , m_worker(BlockWorker::current())
{
    if (!m_worker)
        return;
    const Done tell = [this](const PreparedAttachment& prepared) { std::exchange(m_done, {})(prepared); };
    m_job = m_worker->start([name, source = std::move(source), tell](
                                const BlockWorker::Tools&) { return std::make_unique<Job>(name, source, tell); });
}

AttachmentReading::~AttachmentReading()
{
    if (m_worker && m_job != 0)
        m_worker->cancel(m_job);
}

}
