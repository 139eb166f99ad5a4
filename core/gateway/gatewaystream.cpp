#include "core/gateway/gatewaystream.h"

#include "core/gateway/streamregistry.h"
#include "core/metrics/routemetrics.h"
#include "core/profile/stageclock.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

TimePoint now()
{
    return steadyClock().now();
}

}

GatewayStream::GatewayStream(StreamRegistry& registry, QByteArray id, std::unique_ptr<AnswerFormat> format, StreamSetup setup)
    : FollowedStream(registry, std::move(id), format->hasEventIds())
    , m_setup(std::move(setup))
    , m_format(std::move(format))
    , m_graceTimer(registry.loop())
{
    setQueuedEvents(m_setup.queuedEvents);
    watchQueue(m_setup.metrics, m_setup.clock.get());
    if (m_setup.strategy) {
        m_strategy = makeStrategy(*m_setup.strategy, now());
        m_strategyTimer = std::make_unique<Timer>(registry.loop());
    }
}

GatewayStream::~GatewayStream() = default;

void GatewayStream::start(std::unique_ptr<AnswerSource> source)
{
    if (isEnded())
        return;
    const qint64 before = editableLog().bytes();
    m_format->begin(editableLog());
    afterWriting(before);
    m_source = std::move(source);
    if (m_setup.clock) {
        m_setup.clock->waitIn(Stage::Wait); // unless the source knows better
        m_source->setClock(m_setup.clock);
    }
    m_source->start(*this);
    if (reading() == Reading::Paused)
        m_source->setReading(Reading::Paused);
}

void GatewayStream::readersCame()
{
    m_graceTimer.stop();
}

void GatewayStream::readersLeft()
{
    const Error gone {.kind = ErrorKind::Cancelled, .message = u"The stream was cancelled: nobody was reading it"_s};
    if (m_setup.grace <= Millis(0))
        cancel(gone);
    else
        m_graceTimer.startIn(m_setup.grace, [this, gone] { cancel(gone); });
}

void GatewayStream::cancel(const Error& error)
{
    takeEnd({.finishReason = {}, .error = error});
}

void GatewayStream::takeHead()
{
    m_hasHead = true;
    for (const auto& observer : m_setup.observers)
        observer->begun(now());
    if (HeadWatcher* watcher = std::exchange(m_headWatcher, nullptr))
        watcher->headCame();
}

void GatewayStream::takeEvent(const SseEventView& event)
{
    if (isEnded())
        return;
    const qint64 before = log().bytes();
    m_format->relay(event, editableLog());
    afterWriting(before);
}

void GatewayStream::takeDelta(const Delta& delta)
{
    if (isEnded())
        return;
    const TimePoint at = now();
    for (const auto& observer : m_setup.observers)
        observer->deltaCame(delta, at);
    if (const auto* usage = std::get_if<Usage>(&delta)) {
        m_usage = *usage;
        return;
    }
    const std::shared_ptr<StageClock> clock = m_setup.clock; // this may end in here
    const StageScope scope(clock.get(), m_strategy ? Stage::Strategy : Stage::Write);
    Delta prepared = delta;
    if (!m_format->prepare(prepared))
        return;
    if (m_strategy) {
        m_strategy->push(std::move(prepared), at);
        releaseDue();
        return;
    }
    const qint64 before = editableLog().bytes();
    m_format->write(prepared, editableLog());
    for (const auto& observer : m_setup.observers)
        observer->flushed(std::holds_alternative<TextDelta>(prepared) ? 1 : 0, at);
    afterWriting(before);
}

void GatewayStream::takeEnd(const StreamEnd& end)
{
    if (isEnded())
        return;
    markEnded();
    const std::shared_ptr<StageClock> clock = m_setup.clock; // outlives this
    if (clock)
        clock->waitIn(std::nullopt);
    const StageScope scope(clock.get(), m_strategy ? Stage::Strategy : Stage::Write);
    HeadWatcher* const watcher = std::exchange(m_headWatcher, nullptr);
    const bool isRefused = watcher && !m_hasHead && end.error;
    const qint64 before = editableLog().bytes();
    if (m_strategy)
        writeFlush(m_strategy->drain(now()), now());
    m_format->end(end, m_usage, editableLog());
    endObservers(end, isRefused);
    m_graceTimer.stop();
    m_strategyTimer.reset();
    m_strategy.reset();
    m_format.reset();
    if (m_source) {
        if (m_setup.metrics) {
            const SourceFigures figures = m_source->figures();
            m_setup.metrics->countReceived(figures.wireBytes, figures.decodedBytes);
        }
        m_source->stop(); // this may be gone before the source is
        boost::asio::post(registry().loop(), [source = std::move(m_source)] { }); // it may be the caller
    }
    editableLog().squeeze();
    const std::shared_ptr<GatewayStream> alive = isRefused ? registry().forget(*this) : nullptr;
    if (!isRefused)
        registry().streamEnded(*this);
    afterWriting(before);
    if (isRefused)
        watcher->refused(*end.error);
    else if (watcher)
        watcher->headCame();
}

void GatewayStream::endObservers(const StreamEnd& end, bool wasRefused)
{
    const TimePoint at = now();
    for (const auto& observer : m_setup.observers)
        observer->ended(end, m_usage, wasRefused, at);
    m_setup.observers.clear();
}

void GatewayStream::releaseDue()
{
    const std::shared_ptr<StageClock> clock = m_setup.clock; // this may end in here
    const StageScope scope(clock.get(), Stage::Strategy);
    const qint64 before = editableLog().bytes();
    const TimePoint at = now();
    for (Flush flush = m_strategy->release(at); !flush.isEmpty(); flush = m_strategy->release(at))
        writeFlush(flush, at);
    for (const auto& observer : m_setup.observers)
        observer->held(m_strategy->heldTextDeltas(), at);
    if (const std::optional<TimePoint> due = m_strategy->nextDue())
        m_strategyTimer->start(*due, [this] { releaseDue(); });
    else
        m_strategyTimer->stop();
    afterWriting(before);
}

void GatewayStream::writeFlush(const Flush& flush, TimePoint at)
{
    const StageScope scope(flush.deltas.empty() ? nullptr : m_setup.clock.get(), Stage::Write);
    for (const Delta& delta : flush.deltas)
        m_format->write(delta, editableLog());
    for (const auto& observer : m_setup.observers)
        observer->flushed(flush.textDeltas, at);
}

void GatewayStream::setReading(Reading reading)
{
    for (const auto& observer : m_setup.observers)
        observer->readingChanged(reading, now());
    if (m_setup.clock && !isEnded()) // what is not read is not waited for
        m_setup.clock->waitIn(reading == Reading::Go ? std::optional(Stage::Wait) : std::nullopt);
    if (m_source)
        m_source->setReading(reading);
}

void GatewayStream::queueMoved(quint64 events)
{
    for (const auto& observer : m_setup.observers)
        observer->queueChanged(events);
    if (!m_setup.clock)
        return;
    StageClock& clock = *m_setup.clock;
    clock.queueGrew(qint64(log().nextSequence() - m_queuedUpTo));
    m_queuedUpTo = log().nextSequence();
    if (events == 0)
        clock.queueEmptied();
    if (!isEnded() || (events > 0 && hasReaders()) || clock.isFinished())
        return;
    clock.finish(); // who reads it again does not change what it took
    if (m_mirror)
        m_mirror->profileFinished();
}

void GatewayStream::afterWriting(qint64 bytesBefore)
{
    if (m_mirror && log().bytes() != bytesBefore)
        m_mirror->streamGrew();
    FollowedStream::afterWriting(bytesBefore);
}

void GatewayStream::dropLog()
{
    Q_ASSERT(isEnded());
    dropAll();
    if (m_setup.clock)
        m_setup.clock->dropSpans();
}

}
