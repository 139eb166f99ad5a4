#include "ui/localservers.h"

#include "core/engine/chatengine.h"

#include <chrono>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::seconds Patience {2};

}

QList<UsualPort> usualPorts()
{
    return {{u"Ollama"_s, 11434}, {u"LM Studio"_s, 1234}, {u"llama.cpp"_s, 8080}, {u"vLLM"_s, 8000}};
}

LocalServers::LocalServers(ChatEngine& engine, const QList<UsualPort>& ports, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
    , m_ports(ports)
{
    m_deadline.setSingleShot(true);
    m_deadline.setInterval(Patience);
    connect(&m_deadline, &QTimer::timeout, this, [this] { m_job.reset(); });
}

LocalServers::~LocalServers() = default;

void LocalServers::search()
{
    m_job = std::make_unique<QObject>();
    m_deadline.start();
    for (const UsualPort& usual : m_ports) {
        QUrl url;
        url.setScheme(u"http"_s);
        url.setHost(u"127.0.0.1"_s);
        url.setPort(usual.port);
        url.setPath(u"/v1"_s);
        const Endpoint endpoint {
            .id = u"local-%1"_s.arg(usual.port), .name = usual.name, .provider = u"openai"_s, .baseUrl = url, .model = {}};
        m_engine.fetchModels(endpoint, {}, m_job.get(), [this, endpoint](const Result<EndpointProbe>& probe) {
            // No models: something else lives on that port, or there is nothing to chat with.
            if (probe && !probe->models.isEmpty())
                Q_EMIT found({.name = endpoint.name, .endpoint = endpoint, .models = probe->models});
        });
    }
}

}
