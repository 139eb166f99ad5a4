#include "core/net/socketactivity.h"

#include <QEvent>
#include <QSocketNotifier>

#include <atomic>

#ifdef __linux__
#include <sys/socket.h>
#endif

namespace sluice {

namespace {

constexpr TimePoint::rep Never = -1;
std::atomic<TimePoint::rep> lastActivity = Never;

/// Not the ones of D-Bus or of the display.
bool isInternetSocket([[maybe_unused]] qintptr descriptor)
{
#ifdef __linux__
    int domain = AF_UNSPEC;
    socklen_t size = sizeof domain;
    return getsockopt(int(descriptor), SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && (domain == AF_INET || domain == AF_INET6);
#else
    return false;
#endif
}

/// Before each event of each thread, by Qt's contract receiver and event; false lets it through.
bool noteEvent(void** receiverAndEvent)
{
    if (static_cast<const QEvent*>(receiverAndEvent[1])->type() != QEvent::SockAct)
        return false;
    const auto* notifier = qobject_cast<const QSocketNotifier*>(static_cast<const QObject*>(receiverAndEvent[0]));
    if (notifier && notifier->type() == QSocketNotifier::Read && isInternetSocket(notifier->socket()))
        lastActivity.store(steadyClock().now().time_since_epoch().count(), std::memory_order_relaxed);
    return false;
}

// Before main(), because Qt's table of callbacks has no lock: every thread reads it at every event.
[[maybe_unused]] const bool IsRegistered = QInternal::registerCallback(QInternal::EventNotifyCallback, noteEvent);

}

std::optional<TimePoint> lastSocketActivity()
{
    const TimePoint::rep last = lastActivity.load(std::memory_order_relaxed);
    return last == Never ? std::nullopt : std::optional(TimePoint(TimePoint::duration(last)));
}

}
