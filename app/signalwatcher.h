#pragma once

#include <QSocketNotifier>

#include <functional>
#include <memory>

namespace sluice {

/// Turns SIGINT, SIGTERM and SIGHUP into a call in the event loop. One at a time, in the main thread. From then on, also after
/// the destructor, a broken pipe is an error of write(), no signal.
class SignalWatcher
{
public:
    /// What the second signal of a kind does.
    enum class Second {
        EndsTheProcess, ///< as if nobody watched: for commands that may be stuck in a write
        IsCaught,
    };

    /// \a caught is called for each signal that is caught, from the event loop.
    explicit SignalWatcher(std::function<void(int signalNumber)> caught, Second second = Second::EndsTheProcess);
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
