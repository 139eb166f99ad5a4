#pragma once

#include "core/sockets/clientlink.h"

#include <QHash>

#include <deque>
#include <memory>

namespace sluice {

/// Connections that wait for their next request, by origin: a bounded number each, for a bounded time. One that the server closes
/// meanwhile, or speaks on unasked, is let go. The loop's thread.
class IdleLinks
{
public:
    IdleLinks(boost::asio::io_context& loop, int mostPerOrigin, Millis idleTime);
    ~IdleLinks();
    Q_DISABLE_COPY_MOVE(IdleLinks)

    /// The one that was used last, of those that the server has not closed by now: what is sent on a closed one is lost, or
    /// worse, may have been taken. Null when there is none.
    std::shared_ptr<ClientLink> take(const HttpOrigin& origin);
    /// Keeps \a link, which nobody waits on, or closes it.
    void put(const HttpOrigin& origin, std::shared_ptr<ClientLink> link);
    /// Closes all, and keeps none from now on.
    void close();
    int count() const;

private:
    struct Idle
    {
        std::shared_ptr<ClientLink> link;
        TimePoint since;
    };
    void watch(const HttpOrigin& origin, ClientLink& link);
    void drop(const HttpOrigin& origin, const ClientLink& link);
    void closeOld();

    const int m_mostPerOrigin;
    const Millis m_idleTime;
    QHash<HttpOrigin, std::deque<Idle>> m_links; // each longest idle first
    Timer m_timer;
    bool m_isClosed = false;
};

}
