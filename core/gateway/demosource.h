#pragma once

#include "core/gateway/answersource.h"
#include "core/gateway/demomodel.h"
#include "core/sockets/timer.h"

namespace sluice {

/// The demo model in time: gives its deltas at its pauses. Gateway thread.
class DemoSource final : public AnswerSource
{
public:
    DemoSource(boost::asio::io_context& loop, const DemoModel& model);

    void start(AnswerSink& sink) override;
    void setReading(Reading reading) override;
    void stop() override;

private:
    void schedule();
    void tick();

    DemoModel m_model;
    Timer m_timer;
    AnswerSink* m_sink = nullptr; // null once stopped
    std::optional<DemoStep> m_step; // fetched, not yet given
    TimePoint m_due; // of m_step
    Reading m_reading = Reading::Go;
    bool m_begun = false;
};

}
