#pragma once

#include "core/base/clock.h"

#include <optional>
#include <vector>

namespace sluice {

/// How far apart the repaints of a growing answer should be: as chosen, or, while frames take long, up to eight times that. It
/// doubles when a tenth of the last frames needs more than 60 % of the interval, and comes back one step when they have stayed
/// below 25 % for a second; a step back that does not hold makes the next one wait twice as long. Pure; time is an argument.
class FramePacer
{
public:
    explicit FramePacer(Millis base = Millis(16));

    /// What the user chose; starts over.
    void setBase(Millis base);
    /// Starts over: another conversation is shown, or another answer begins.
    void restart();

    /// A frame that ended at \a now took \a work.
    void addFrame(TimePoint now, Micros work);

    Millis interval() const { return m_base * m_factor; }
    /// The interval when it is a longer one than chosen, and has been for a second: worth telling.
    std::optional<Millis> slowdownAt(TimePoint now) const;

private:
    void slowDown(TimePoint now);
    void speedUp(TimePoint now);
    void setFactor(int factor, TimePoint now);
    Micros ninetiethPercentile() const;

    Millis m_base;
    int m_factor = 1;
    std::vector<Micros> m_works; // of the last frames at this interval, the newest last
    std::optional<TimePoint> m_shiftedAt; // since when it is slower than chosen
    std::optional<TimePoint> m_lightSince;
    std::optional<TimePoint> m_spedUpAt;
    std::optional<TimePoint> m_lastFrame;
    Millis m_patience; // how long frames must be light before a step back
};

}
