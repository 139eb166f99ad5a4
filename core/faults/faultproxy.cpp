#include "core/faults/faultproxy.h"

#include "core/base/logging.h"
#include "core/faults/proxyconnection.h"
#include "core/sockets/acceptloop.h"

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
    void take(tcp::socket socket);
    void checkDrained();
    void closeAll();

    const FaultProxyOptions options;
    FaultLog log;
    FaultScript script; // proxy thread once it runs
    asio::io_context loop {1};
    AcceptLoop door {loop};
    bool isDelayed = false; // who comes in next
    Timer drainTimer {loop};
    ProxyContext context {.loop = loop, .log = log, .choose = {}, .origin = {}, .port = 0};
    void prepareTls();
    int accepted = 0;
    std::unordered_map<ProxyConnection*, std::shared_ptr<ProxyConnection>> connections;
    std::function<void()> onDrained;
    std::thread thread;
};

error_code FaultProxy::Private::listen()
{
    error_code error;
    const asio::ip::address address = addressOf(options.host, error);
    if (!options.origin.isEmpty())
        context.farOrigin = HttpOrigin::of(options.origin);
    const asio::ip::address origin = error || context.farOrigin ? address : addressOf(options.originHost, error);
    if (!error && !address.is_loopback())
        error = asio::error::access_denied;
    if (error)
        return error;
    context.origin = {origin, options.originPort};
    error = door.listen({address, options.port});
    if (!error)
        context.port = door.port();
    return error;
}

/// Reads the certificates: in the proxy's thread, which may wait for the disk.
void FaultProxy::Private::prepareTls()
{
    if (!context.farOrigin || !context.farOrigin->isSecure)
        return;
    Result<std::shared_ptr<const TlsContext>> tls = TlsContext::create(options.caFile);
    if (!tls) {
        qCWarning(lcNet, "%s", qUtf8Printable(tls.error().message));
        tls = TlsContext::create();
    }
    context.tls = tls.value_or(nullptr);
}

void FaultProxy::Private::take(tcp::socket socket)
{
    const auto connection =
        std::make_shared<ProxyConnection>(std::move(socket), context, ++accepted, std::exchange(isDelayed, false));
    connections.emplace(connection.get(), connection);
    connection->start([this](ProxyConnection& closed) {
        connections.erase(&closed);
        checkDrained();
    });
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
    d->door.setDelay([this] {
        const Millis delay = d->script.acceptDelay();
        d->isDelayed = delay > Millis(0);
        return delay;
    });
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
        d->door.stop();
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
    if (const error_code error = d->listen())
        return std::unexpected(listenError(d->options.host, d->options.port, error));
    d->thread = std::thread([this] {
        const auto work = asio::make_work_guard(d->loop);
        d->prepareTls();
        d->door.start([this](tcp::socket socket) { d->take(std::move(socket)); });
        d->loop.run();
    });
    return d->context.port;
}

void FaultProxy::drain(Millis patience, std::function<void()> done)
{
    asio::post(d->loop, [this, patience, done = std::move(done)] {
        d->onDrained = done;
        d->door.stop();
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
