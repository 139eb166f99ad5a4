#pragma once

#include "core/base/error.h"

#include <functional>
#include <optional>

namespace sluice {

struct RetryOptions
{
    int maxAttempts = 4; ///< retries after the first try; 0 = never retry
    Millis base {500};
    Millis cap {15000};
    /// A server that asks for a longer wait than this is not waited for: the error is shown with its Retry-After.
    Millis maxRetryAfter {60000};
};

/// Pause lengths between attempts: exponential backoff with full jitter. Pure.
class RetryPolicy
{
public:
    /// \a random returns a number in [0, 1); injected for tests.
    RetryPolicy(const RetryOptions& options, std::function<double()> random);

    /// Time to wait before attempt \a n (1 = first retry), or nothing when it is time to give up or \a last cannot pass.
    /// A server's Retry-After beats the computed delay; \a serverRetry (SSE `retry:`) is the shortest pause, and the base of what
    /// comes on top from the second attempt on.
    std::optional<Millis> delayBefore(int n, const Error& last, std::optional<Millis> serverRetry = {}) const;

private:
    RetryOptions m_options;
    std::function<double()> m_random;
};

}
