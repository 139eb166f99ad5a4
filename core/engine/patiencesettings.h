#pragma once

#include "core/engine/streamoptions.h"

class QSettings;

namespace sluice {

/// How long a stream waits and how often it tries again: what the user chose. A value.
struct PatienceSettings
{
    int retries = RetryOptions().maxAttempts; ///< after the first try; 0 to MostRetries
    Millis longestPause = RetryOptions().cap; ///< between two tries; 1 s to LongestPause
    // 0 = without a limit, up to LongestTimeout; in whole seconds on screen.
    Millis connect = TimeoutOptions().connect;
    Millis firstByte = TimeoutOptions().firstByte;
    Millis silence = TimeoutOptions().silence;

    static constexpr int MostRetries = 20;
    static constexpr Millis LongestPause {300000};
    static constexpr Millis LongestTimeout {3600000};

    bool operator==(const PatienceSettings&) const = default;

    RetryOptions retryOptions() const;
    TimeoutOptions timeoutOptions() const;

    /// Each value that is damaged or out of bounds is replaced by its default.
    static PatienceSettings read(const QSettings& file);
    void write(QSettings& file) const;
};

}
