#pragma once

#include <QByteArray>

#include <functional>

namespace sluice {

struct RouteMetrics;

/// A name that nobody guesses: whoever knows it may read the answer that it stands for.
QByteArray newReplayName();

/// What a ChatStream takes from outside; injected for tests.
struct StreamEnvironment
{
    std::function<double()> random; ///< in [0, 1)
    std::function<QByteArray()> newName = newReplayName;
    RouteMetrics* metrics = nullptr; ///< null = it is not counted
};

}
