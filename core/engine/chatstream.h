#pragma once

#include "core/engine/duetimer.h"
#include "core/engine/errortext.h"
#include "core/engine/streamlink.h"
#include "core/engine/streamoptions.h"
#include "core/engine/streampipeline.h"
#include "core/engine/streamrun.h"
#include "core/engine/streamstate.h"
#include "core/engine/streamwatchdog.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

namespace sluice {

class HttpStream;

/// What a ChatStream takes from outside; injected for tests.
struct StreamEnvironment
{
    const Clock& clock = steadyClock();
    std::function<double()> random; ///< in [0, 1)
};

/// One answer in flight from a server, from request to end, across attempts.
///
/// An attempt that breaks is made again only while nothing of the answer has come. Later it is resumed where the provider can
/// replay it exactly; else the stream fails and keeps what came.
class ChatStream final : public StreamRun
{
    Q_OBJECT

public:
    /// \a pool must outlive this. The strategy of \a request must be valid.
    ChatStream(const StreamRequest& request, const Provider& provider, ManagerPool& pool, std::shared_ptr<StreamLink> link,
        const StreamEnvironment& environment);
    ~ChatStream() override;

    void start() override;
    /// Aborts, tells the server where that is needed, delivers what is held, and ends with kind Cancelled.
    void stop() override;
    void setStrategy(const StrategyOptions& strategy) override;
    void readOn() override;
    std::optional<RecordedAnswer> takeRecording() override { return m_pipeline.takeRecording(); }

private:
    void openAttempt(const HttpRequest& request);
    void takeHead(const HttpResponseHead& head);
    void followRedirect(const HttpResponseHead& head);
    void pump();
    void pumpAnswer();
    void pumpErrorText();
    void bodyOver();
    void complete();
    void breakOff(const Error& error);
    bool tryAgain(const Error& error);
    std::optional<HttpRequest> resumeRequest() const;
    void takeTransportEnd(const std::optional<Error>& error);
    void closeHttp();
    void finish(StreamEnd end);
    void sendStopRequest();

    void noteProgress(TimePoint now);
    void setState(StreamState state);
    void armTimers();
    void checkStrategy();
    void checkWatchdog();
    StreamFigures figures() const;
    void wakeConsumer();

    const StreamRequest m_request;
    const Provider& m_provider;
    ManagerPool& m_pool;
    const std::shared_ptr<StreamLink> m_link;
    const StreamEnvironment m_environment;
    const RetryPolicy m_retry;

    StreamPipeline m_pipeline;
    StreamWatchdog m_watchdog;
    StreamStatus m_status;
    bool m_ended = false;
    TimePoint m_started;
    std::optional<TimePoint> m_endedAt;
    int m_attempt = 0; ///< retries since something of the answer came
    int m_reconnects = 0;
    std::optional<HttpResponseHead> m_answerHead; ///< of the first successful attempt: says how to stop and resume
    std::optional<Error> m_brokenBy; ///< the error that is being resumed from

    // Of the current attempt.
    HttpRequest m_httpRequest;
    std::unique_ptr<HttpStream> m_http;
    bool m_hasAnswer = false; ///< the head of an answer that is read as one
    std::optional<ErrorText> m_errorText; ///< the head was an error's
    bool m_bodyEnded = false;
    bool m_retriedDeadConnection = false;
    int m_redirects = 0;
    std::optional<Error> m_transportError;
    qint64 m_deltasBefore = 0; ///< answer deltas that earlier attempts brought

    DueTimer m_strategyTimer;
    DueTimer m_watchdogTimer;
    QTimer m_retryTimer;
};

}
