#include "core/gateway/reception.h"

#include <sys/resource.h>

#include <algorithm>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace sluice {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

// Seconds.
constexpr const char* RetryAfter = "1";

LocalEnd localEnd(const tcp::socket& socket)
{
    error_code ignored; // a broken socket has no end, and its requests no answer
    const tcp::endpoint end = socket.local_endpoint(ignored);
    asio::ip::address address = end.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped()) // a client that came by IPv4 to a listener on [::] names that
        address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    return {QByteArray::fromStdString(address.to_string()), end.port()};
}

Reply fullReply()
{
    Reply reply = detailReply(503, u"Too many connections, please try again later");
    reply.headers.append(HttpHeader {"Retry-After", RetryAfter});
    return reply;
}

}

Reception::Reception(asio::io_context& loop, const ConnectionContext& context, int maxConnections)
    : m_context(context)
    , m_most(maxConnections)
    , m_door(loop)
{ }

error_code Reception::listen(const QString& host, quint16 port)
{
    error_code error;
    const asio::ip::address address = addressOf(host, error);
    if (error)
        return error;
    return m_door.listen({address, port});
}

quint16 Reception::port() const
{
    return m_door.port();
}

void Reception::open()
{
    m_door.start([this](Socket socket) {
        enter(std::move(socket));
        if (int(m_connections.size()) >= m_most + turnedAwayAtOnce())
            m_door.hold(); // until one leaves
    });
}

void Reception::enter(Socket socket)
{
    LocalEnd local = localEnd(socket);
    const auto connection = std::make_shared<HttpConnection>(std::move(socket), m_context, std::move(local));
    const bool isFull = int(m_connections.size()) >= m_most;
    m_connections.emplace(connection.get(), connection);
    connection->start([this](HttpConnection& closed) { left(closed); });
    if (isFull)
        connection->turnAway(fullReply());
}

void Reception::left(HttpConnection& connection)
{
    m_connections.erase(&connection);
    m_door.resume();
    if (m_onClosed)
        m_onClosed();
}

/// The descriptors that affordable() leaves have to do.
int Reception::turnedAwayAtOnce() const
{
    return std::clamp(m_most / 20, 8, 256);
}

void Reception::stopListening()
{
    m_door.stop();
}

template <typename Call>
void Reception::forEach(Call call)
{
    for (const auto& [raw, connection] : std::vector(m_connections.begin(), m_connections.end()))
        call(*connection); // may leave
}

void Reception::finishUp()
{
    forEach([](HttpConnection& connection) { connection.finishUp(); });
}

void Reception::closeAll()
{
    forEach([](HttpConnection& connection) { connection.close(); });
}

int Reception::affordable(int perConnection)
{
    rlimit limit {};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 512;
    // The rest is for files, the cache, and those who are turned away.
    const rlim_t most = std::min<rlim_t>(limit.rlim_cur, 10'000'000) / 10 * 8;
    return std::max(1, int(most) / perConnection);
}

}
