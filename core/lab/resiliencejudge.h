#pragma once

#include "core/lab/resiliencecheck.h"
#include "core/lab/resilienceresult.h"

namespace sluice {

class Provider;

/// What one check brought to light.
struct CheckObservation
{
    const AnswerOutcome& outcome;
    int paidRequests = 0;
    bool mayPayAgain = false;
};

/// Says what came of a check. Pure: the outcome is held against the reference, and against the bytes that came, taken apart
/// without the engine.
ResilienceResult judge(
    const ResilienceCheck& check, const ReferenceAnswer& reference, const CheckObservation& seen, const Provider& provider);

}
