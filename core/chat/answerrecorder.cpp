#include "core/chat/answerrecorder.h"

#include <utility>

namespace sluice {

AnswerRecorder::AnswerRecorder(TimePoint start, qsizetype maxBytes)
    : m_start(start)
    , m_maxBytes(maxBytes)
    , m_answer(std::in_place)
{ }

void AnswerRecorder::take(const Delta& delta, TimePoint received)
{
    if (!m_answer)
        return;
    // What a server replays is the same answer, without a trace of the break; what is paid again is of another one.
    if (const auto* seam = std::get_if<SeamDelta>(&delta); seam && !isPaidAgain(seam->seam.means))
        return;
    const bool isKept = m_answer->append(delta, std::chrono::duration_cast<Micros>(received - m_start));
    if (!isKept || m_answer->bytes() > m_maxBytes)
        m_answer.reset();
}

void AnswerRecorder::end(const StreamEnd& end, TimePoint now)
{
    // An empty answer would come back for ever, although asking again may help.
    m_isComplete = m_answer && m_answer->hasContent() && !end.error && !end.finishReason.isEmpty();
    if (m_isComplete)
        m_answer->finish(end.finishReason, std::chrono::duration_cast<Micros>(now - m_start));
}

std::optional<RecordedAnswer> AnswerRecorder::takeAnswer()
{
    if (!std::exchange(m_isComplete, false))
        return std::nullopt;
    return std::exchange(m_answer, std::nullopt);
}

}
