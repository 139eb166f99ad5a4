#pragma once

#include "core/engine/chatengine.h"
#include "core/engine/streamlink.h"
#include "core/figures/timelinecombination.h"

#include <QElapsedTimer>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

namespace sluice {

/// The consumer's half of a stream: takes frames from the queue, at most one in an interval. Consumer's thread. The end is taken
/// from the queue like the text before it, so neither can overtake the other; ended() follows once the final figures are here
/// too.
class QueuedHandle final : public StreamHandle
{
    Q_OBJECT

public:
    /// What leads to the network thread. Cut by detach().
    struct Wires
    {
        std::function<void()> stop;
        std::function<void(const StrategyOptions&)> setStrategy;
        std::function<void(bool)> setWatched;
        std::function<void()> drop;
    };

    QueuedHandle(std::shared_ptr<StreamLink> link, Millis frameInterval, Wires wires, const Clock& clock = steadyClock());
    ~QueuedHandle() override;

    StreamStatus status() const override { return m_status; }
    StreamFigures figures() const override { return m_figures; }
    void stop() override;
    bool awaitsServerStop() const override { return m_awaitsServerStop || m_serverStop; }
    void setStrategy(const StrategyOptions& options) override;
    void setFrameInterval(Millis interval) override;
    std::shared_ptr<const StreamTimeline> timeline() const override { return m_timeline; }
    void setWatched(bool isWatched) override;
    StreamTimeline shownTimeline() const override;

    void takeStatus(const StreamStatus& status);
    void wake(const StreamFigures& figures);
    void takeArrivals(const std::shared_ptr<const ArrivalFigures>& arrivals);
    void close(const StreamFigures& figures, bool awaitsServerStop = false);
    void takeServerStop(ServerStop outcome);
    /// The engine goes: nothing more will come.
    void detach();

private:
    void scheduleFrame();
    Millis untilNextFrame() const;
    void takeFrame();
    void finish();
    void tellServerStop();
    void takeFigures(const StreamFigures& figures);
    void noteFrame(const FrameBatch& batch);
    double sinceStart() const;

    const std::shared_ptr<StreamLink> m_link;
    Millis m_frameInterval;
    Wires m_wires;
    const Clock& m_clock;
    FrameCoalescer m_coalescer;
    QTimer m_frameTimer;
    QElapsedTimer m_sinceFrame; ///< invalid before the first one
    StreamStatus m_status {.state = StreamState::Connecting};
    StreamFigures m_figures;
    ScreenRecorder m_screen;
    std::shared_ptr<const ArrivalFigures> m_arrivals; ///< as last told
    std::shared_ptr<const StreamTimeline> m_timeline;
    bool m_isWatched = false;
    std::optional<StreamEnd> m_end; ///< taken from the queue
    std::optional<ServerStop> m_serverStop; ///< not told yet: the end comes first
    bool m_awaitsServerStop = false;
    bool m_closed = false;
    bool m_isTaking = false;
    bool m_isOver = false;
};

}
