#include "ui/chat/targetbar.h"

#include "core/flow/strategyoptions.h"
#include "ui/combobox.h"
#include "ui/contractname.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QSignalBlocker>

namespace sluice {

namespace {

constexpr int MaxModelName = 256; // characters

ComboBox* addBox(TargetBar* bar, const char16_t* name, const QString& said, const QString& toolTip)
{
    auto* box = new ComboBox(ComboBox::Look::Quiet, bar);
    setContractName(*box, name, said);
    box->setToolTip(toolTip);
    bar->layout()->addWidget(box);
    return box;
}

}

TargetBar::TargetBar(QWidget* parent)
    : QWidget(parent)
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    m_endpoint = addBox(this, u"Endpoint", tr("Endpoint"), tr("The server that answers"));
    m_model = addBox(this, u"Model", tr("Model"), tr("The model that answers; type a name that is not in the list"));
    m_strategy = addBox(this, u"Buffer strategy", tr("Buffer strategy"), tr("When text that came is shown"));

    layout->addStretch(1);

    m_model->makeEditable(tr("model"), MaxModelName);
    m_strategy->addItems(strategyNames());

    connect(m_endpoint, &QComboBox::activated, this, &TargetBar::takeEndpointRow);
    connect(m_model, &QComboBox::textActivated, this, &TargetBar::takeModelText);
    connect(m_model->lineEdit(), &QLineEdit::editingFinished, this, &TargetBar::takeModelText);
    connect(m_strategy, &QComboBox::textActivated, this, &TargetBar::strategyChosen);
}

void TargetBar::setEndpoints(const QList<Endpoint>& endpoints, const QString& currentId)
{
    const QSignalBlocker blocker(m_endpoint);
    m_endpoint->clear();
    for (const Endpoint& endpoint : endpoints)
        m_endpoint->addItem(endpoint.name, endpoint.id);
    m_endpoint->insertSeparator(m_endpoint->count());
    m_endpoint->addItem(tr("Add endpoint…"));
    m_endpoint->setCurrentIndex(currentId.isEmpty() ? -1 : m_endpoint->findData(currentId));
    m_endpoint->updateGeometry();
    m_endpoint->update();
}

void TargetBar::setModels(const QStringList& models, const QString& current)
{
    const QSignalBlocker blocker(m_model);
    m_currentModel = current;
    const bool isTyping = m_model->lineEdit()->hasFocus() && m_model->lineEdit()->isModified();
    const QString typed = m_model->currentText();
    QStringList shown;
    for (int i = 0; i < m_model->count(); ++i)
        shown.append(m_model->itemText(i));
    if (shown != models) {
        m_model->clear();
        m_model->addItems(models);
    }
    m_model->setCurrentIndex(static_cast<int>(models.indexOf(current)));
    m_model->setEditText(isTyping ? typed : current);
    m_model->lineEdit()->setModified(isTyping);
    if (!isTyping)
        m_model->lineEdit()->setCursorPosition(0);
    m_model->updateGeometry();
}

void TargetBar::setStrategy(const QString& name)
{
    const QSignalBlocker blocker(m_strategy);
    m_strategy->setCurrentText(name);
    m_strategy->updateGeometry();
    m_strategy->update();
}

void TargetBar::takeEndpointRow(int row)
{
    const QString id = m_endpoint->itemData(row).toString();
    if (id.isEmpty())
        Q_EMIT addEndpointRequested();
    else
        Q_EMIT endpointChosen(id);
}

void TargetBar::takeModelText()
{
    const QString text = m_model->currentText().trimmed();
    if (!text.isEmpty() && text != m_currentModel)
        Q_EMIT modelChosen(text);
}

}
