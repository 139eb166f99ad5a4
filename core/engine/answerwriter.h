#pragma once

#include "core/chat/answerjoiner.h"
#include "core/chat/requestcontext.h"
#include "core/engine/chatengine.h"
#include "core/engine/sessiontarget.h"

#include <QElapsedTimer>
#include <QObject>

#include <memory>
#include <optional>
#include <vector>

namespace sluice {

class BranchedMessages;

/// Asks for an answer and writes what comes into its message. One at a time. Stored turns that the request needs are loaded
/// first. Owned by its session; consumer's thread.
class AnswerWriter final : public QObject
{
    Q_OBJECT

public:
    /// Both must outlive this.
    AnswerWriter(ChatEngine& engine, BranchedMessages& messages);
    ~AnswerWriter() override;

    /// Text is appended to message \a id. \a partial, what stands there, is gone on with unless it is empty; where the message
    /// has a ticket for that endpoint, it is tried first. Not while one runs.
    void begin(int id, const SessionTarget& target, RequestContext context, const PartialAnswer& partial = {});
    /// Stored messages have come.
    void goOn();
    void stop();
    /// Lets go of the stream: the message is Interrupted, with all that came.
    void interrupt();
    void setStrategy(const StrategyOptions& options);
    void setFrameInterval(Millis interval); ///< of the running stream and of later ones
    void setWatched(bool isWatched); ///< the running stream and later ones
    /// Of the running stream, or else of the last one; see StreamHandle::timeline().
    std::shared_ptr<const StreamTimeline> timeline() const { return m_stream ? m_stream->timeline() : nullptr; }

    bool isWaiting() const { return m_waiting.has_value(); } ///< for stored messages
    bool isRunning() const { return m_isRunning; }
    StreamStatus status() const;
    /// What has come of the running answer behind the text of its message, and is held by the strategy.
    const QString& held() const { return m_held; }

Q_SIGNALS:
    /// Before the written() of a frame: the oldest delta in it was \a received then.
    void frameCame(int id, sluice::TimePoint received);
    /// At most once a frame, and at the end.
    void written(int id);
    void timelineChanged();
    /// Behind the last written(): message \a id has its timeline().
    void timed(int id);
    /// More is held; nothing of the message has changed.
    void heldMore();
    /// The server of message \a id, stopped before, has said whether it stops: see Message::serverStop.
    void settled(int id);
    void statusChanged(const sluice::StreamStatus& status);

private:
    // A request that waits for stored messages of its context.
    struct Waiting
    {
        StreamRequest request;
        RequestContext context;
    };

    void startStream(const StreamRequest& request);
    void takeFrame(const FrameBatch& batch);
    void drawStrip(Message& message);
    void takeHeld(const QString& text);
    void takeEnd(const StreamEnd& end);
    void takeTicket(const std::optional<ReplayTicket>& ticket);
    void takeServerStop(int id, ServerStop outcome);
    void letGoOfStream();
    void applyFigures(Message& message) const;

    ChatEngine& m_engine;
    BranchedMessages& m_messages;
    std::optional<Waiting> m_waiting;
    std::unique_ptr<StreamHandle> m_stream; ///< also after its end, until the next one: its status is shown
    bool m_isRunning = false;
    bool m_sendsImages = false; ///< the request of m_stream
    Millis m_frameInterval {16};
    bool m_isWatched = false;
    QElapsedTimer m_sinceStrip;
    int m_id = -1;
    QString m_held;
    std::vector<std::unique_ptr<StreamHandle>> m_stopped; ///< earlier ones whose server has not said yet that it stops
};

}
