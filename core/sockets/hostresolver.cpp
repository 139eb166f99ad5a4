#include "core/sockets/hostresolver.h"

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <utility>

namespace sluice {

namespace asio = boost::asio;
using boost::system::error_code;

HostResolver::HostResolver(asio::io_context& loop)
    : m_resolver(loop)
{ }

HostResolver::Addresses HostResolver::known(const QByteArray& host)
{
    const QByteArray name = host.toLower();
    if (name == "localhost" || name.endsWith(".localhost")) // RFC 6761 section 6.3
        return {asio::ip::address_v4::loopback(), asio::ip::address_v6::loopback()};
    error_code error;
    const asio::ip::address address = asio::ip::make_address(host.toStdString(), error);
    return error ? Addresses() : Addresses {address};
}

void HostResolver::resolve(const QByteArray& host, Callback callback)
{
    m_callback = std::make_shared<Callback>(std::move(callback));
    const std::weak_ptr<Callback> wanted = m_callback;
    m_resolver.async_resolve(
        host.toStdString(), "", [wanted](const error_code& error, const asio::ip::tcp::resolver::results_type& results) {
            const std::shared_ptr<Callback> call = wanted.lock();
            if (!call)
                return;
            Addresses addresses;
            for (const auto& result : results) {
                const asio::ip::address address = result.endpoint().address();
                if (!error && std::find(addresses.begin(), addresses.end(), address) == addresses.end())
                    addresses.push_back(address);
            }
            (*call)(addresses);
        });
}

void HostResolver::cancel()
{
    m_callback.reset();
    m_resolver.cancel();
}

}
