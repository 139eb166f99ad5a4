#pragma once

#include "core/engine/chatengine.h"
#include "core/lab/answertap.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace sluice {

/// All that was seen of one answer. A value.
struct AnswerOutcome
{
    QString text; ///< as it would stand in a conversation
    StreamEnd end;
    std::optional<Usage> usage {};
    QList<Seam> seams {};
    StreamFigures figures {};
    ServerStop serverStop = ServerStop::NotAsked;
    bool wasStalled = false; ///< it was shown as stalled
    bool ranOut = false; ///< it was stopped because it took too long
    Millis took {0};
    Millis longestGap {0}; ///< between two pieces, or before the first
    std::vector<TappedExchange> exchanges {};

    bool isComplete() const { return !end.error; }
};

struct WatchOptions
{
    Millis limit {30000}; ///< it is stopped then
    qint64 stopAfterDeltas = 0; ///< the user's Stop behind so many text deltas; 0 = never
};

/// One answer through the engine, from its request to its end, as the window has it. Lives in the engine's consumer thread;
/// destroying it stops the answer. The engine must outlive it.
///
/// Exactly one ended(), from the event loop.
class WatchedAnswer final : public QObject
{
    Q_OBJECT

public:
    WatchedAnswer(ChatEngine& engine, StreamRequest request, const WatchOptions& options, QObject* parent = nullptr);
    ~WatchedAnswer() override;

    /// Ends it now; ended() follows.
    void stop();

    /// Stops \a answer, where there is one, and destroys it once it has ended and its server was told so; then calls \a done. At
    /// once where there is none. Who listened to it hears no more. \a answer may be destroyed before: then nothing is called.
    static void end(std::unique_ptr<WatchedAnswer>& answer, std::function<void()> done);

Q_SIGNALS:
    void ended(const std::shared_ptr<const sluice::AnswerOutcome>& outcome);

private:
    void takeFrame(const FrameBatch& batch);
    void takeEnd(const StreamEnd& end);
    void tellEnd();

    const WatchOptions m_options;
    const std::shared_ptr<AnswerTap> m_tap;
    std::shared_ptr<AnswerOutcome> m_outcome;
    QElapsedTimer m_since; ///< its request
    qint64 m_lastPieceMs = 0;
    qint64 m_deltas = 0;
    QTimer m_limit;
    std::unique_ptr<StreamHandle> m_stream;
};

}
