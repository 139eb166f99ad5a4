#pragma once

#include "core/base/clock.h"
#include "core/sockets/httpexchange.h"
#include "core/wire/http.h"

#include <memory>
#include <optional>
#include <vector>

namespace sluice {

class Provider;
class TlsContext;

/// What a request has to keep to count as good; milliseconds, nothing = any.
struct GoodputLimits
{
    std::optional<double> ttftMs;
    std::optional<double> itlMs; ///< the mean of its gaps
    std::optional<double> tpotMs;
    std::optional<double> e2eMs;

    bool isEmpty() const { return !ttftMs && !itlMs && !tpotMs && !e2eMs; }
    bool operator==(const GoodputLimits&) const = default;
};

/// What a load test does. A value.
///
/// Closed loop: \c users at once, each sends its next request when the last one has ended. Open loop (\c rate): requests are due
/// by an absolute schedule, whatever the server does, and their latency counts from then.
struct LoadPlan
{
    const Provider* provider = nullptr; ///< never null: who takes the answers apart
    std::vector<HttpRequest> requests; ///< sent in turn, never empty; gzip is asked for where they say so

    int users = 1;
    std::optional<double> rate; ///< requests a second, above 0: open loop
    bool isPoisson = true; ///< open loop: else evenly
    quint64 seed = 1; ///< open loop

    std::optional<qint64> mostRequests; ///< at least one of these two
    std::optional<Millis> duration; ///< no request starts after it
    Millis warmUp {0}; ///< what is due before its end is answered, but not in the figures
    Millis rampUp {0}; ///< closed loop: the users come one by one in this time
    Millis drain {30000}; ///< how long answers may go on behind \c duration
    int mostInFlight = 20'000; ///< open loop: what is due beyond waits

    GoodputLimits goodput;
    HttpTimeouts timeouts;
    bool keepAlive = true;
    bool keepsTokenTimes = false; ///< LoadSample::tokenMs
    std::shared_ptr<const TlsContext> tls; ///< may be null where no request is https
};

}
