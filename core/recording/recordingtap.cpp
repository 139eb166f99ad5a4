#include "core/recording/recordingtap.h"

#include "core/recording/recordingjson.h"
#include "core/recording/secretremoval.h"

#include <utility>

namespace sluice {

RecordingTap::RecordingTap(const QByteArray& key, const Clock& clock)
    : RecordingTap(key, clock, Limits {})
{ }

RecordingTap::RecordingTap(const QByteArray& key, const Clock& clock, const Limits& limits)
    : m_key(key)
    , m_clock(clock)
    , m_limits {limits.waitingBytes, limits.bytes > 0 ? limits.bytes : MaxRecordingBytes}
    , m_start(clock.now())
{ }

WireTap::Exchange RecordingTap::exchangeBegan(const HttpRequest& request)
{
    const HttpRequest clean = withoutSecrets(request, m_key);
    const Exchange exchange = [this] {
        const std::lock_guard lock(m_mutex);
        return Exchange(m_exchanges++);
    }();
    add(RecordingFrame::Type::Request, exchange, toJson(clean));
    add(RecordingFrame::Type::RequestBody, exchange, clean.body);
    return exchange;
}

void RecordingTap::headCame(Exchange exchange, const HttpResponseHead& head)
{
    add(RecordingFrame::Type::Head, exchange, toJson(HttpResponseHead {head.status, withoutSecrets(head.headers, m_key)}));
}

void RecordingTap::bodyCame(Exchange exchange, QByteArrayView bytes)
{
    QByteArray copy = bytes.toByteArray();
    hideKey(copy, m_key);
    add(RecordingFrame::Type::Body, exchange, copy);
}

void RecordingTap::exchangeEnded(Exchange exchange, const std::optional<Error>& error)
{
    const RecordedEnd end {.at = {}, .how = error ? RecordedEnd::How::Broken : RecordedEnd::How::Whole, .error = error};
    add(RecordingFrame::Type::End, exchange, toJson(end));
}

void RecordingTap::exchangeClosed(Exchange exchange)
{
    add(RecordingFrame::Type::End, exchange, toJson(RecordedEnd {.at = {}, .how = RecordedEnd::How::Closed, .error = {}}));
}

/// A body may need several frames; what has to be in one, and is too long for that, overflows.
void RecordingTap::add(RecordingFrame::Type type, Exchange exchange, QByteArrayView payload)
{
    const bool isBytes = type == RecordingFrame::Type::RequestBody || type == RecordingFrame::Type::Body;
    if (!isBytes) {
        put(type, exchange, payload);
        return;
    }
    for (; !payload.isEmpty(); payload = payload.sliced(std::min(payload.size(), MaxRecordingFrameBytes)))
        put(type, exchange, payload.first(std::min(payload.size(), MaxRecordingFrameBytes)));
}

void RecordingTap::put(RecordingFrame::Type type, Exchange exchange, QByteArrayView payload)
{
    const std::lock_guard lock(m_mutex);
    if (m_isClosed || m_hasOverflown)
        return;
    const qsizetype size = RecordingFrame::HeadBytes + payload.size();
    m_hasOverflown = payload.size() > MaxRecordingFrameBytes || m_bytes + size > m_limits.bytes
        || m_waiting.size() + size > m_limits.waitingBytes || int(exchange) >= MaxRecordedExchanges;
    if (m_hasOverflown)
        return;
    // The time is read under the lock, so that it never goes back from frame to frame.
    const auto at = std::min(std::chrono::duration_cast<Micros>(m_clock.now() - m_start), MaxRecordingTime);
    m_waiting += encodeFrame(type, quint16(exchange), at, payload);
    m_bytes += size;
}

QByteArray RecordingTap::take()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_waiting, {});
}

Micros RecordingTap::close()
{
    const std::lock_guard lock(m_mutex);
    m_isClosed = true;
    return std::min(std::chrono::duration_cast<Micros>(m_clock.now() - m_start), MaxRecordingTime);
}

bool RecordingTap::hasOverflown() const
{
    const std::lock_guard lock(m_mutex);
    return m_hasOverflown;
}

}
