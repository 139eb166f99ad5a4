#include "core/gateway/gatewaystream.h"

#include "core/gateway/streamregistry.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

// What may wait for a reader in the log; the kernel's buffers hold about as much again.
constexpr qint64 WindowBytes = 256 * 1024;
// The same while all logs together are at their bound.
constexpr qint64 CrowdedWindowBytes = 4 * 1024;

TimePoint now()
{
    return steadyClock().now();
}

}

GatewayStream::GatewayStream(StreamRegistry& registry, QByteArray id, std::unique_ptr<AnswerFormat> format, StreamSetup setup)
    : m_registry(registry)
    , m_id(std::move(id))
    , m_setup(std::move(setup))
    , m_hasEventIds(format->hasEventIds())
    , m_format(std::move(format))
    , m_graceTimer(registry.loop())
{
    if (m_setup.strategy) {
        m_strategy = makeStrategy(*m_setup.strategy, now());
        m_strategyTimer = std::make_unique<Timer>(registry.loop());
    }
}

GatewayStream::~GatewayStream()
{
    m_registry.addLogBytes(-m_log.bytes());
}

void GatewayStream::start(std::unique_ptr<AnswerSource> source)
{
    if (m_ended)
        return;
    const qint64 before = m_log.bytes();
    m_format->begin(m_log);
    afterWriting(before);
    m_source = std::move(source);
    m_source->start(*this);
}

std::expected<quint64, int> GatewayStream::positionAfter(QByteArrayView lastEventId) const
{
    quint64 last = 0;
    if (!lastEventId.isEmpty()) {
        const QByteArray id = lastEventId.toByteArray();
        last = id.toULongLong();
        // The text must be exactly what was sent: "+1" or "01" is no id of this stream.
        if (last == 0 || last >= m_log.nextSequence() || QByteArray::number(last) != id || !m_hasEventIds)
            return std::unexpected(400);
    }
    if (last + 1 < m_log.firstSequence())
        return std::unexpected(410);
    return last + 1;
}

void GatewayStream::attach(StreamReader& reader)
{
    m_readers.push_back(&reader);
    m_graceTimer.stop();
    updateReading();
}

void GatewayStream::detach(StreamReader& reader)
{
    std::erase(m_readers, &reader);
    if (m_ended || !m_readers.empty())
        return;
    const Error gone {.kind = ErrorKind::Cancelled, .message = u"The stream was cancelled: nobody was reading it"_s};
    if (m_setup.grace <= Millis(0)) {
        cancel(gone);
        return;
    }
    m_graceTimer.startIn(m_setup.grace, [this, gone] { cancel(gone); });
    updateReading();
}

void GatewayStream::readerAdvanced()
{
    trimLog();
    updateReading();
}

void GatewayStream::cancel(const Error& error)
{
    takeEnd({.finishReason = {}, .error = error});
}

void GatewayStream::takeHead()
{
    m_hasHead = true;
    if (HeadWatcher* watcher = std::exchange(m_headWatcher, nullptr))
        watcher->headCame();
}

void GatewayStream::takeEvent(const SseEventView& event)
{
    if (m_ended)
        return;
    const qint64 before = m_log.bytes();
    m_format->relay(event, m_log);
    afterWriting(before);
}

void GatewayStream::takeDelta(const Delta& delta)
{
    if (m_ended)
        return;
    const TimePoint at = now();
    for (const auto& observer : m_setup.observers)
        observer->deltaCame(delta, at);
    if (const auto* usage = std::get_if<Usage>(&delta)) {
        m_usage = *usage;
        return;
    }
    Delta prepared = delta;
    if (!m_format->prepare(prepared))
        return;
    if (m_strategy) {
        m_strategy->push(std::move(prepared), at);
        releaseDue();
        return;
    }
    const qint64 before = m_log.bytes();
    m_format->write(prepared, m_log);
    for (const auto& observer : m_setup.observers)
        observer->flushed(std::holds_alternative<TextDelta>(prepared) ? 1 : 0, at);
    afterWriting(before);
}

void GatewayStream::takeEnd(const StreamEnd& end)
{
    if (m_ended)
        return;
    m_ended = true;
    HeadWatcher* const watcher = std::exchange(m_headWatcher, nullptr);
    const bool isRefused = watcher && !m_hasHead && end.error;
    const qint64 before = m_log.bytes();
    if (m_strategy)
        writeFlush(m_strategy->drain(now()), now());
    m_format->end(end, m_usage, m_log);
    endObservers(end, isRefused);
    m_graceTimer.stop();
    m_strategyTimer.reset();
    m_strategy.reset();
    m_format.reset();
    if (m_source) {
        m_source->stop(); // this may be gone before the source is
        boost::asio::post(m_registry.loop(), [source = std::move(m_source)] { }); // it may be the caller
    }
    m_log.squeeze();
    const std::shared_ptr<GatewayStream> alive = isRefused ? m_registry.forget(*this) : nullptr;
    if (!isRefused)
        m_registry.streamEnded(*this);
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
    const qint64 before = m_log.bytes();
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
    for (const Delta& delta : flush.deltas)
        m_format->write(delta, m_log);
    for (const auto& observer : m_setup.observers)
        observer->flushed(flush.textDeltas, at);
}

void GatewayStream::afterWriting(qint64 bytesBefore)
{
    if (m_log.bytes() == bytesBefore)
        return;
    m_registry.addLogBytes(m_log.bytes() - bytesBefore);
    trimLog();
    for (StreamReader* reader : m_readers)
        reader->streamGrew();
    updateReading();
}

void GatewayStream::trimLog()
{
    if (m_readers.empty())
        return;
    const quint64 delivered = fastestReader();
    const qint64 before = m_log.bytes();
    while (m_log.firstSequence() < delivered
        && (m_log.bytes() > m_registry.limits().logBytes || (!m_ended && m_registry.isFull(before - m_log.bytes()))))
        m_log.dropFirst();
    if (before == m_log.bytes())
        return;
    m_registry.addLogBytes(m_log.bytes() - before);
    for (StreamReader* reader : std::vector(m_readers)) {
        if (reader->sentUpTo() < m_log.firstSequence())
            reader->cutOff();
    }
}

quint64 GatewayStream::fastestReader() const
{
    quint64 fastest = 0;
    for (const StreamReader* reader : m_readers)
        fastest = std::max(fastest, reader->sentUpTo());
    return fastest;
}

bool GatewayStream::isWindowFull() const
{
    const bool crowded = m_registry.isFull(0);
    if (m_readers.empty())
        return crowded || m_log.bytes() >= m_registry.limits().logBytes;
    const quint64 events = m_log.nextSequence() - std::max(fastestReader(), m_log.firstSequence());
    if (m_setup.queuedEvents > 0 && events >= m_setup.queuedEvents)
        return true;
    const qint64 window = std::min(crowded ? CrowdedWindowBytes : WindowBytes, std::max<qint64>(m_registry.limits().logBytes, 1));
    const qint64 lag = m_log.bytesFrom(fastestReader());
    // Hysteresis: once stopped, most of the window has to drain first.
    return m_reading == Reading::Paused ? lag > window / 4 : lag >= window;
}

void GatewayStream::updateReading()
{
    if (m_ended || !m_source)
        return;
    const Reading wanted = isWindowFull() ? Reading::Paused : Reading::Go;
    if (wanted == m_reading)
        return;
    m_reading = wanted;
    for (const auto& observer : m_setup.observers)
        observer->readingChanged(wanted, now());
    m_source->setReading(wanted);
}

void GatewayStream::dropLog()
{
    Q_ASSERT(m_ended);
    m_registry.addLogBytes(-m_log.bytes());
    m_log.clear();
}

}
