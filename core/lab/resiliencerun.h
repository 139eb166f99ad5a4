#pragma once

#include "core/chat/provider.h"
#include "core/lab/faultedendpoint.h"
#include "core/lab/resiliencecheck.h"
#include "core/lab/resilienceresult.h"

#include <QObject>

#include <memory>

namespace sluice {

/// What a checklist is run with. A value.
struct ResilienceOptions
{
    Endpoint endpoint;
    QByteArray key {};
    QString model {};
    QString prompt {}; ///< empty = checkPrompt()
    qint64 maxTokens = 300;
    bool mayPayAgain = false; ///< a broken answer may go on with a new request where it cannot be replayed
    Millis limit {30000}; ///< of each check; more where the undisturbed answer is slow
    Millis silence {3000}; ///< after which a stream is given up; more where the undisturbed answer pauses
    QStringList only {}; ///< ids of the checks to run besides the undisturbed ones; empty = all
};

/// A question whose answer should be the same each time, and has characters of several bytes.
QString checkPrompt();

/// The resilience checklist: puts a FaultProxy between the engine and an endpoint, asks one question again and again, spoils
/// each answer another way, and judges what the engine made of it. Lives in the engine's consumer thread, whose event loop it
/// needs and never holds up: streams are the engine's, faults the proxy's. The engine must outlive it. Destroying it stops
/// everything.
///
/// began() and done() in turn, for each check that is run; then exactly one finished(), also when nothing could be run. Nothing
/// listens any more then; after stop(), once the endpoint has been told to stop, five seconds later at most.
class ResilienceRun final : public QObject
{
    Q_OBJECT

public:
    ResilienceRun(ChatEngine& engine, const ResilienceOptions& options, QObject* parent = nullptr);
    ~ResilienceRun() override;

    /// Once.
    void start();
    /// Ends the running check, which is not reported, and all that would follow; finished() comes.
    void stop();

    const ResilienceReport& report() const { return m_report; } ///< so far

Q_SIGNALS:
    void began(const QString& id);
    void done(const sluice::ResilienceResult& result);
    /// report() is complete. \a problem, when it is not empty, says why it could not even begin.
    void finished(const QString& problem);

private:
    bool isWanted(const ResilienceCheck& check) const;
    void next();
    void run(const ResilienceCheck& check, const FaultScript& script);
    void take(const ResilienceCheck& check, const AnswerOutcome& outcome);
    void learnReference(const ResilienceCheck& check, const AnswerOutcome& outcome);
    void record(const ResilienceResult& result);
    void finish(const QString& problem = {});
    StreamRequest request() const;

    ChatEngine& m_engine;
    const ResilienceOptions m_options;
    const Provider* m_provider; ///< null when there is none of that name
    ResilienceReport m_report;
    ReferenceAnswer m_reference;
    bool m_hasReference = false;
    std::size_t m_next = 0;
    bool m_isFinished = false;
    EndpointAbilities m_abilities; ///< of the endpoint, as seen through the proxy
    std::unique_ptr<FaultedEndpoint> m_faulted; ///< null before it begins and soon after its end
    std::unique_ptr<WatchedAnswer> m_answer; ///< null between two checks
};

}
