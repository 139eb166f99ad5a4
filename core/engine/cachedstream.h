#pragma once

#include "core/engine/answerreplay.h"
#include "core/engine/duetimer.h"
#include "core/engine/streamlink.h"
#include "core/engine/streamrun.h"
#include "core/metrics/streammeter.h"

#include <memory>
#include <optional>

namespace sluice {

/// An answer from the response cache. Takes no connection, hence no slot.
class CachedStream final : public StreamRun
{
    Q_OBJECT

public:
    /// \a asked is when the request came: figures count from it. Null \a metrics: it is not counted.
    CachedStream(const StreamRequest& request, std::shared_ptr<const RecordedAnswer> answer, std::shared_ptr<StreamLink> link,
        TimePoint asked, RouteMetrics* metrics = nullptr, const Clock& clock = steadyClock());

    void start() override;
    void stop() override;
    void setStrategy(const StrategyOptions& strategy) override;
    void readOn() override;
    std::shared_ptr<const ArrivalFigures> arrivals() override;

private:
    void advance();
    void tell(TimePoint now);
    void setState(StreamState state);
    StreamFigures figures(std::optional<TimePoint> end) const;

    const Clock& m_clock;
    const std::shared_ptr<StreamLink> m_link;
    const TimePoint m_asked;
    std::optional<StreamMeter> m_meter;
    AnswerReplay m_replay;
    DueTimer m_timer;
    StreamState m_state = StreamState::Connecting;
};

}
