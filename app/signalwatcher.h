#pragma once

#include <QSocketNotifier>

#include <functional>
#include <memory>

namespace sluice {

/// Turns SIGINT, SIGTERM and SIGHUP into a call in the event loop. One at a time, in the main thread. The second signal of a kind
/// ends the process as if nobody watched. From then on, also after the destructor, a broken pipe is an error of write(), no
/// signal.
class SignalWatcher
{
public:
    /// \a caught is called for each signal, from the event loop.
    explicit SignalWatcher(std::function<void(int signalNumber)> caught);
    /// Restores what the signals did before.
    ~SignalWatcher();
    Q_DISABLE_COPY_MOVE(SignalWatcher)

    /// Whether one has come, also before the event loop told so: for code that blocks.
    static bool hasCaught();

private:
    void drain();

    std::function<void(int)> m_caught;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

}
