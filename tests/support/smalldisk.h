#pragma once

#include <QtGlobal>

#include <csignal>

#include <sys/resource.h>

namespace sluice::test {

/// No file of this process can become larger while it exists: a disk that is full. The system's word for it is "File too large".
struct SmallDisk
{
    explicit SmallDisk(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before);
        const rlimit small {.rlim_cur = bytes, .rlim_max = before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallDisk() { ::setrlimit(RLIMIT_FSIZE, &before); }
    Q_DISABLE_COPY_MOVE(SmallDisk)

    rlimit before {};
};

}
