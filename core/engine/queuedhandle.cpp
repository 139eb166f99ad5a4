#include "core/engine/queuedhandle.h"

#include "core/base/logging.h"

#include <QPointer>

#include <algorithm>
#include <utility>

namespace sluice {

QueuedHandle::QueuedHandle(std::shared_ptr<StreamLink> link, Millis frameInterval, Wires wires, const Clock& clock)
    : m_link(std::move(link))
    , m_frameInterval(frameInterval)
    , m_wires(std::move(wires))
    , m_clock(clock)
{
    m_frameTimer.setSingleShot(true);
    m_frameTimer.setTimerType(Qt::PreciseTimer);
    connect(&m_frameTimer, &QTimer::timeout, this, &QueuedHandle::takeFrame);
}

QueuedHandle::~QueuedHandle()
{
    if (m_wires.drop)
        m_wires.drop();
}

void QueuedHandle::stop()
{
    if (!m_isOver && m_wires.stop)
        m_wires.stop();
}

void QueuedHandle::setStrategy(const StrategyOptions& options)
{
    if (const std::optional<QString> why = validate(options)) {
        qCWarning(lcEngine, "Strategy not changed: %ls", qUtf16Printable(*why));
        return;
    }
    if (!m_isOver && m_wires.setStrategy)
        m_wires.setStrategy(options);
}

void QueuedHandle::setFrameInterval(Millis interval)
{
    m_frameInterval = interval;
    if (!m_frameTimer.isActive())
        return;
    // Through the timer even when it is due: whoever sets the interval does not expect a frame inside the call.
    m_frameTimer.start(untilNextFrame());
}

void QueuedHandle::detach()
{
    m_wires = {};
    m_frameTimer.stop();
    m_isOver = true;
}

void QueuedHandle::takeStatus(const StreamStatus& status)
{
    if (m_isOver || m_end)
        return; // overtaken by the end
    m_status = status;
    Q_EMIT statusChanged(status);
}

void QueuedHandle::setWatched(bool isWatched)
{
    if (m_isOver || isWatched == m_isWatched)
        return;
    m_isWatched = isWatched;
    if (m_wires.setWatched)
        m_wires.setWatched(isWatched);
}

void QueuedHandle::takeArrivals(const std::shared_ptr<const ArrivalFigures>& arrivals)
{
    if (m_isOver)
        return;
    m_arrivals = arrivals;
    m_screen.begin(arrivals->start);
    if (!m_isWatched || arrivals->timeline.isEnded) // then it is made when all has been shown
        return;
    m_timeline = std::make_shared<const StreamTimeline>(combine(m_arrivals, m_screen.figures(), sinceStart()));
    Q_EMIT timelineChanged();
}

double QueuedHandle::sinceStart() const
{
    return std::chrono::duration<double, std::milli>(m_clock.now() - m_screen.start()).count();
}

StreamTimeline QueuedHandle::shownTimeline() const
{
    return m_screen.hasBegun() ? combine({}, m_screen.figures(), sinceStart()) : StreamTimeline();
}

void QueuedHandle::takeFigures(const StreamFigures& figures)
{
    m_figures = figures;
    if (figures.startedAt)
        m_screen.begin(*figures.startedAt);
}

void QueuedHandle::noteFrame(const FrameBatch& batch)
{
    const bool showsText = !batch.text.isEmpty() || !batch.reasoning.isEmpty() || batch.keepText || batch.keepReasoning;
    if (showsText && batch.firstReceived)
        m_screen.takeFrame(batch.textDeltas, *batch.firstReceived, m_clock.now());
}

void QueuedHandle::wake(const StreamFigures& figures)
{
    takeFigures(figures);
    scheduleFrame();
}

void QueuedHandle::close(const StreamFigures& figures, bool awaitsServerStop)
{
    takeFigures(figures);
    m_closed = true;
    m_awaitsServerStop = awaitsServerStop;
    scheduleFrame();
}

void QueuedHandle::takeServerStop(ServerStop outcome)
{
    m_serverStop = outcome;
    m_awaitsServerStop = false;
    if (m_isOver)
        tellServerStop();
}

void QueuedHandle::tellServerStop()
{
    if (!m_serverStop)
        return;
    m_status.serverStop = *std::exchange(m_serverStop, std::nullopt);
    Q_EMIT serverStopped(m_status.serverStop);
}

void QueuedHandle::scheduleFrame()
{
    if (m_isOver || m_isTaking || m_frameTimer.isActive())
        return;
    if (const Millis wait = untilNextFrame(); wait > Millis(0))
        m_frameTimer.start(wait);
    else
        takeFrame();
}

// From the beginning of the last frame. To the nearest: rounding up, every frame would come a millisecond late.
Millis QueuedHandle::untilNextFrame() const
{
    if (!m_sinceFrame.isValid())
        return Millis(0);
    const auto left = m_frameInterval - std::chrono::nanoseconds(m_sinceFrame.nsecsElapsed());
    return std::max(Millis(0), std::chrono::round<Millis>(left));
}

void QueuedHandle::takeFrame()
{
    m_isTaking = true; // a slot may run an event loop: frames must not nest
    m_link->wakePosted = false;
    FrameBatch batch = m_coalescer.takeFrame(m_link->queue);
    if (batch.end)
        m_end = std::exchange(batch.end, std::nullopt);
    const QPointer<QueuedHandle> self(this);
    if (!batch.isEmpty()) {
        m_sinceFrame.start(); // a note alone does not make the next frame wait
        noteFrame(batch);
        Q_EMIT frame(batch);
    } else if (batch.heldMore) {
        Q_EMIT heldBack(batch.held);
    }
    if (!self)
        return;
    m_isTaking = false;
    if (m_isOver)
        return;
    if (m_coalescer.hasRest() || !m_link->queue.isEmpty())
        m_frameTimer.start(untilNextFrame());
    else if (m_end && m_closed)
        finish();
}

void QueuedHandle::finish()
{
    m_isOver = true;
    if (m_arrivals)
        m_timeline = std::make_shared<const StreamTimeline>(combine(m_arrivals, m_screen.figures(), sinceStart()));
    const StreamEnd end = *m_end;
    const bool wasStopped = end.error && end.error->kind == ErrorKind::Cancelled;
    m_status = {.state = wasStopped ? StreamState::Stopped : StreamState::Finished};
    if (end.error && !wasStopped)
        m_status.state = StreamState::Failed;
    const QPointer<QueuedHandle> self(this);
    if (m_timeline)
        Q_EMIT timelineChanged();
    if (self)
        Q_EMIT statusChanged(m_status);
    if (self)
        Q_EMIT ended(end);
    if (self)
        tellServerStop();
}

}
