#include "core/sockets/idlelinks.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sluice {

namespace {

/// Nothing has come: neither an end nor bytes that nobody asked for.
bool isQuiet(ClientLink& link)
{
    std::array<char, 64> bytes;
    return link.read(bytes).got == ClientLink::Got::Nothing;
}

}

IdleLinks::IdleLinks(boost::asio::io_context& loop, int mostPerOrigin, Millis idleTime)
    : m_mostPerOrigin(mostPerOrigin)
    , m_idleTime(idleTime)
    , m_timer(loop)
{ }

IdleLinks::~IdleLinks()
{
    close();
}

std::shared_ptr<ClientLink> IdleLinks::take(const HttpOrigin& origin)
{
    const auto found = m_links.find(origin);
    while (found != m_links.end() && !found->empty()) {
        std::shared_ptr<ClientLink> link = std::move(found->back().link);
        found->pop_back();
        link->stopAwaiting();
        if (isQuiet(*link))
            return link;
        link->close();
    }
    return nullptr;
}

void IdleLinks::put(const HttpOrigin& origin, std::shared_ptr<ClientLink> link)
{
    std::deque<Idle>& links = m_links[origin];
    if (m_isClosed || int(links.size()) >= m_mostPerOrigin) {
        link->close();
        return;
    }
    watch(origin, *link);
    links.push_back({std::move(link), steadyClock().now()});
    if (!m_timer.isActive())
        m_timer.startIn(m_idleTime, [this] { closeOld(); });
}

void IdleLinks::watch(const HttpOrigin& origin, ClientLink& link)
{
    link.awaitReadable([this, origin, &link] {
        if (isQuiet(link)) // something of TLS
            watch(origin, link);
        else
            drop(origin, link);
    });
}

void IdleLinks::drop(const HttpOrigin& origin, const ClientLink& link)
{
    std::deque<Idle>& links = m_links[origin];
    const auto found = std::find_if(links.begin(), links.end(), [&](const Idle& idle) { return idle.link.get() == &link; });
    if (found == links.end())
        return;
    const Idle gone = std::move(*found);
    links.erase(found);
    gone.link->close();
}

void IdleLinks::closeOld()
{
    const TimePoint now = steadyClock().now();
    std::optional<TimePoint> next;
    for (std::deque<Idle>& links : m_links) {
        while (!links.empty() && links.front().since + m_idleTime <= now) {
            links.front().link->close();
            links.pop_front();
        }
        if (!links.empty())
            next = next ? std::min(*next, links.front().since) : links.front().since;
    }
    m_links.removeIf([](const auto& entry) { return entry.value().empty(); });
    if (next)
        m_timer.start(*next + m_idleTime, [this] { closeOld(); });
}

void IdleLinks::close()
{
    m_isClosed = true;
    m_timer.stop();
    for (std::deque<Idle>& links : m_links) {
        for (const Idle& idle : links)
            idle.link->close();
    }
    m_links.clear();
}

int IdleLinks::count() const
{
    int count = 0;
    for (const std::deque<Idle>& links : m_links)
        count += int(links.size());
    return count;
}

}
