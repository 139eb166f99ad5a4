#pragma once

#include "core/gateway/answersource.h"
#include "core/gateway/streampool.h"

namespace sluice {

/// An answer of a server with so many slots: it begins when one is free, and is refused with 503 when that takes too long. What a
/// model server does under load. Gateway thread.
class BusySource final : public AnswerSource, private AnswerSink
{
public:
    /// \a slots outlives this.
    BusySource(StreamPool& slots, std::unique_ptr<AnswerSource> source);
    ~BusySource() override;

    void start(AnswerSink& sink) override;
    void setClock(const std::shared_ptr<StageClock>& clock) override { m_source->setClock(clock); }
    void setReading(Reading reading) override { m_source->setReading(reading); }
    void stop() override;

private:
    void takeTurn(Result<SlotPool::Slot> slot);
    void takeHead() override { m_sink->takeHead(); }
    void takeDelta(const Delta& delta) override { m_sink->takeDelta(delta); }
    void takeEnd(const StreamEnd& end) override;

    StreamPool& m_slots;
    const std::unique_ptr<AnswerSource> m_source;
    AnswerSink* m_sink = nullptr; // null before the start and once it has ended
    quint64 m_waiter = 0; // 0 = not in line
    SlotPool::Slot m_slot; // while it answers
};

}
