#include "ui/lab/endpointandmodel.h"

#include "core/engine/chatengine.h"
#include "core/engine/settings.h"
#include "core/store/keyring.h"
#include "ui/combobox.h"
#include "ui/contractname.h"

#include <QEvent>

#include <utility>

namespace sluice {

namespace {

constexpr int MaxModelName = 256; // characters

}

EndpointAndModel::EndpointAndModel(const LabServices& services, QWidget* parent, const QString& endpointId, const QString& model)
    : QObject(parent)
    , m_services(services)
    , m_endpoint(new ComboBox(ComboBox::Look::Framed, parent))
    , m_model(new ComboBox(ComboBox::Look::Framed, parent))
{
    setContractName(*m_endpoint, u"Endpoint", tr("Endpoint"));
    setContractName(*m_model, u"Model", tr("Model"));
    m_model->makeEditable(tr("model"), MaxModelName);
    m_model->installEventFilter(this);
    list(endpointId, model);
    connect(m_endpoint, &QComboBox::activated, this, &EndpointAndModel::takeEndpoint);
    connect(m_model, &QComboBox::editTextChanged, this, &EndpointAndModel::changed);
    connect(&services.settings, &Settings::endpointsChanged, this, &EndpointAndModel::listAnew);
}

EndpointAndModel::~EndpointAndModel() = default;

std::optional<Endpoint> EndpointAndModel::endpoint() const
{
    return m_services.settings.endpoint(m_endpoint->currentData().toString());
}

QString EndpointAndModel::model() const
{
    return m_model->currentText().trimmed();
}

bool EndpointAndModel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_model && event->type() == QEvent::Show)
        askForModels();
    return QObject::eventFilter(watched, event);
}

void EndpointAndModel::listAnew()
{
    list(m_endpoint->currentData().toString(), m_model->currentText());
}

/// \a typed is of \a wantedId, and is not taken over to another endpoint.
void EndpointAndModel::list(const QString& wantedId, const QString& typed)
{
    const QString wanted = wantedId.isEmpty() ? m_services.settings.selectedEndpoint() : wantedId;
    m_endpoint->clear();
    const QList<Endpoint> all = m_services.settings.endpoints();
    for (const Endpoint& endpoint : all)
        m_endpoint->addItem(endpoint.name, endpoint.id);
    const int row = m_endpoint->findData(wanted);
    m_endpoint->setCurrentIndex(row < 0 && !all.isEmpty() ? 0 : row);
    takeEndpoint();
    if (!typed.isEmpty() && row >= 0)
        m_model->setEditText(typed);
}

void EndpointAndModel::takeEndpoint()
{
    const std::optional<Endpoint> chosen = endpoint();
    m_model->clear();
    const QString selected = chosen ? m_services.settings.selectedModel(chosen->id) : QString();
    m_model->setEditText(selected.isEmpty() && chosen ? chosen->model : selected);
    m_isAsked = false;
    if (m_model->isVisible())
        askForModels();
    Q_EMIT changed();
}

void EndpointAndModel::askForModels()
{
    const std::optional<Endpoint> chosen = endpoint();
    if (!chosen || std::exchange(m_isAsked, true))
        return;
    m_question = std::make_unique<QObject>();
    m_services.keyring.read(chosen->id, m_question.get(), [this, endpoint = *chosen](const QByteArray& key) {
        m_services.engine.fetchModels(endpoint, key, m_question.get(), [this](const Result<EndpointProbe>& probe) {
            if (!probe)
                return; // one can be typed
            const QString typed = m_model->currentText();
            m_model->clear();
            m_model->addItems(probe->models);
            m_model->setEditText(typed.isEmpty() ? probe->models.value(0) : typed);
        });
    });
}

}
