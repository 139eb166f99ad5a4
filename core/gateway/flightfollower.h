#pragma once

#include "core/gateway/answerflight.h"
#include "core/sockets/timer.h"

#include <optional>

namespace sluice {

/// One stream that follows a flight. Gateway thread.
class AnswerFlight::Follower final : public AnswerSource
{
public:
    explicit Follower(std::shared_ptr<AnswerFlight> flight);
    ~Follower() override;
    Q_DISABLE_COPY_MOVE(Follower)

    void start(AnswerSink& sink) override;
    void setReading(Reading reading) override;
    void stop() override;

    /// Flight: the head came; one more delta is in its part; the end came; \a part is dropped.
    void headCame();
    void deltaCame();
    void endCame();
    void partDropped(const Part& part);

private:
    bool hasHadAll() const { return m_part == m_flight->m_part && m_reader->isAtEnd(); }
    void schedule();
    void catchUp();
    void giveNext();
    void giveEnd(const StreamEnd& end);
    /// To the part behind the one that was read.
    void moveOn();
    void setWanting(bool isWanting);
    void leave();

    const std::shared_ptr<AnswerFlight> m_flight;
    Part m_part; ///< where it reads
    std::optional<RecordedAnswerReader> m_reader; ///< of m_part
    Timer m_timer;
    AnswerSink* m_sink = nullptr; // null before the start, and once stopped
    Reading m_reading = Reading::Go;
    bool m_isWanting = false;
    bool m_hasHead = false;
    bool m_hasLeft = false;
};

}
