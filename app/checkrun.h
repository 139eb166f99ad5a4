#pragma once

#include "app/endpointaccess.h"
#include "app/standardoutput.h"
#include "core/engine/chatengine.h"
#include "core/lab/resiliencerun.h"
#include "core/lab/scorecardrun.h"

#include <QEventLoop>
#include <QObject>

#include <memory>

namespace sluice {

/// What `check` was told to do.
struct CheckArguments
{
    enum class Output { Text, Json, Markdown };

    EndpointChoice choice;
    QString model; ///< empty = the server's first
    QString prompt; ///< empty = one of ours
    qint64 maxTokens = 300;
    bool withFaults = false;
    bool mayPayAgain = false;
    Output output = Output::Text;
};

/// One `check` from start to exit status: endpoint, scorecard, checklist, output; what is being tried on standard error, where
/// that is a terminal. Main thread; a signal ends it, and what was seen is printed all the same.
class CheckRun final : public QObject
{
public:
    explicit CheckRun(const CheckArguments& arguments);
    ~CheckRun() override;

    int exec();

private:
    void startScorecard();
    void startFaults();
    void showProgress(const QString& title);
    void interrupt();
    void finish();
    QByteArray printed() const;
    int status() const;

    const CheckArguments m_arguments;
    const bool m_isTerminal;
    QEventLoop m_loop;
    StandardOutput m_output;
    QString m_problem;
    bool m_isInterrupted = false;
    // In this order: the runs go first, then the engine, then the demo it talks to.
    EndpointAccess m_access;
    ChatEngine m_engine;
    std::unique_ptr<ScorecardRun> m_scorecard; ///< null before it begins
    std::unique_ptr<ResilienceRun> m_resilience; ///< null before it begins, or where it is not wanted
};

}
