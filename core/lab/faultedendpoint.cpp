#include "core/lab/faultedendpoint.h"

#include "core/engine/endpointproxy.h"
#include "core/faults/faultproxy.h"

#include <QCoreApplication>

#include <mutex>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

struct FaultedWords
{
    Q_DECLARE_TR_FUNCTIONS(FaultedEndpoint)
};

QByteArray pathOf(const QByteArray& target)
{
    return target.split('?').first();
}

/// A POST that asks for an answer; to stop one is a POST as well.
bool asksForAnswer(const ProxiedRequest& request)
{
    return request.method == "POST" && !pathOf(request.target).endsWith("/cancel");
}

}

struct FaultedEndpoint::Playing
{
    std::mutex mutex;
    FaultScript script; // guarded by mutex: the proxy's thread takes from it
    int paidRequests = 0; // guarded by mutex
    std::unique_ptr<FaultProxy> proxy; // last: it calls what is above

    Fault choose(ProxiedRequest& request)
    {
        const std::lock_guard lock(mutex);
        const Fault fault = script.take(request.method, pathOf(request.target));
        if (asksForAnswer(request) && !fault.status)
            ++paidRequests;
        return fault;
    }
};

std::optional<QString> FaultedEndpoint::objection(const Endpoint& endpoint, const ProxyChoice& forAll)
{
    const QString scheme = endpoint.baseUrl.scheme();
    if ((scheme != "http"_L1 && scheme != "https"_L1) || endpoint.baseUrl.host().isEmpty())
        return FaultedWords::tr("The address of this endpoint is neither http nor https.");
    if (isBehindNamedProxy(endpoint, forAll))
        return FaultedWords::tr("This endpoint is reached through a proxy, and faults need a direct way.");
    return std::nullopt;
}

FaultedEndpoint::FaultedEndpoint(const Endpoint& endpoint)
    : m_endpoint(endpoint)
    , m_playing(std::make_unique<Playing>())
{ }

FaultedEndpoint::~FaultedEndpoint() = default;

Result<void> FaultedEndpoint::start()
{
    const FaultProxyOptions options {.origin = m_endpoint.baseUrl, .caFile = m_endpoint.caFile};
    m_playing->proxy = std::make_unique<FaultProxy>(
        options, [playing = m_playing.get()](ProxiedRequest& request) { return playing->choose(request); });
    const Result<quint16> port = m_playing->proxy->start();
    if (!port)
        return std::unexpected(port.error());
    m_throughProxy = m_endpoint;
    m_throughProxy.id = u"faults-before-"_s + m_endpoint.id; // what is learnt on this way is not remembered of the endpoint
    m_throughProxy.baseUrl.setScheme(u"http"_s);
    m_throughProxy.caFile.clear();
    m_throughProxy.baseUrl.setHost(u"127.0.0.1"_s);
    m_throughProxy.baseUrl.setPort(*port);
    m_throughProxy.proxy = ProxyChoice {.kind = ProxyChoice::Kind::None};
    return {};
}

void FaultedEndpoint::play(const FaultScript& script)
{
    const std::lock_guard lock(m_playing->mutex);
    m_playing->script = script;
    m_playing->paidRequests = 0;
}

int FaultedEndpoint::paidRequests() const
{
    const std::lock_guard lock(m_playing->mutex);
    return m_playing->paidRequests;
}

}
