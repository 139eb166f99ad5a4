#include "ui/endpointchoice.h"

#include "core/store/keyring.h"

namespace sluice {

EndpointChoice::EndpointChoice(ChatEngine& engine, Settings& settings, Keyring& keyring, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
    , m_settings(settings)
    , m_keyring(keyring)
{
    connect(&settings, &Settings::endpointsChanged, this, &EndpointChoice::takeSelection);
    takeSelection();
}

EndpointChoice::~EndpointChoice() = default;

QString EndpointChoice::model() const
{
    if (!m_endpoint)
        return {};
    if (m_endpoint->id == m_recalledId && !m_recalledModel.isEmpty())
        return m_recalledModel;
    const QString chosen = m_settings.selectedModel(m_endpoint->id);
    if (!chosen.isEmpty())
        return chosen;
    if (!m_endpoint->model.isEmpty())
        return m_endpoint->model;
    return m_models.value(0);
}

void EndpointChoice::select(const QString& endpointId)
{
    m_recalledId.clear();
    m_settings.setSelectedEndpoint(endpointId);
    takeSelection();
}

void EndpointChoice::recall(const QString& endpointId, const QString& model)
{
    const bool isFixed =
        m_settings.selectedEndpoint() == CommandLineEndpointId && !endpointId.startsWith(RecordingEndpointPrefix);
    const QString id = isFixed || !m_settings.endpoint(endpointId) ? QString() : endpointId;
    if (id == m_recalledId && (id.isEmpty() || model == m_recalledModel))
        return;
    m_recalledId = id;
    m_recalledModel = model;
    takeSelection();
}

void EndpointChoice::setModel(const QString& model)
{
    if (!m_endpoint || model == this->model())
        return;
    m_recalledModel.clear();
    m_settings.setSelectedModel(m_endpoint->id, model);
    Q_EMIT changed();
}

void EndpointChoice::takeSelection()
{
    std::optional<Endpoint> chosen = m_settings.endpoint(m_recalledId);
    if (!chosen)
        chosen = m_settings.endpoint(m_settings.selectedEndpoint());
    const QList<Endpoint> all = m_settings.endpoints();
    if (!chosen && !all.isEmpty())
        chosen = all.first();
    if (chosen == m_endpoint) {
        Q_EMIT changed(); // the list of endpoints may be another one all the same
        return;
    }
    m_endpoint = chosen;
    refresh();
}

void EndpointChoice::refresh()
{
    m_job = std::make_unique<QObject>();
    m_key.reset();
    m_models.clear();
    m_modelsError.reset();
    if (!m_endpoint)
        m_waiting.clear();
    else
        m_keyring.read(m_endpoint->id, m_job.get(), [this](const QByteArray& key) { takeKey(key); });
    Q_EMIT changed();
}

void EndpointChoice::takeKey(const QByteArray& key)
{
    m_key = key;
    askForModels();
    for (const Waiting& waiting : std::exchange(m_waiting, {})) {
        if (waiting.context)
            waiting.done(target());
    }
}

void EndpointChoice::release()
{
    m_isHeld = false;
    if (m_key)
        askForModels();
}

void EndpointChoice::askForModels()
{
    if (m_isHeld)
        return;
    m_engine.fetchModels(*m_endpoint, *m_key, m_job.get(), [this](const Result<EndpointProbe>& probe) {
        if (probe)
            m_models = probe->models;
        else
            m_modelsError = probe.error();
        Q_EMIT changed();
    });
}

void EndpointChoice::withTarget(QObject* context, std::function<void(const SessionTarget&)> done)
{
    if (!m_endpoint)
        return;
    if (m_key)
        done(target());
    else
        m_waiting.push_back({context, std::move(done)});
}

SessionTarget EndpointChoice::target() const
{
    // The demo is there to show how an answer streams.
    const CachePolicy cache = isDemo() ? CachePolicy() : m_settings.cacheSettings().policy();
    return {.endpoint = *m_endpoint,
        .key = *m_key,
        .model = model(),
        .strategy = m_settings.strategy(),
        .cache = cache,
        .mayPayAgain = m_settings.mayPayAgain(),
        .patience = m_settings.patience()};
}

}
