#pragma once

#include "core/base/clock.h"

#include <QtGlobal>

namespace sluice {

/// When what waits for the reader of a compressed stream is flushed. A flush costs some six bytes, a third of a small event: what
/// comes soon after the last flush waits until there is enough to be worth one, or for a moment that nobody sees. An event that
/// follows a silence waits for nothing. Pure.
class FlushPace
{
public:
    static constexpr qint64 EnoughBytes = 128;
    static constexpr Millis LongestWait {100};

    /// When \a waitingBytes may be flushed; what is past means now.
    TimePoint due(qint64 waitingBytes) const { return waitingBytes >= EnoughBytes ? TimePoint::min() : m_earliest; }
    void flushed(TimePoint now) { m_earliest = now + LongestWait; }

private:
    TimePoint m_earliest = TimePoint::min();
};

}
