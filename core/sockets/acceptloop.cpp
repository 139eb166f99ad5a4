#include "core/sockets/acceptloop.h"

#include "core/base/error.h"
#include "core/base/logging.h"
#include "core/sockets/keepfromchildren.h"

#include <QCoreApplication>
#include <QString>

#include <boost/asio/io_context.hpp>

#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr Millis PauseAfterError {100};

}

AcceptLoop::AcceptLoop(asio::io_context& loop)
    : m_acceptor(loop)
    , m_timer(loop)
{ }

error_code AcceptLoop::listen(const tcp::endpoint& endpoint)
{
    error_code error;
    m_acceptor.open(endpoint.protocol(), error);
    if (error)
        return error;
    keepFromChildren(m_acceptor);
    // Also where connections of an earlier program have not quite ended.
    m_acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error)
        m_acceptor.bind(endpoint, error);
    if (!error)
        m_acceptor.listen(asio::socket_base::max_listen_connections, error);
    return error;
}

quint16 AcceptLoop::port() const
{
    error_code ignored; // it listens
    return m_acceptor.local_endpoint(ignored).port();
}

void AcceptLoop::start(std::function<void(Socket)> taken)
{
    m_taken = std::move(taken);
    await();
}

void AcceptLoop::await()
{
    if (!m_delay)
        return accept();
    m_acceptor.async_wait(tcp::acceptor::wait_read, [this, round = m_round](const error_code& error) {
        if (error || round != m_round)
            return;
        if (const Millis delay = m_delay(); delay > Millis(0))
            m_timer.startIn(delay, [this] { accept(); });
        else
            accept();
    });
}

void AcceptLoop::accept()
{
    m_acceptor.async_accept([this, round = m_round](const error_code& error, Socket socket) {
        if (round == m_round)
            take(error, std::move(socket));
    });
}

void AcceptLoop::take(const error_code& error, Socket socket)
{
    if (error) {
        qCWarning(lcNet, "accept: %s", error.message().c_str());
        m_timer.startIn(PauseAfterError, [this] { await(); });
        return;
    }
    keepFromChildren(socket);
    const int round = m_round;
    m_taken(std::move(socket));
    if (!m_isHeld && round == m_round)
        await();
}

void AcceptLoop::resume()
{
    if (std::exchange(m_isHeld, false))
        await();
}

void AcceptLoop::stop()
{
    ++m_round;
    m_isHeld = false;
    m_timer.stop();
    error_code ignored;
    m_acceptor.close(ignored);
}

Error listenError(const QString& host, quint16 port, const error_code& error)
{
    return {.kind = ErrorKind::Network,
        .message = QCoreApplication::translate("Error", "Cannot listen on %1:%2: %3")
            .arg(host)
            .arg(port)
            .arg(QString::fromStdString(error.message()))};
}

asio::ip::address addressOf(const QString& host, error_code& error)
{
    if (host.compare("localhost"_L1, Qt::CaseInsensitive) == 0)
        return asio::ip::address_v4::loopback();
    return asio::ip::make_address(host.toStdString(), error);
}

}
