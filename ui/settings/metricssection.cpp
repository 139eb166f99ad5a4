#include "ui/settings/metricssection.h"

#include "core/engine/metricspublisher.h"
#include "core/engine/settings.h"
#include "ui/settings/numberfield.h"
#include "ui/settings/settingsform.h"
#include "ui/styleproperty.h"
#include "ui/wrappingcheckbox.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

namespace sluice {

using namespace Qt::StringLiterals;
using State = MetricsServing::State;

namespace {

constexpr int HighestPort = 65535;
constexpr int LabelTop = 8; // px: beside its label
constexpr auto CopiedTime = std::chrono::seconds(2);

}

MetricsSection::MetricsSection(SettingsForm& form, Settings& settings, MetricsPublisher& publisher)
    : QObject(&form)
    , m_form(form)
    , m_settings(settings)
    , m_publisher(publisher)
{
    form.addSection(tr("Metrics"));
    m_isOn = new WrappingCheckBox(tr("Serve metrics to Prometheus"), &form);
    form.addWide(m_isOn);
    m_note = form.addNote({});
    m_port = new NumberField(tr("Metrics port"), {.lowest = 1, .highest = HighestPort}, &form);
    form.addRow(tr("Port"), m_port);
    addAddress();
    connect(m_isOn, &QCheckBox::toggled, this,
        [this](bool isOn) { m_settings.setMetricsExport({.isOn = isOn, .port = m_settings.metricsExport().port}); });
    connect(m_port, &NumberField::settled, this,
        [this](int port) { m_settings.setMetricsExport({.isOn = m_settings.metricsExport().isOn, .port = quint16(port)}); });
    connect(&settings, &Settings::metricsExportChanged, this, &MetricsSection::showSettings);
    connect(&publisher, &MetricsPublisher::servingChanged, this, &MetricsSection::showServing);
    showSettings();
    showServing();
}

void MetricsSection::addAddress()
{
    m_addressRow = new QWidget(&m_form);
    m_address = new QLabel(m_addressRow);
    m_address->setTextFormat(Qt::PlainText);
    m_address->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_copy = new QPushButton(tr("Copy"), m_addressRow);
    m_copy->setAutoDefault(false);
    m_copy->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_copy->setAccessibleName(tr("Copy the address of the metrics"));
    connect(m_copy, &QPushButton::clicked, this, &MetricsSection::copyAddress);
    auto* layout = new QVBoxLayout(m_addressRow);
    layout->setContentsMargins(0, LabelTop, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_address);
    layout->addWidget(m_copy);
    m_form.addRow(tr("Address"), m_addressRow);
}

void MetricsSection::showSettings()
{
    const MetricsExport wanted = m_settings.metricsExport();
    m_isOn->setChecked(wanted.isOn);
    m_port->setValue(wanted.port);
}

void MetricsSection::showServing()
{
    const MetricsServing& serving = m_publisher.serving();
    const bool hasFailed = serving.state == State::PortTaken || serving.state == State::Failed;
    m_note->setText(note());
    setStyleProperty(*m_note, "tone", hasFailed ? u"error"_s : u"muted"_s);
    m_isOn->setAccessibleDescription(m_note->text());
    m_address->setText(serving.address.toString());
    m_address->setAccessibleName(tr("Address: %1").arg(m_address->text()));
    m_form.setRowVisible(m_addressRow, serving.state == State::On);
}

QString MetricsSection::note() const
{
    const MetricsServing& serving = m_publisher.serving();
    switch (serving.state) {
    case State::PortTaken:
        return tr(
            "Nothing is served: port %1 is taken by another program. Choose another one, or turn this off and on again once "
            "it is free.")
            .arg(serving.port);
    case State::Failed:
        return tr("Nothing is served: port %1 cannot be opened (%2).").arg(serving.port).arg(serving.reason);
    case State::Off:
    case State::Starting:
    case State::On:
        break;
    }
    return tr("Counts and times of your answers, without any text. Only programs on this computer can read them.");
}

void MetricsSection::copyAddress()
{
    QApplication::clipboard()->setText(m_address->text());
    m_copy->setText(tr("Copied"));
    QTimer::singleShot(CopiedTime, m_copy, [copy = m_copy] { copy->setText(tr("Copy")); });
}

}
