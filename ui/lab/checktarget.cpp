#include "ui/lab/checktarget.h"

#include "core/store/keyring.h"
#include "ui/combobox.h"
#include "ui/lab/endpointandmodel.h"
#include "ui/theme.h"

#include <QHBoxLayout>

namespace sluice {

namespace {

constexpr int FieldWidth = 208; // px

}

CheckTarget::CheckTarget(const LabServices& services, QWidget* parent)
    : QWidget(parent)
    , m_services(services)
    , m_choice(new EndpointAndModel(services, this))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    for (ComboBox* box : {m_choice->endpointBox(), m_choice->modelBox()}) {
        box->setMinimumWidth(96);
        box->setMaximumWidth(currentTheme().forText(FieldWidth));
        row->addWidget(box, 1);
    }
    setMaximumWidth(2 * currentTheme().forText(FieldWidth) + row->spacing());
    connect(m_choice, &EndpointAndModel::changed, this, &CheckTarget::changed);
}

CheckTarget::~CheckTarget() = default;

std::optional<Endpoint> CheckTarget::endpoint() const
{
    return m_choice->endpoint();
}

QString CheckTarget::model() const
{
    return m_choice->model();
}

void CheckTarget::readKey(const Endpoint& endpoint, std::function<void(const QByteArray&)> done)
{
    m_keyQuestion = std::make_unique<QObject>();
    m_services.keyring.read(endpoint.id, m_keyQuestion.get(), std::move(done));
}

}
