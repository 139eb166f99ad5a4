#pragma once

#include "core/base/error.h"
#include "core/engine/streamoptions.h"

#include <optional>

namespace sluice {

/// Which silence is too long? Pure: time is an argument. The caller notes what happens and asks at nextCheck().
class StreamWatchdog
{
public:
    enum class Phase {
        Off, ///< nothing is expected: between attempts, or while we do not read ourselves
        Connecting,
        FirstByte,
        Body,
        Trailer, ///< the answer is complete, something may follow
    };
    enum class Verdict { Fine, Stalled, TimedOut, TrailerOver };

    explicit StreamWatchdog(const TimeoutOptions& options);

    /// Enters \a phase; its time counts from \a now. Trailer again does not start anew, but noteLife() prolongs it, up to a
    /// bound.
    void enter(Phase phase, TimePoint now);
    Phase phase() const { return m_phase; }
    /// The server gave a sign of life.
    void noteLife(TimePoint now)
    {
        m_lastLife = now;
        m_lifeBy.reset();
    }
    /// The connection may be dead: from now on silence lasts \a patience at most, until there is life again.
    void doubt(TimePoint now, Millis patience);

    /// What the silence means at \a now.
    Verdict check(TimePoint now) const;
    /// When check() can next say something new; \a isStalled says that Stalled is known. Nothing when only life can change it.
    std::optional<TimePoint> nextCheck(bool isStalled) const;

    /// The limit of the current phase.
    Millis limit() const;
    /// What TimedOut means to the user of the server at \a host.
    Error timeoutError(const QString& host) const;

private:
    TimeoutOptions m_options;
    Phase m_phase = Phase::Off;
    TimePoint m_entered;
    TimePoint m_lastLife;
    std::optional<TimePoint> m_lifeBy;
};

}
