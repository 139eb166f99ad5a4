#include "core/recording/replayserver.h"

#include "core/recording/replayconnection.h"
#include "core/sockets/acceptloop.h"

#include <QCoreApplication>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <thread>
#include <unordered_map>

using namespace Qt::StringLiterals;

namespace sluice {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

struct ReplayServer::Private
{
    Private(std::shared_ptr<const Recording> recording, ReplayServerOptions given)
        : options(std::move(given))
        , context {.loop = loop, .script = ReplayScript(std::move(recording)), .guard = {}, .speed = options.speed}
    { }

    error_code listen();
    void take(tcp::socket socket);

    const ReplayServerOptions options;
    asio::io_context loop {1};
    AcceptLoop door {loop};
    ReplayContext context;
    quint16 port = 0;
    std::unordered_map<ReplayConnection*, std::shared_ptr<ReplayConnection>> connections;
    std::thread thread;
};

error_code ReplayServer::Private::listen()
{
    error_code error;
    const asio::ip::address address = addressOf(options.host, error);
    if (!error && !address.is_loopback())
        error = asio::error::access_denied;
    if (error)
        return error;
    error = door.listen({address, options.port});
    if (!error)
        port = door.port();
    return error;
}

void ReplayServer::Private::take(tcp::socket socket)
{
    const auto connection = std::make_shared<ReplayConnection>(std::move(socket), context);
    connections.emplace(connection.get(), connection);
    connection->start([this](ReplayConnection& closed) { connections.erase(&closed); });
}

ReplayServer::ReplayServer(std::shared_ptr<const Recording> recording, const ReplayServerOptions& options)
    : d(std::make_unique<Private>(std::move(recording), options))
{ }

ReplayServer::~ReplayServer()
{
    if (!d->thread.joinable())
        return;
    asio::post(d->loop, [this] {
        d->door.stop();
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
        return std::unexpected(Error {
            .kind = ErrorKind::Protocol, .message = QCoreApplication::translate("Error", "The recording holds no request.")});
    if (const error_code error = d->listen())
        return std::unexpected(listenError(d->options.host, d->options.port, error));
    d->context.guard.boundName = d->options.host.toUtf8();
    d->thread = std::thread([this] {
        const auto work = asio::make_work_guard(d->loop);
        d->door.start([this](tcp::socket socket) { d->take(std::move(socket)); });
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
