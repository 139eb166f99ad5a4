#include "core/flow/strategyregistration.h"

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// Every \e size deltas.
class FixedStrategy final : public BufferStrategy
{
public:
    FixedStrategy(const StrategyOptions& options, TimePoint start)
        : BufferStrategy(options, start)
        , m_size(std::size_t(options.size))
    { }

private:
    qsizetype dueOnArrival(TimePoint) override { return waiting().size() >= m_size ? waitingCharacters() : 0; }

    const std::size_t m_size;
};

std::unique_ptr<BufferStrategy> make(const StrategyOptions& options, TimePoint start)
{
    return std::make_unique<FixedStrategy>(options, start);
}

const StrategyRegistration registration {u"fixed"_s, 20, &make};

}

}
