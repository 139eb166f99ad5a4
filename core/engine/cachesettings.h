#pragma once

#include "core/engine/cachepolicy.h"
#include "core/store/responsecache.h"

class QSettings;

namespace sluice {

/// What the user chose for the response cache. A value.
struct CacheSettings
{
    bool isEnabled = true;
    CacheLimits limits; ///< 1 MiB to 64 GiB, 1 to 3650 days
    ReplayPace pace = ReplayPace::Instant;

    bool operator==(const CacheSettings&) const = default;

    /// What a request has to do with the cache.
    CachePolicy policy() const { return {.read = isEnabled, .write = isEnabled, .pace = pace}; }

    static CacheLimits lowest() { return {.maxBytes = 1024 * 1024, .maxAge = std::chrono::days(1)}; }
    static CacheLimits highest() { return {.maxBytes = qint64(64) << 30, .maxAge = std::chrono::days(3650)}; }

    /// What a damaged or foreign file says is replaced by the defaults.
    static CacheSettings read(const QSettings& file);
    void write(QSettings& file) const;
};

}
