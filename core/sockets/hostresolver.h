#pragma once

#include <QByteArray>

#include <boost/asio/ip/tcp.hpp>

#include <functional>
#include <vector>

namespace sluice {

/// The addresses of a host name. The loop's thread.
///
/// Asio asks the system in a thread of its own, which it makes for the first name; addresses and localhost need neither.
class HostResolver
{
public:
    using Addresses = std::vector<boost::asio::ip::address>;
    using Callback = std::function<void(const Addresses& addresses)>;

    explicit HostResolver(boost::asio::io_context& loop);

    /// What \a host stands for without asking anybody: itself for an address, the loopback addresses for localhost; else nothing.
    static Addresses known(const QByteArray& host);

    /// Calls \a callback once, later; without addresses when there is no such host. Not after cancel() or destruction, so the
    /// callback may be an owner's.
    void resolve(const QByteArray& host, Callback callback);
    void cancel();

private:
    boost::asio::ip::tcp::resolver m_resolver;
    std::shared_ptr<Callback> m_callback; // shared with the operation, which looks whether it is still wanted
};

}
