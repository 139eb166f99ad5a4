#pragma once

#include "core/base/clock.h"

#include <QtGlobal>

#include <array>
#include <optional>

namespace sluice {

/// What the frames of the shown conversation cost the GUI thread: from the batch that comes in to the end of the paint that shows
/// it. Bounded: it remembers the last 512. GUI thread.
class FrameMeter
{
public:
    /// \a clock must outlive this.
    explicit FrameMeter(const Clock& clock = steadyClock());

    /// Something to show has come; a second one before the paint belongs to the same frame.
    void begin();
    /// A paint is done. The work of the frame that it ends; nothing when it painted for other reasons.
    std::optional<Micros> end();
    /// What has begun will not be painted: another conversation is shown.
    void cancel() { m_begun.reset(); }

    qint64 count() const { return m_count; } ///< frames since the start
    /// Of the remembered frames, by the nearest rank; 100 = the longest. Nothing before the first.
    std::optional<Micros> percentile(double percent) const;

private:
    static constexpr size_t Remembered = 512;

    const Clock& m_clock;
    std::optional<TimePoint> m_begun;
    std::array<Micros, Remembered> m_works {};
    qint64 m_count = 0;
};

}
