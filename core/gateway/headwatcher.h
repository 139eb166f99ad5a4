#pragma once

#include "core/base/error.h"

namespace sluice {

/// Waits for the head of a stream's answer. Gateway thread. Exactly one of the two is called, never from inside
/// GatewayStream::watchHead() or start().
class HeadWatcher
{
public:
    virtual ~HeadWatcher() = default;
    virtual void headCame() = 0;
    /// The stream has ended without an answer.
    virtual void refused(const Error& error) = 0;
};

}
