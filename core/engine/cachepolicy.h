#pragma once

#include "core/chat/replaypace.h"

namespace sluice {

/// What a request has to do with the response cache. Both false = nothing.
struct CachePolicy
{
    bool read = false; ///< an answer that is stored comes instead of a new one
    bool write = false; ///< the answer is stored when it is complete
    ReplayPace pace = ReplayPace::Instant;

    bool operator==(const CachePolicy&) const = default;
};

}
