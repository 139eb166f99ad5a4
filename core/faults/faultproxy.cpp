#include "core/faults/faultproxy.h"

#include "core/base/logging.h"
#include "core/faults/proxyconnection.h"
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

asio::ip::address addressOf(const QString& host, error_code& error)
{
    if (host.compare("localhost"_L1, Qt::CaseInsensitive) == 0)
        return asio::ip::address_v4::loopback();
    return asio::ip::make_address(host.toStdString(), error);
}

/// Where the path of a request target ends.
QByteArray pathOf(const QByteArray& target)
{
    const qsizetype query = target.indexOf('?');
    return query < 0 ? target : target.first(query);
}

}

struct FaultProxy::Private
{
    explicit Private(FaultProxyOptions given)
        : options(std::move(given))
        , log(options.logEntries)
    { }

    error_code listen();
    void awaitConnection();
    void accept(bool wasDelayed);
    void checkDrained();
    void closeAll();

    const FaultProxyOptions options;
    FaultLog log;
    FaultScript script; // proxy thread once it runs
    std::function<Millis()> acceptDelay = [] { return Millis(0); };
    asio::io_context loop {1};
    tcp::acceptor acceptor {loop};
    Timer acceptTimer {loop};
    Timer drainTimer {loop};
    ProxyContext context {.loop = loop, .log = log, .choose = {}, .origin = {}, .port = 0};
    int accepted = 0;
    std::unordered_map<ProxyConnection*, std::shared_ptr<ProxyConnection>> connections;
    std::function<void()> onDrained;
    std::thread thread;
};

error_code FaultProxy::Private::listen()
{
    error_code error;
    const asio::ip::address address = addressOf(options.host, error);
    const asio::ip::address origin = error ? address : addressOf(options.originHost, error);
    if (!error && !address.is_loopback())
        error = asio::error::access_denied;
    if (error)
        return error;
    context.origin = {origin, options.originPort};
    const tcp::endpoint endpoint(address, options.port);
    acceptor.open(endpoint.protocol(), error);
    keepFromChildren(acceptor);
    if (!error)
        acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error)
        acceptor.bind(endpoint, error);
    if (!error)
        acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (!error)
        acceptor.non_blocking(true, error);
    if (!error)
        context.port = acceptor.local_endpoint(error).port();
    return error;
}

void FaultProxy::Private::awaitConnection()
{
    acceptor.async_wait(tcp::acceptor::wait_read, [this](const error_code& error) {
        if (error || !acceptor.is_open())
            return;
        const Millis delay = acceptDelay();
        if (delay > Millis(0))
            acceptTimer.startIn(delay, [this] { accept(true); });
        else
            accept(false);
    });
}

void FaultProxy::Private::accept(bool wasDelayed)
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
        const auto connection = std::make_shared<ProxyConnection>(std::move(socket), context, ++accepted, wasDelayed);
        connections.emplace(connection.get(), connection);
        connection->start([this](ProxyConnection& closed) {
            connections.erase(&closed);
            checkDrained();
        });
    }
    awaitConnection();
}

void FaultProxy::Private::checkDrained()
{
    if (!onDrained || !connections.empty())
        return;
    drainTimer.stop();
    std::exchange(onDrained, {})();
}

void FaultProxy::Private::closeAll()
{
    for (const auto& [raw, connection] : std::vector(connections.begin(), connections.end()))
        connection->close();
}

FaultProxy::FaultProxy(const FaultProxyOptions& options, FaultScript script)
    : d(std::make_unique<Private>(options))
{
    d->script = std::move(script);
    d->acceptDelay = [this] { return d->script.acceptDelay(); };
    d->context.choose = [this](ProxiedRequest& request) { return d->script.take(request.method, pathOf(request.target)); };
}

FaultProxy::FaultProxy(const FaultProxyOptions& options, FaultChooser chooser)
    : d(std::make_unique<Private>(options))
{
    d->context.choose = std::move(chooser);
}

FaultProxy::~FaultProxy()
{
    if (!d->thread.joinable())
        return;
    asio::post(d->loop, [this] {
        d->onDrained = {};
        error_code ignored;
        d->acceptor.close(ignored);
        d->acceptTimer.stop();
        d->drainTimer.stop();
        d->closeAll();
        d->loop.stop();
    });
    d->thread.join();
    // What was cancelled still holds connections: let it go while all they refer to is alive.
    d->loop.restart();
    d->loop.poll();
}

Result<quint16> FaultProxy::start()
{
    Q_ASSERT(!d->thread.joinable());
    if (const error_code error = d->listen()) {
        return std::unexpected(Error {.kind = ErrorKind::Network,
            .message = u"Cannot listen on %1:%2: %3"_s.arg(d->options.host)
                .arg(d->options.port)
                .arg(QString::fromStdString(error.message()))});
    }
    d->thread = std::thread([this] {
        const auto work = asio::make_work_guard(d->loop);
        d->awaitConnection();
        d->loop.run();
    });
    return d->context.port;
}

void FaultProxy::drain(Millis patience, std::function<void()> done)
{
    asio::post(d->loop, [this, patience, done = std::move(done)] {
        d->onDrained = done;
        error_code ignored;
        d->acceptor.close(ignored);
        d->acceptTimer.stop();
        d->drainTimer.startIn(patience, [this] { d->closeAll(); });
        for (const auto& [raw, connection] : std::vector(d->connections.begin(), d->connections.end()))
            connection->finishUp();
        d->checkDrained();
    });
}

std::vector<FaultLogEntry> FaultProxy::log() const
{
    return d->log.entries();
}

}
