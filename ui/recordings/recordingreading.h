#pragma once

#include "core/recording/recordingreader.h"
#include "ui/blocks/blockworker.h"

#include <QPointer>

#include <functional>
#include <memory>

namespace sluice {

/// A .sluice file that is being read by the BlockWorker. GUI thread; the destructor drops what is still to do. Without a worker
/// it never ends.
class RecordingReading
{
public:
    /// Shared because a recording is large: the worker and the one who waits have the same.
    using Read = std::shared_ptr<const Result<ReadRecording>>;

    /// \a done is called once, later, and may destroy this.
    RecordingReading(const QString& fileName, std::function<void(const Read&)> done);
    ~RecordingReading();
    Q_DISABLE_COPY_MOVE(RecordingReading)

private:
    class Job;

    QPointer<BlockWorker> m_worker;
    BlockWorker::JobId m_job = 0;
};

}
