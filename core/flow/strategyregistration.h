#pragma once

#include "core/flow/bufferstrategy.h"

namespace sluice {

/// Registers a strategy for the life of the program, in its own .cpp in core/flow/strategies:
/// `static const StrategyRegistration registration {u"fixed"_s, 20, &makeFixed};`. Before main() only.
class StrategyRegistration
{
public:
    using Factory = std::unique_ptr<BufferStrategy> (*)(const StrategyOptions& options, TimePoint start);

    /// \a order is the place on screen, smallest first.
    StrategyRegistration(const QString& name, int order, Factory factory);
    Q_DISABLE_COPY_MOVE(StrategyRegistration)
    ~StrategyRegistration() = default;
};

}
