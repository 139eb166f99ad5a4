#pragma once

#include "core/engine/chatengine.h"
#include "core/engine/streamlink.h"

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
        std::function<void()> drop;
    };

    QueuedHandle(std::shared_ptr<StreamLink> link, Millis frameInterval, Wires wires);
    ~QueuedHandle() override;

    StreamStatus status() const override { return m_status; }
    StreamFigures figures() const override { return m_figures; }
    void stop() override;
    bool awaitsServerStop() const override { return m_awaitsServerStop; }
    void setStrategy(const StrategyOptions& options) override;
    void setFrameInterval(Millis interval) override;

    void takeStatus(const StreamStatus& status);
    void wake(const StreamFigures& figures);
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

    const std::shared_ptr<StreamLink> m_link;
    Millis m_frameInterval;
    Wires m_wires;
    FrameCoalescer m_coalescer;
    QTimer m_frameTimer;
    QElapsedTimer m_sinceFrame; ///< invalid before the first one
    StreamStatus m_status {.state = StreamState::Connecting};
    StreamFigures m_figures;
    std::optional<StreamEnd> m_end; ///< taken from the queue
    std::optional<ServerStop> m_serverStop; ///< not told yet: the end comes first
    bool m_awaitsServerStop = false;
    bool m_closed = false;
    bool m_isTaking = false;
    bool m_isOver = false;
};

}
