#pragma once

#include "core/chat/recordedanswer.h"
#include "core/gateway/answersource.h"
#include "core/sockets/timer.h"

namespace sluice {

/// An answer from the cache: CachedDelta, then the deltas of the first answer, one in PacedGap. Gateway thread.
class ReplaySource final : public AnswerSource
{
public:
    ReplaySource(boost::asio::io_context& loop, std::shared_ptr<const RecordedAnswer> answer);

    void start(AnswerSink& sink) override;
    void setReading(Reading reading) override;
    void stop() override;

private:
    void schedule();
    void tick();

    const std::shared_ptr<const RecordedAnswer> m_answer; // shared with the cache thread, until that lets it go
    RecordedAnswerReader m_reader;
    Timer m_timer;
    AnswerSink* m_sink = nullptr; // null once stopped
    TimePoint m_due; // of the next delta
    Reading m_reading = Reading::Go;
    bool m_begun = false;
};

}
