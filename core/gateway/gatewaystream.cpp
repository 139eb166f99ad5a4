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

GatewayStream::GatewayStream(
    StreamRegistry& registry, QByteArray id, std::unique_ptr<AnswerFormat> format, const StreamSetup& setup)
    : m_registry(registry)
    , m_id(std::move(id))
    , m_setup(setup)
    , m_hasEventIds(format->hasEventIds())
    , m_format(std::move(format))
    , m_graceTimer(registry.loop())
{
    if (setup.strategy) {
        m_strategy = makeStrategy(*setup.strategy, now());
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

void GatewayStream::takeDelta(const Delta& delta)
{
    if (m_ended)
        return;
    if (const auto* usage = std::get_if<Usage>(&delta)) {
        m_usage = *usage;
        return;
    }
    Delta prepared = delta;
    if (!m_format->prepare(prepared))
        return;
    if (m_strategy) {
        m_strategy->push(std::move(prepared), now());
        releaseDue();
        return;
    }
    const qint64 before = m_log.bytes();
    m_format->write(prepared, m_log);
    afterWriting(before);
}

void GatewayStream::takeEnd(const StreamEnd& end)
{
    if (m_ended)
        return;
    m_ended = true;
    const qint64 before = m_log.bytes();
    if (m_strategy) {
        for (const Delta& delta : m_strategy->drain(now()).deltas)
            m_format->write(delta, m_log);
    }
    m_format->end(end, m_usage, m_log);
    m_graceTimer.stop();
    m_strategyTimer.reset();
    m_strategy.reset();
    m_format.reset();
    if (m_source) {
        m_source->stop(); // this may be gone before the source is
        boost::asio::post(m_registry.loop(), [source = std::move(m_source)] { }); // it may be the caller
    }
    m_log.squeeze();
    m_registry.streamEnded(*this);
    afterWriting(before);
}

void GatewayStream::releaseDue()
{
    const qint64 before = m_log.bytes();
    for (Flush flush = m_strategy->release(now()); !flush.isEmpty(); flush = m_strategy->release(now())) {
        for (const Delta& delta : flush.deltas)
            m_format->write(delta, m_log);
    }
    if (const std::optional<TimePoint> due = m_strategy->nextDue())
        m_strategyTimer->start(*due, [this] { releaseDue(); });
    else
        m_strategyTimer->stop();
    afterWriting(before);
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
    m_source->setReading(wanted);
}

void GatewayStream::dropLog()
{
    Q_ASSERT(m_ended);
    m_registry.addLogBytes(-m_log.bytes());
    m_log.clear();
}

}
