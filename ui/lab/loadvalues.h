#pragma once

#include "core/lab/loadplan.h"

#include <QByteArray>
#include <QString>

namespace sluice {

/// What the form of the load test holds. A value; times in seconds, limits in milliseconds, 0 = none.
struct LoadValues
{
    // What may be typed.
    static constexpr int MostUsers = 5'000;
    static constexpr int MostRate = 10'000;
    static constexpr int MostRequests = 1'000'000;
    static constexpr int MostSeconds = 86'400;
    static constexpr int MostTokens = 1'000'000;
    static constexpr int MostLimit = 600'000;

    enum class Kind {
        Benchmark, ///< so many requests, \c users at once
        Closed, ///< \c users at once, for a time
        Open, ///< \c rate requests a second, for a time
    };

    QString endpointId;
    QString model; ///< empty: the server's first
    QString prompt; ///< empty: a short question of ours
    int maxTokens = 0;
    Kind kind = Kind::Closed;
    int users = 8;
    int rate = 4;
    bool isPoisson = true;
    int seconds = 15;
    int requests = 200; ///< at most
    int warmUp = 0;
    int ramp = 0;
    int ttftLimit = 0;
    int itlLimit = 0;
    int tpotLimit = 0;
    int e2eLimit = 0;

    bool operator==(const LoadValues&) const = default;
};

/// Without provider, requests and certificates: aimAt() adds them.
LoadPlan planOf(const LoadValues& values);

/// As they are kept from one run to the next.
QByteArray toJson(const LoadValues& values);
/// What is missing or cannot be used is as in a new form.
LoadValues loadValuesFromJson(const QByteArray& json);

}
