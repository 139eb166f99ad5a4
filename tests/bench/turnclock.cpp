#include "tests/bench/turnclock.h"

#include "tests/bench/cputime.h"

#include <csignal>
#include <utility>

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace sluice::bench {

namespace {

struct Watch
{
    std::function<void(double)> turnEnded;
    long long turnBeganUs = 0;
};

thread_local Watch* watch = nullptr;

int watchedPoll(pollfd* files, nfds_t count, const timespec* timeout, const sigset_t* mask)
{
    const bool mayWait = !timeout || timeout->tv_sec > 0 || timeout->tv_nsec > 0;
    if (watch && mayWait)
        watch->turnEnded(double(monotonicUs() - watch->turnBeganUs) / 1000);
    timespec left = timeout ? *timeout : timespec {}; // the kernel writes to it, ppoll() does not
    const long ready = ::syscall(SYS_ppoll, files, count, timeout ? &left : nullptr, mask, NSIG / 8);
    if (watch && mayWait)
        watch->turnBeganUs = monotonicUs();
    return int(ready);
}

}

void watchTurns(std::function<void(double busyMs)> turnEnded)
{
    static Watch theWatch;
    theWatch = {.turnEnded = std::move(turnEnded), .turnBeganUs = monotonicUs()};
    watch = &theWatch;
}

}

extern "C" __attribute__((visibility("default"))) int ppoll(
    pollfd* files, nfds_t count, const timespec* timeout, const sigset_t* mask)
{
    return sluice::bench::watchedPoll(files, count, timeout, mask);
}

// What programs that are compiled with _FORTIFY_SOURCE call instead.
extern "C" __attribute__((visibility("default"))) int __ppoll_chk(
    pollfd* files, nfds_t count, const timespec* timeout, const sigset_t* mask, size_t)
{
    return sluice::bench::watchedPoll(files, count, timeout, mask);
}
