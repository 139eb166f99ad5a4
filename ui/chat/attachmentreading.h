#pragma once

#include "ui/blocks/blockworker.h"
#include "ui/chat/attachmentpreparing.h"

#include <QPointer>

#include <functional>
#include <utility>
#include <variant>

namespace sluice {

/// A file on its way into a message, read and made to fit by the BlockWorker. GUI thread; the destructor drops what is still to
/// do. Without a worker it never ends.
class AttachmentReading
{
public:
    struct File
    {
        QString path;
    };
    struct Bytes
    {
        QByteArray bytes;
    };
    using Source = std::variant<File, Bytes, QImage>;
    using Done = std::function<void(const PreparedAttachment&)>;

    /// \a done is called once, later, and may destroy this.
    AttachmentReading(const QString& name, Source source, Done done);
    void setDone(Done done) { m_done = std::move(done); } ///< instead of the former
    ~AttachmentReading();
    Q_DISABLE_COPY_MOVE(AttachmentReading)

private:
    class Job;

    Done m_done;
    QPointer<BlockWorker> m_worker;
    BlockWorker::JobId m_job = 0;
};

}
