#include "core/sockets/clientlink.h"

#include "core/sockets/keepfromchildren.h"

#include <QCoreApplication>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <utility>

namespace sluice {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

// The kernel would let it grow to megabytes: then a server would not notice for long that nobody reads.
constexpr int ReceiveBufferBytes = 128 * 1024;
// With another address to try, one that does not answer is left after so long.
constexpr Millis MostForOneAddress {3000};

}

struct ClientLink::Opening
{
    explicit Opening(asio::io_context& loop)
        : resolver(loop)
        , timer(loop)
    { }

    HttpOrigin origin;
    Opened callback;
    HostResolver resolver;
    HostResolver::Addresses addresses;
    Timer timer;
    quint64 attempt = 0; // the one that counts
};

ClientLink::ClientLink(asio::io_context& loop)
    : m_loop(loop)
    , m_socket(loop)
{ }

ClientLink::~ClientLink() = default;

void ClientLink::open(const HttpOrigin& origin, std::shared_ptr<const TlsContext> tls, Opened callback)
{
    m_tlsContext = std::move(tls);
    m_opening = std::make_unique<Opening>(m_loop);
    m_opening->origin = origin;
    m_opening->callback = std::move(callback);
    const auto begin = [this](const HostResolver::Addresses& addresses) {
        if (addresses.empty()) {
            fail(ErrorKind::Network,
                QCoreApplication::translate("Error", "There is no host named %1.")
                    .arg(QString::fromLatin1(m_opening->origin.host)));
            return;
        }
        m_stamps.resolved = steadyClock().now();
        m_opening->addresses = addresses;
        tryAddress(0);
    };
    if (const HostResolver::Addresses known = HostResolver::known(origin.host); !known.empty())
        begin(known);
    else
        m_opening->resolver.resolve(origin.host, begin);
}

void ClientLink::tryAddress(std::size_t index)
{
    const tcp::endpoint endpoint(m_opening->addresses[index], m_opening->origin.port);
    const bool isLast = index + 1 == m_opening->addresses.size();
    error_code ignored; // what cannot be set here cannot be connected either
    m_socket.close(ignored);
    m_socket.open(endpoint.protocol(), ignored);
    keepFromChildren(m_socket);
    m_socket.set_option(asio::socket_base::receive_buffer_size(ReceiveBufferBytes), ignored);
    m_socket.set_option(tcp::no_delay(true), ignored);
    m_socket.set_option(asio::socket_base::keep_alive(true), ignored);
    const quint64 attempt = ++m_opening->attempt;
    if (!isLast)
        m_opening->timer.startIn(MostForOneAddress, [this, index] { tryAddress(index + 1); });
    m_socket.async_connect(endpoint, [this, self = shared_from_this(), attempt, index, isLast](const error_code& error) {
        if (m_isClosed || !m_opening || attempt != m_opening->attempt)
            return;
        m_opening->timer.stop();
        if (!error)
            connected();
        else if (!isLast)
            tryAddress(index + 1);
        else if (error == asio::error::connection_refused)
            fail(ErrorKind::Network,
                QCoreApplication::translate("Error", "%1 refused the connection: is the server running?")
                    .arg(m_opening->origin.place()));
        else
            fail(ErrorKind::Network,
                QCoreApplication::translate("Error", "No connection to %1: %2.")
                    .arg(m_opening->origin.place(), QString::fromStdString(error.message())));
    });
}

void ClientLink::connected()
{
    m_stamps.connected = steadyClock().now();
    error_code ignored; // a broken socket says so at the first use
    m_socket.non_blocking(true, ignored);
    if (!m_opening->origin.isSecure) {
        opened({});
        return;
    }
    m_tls = std::make_unique<TlsSession>(*m_tlsContext, m_socket.native_handle(), m_opening->origin.host);
    handshake();
}

void ClientLink::handshake()
{
    switch (m_tls->handshake().state) {
    case TlsSession::State::Done:
        m_stamps.secured = steadyClock().now();
        opened({});
        return;
    case TlsSession::State::WantsRead:
        wait(tcp::socket::wait_read, &ClientLink::handshake);
        return;
    case TlsSession::State::WantsWrite:
        wait(tcp::socket::wait_write, &ClientLink::handshake);
        return;
    case TlsSession::State::Ended:
    case TlsSession::State::Failed:
        const QString why =
            m_tls->failure().isEmpty() ? QCoreApplication::translate("Error", "it closed the connection") : m_tls->failure();
        fail(ErrorKind::Tls,
            QCoreApplication::translate("Error", "No secure connection to %1: %2.").arg(m_opening->origin.place(), why));
        return;
    }
}

void ClientLink::fail(ErrorKind kind, const QString& message)
{
    opened(Error {.kind = kind, .message = message});
}

void ClientLink::opened(const std::optional<Error>& error)
{
    const std::unique_ptr<Opening> opening = std::move(m_opening);
    opening->callback(error);
}

void ClientLink::write(const QByteArray& bytes, Written written)
{
    m_writing = bytes;
    m_written = 0;
    m_onWritten = std::move(written);
    // Room for it is the rule, so it is tried first; but the callback must come later.
    asio::post(m_loop, [this, self = shared_from_this()] { writeOn(); });
}

void ClientLink::writeOn()
{
    if (m_isClosed || !m_onWritten)
        return;
    while (m_written < m_writing.size()) {
        const TlsSession::Outcome outcome = writeSome();
        if (outcome.state == TlsSession::State::WantsRead || outcome.state == TlsSession::State::WantsWrite) {
            const bool wantsRead = outcome.state == TlsSession::State::WantsRead;
            wait(wantsRead ? tcp::socket::wait_read : tcp::socket::wait_write, &ClientLink::writeOn);
            return;
        }
        if (outcome.state != TlsSession::State::Done)
            break;
        m_written += outcome.count;
    }
    const bool succeeded = m_written == m_writing.size();
    m_writing = {};
    std::exchange(m_onWritten, {})(succeeded);
}

TlsSession::Outcome ClientLink::writeSome()
{
    const QByteArrayView rest = QByteArrayView(m_writing).sliced(m_written);
    if (m_tls)
        return m_tls->write(rest);
    error_code error;
    const std::size_t count = m_socket.write_some(asio::buffer(rest.data(), std::size_t(rest.size())), error);
    if (error == asio::error::would_block)
        return {TlsSession::State::WantsWrite, 0};
    return {error ? TlsSession::State::Failed : TlsSession::State::Done, qsizetype(count)};
}

ClientLink::Read ClientLink::read(std::span<char> into)
{
    if (m_isClosed)
        return {Got::Failure, 0};
    if (m_tls) {
        const TlsSession::Outcome outcome = m_tls->read(into);
        m_readWantsWrite = outcome.state == TlsSession::State::WantsWrite;
        switch (outcome.state) {
        case TlsSession::State::Done:
            return {Got::Data, outcome.count};
        case TlsSession::State::WantsRead:
        case TlsSession::State::WantsWrite:
            return {Got::Nothing, 0};
        case TlsSession::State::Ended:
            return {Got::End, 0};
        case TlsSession::State::Failed:
            return {Got::Failure, 0};
        }
    }
    error_code error;
    const std::size_t count = m_socket.read_some(asio::buffer(into.data(), into.size()), error);
    if (error == asio::error::would_block)
        return {Got::Nothing, 0};
    if (error)
        return {error == asio::error::eof ? Got::End : Got::Failure, 0};
    return {Got::Data, qsizetype(count)};
}

void ClientLink::awaitReadable(std::function<void()> callback)
{
    m_onReadable = std::move(callback);
    if (std::exchange(m_isWaiting, true))
        return; // for one that was given up: it will do
    if (m_tls && m_tls->hasPending() && !m_readWantsWrite)
        asio::post(m_loop, [this, self = shared_from_this()] { readable(); });
    else
        waitReadable();
}

void ClientLink::waitReadable()
{
    wait(m_readWantsWrite ? tcp::socket::wait_write : tcp::socket::wait_read, &ClientLink::readable);
}

void ClientLink::readable()
{
    m_isWaiting = false;
    if (m_onReadable)
        std::exchange(m_onReadable, {})();
}

void ClientLink::wait(Wait what, void (ClientLink::*then)())
{
    m_socket.async_wait(what, [this, self = shared_from_this(), then](const error_code& error) {
        if (!m_isClosed && error != asio::error::operation_aborted)
            (this->*then)();
    });
}

void ClientLink::close()
{
    if (std::exchange(m_isClosed, true))
        return;
    m_opening.reset();
    // A callback may be the caller: what it holds must stay until it returns.
    asio::post(m_loop, [written = std::move(m_onWritten), readable = std::move(m_onReadable)] { });
    m_onWritten = {};
    m_onReadable = {};
    m_writing = {};
    error_code ignored;
    m_socket.close(ignored);
}

}
