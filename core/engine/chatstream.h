#pragma once

#include "core/base/clock.h"
#include "core/engine/duetimer.h"
#include "core/engine/resumeplan.h"
#include "core/engine/retrypause.h"
#include "core/engine/streamenvironment.h"
#include "core/engine/streamlink.h"
#include "core/engine/streamoptions.h"
#include "core/engine/streampipeline.h"
#include "core/engine/streamrun.h"
#include "core/engine/streamstate.h"
#include "core/engine/streamwatchdog.h"
#include "core/metrics/streammeter.h"

#include <QObject>

#include <memory>
#include <optional>
#include <set>

namespace sluice {

class StreamAttempt;
enum class AttemptPhase;

/// One answer in flight from a server, from request to end, across attempts.
///
/// An attempt that breaks is made again while nothing of the answer has come; later the answer goes on as ResumePlan says. When
/// nothing is left to try, the stream fails with the error that broke it, and keeps what came.
class ChatStream final : public StreamRun
{
    Q_OBJECT

public:
    /// The strategy of \a request must be valid.
    ChatStream(const StreamRequest& request, const Provider& provider, std::shared_ptr<ManagerPool> pool,
        std::shared_ptr<StreamLink> link, const StreamEnvironment& environment);
    ~ChatStream() override;

    void start() override;
    /// Closes the connection, tells the server where that is needed, delivers what is held, and ends with kind Cancelled.
    void stop() override;
    void setStrategy(const StrategyOptions& strategy) override;
    void readOn() override;
    void setOffline(bool isOffline) override;
    void checkConnection() override;
    bool awaitsServerStop() const override { return m_awaitsServerStop; }
    std::shared_ptr<const ArrivalFigures> arrivals() override;
    std::optional<RecordedAnswer> takeRecording() override { return m_pipeline.takeRecording(); }

Q_SIGNALS:
    void abilitiesLearned(const sluice::EndpointAbilities& abilities);

private:
    void openAttempt();
    void notePhase(AttemptPhase phase);
    void takeAnswer(const HttpResponseHead& head, const BodyPlan& plan);
    void takeEnd(const std::optional<Error>& error);
    void pump();
    void bodyOver();
    void complete();
    void breakOff(const Error& error);
    void closeAttempt();
    void finish(StreamEnd end);

    // In chatstreamticket.cpp: how an answer of an earlier stream is come back to, and a later one may come back to this.
    void takeTicket();
    void lookForTicket();
    void tellTicket(const std::optional<ReplayTicket>& ticket);
    void beginWhole(const BodyPlan& plan);

    // In chatstreamresume.cpp: how a body goes on, and what follows a break.
    bool beginBody(const BodyPlan& plan);
    bool goOn(const Error& error);
    bool isPolledInVain();
    bool noteRefusal(const Error& error);
    std::optional<Millis> pause(const Error& error) const;
    void showPause(Millis delay);
    bool hasAdvanced() const;
    void forgetRetries();
    BrokenAnswer broken() const;
    AnswerTrace trace() const;
    void learnFrom(const HttpResponseHead& head);
    void learnPrefill();
    void learn(const EndpointAbilities& abilities);

    // In chatstreamstop.cpp, like stop().
    void dropGeneration();
    void tellServer();
    void takeStopAnswer(int status, bool isNeeded);

    void noteProgress(TimePoint now);
    void setStatus(const StreamStatus& status);
    StreamFigures figures() const;
    void countEnd(const StreamEnd& end);
    void wakeConsumer();

    // In chatstreamtimers.cpp.
    void armTimers();
    void checkStrategy();
    void checkWatchdog();

    /// What one POST has set going on the server, and what replays of it continue.
    struct Generation
    {
        AnswerTrace trace; ///< its name and head
        bool isContinued = false; ///< it goes on with an answer, or restarts it
        bool wasSent = false; ///< the server may know of it
        bool pollsOnly = false;
        bool isOfTicket = false; ///< an earlier stream has set it going
        bool mayHaveTicket = false; ///< to be looked for
        bool hasAnswered = false; ///< in this stream
        qint64 eventsBefore = 0; ///< that came before it
        qint64 deltasBefore = 0; ///< answer deltas, likewise
        int retriesBefore = 0; ///< of those that m_retries counts
    };
    /// One request of it.
    struct Attempt
    {
        AnswerTrace traceBefore;
        qint64 deltasBefore = 0;
        bool hasAnswer = false; ///< the head of one
        bool bodyEnded = false;
        std::optional<Error> transportError;
    };

    const StreamRequest m_request;
    const Provider& m_provider;
    const std::shared_ptr<ManagerPool> m_pool;
    const std::shared_ptr<StreamLink> m_link;
    const StreamEnvironment m_environment;
    const RetryPolicy m_retry;
    const ResumePlan m_plan;
    const TimePoint m_started = steadyClock().now();

    std::optional<StreamMeter> m_meter;
    StreamPipeline m_pipeline;
    StreamWatchdog m_watchdog;
    StreamStatus m_status;
    bool m_ended = false;
    std::optional<TimePoint> m_endedAt;
    int m_retries = 0; ///< since the answer became longer
    qint64 m_longest = 0; ///< AnswerJoiner::extent() as of any break
    int m_reconnects = 0;
    std::optional<Error> m_brokenBy; ///< the error that is being resumed from
    QString m_pauseReason; ///< the error before the pause
    std::optional<TimePoint> m_polledSince; ///< the answer that can only be asked for as a whole has said nothing new since
    bool m_awaitsServerStop = false;
    EndpointAbilities m_abilities;
    std::set<ResumeMeans> m_refused;
    bool m_keptRefused = false;
    bool m_hasTicket = false; ///< the consumer has one, and it is good

    Generation m_generation;
    ResumeStep m_step; ///< of the attempt, or of the one that is to come
    Attempt m_attempt;
    std::unique_ptr<StreamAttempt> m_exchange; ///< of the attempt; null between two

    DueTimer m_strategyTimer;
    DueTimer m_watchdogTimer;
    RetryPause m_pause;
};

}
