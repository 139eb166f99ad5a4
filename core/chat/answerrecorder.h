#pragma once

#include "core/chat/recordedanswer.h"

#include <optional>

namespace sluice {

/// Keeps an answer as it comes, for the response cache. Costs some nanoseconds a delta. Gives up, and lets go of its memory, when
/// the answer gets too long or holds what cannot be played back. Pure.
class AnswerRecorder
{
public:
    static constexpr qsizetype MaxBytes = 8 * 1024 * 1024;

    /// \a start is when the request began: times count from it.
    explicit AnswerRecorder(TimePoint start, qsizetype maxBytes = MaxBytes);

    void take(const Delta& delta, TimePoint received);
    void end(const StreamEnd& end, TimePoint now);

    /// The answer, once, after its end; nothing for one that is not complete, is empty, or was given up.
    std::optional<RecordedAnswer> takeAnswer();

private:
    const TimePoint m_start;
    const qsizetype m_maxBytes;
    std::optional<RecordedAnswer> m_answer; ///< nothing once given up
    bool m_isComplete = false;
};

}
