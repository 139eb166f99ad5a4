#pragma once

#include <QObject>

#include <thread>

class QEventLoop;

namespace sluice {

/// A thread with a Qt event loop that is truly over when join() returns. QThread::wait() is not enough: it returns while the
/// thread's thread-local destructors still run, and at the end of a program OpenSSL's exit handler then frees the same memory
/// from the main thread (seen as a double free in a short-lived sluicectl).
///
/// Starts in the constructor. quit() once, from any thread; join() and the destructor belong to the owner.
class JoinedThread final
{
public:
    explicit JoinedThread(const char* name);
    /// Must have been joined.
    ~JoinedThread();
    Q_DISABLE_COPY_MOVE(JoinedThread)

    /// Makes \a object, which must have no parent, live in this thread.
    void adopt(QObject& object) const;

    /// Leaves the event loop; objects that asked for deleteLater() are destroyed on the way out.
    void quit();

    void join();

private:
    std::thread m_thread;
    QEventLoop* m_loop = nullptr; ///< on the thread's stack, until quit() has done its work
};

}
