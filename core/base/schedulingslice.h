#pragma once

#include <chrono>

namespace sluice {

/// The calling thread's time at a stretch: of threads that wait for a core, the kernel runs the one with the shorter slice
/// sooner, while its share of the core stays what it was. Linux 6.12 and newer; zero where a thread has none.
std::chrono::nanoseconds schedulingSlice();

/// Chooses it, by sched_setattr(2): 0.1 to 100 ms, others are brought into that; zero is the system's own. Threads that this one
/// creates have it, too. Takes no privilege. False where nothing was changed: the system knows no slices, a sandbox forbids it,
/// or the thread was given a policy of its own (chrt(1)).
bool setSchedulingSlice(std::chrono::nanoseconds slice);

}
