#pragma once

#include "core/lab/loadreport.h"

#include <QObject>

#include <functional>
#include <memory>

namespace sluice {

/// What a running load test shows: the figures so far. A value that is shared and never changed.
struct LoadProgress
{
    int active = 0;
    LoadReport report;
};

/// A load test in a thread of its own (decision 11). Its owner's thread has an event loop. Destroying it ends the test and joins
/// the thread.
class LoadRun final : public QObject
{
    Q_OBJECT

public:
    /// \a sample, if not empty, is called in the test's thread, for each request that ended.
    LoadRun(LoadPlan plan, LoadSetup setup, std::function<void(const LoadSample&)> sample = {}, QObject* parent = nullptr);
    ~LoadRun() override;

    /// Ends it now; finished() follows.
    void stop();

Q_SIGNALS:
    /// Four times a second.
    void progressed(const std::shared_ptr<const sluice::LoadProgress>& progress);
    /// Once, last.
    void finished(const std::shared_ptr<const sluice::LoadReport>& report);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

}
