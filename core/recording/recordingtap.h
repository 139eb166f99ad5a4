#pragma once

#include "core/base/clock.h"
#include "core/recording/recordingframe.h"
#include "core/wire/wiretap.h"

#include <QByteArray>

#include <mutex>

namespace sluice {

/// Turns what it sees into the frames of a recording, without their secrets, and holds them until they are fetched to be
/// written: up to a bound, past which it records nothing more, so that a slow disk never stops a stream. Thread-safe: the network
/// thread fills it, the writer's thread empties it.
class RecordingTap final : public WireTap
{
public:
    struct Limits
    {
        qsizetype waitingBytes = 32 * 1024 * 1024; ///< not fetched yet
        qint64 bytes = 0; ///< in all; 0 = MaxRecordingBytes
    };

    explicit RecordingTap(const QByteArray& key, const Clock& clock = steadyClock());
    RecordingTap(const QByteArray& key, const Clock& clock, const Limits& limits);

    Exchange exchangeBegan(const HttpRequest& request) override;
    void headCame(Exchange exchange, const HttpResponseHead& head) override;
    void bodyCame(Exchange exchange, QByteArrayView bytes) override;
    void exchangeEnded(Exchange exchange, const std::optional<Error>& error) override;
    void exchangeClosed(Exchange exchange) override;

    /// Whole frames, in order; empty when nothing has come.
    QByteArray take();
    /// Adds no more from now on: the time of the end.
    Micros close();
    /// Something was left out, because it was too much or came too fast.
    bool hasOverflown() const;

private:
    void add(RecordingFrame::Type type, Exchange exchange, QByteArrayView payload);
    void put(RecordingFrame::Type type, Exchange exchange, QByteArrayView payload);

    const QByteArray m_key;
    const Clock& m_clock;
    const Limits m_limits;
    const TimePoint m_start;

    mutable std::mutex m_mutex;
    QByteArray m_waiting; // guarded by m_mutex, like all below
    qint64 m_bytes = 0;
    int m_exchanges = 0;
    bool m_isClosed = false;
    bool m_hasOverflown = false;
};

}
