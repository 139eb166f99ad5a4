#include "core/base/schedulingslice.h"

#include <cstdint>
#include <optional>

#ifdef __linux__
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace sluice {

namespace {

/// sched_attr of sched_setattr(2), in its first size. The C library of Debian 12 does not have it, and the kernel's header cannot
/// stand beside that library's.
struct SchedulingAttributes
{
    std::uint32_t size = sizeof(SchedulingAttributes);
    std::uint32_t policy = 0;
    std::uint64_t flags = 0;
    std::int32_t nice = 0;
    std::uint32_t priority = 0;
    std::uint64_t runtime = 0; ///< with the usual policy: the slice, ns
    std::uint64_t deadline = 0;
    std::uint64_t period = 0;
};

constexpr std::uint32_t UsualPolicy = 0; // SCHED_OTHER
constexpr int CallingThread = 0;
constexpr unsigned NoFlags = 0;

/// With the usual policy only: what else the thread was given is not ours to change.
std::optional<SchedulingAttributes> usualAttributes()
{
#ifdef __linux__
    SchedulingAttributes attributes;
    if (syscall(SYS_sched_getattr, CallingThread, &attributes, sizeof attributes, NoFlags) == 0
        && attributes.policy == UsualPolicy)
        return attributes;
#endif
    return std::nullopt;
}

bool apply([[maybe_unused]] const SchedulingAttributes& attributes)
{
#ifdef __linux__
    return syscall(SYS_sched_setattr, CallingThread, &attributes, NoFlags) == 0;
#else
    return false;
#endif
}

}

std::chrono::nanoseconds schedulingSlice()
{
    return std::chrono::nanoseconds(usualAttributes().value_or(SchedulingAttributes()).runtime);
}

bool setSchedulingSlice(std::chrono::nanoseconds slice)
{
    std::optional<SchedulingAttributes> attributes = usualAttributes();
    if (!attributes || attributes->runtime == 0)
        return false;
    attributes->runtime = static_cast<std::uint64_t>(slice.count());
    return apply(*attributes);
}

}
