#include "core/recording/replayserver.h"

#include "core/base/logging.h"
#include "core/recording/replayconnection.h"
#include "core/sockets/keepfromchildren.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <thread>
#include <unordered_map>

using namespace Qt::StringLiterals;

namespace sluice {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

// No file descriptor left: others may close theirs.
constexpr Millis AcceptPause {100};

}

struct ReplayServer::Private
{
    Private(std::shared_ptr<const Recording> recording, ReplayServerOptions given)
        : options(std::move(given))
        , context {.loop = loop, .script = ReplayScript(std::move(recording)), .guard = {}, .speed = options.speed}
    { }

    error_code listen();
    void awaitConnection();
    void accept();

    const ReplayServerOptions options;
    asio::io_context loop {1};
    tcp::acceptor acceptor {loop};
    Timer acceptTimer {loop};
    ReplayContext context;
    quint16 port = 0;
    std::unordered_map<ReplayConnection*, std::shared_ptr<ReplayConnection>> connections;
    std::thread thread;
};

error_code ReplayServer::Private::listen()
{
    error_code error;
    const bool isName = options.host.compare("localhost"_L1, Qt::CaseInsensitive) == 0;
    const asio::ip::address address =
        isName ? asio::ip::address_v4::loopback() : asio::ip::make_address(options.host.toStdString(), error);
    if (!error && !address.is_loopback())
        error = asio::error::access_denied;
    if (error)
        return error;
    const tcp::endpoint endpoint(address, options.port);
    acceptor.open(endpoint.protocol(), error);
    if (!error) {
        keepFromChildren(acceptor);
        acceptor.set_option(asio::socket_base::reuse_address(true), error);
    }
    if (!error)
        acceptor.bind(endpoint, error);
    if (!error)
        acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (!error)
        acceptor.non_blocking(true, error);
    if (!error)
        port = acceptor.local_endpoint(error).port();
    return error;
}

void ReplayServer::Private::awaitConnection()
{
    acceptor.async_wait(tcp::acceptor::wait_read, [this](const error_code& error) {
        if (!error && acceptor.is_open())
            accept();
    });
}

void ReplayServer::Private::accept()
{
    error_code error;
    tcp::socket socket = acceptor.accept(loop, error);
    if (error && error != asio::error::would_block && error != asio::error::connection_aborted) {
        qCWarning(lcNet, "accept: %s", error.message().c_str());
        acceptTimer.startIn(AcceptPause, [this] { awaitConnection(); });
        return;
    }
    if (!error) {
        keepFromChildren(socket);
        const auto connection = std::make_shared<ReplayConnection>(std::move(socket), context);
        connections.emplace(connection.get(), connection);
        connection->start([this](ReplayConnection& closed) { connections.erase(&closed); });
    }
    awaitConnection();
}

ReplayServer::ReplayServer(std::shared_ptr<const Recording> recording, const ReplayServerOptions& options)
    : d(std::make_unique<Private>(std::move(recording), options))
{ }

ReplayServer::~ReplayServer()
{
    if (!d->thread.joinable())
        return;
    asio::post(d->loop, [this] {
        error_code ignored;
        d->acceptor.close(ignored);
        d->acceptTimer.stop();
        for (const auto& [raw, connection] : std::vector(d->connections.begin(), d->connections.end()))
            connection->close();
        d->loop.stop();
    });
    d->thread.join();
    // What was cancelled still holds connections: let it go while all they refer to is alive.
    d->loop.restart();
    d->loop.poll();
}

Result<QUrl> ReplayServer::start()
{
    Q_ASSERT(!d->thread.joinable());
    if (d->context.script.recording().exchanges.isEmpty())
        return std::unexpected(Error {.kind = ErrorKind::Protocol, .message = u"The recording holds no request."_s});
    if (const error_code error = d->listen()) {
        return std::unexpected(Error {.kind = ErrorKind::Network,
            .message = u"Cannot listen on %1:%2: %3"_s.arg(d->options.host)
                .arg(d->options.port)
                .arg(QString::fromStdString(error.message()))});
    }
    d->context.guard.boundName = d->options.host.toUtf8();
    d->thread = std::thread([this] {
        const auto work = asio::make_work_guard(d->loop);
        d->awaitConnection();
        d->loop.run();
    });
    QUrl url;
    url.setScheme(u"http"_s);
    url.setHost(d->options.host.compare("localhost"_L1, Qt::CaseInsensitive) == 0 ? u"127.0.0.1"_s : d->options.host);
    url.setPort(d->port);
    url.setPath(u"/v1"_s);
    return url;
}

}
