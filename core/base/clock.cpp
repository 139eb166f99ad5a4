#include "core/base/clock.h"

namespace sluice {

namespace {

class SteadyClock final : public Clock
{
public:
    TimePoint now() const override { return std::chrono::steady_clock::now(); }
};

}

const Clock& steadyClock()
{
    static const SteadyClock clock;
    return clock;
}

}
