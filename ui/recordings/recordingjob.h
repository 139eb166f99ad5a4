#pragma once

#include "core/base/result.h"
#include "core/recording/recording.h"
#include "core/wire/wiretap.h"
#include "ui/blocks/blockworker.h"

#include <QPointer>

#include <functional>
#include <memory>

namespace sluice {

/// A recording that is being made: its file is opened, written and closed by the BlockWorker. GUI thread; destroyed before
/// finish() the recording stays without an end. Without a worker it never begins.
class RecordingJob
{
public:
    using Opened = std::function<void(const Result<std::shared_ptr<WireTap>>& tap)>;
    using Finished = std::function<void(const Result<void>& finished)>;

    /// \a opened is called once, later: what the stream is given, or why there is no recording.
    RecordingJob(const QString& fileName, const RecordingHeader& header, const QByteArray& key, Opened opened);
    ~RecordingJob();
    Q_DISABLE_COPY_MOVE(RecordingJob)

    /// What became of the answer. \a finished is called once, later, and may destroy this.
    void finish(const std::optional<Error>& error, Finished finished);

private:
    class Job;

    QPointer<BlockWorker> m_worker;
    BlockWorker::JobId m_job = 0;
};

}
