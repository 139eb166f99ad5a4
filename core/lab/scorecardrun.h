#pragma once

#include "core/chat/provider.h"
#include "core/lab/faultedendpoint.h"
#include "core/lab/scorecard.h"
#include "core/lab/watchedanswer.h"

#include <QObject>

#include <memory>

namespace sluice {

/// What a scorecard is made of. A value.
struct ScorecardOptions
{
    Endpoint endpoint;
    QByteArray key {};
    QString model {}; ///< empty = the endpoint's first
    QString prompt {}; ///< empty = checkPrompt()
    qint64 maxTokens = 300;
    Millis limit {60000}; ///< of each answer
};

/// Asks an endpoint half a dozen things, one by one, and notes what it can do. Lives in the engine's consumer thread, whose event
/// loop it needs and never holds up. The engine must outlive it. Destroying it stops everything.
///
/// began() and done() for each line, done() in the order of scoreLineIds(); then exactly one finished(). Nothing
/// listens any more then; after stop(), once the endpoint has been told to stop, five seconds later at most.
class ScorecardRun final : public QObject
{
    Q_OBJECT

public:
    ScorecardRun(ChatEngine& engine, const ScorecardOptions& options, QObject* parent = nullptr);
    ~ScorecardRun() override;

    /// Once.
    void start();
    /// Ends it now, with what is known; finished() comes.
    void stop();

    const Scorecard& card() const { return m_card; } ///< so far
    QString model() const { return m_card.model; } ///< that was asked

Q_SIGNALS:
    void began(const QString& id);
    void done(const sluice::ScoreLine& line);
    /// card() is complete. \a problem, when it is not empty, says why it could not even begin.
    void finished(const QString& problem);

private:
    using Taken = void (ScorecardRun::*)(const AnswerOutcome& outcome);

    void ask(QLatin1StringView id, const StreamRequest& request, const WatchOptions& watch, Taken taken);
    StreamRequest request() const;
    void add(const ScoreLine& line);
    void finish(const QString& problem = {});

    // In this order.
    void takeModels(const Result<EndpointProbe>& probe);
    void takeAnswer(const AnswerOutcome& outcome);
    void takeHttp2(const AnswerOutcome& outcome);
    void askPrefill();
    void takePrefill(const AnswerOutcome& outcome);
    void askReplay();
    void takeReplay(const AnswerOutcome& outcome);
    void askCancel();
    void takeCancel(const AnswerOutcome& outcome);
    void takeErrors(const AnswerOutcome& outcome);

    ChatEngine& m_engine;
    const ScorecardOptions m_options;
    const Provider* m_provider; ///< null when there is none of that name
    Scorecard m_card;
    QString m_whole; ///< the undisturbed answer
    bool m_isRepeatable = false; ///< a second one was the same
    QString m_beginning; ///< of it, as it was given to be gone on with
    qsizetype m_events = 0; ///< of the undisturbed answer
    bool m_isFinished = false;
    std::unique_ptr<FaultedEndpoint> m_faulted; ///< while it is asked for a replay
    std::unique_ptr<WatchedAnswer> m_answer; ///< null between two questions
};

}
