#pragma once

#include <QtGlobal>

#include <atomic>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

class QWidget;

namespace sluice::bench {

/// Types the letter a every 150 ms or so from a thread of its own, so that a busy UI thread delays what comes of it and not the
/// press. Through the X server where the window is on one (XTest), else as posted events. Ends with this object.
class KeyPresser
{
public:
    /// \a editor has the keyboard focus and outlives this.
    explicit KeyPresser(QWidget& editor);
    ~KeyPresser();
    Q_DISABLE_COPY_MOVE(KeyPresser)

    bool usesServer() const { return m_usesServer; }
    /// When the presses were made that were not taken yet, in order, CLOCK_MONOTONIC µs; at most \a count.
    std::vector<qint64> take(size_t count);

private:
    void run(QWidget& editor);

    bool m_usesServer;
    std::atomic<bool> m_isStopping = false;
    std::mutex m_mutex;
    std::vector<qint64> m_presses; // guarded by m_mutex
    std::thread m_thread;
};

}
