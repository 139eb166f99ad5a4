#include "core/gateway/metricsserver.h"

#include "core/base/threadhandover.h"
#include "core/gateway/reception.h"
#include "core/gateway/router.h"
#include "core/metrics/streammetrics.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <thread>

using namespace Qt::StringLiterals;

namespace sluice {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr auto Host = "127.0.0.1"_L1;
constexpr int MostConnections = 16; // a scraper has one
constexpr qint64 MostArrivingBytes = 1024 * 1024;

QUrl addressAt(quint16 port)
{
    QUrl address;
    address.setScheme(u"http"_s);
    address.setHost(Host);
    address.setPort(port);
    address.setPath(u"/metrics"_s);
    return address;
}

MetricsServing outcome(quint16 port, const error_code& error)
{
    using State = MetricsServing::State;
    if (!error)
        return {.state = State::On, .port = port, .address = addressAt(port)};
    return {.state = error == asio::error::address_in_use ? State::PortTaken : State::Failed,
        .port = port,
        .reason = QString::fromStdString(error.message())};
}

}

struct MetricsServer::Private
{
    Private(MetricsServer& owner, StreamMetrics& counted)
        : server(owner)
        , metrics(counted)
    {
        router.add("GET", "/metrics", [this](Exchange& exchange) { exchange.reply(metricsReply(metrics.text())); });
    }

    void start()
    {
        thread = std::thread([this] {
            const auto work = asio::make_work_guard(loop);
            loop.run();
        });
    }

    /// In the thread.
    void follow(const MetricsExport& wanted, int job)
    {
        reception.stopListening();
        reception.closeAll();
        if (!wanted.isOn)
            return;
        const error_code error = reception.listen(Host, wanted.port);
        if (error)
            reception.stopListening();
        else
            reception.open();
        QMetaObject::invokeMethod(&server, handover::posted([this, job, told = outcome(wanted.port, error)] { take(told, job); }),
            Qt::QueuedConnection);
    }

    void take(const MetricsServing& told, int job)
    {
        if (job == lastJob) // else something else has been wanted since
            show(told);
    }

    void show(const MetricsServing& now)
    {
        if (now == serving)
            return;
        serving = now;
        Q_EMIT server.servingChanged();
    }

    MetricsServer& server;
    StreamMetrics& metrics;
    // the owner's
    MetricsServing serving;
    int lastJob = 0;
    // the thread's
    asio::io_context loop {1};
    Router router;
    ArrivalBudget arrivals {MostArrivingBytes};
    ConnectionContext context {.router = router,
        .guard = {.boundName = QByteArray(Host.data(), Host.size()), .token = {}},
        .limits = {},
        .timeouts = {},
        .arrivals = arrivals};
    Reception reception {loop, context, MostConnections};
    std::thread thread;
};

MetricsServer::MetricsServer(StreamMetrics& metrics, QObject* parent)
    : MetricsPublisher(parent)
    , d(std::make_unique<Private>(*this, metrics))
{ }

MetricsServer::~MetricsServer()
{
    if (!d->thread.joinable())
        return;
    asio::post(d->loop, [this] {
        d->reception.stopListening();
        d->reception.closeAll();
        d->loop.stop();
    });
    d->thread.join();
    // What was cancelled still holds connections: let it go while all they refer to is alive.
    d->loop.restart();
    d->loop.poll();
}

void MetricsServer::apply(const MetricsExport& wanted)
{
    if (!d->thread.joinable()) {
        if (!wanted.isOn)
            return;
        d->start();
    }
    asio::post(d->loop, [d = d.get(), wanted, job = ++d->lastJob] { d->follow(wanted, job); });
    d->show(wanted.isOn ? MetricsServing {.state = MetricsServing::State::Starting, .port = wanted.port} : MetricsServing());
}

StreamMetrics& MetricsServer::metrics()
{
    return d->metrics;
}

const MetricsServing& MetricsServer::serving() const
{
    return d->serving;
}

}
