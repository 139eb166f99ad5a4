#include "core/flow/strategyregistration.h"

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// At \e max deltas; or at \e min and more once \e timeout has passed since the last release, by the clock as well as on arrival.
/// Fewer than \e min wait for the next delta or the stall guard.
class AdaptiveStrategy final : public BufferStrategy
{
public:
    AdaptiveStrategy(const StrategyOptions& options, TimePoint start)
        : BufferStrategy(options, start)
        , m_min(std::size_t(options.min))
        , m_max(std::size_t(options.max))
        , m_timeout(options.timeout)
    { }

private:
    qsizetype dueOnArrival(TimePoint now) override { return waiting().size() >= m_max ? waitingCharacters() : dueByTime(now); }

    qsizetype dueByTime(TimePoint now) override
    {
        const std::optional<TimePoint> due = dueTime();
        return due && *due <= now ? waitingCharacters() : 0;
    }

    std::optional<TimePoint> dueTime() const override
    {
        if (waiting().size() < m_min)
            return std::nullopt;
        return lastRelease() + m_timeout;
    }

    const std::size_t m_min;
    const std::size_t m_max;
    const Millis m_timeout;
};

std::unique_ptr<BufferStrategy> make(const StrategyOptions& options, TimePoint start)
{
    return std::make_unique<AdaptiveStrategy>(options, start);
}

const StrategyRegistration registration {u"adaptive"_s, 30, &make};

}

}
