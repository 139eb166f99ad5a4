#pragma once

#include "core/base/clock.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace sluice {

/// Parameters of all strategies (SPEC "Buffer strategies"); each reads its own. Sizes count text deltas.
struct StrategyOptions
{
    QString name = QStringLiteral("adaptive"); ///< "none", "fixed", "adaptive", "sentence", "smooth"
    int size = 5; ///< fixed
    int min = 3; ///< adaptive
    int max = 10; ///< adaptive
    Millis timeout {500}; ///< adaptive
    Millis stallGuard {1000}; ///< all: what waited this long is released; 0 = off
    Millis delay {250}; ///< smooth: upper bound of the added delay

    bool operator==(const StrategyOptions&) const = default;
};

/// Why \a options cannot be used (unknown name, min above max, a size below 1…), in one sentence; nothing when they can.
/// Sizes are 1 to 10000, times 0 to 60 s, also those the named strategy does not read.
std::optional<QString> validate(const StrategyOptions& options);

/// The names of all registered strategies in their order on screen.
QStringList strategyNames();

}
