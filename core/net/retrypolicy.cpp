#include "core/net/retrypolicy.h"

#include <algorithm>
#include <utility>

namespace sluice {

RetryPolicy::RetryPolicy(const RetryOptions& options, std::function<double()> random)
    : m_options(options)
    , m_random(std::move(random))
{ }

std::optional<Millis> RetryPolicy::delayBefore(int n, const Error& last, std::optional<Millis> serverRetry) const
{
    Q_ASSERT(n >= 1);
    if (n > m_options.maxAttempts || !canPass(last))
        return std::nullopt;
    if (last.retryAfter) {
        if (*last.retryAfter > m_options.maxRetryAfter)
            return std::nullopt;
        return last.retryAfter;
    }
    // "Full jitter": anywhere between nothing and the exponential bound, so that clients cut off together do not return together.
    constexpr int MaxDoublings = 16; // keeps the shift in range; the cap has long been reached
    const Millis floor = serverRetry.value_or(Millis(0));
    const Millis base = serverRetry.value_or(m_options.base);
    const Millis bound = std::min<Millis>(std::max(m_options.cap, floor), base * (1L << std::min(n - 1, MaxDoublings)));
    return floor + Millis(static_cast<qint64>(m_random() * static_cast<double>((bound - floor).count())));
}

}
