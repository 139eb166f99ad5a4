#include "core/flow/strategyregistration.h"

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// Every delta at once, usage included.
class NoneStrategy final : public BufferStrategy
{
public:
    using BufferStrategy::BufferStrategy;

private:
    qsizetype dueOnArrival(TimePoint) override { return waitingCharacters(); }
    bool holdsUsage() const override { return false; }
};

std::unique_ptr<BufferStrategy> make(const StrategyOptions& options, TimePoint start)
{
    return std::make_unique<NoneStrategy>(options, start);
}

const StrategyRegistration registration {u"none"_s, 10, &make};

}

}
