#pragma once

#include "app/endpointaccess.h"
#include "app/loadoptions.h"
#include "app/loadprogress.h"
#include "app/standardoutput.h"
#include "core/engine/chatengine.h"
#include "core/lab/loadrun.h"

#include <QEventLoop>
#include <QFile>
#include <QObject>

#include <memory>
#include <mutex>
#include <vector>

namespace sluice {

/// One `bench` or `load` from start to exit status: endpoint, model, test with its progress on standard error, report. Main
/// thread; a signal ends the test, and the report of what was measured is printed all the same.
class LoadCommandRun final : public QObject
{
public:
    LoadCommandRun(const QString& name, const LoadWish& wish);
    ~LoadCommandRun() override;

    int exec();

private:
    void findModel();
    void begin();
    std::optional<QString> openFiles();
    void showProgress(const LoadProgress& progress);
    void writeTokens();
    void finish(const LoadReport& report);
    int print(const LoadReport& report);
    void fail(const QString& message);

    const QString m_name;
    LoadWish m_wish;
    QEventLoop m_loop;
    StandardOutput m_output;
    LoadProgressLine m_progress;
    QFile m_tokenFile;
    std::mutex m_sampleMutex;
    std::vector<LoadSample> m_samples; // guarded by m_sampleMutex: the test's thread adds to it; for m_tokenFile
    std::optional<Error> m_tokenError;
    EndpointAccess m_access;
    ChatEngine m_engine; ///< asks for the models only
    std::unique_ptr<LoadRun> m_run; ///< null before it begins
    bool m_isInterrupted = false;
};

}
