#include "core/base/joinedthread.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QThread>

#include <pthread.h>

#include <future>
#include <utility>

namespace sluice {

JoinedThread::JoinedThread(const char* name)
{
    std::promise<QEventLoop*> started;
    std::future<QEventLoop*> loop = started.get_future();
    // The promise moves along: a local one could be gone while set_value() is still at work on it.
    m_thread = std::thread([name, started = std::move(started)]() mutable {
        pthread_setname_np(pthread_self(), name);
        QEventLoop events; // gives this foreign thread an event dispatcher of Qt's
        started.set_value(&events);
        events.exec();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    });
    m_loop = loop.get();
}

JoinedThread::~JoinedThread()
{
    Q_ASSERT(!m_thread.joinable());
}

void JoinedThread::adopt(QObject& object) const
{
    object.moveToThread(m_loop->thread());
}

void JoinedThread::quit()
{
    // Queued, because the loop may not have begun yet.
    QMetaObject::invokeMethod(m_loop, &QEventLoop::quit, Qt::QueuedConnection);
}

void JoinedThread::join()
{
    m_thread.join();
}

}
