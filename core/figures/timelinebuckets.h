#pragma once

#include "core/figures/streamtimeline.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace sluice {

inline void merge(TimelineBucket& first, const TimelineBucket& second)
{
    first.textDeltas += second.textDeltas;
    first.reasoningDeltas += second.reasoningDeltas;
    first.shownDeltas += second.shownDeltas;
    first.mostHeld = std::max(first.mostHeld, second.mostHeld);
    first.mostQueued = std::max(first.mostQueued, second.mostQueued);
}

/// Makes buckets twice as wide: \a merge adds the second one to the first.
template <typename Bucket, typename Merge>
void widen(std::vector<Bucket>& buckets, Merge merge)
{
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        if (i % 2 == 0)
            buckets[i / 2] = buckets[i];
        else
            merge(buckets[i / 2], buckets[i]);
    }
    buckets.resize((buckets.size() + 1) / 2);
}

}
