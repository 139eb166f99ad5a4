#include "app/signalwatcher.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <unistd.h>

namespace sluice {

namespace {

constexpr std::array Watched {SIGINT, SIGTERM, SIGHUP};

// What a signal handler may touch: a pipe and lock-free flags.
int s_readEnd = -1;
int s_writeEnd = -1;
std::atomic<bool> s_hasCaught = false;
static_assert(std::atomic<bool>::is_always_lock_free);
std::array<struct sigaction, Watched.size()> s_before;

void handle(int signalNumber)
{
    const int savedErrno = errno;
    s_hasCaught = true;
    const auto number = static_cast<unsigned char>(signalNumber);
    // A full pipe already holds enough to wake the loop.
    [[maybe_unused]] const ssize_t written = ::write(s_writeEnd, &number, 1);
    errno = savedErrno;
}

}

SignalWatcher::SignalWatcher(std::function<void(int signalNumber)> caught, Second second)
    : m_caught(std::move(caught))
{
    Q_ASSERT(s_readEnd < 0);
    std::signal(SIGPIPE, SIG_IGN);
    std::array<int, 2> ends {};
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return; // out of descriptors: the signals keep their default action
    s_readEnd = ends[0];
    s_writeEnd = ends[1];
    s_hasCaught = false;
    m_notifier = std::make_unique<QSocketNotifier>(s_readEnd, QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] { drain(); });

    struct sigaction action = {};
    action.sa_handler = handle;
    sigemptyset(&action.sa_mask);
    // No SA_RESTART: a blocked write() must return.
    action.sa_flags = second == Second::EndsTheProcess ? static_cast<int>(SA_RESETHAND) : 0;
    for (std::size_t i = 0; i < Watched.size(); ++i) {
        ::sigaction(Watched[i], nullptr, &s_before[i]);
        if (s_before[i].sa_handler != SIG_IGN) // nohup, or a job in the background of a script
            ::sigaction(Watched[i], &action, nullptr);
    }
}

SignalWatcher::~SignalWatcher()
{
    if (!m_notifier)
        return;
    for (std::size_t i = 0; i < Watched.size(); ++i)
        ::sigaction(Watched[i], &s_before[i], nullptr);
    m_notifier.reset();
    ::close(s_readEnd);
    ::close(s_writeEnd);
    s_readEnd = s_writeEnd = -1;
}

bool SignalWatcher::hasCaught()
{
    return s_hasCaught;
}

void SignalWatcher::drain()
{
    unsigned char number = 0;
    while (::read(s_readEnd, &number, 1) == 1)
        m_caught(number);
}

}
