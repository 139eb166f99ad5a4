#pragma once

namespace sluice {

/// How a body is to be read, as far as its head tells.
struct BodyPlan
{
    bool gzip = false;
    /// The head says text/event-stream. Otherwise the body's first bytes must show that it is one, or JSON.
    bool declaredEventStream = true;
};

}
