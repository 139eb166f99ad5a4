#include "ui/settings/endpointdialog.h"

#include "core/chat/provider.h"
#include "ui/combobox.h"
#include "ui/elidedlabel.h"
#include "ui/settings/baseurl.h"
#include "ui/settings/endpointtest.h"
#include "ui/settings/endpointtransport.h"
#include "ui/styleproperty.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QUuid>
#include <QVBoxLayout>

#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int MaxName = 200; // characters
constexpr int MaxUrl = 2048;
constexpr int MaxKey = 4096;
constexpr int MaxModel = 256;

/// The host; with its port where several servers may share it.
QString nameOf(const QUrl& url)
{
    const int usual = url.scheme() == "https"_L1 ? 443 : 80;
    const bool isUsual = url.port(usual) == usual;
    return isUsual ? url.host() : u"%1:%2"_s.arg(url.host()).arg(url.port());
}

}

EndpointDialog::EndpointDialog(ChatEngine& engine, const Endpoint& initial, QWidget* parent)
    : QDialog(parent)
    , m_initial(initial)
{
    setWindowTitle(initial.id.isEmpty() ? tr("Add endpoint") : tr("Edit endpoint"));
    setMinimumWidth(520);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 16);
    layout->setSpacing(16);
    m_form = new QFormLayout;
    m_form->setHorizontalSpacing(16);
    m_form->setVerticalSpacing(12);
    m_form->setLabelAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    layout->addLayout(m_form);
    addFields();
    m_test = new EndpointTest(engine, this);
    layout->addWidget(m_test);
    addButtons();
    layout->addWidget(m_buttons);

    connect(m_provider, &QComboBox::activated, this, &EndpointDialog::takeProvider);
    connect(m_url, &QLineEdit::textChanged, m_test, &EndpointTest::reset);
    connect(m_key, &QLineEdit::textChanged, m_test, &EndpointTest::reset);
    connect(m_url, &QLineEdit::textChanged, this, &EndpointDialog::validate);
    connect(m_key, &QLineEdit::textChanged, this, &EndpointDialog::validate);
    connect(m_transport, &EndpointTransport::changed, m_test, &EndpointTest::reset);
    connect(m_transport, &EndpointTransport::changed, this, &EndpointDialog::validate);
    connect(m_test, &EndpointTest::testRequested, this, &EndpointDialog::test);
    connect(m_test, &EndpointTest::modelsFound, this, [this](const QStringList& models) {
        const QString typed = m_model->currentText();
        m_model->clear();
        m_model->addItems(models);
        m_model->setEditText(typed);
    });
    if (initial.id.isEmpty())
        takeProvider();
    else
        validate();
}

QLineEdit* EndpointDialog::addLine(const QString& label, int maxLength)
{
    auto* line = new QLineEdit(this);
    line->setMaxLength(maxLength);
    line->setMinimumHeight(34);
    line->setAccessibleName(label);
    m_form->addRow(label, line);
    return line;
}

void EndpointDialog::addFields()
{
    m_name = addLine(tr("Name"), MaxName);
    m_name->setText(m_initial.name);
    m_name->setPlaceholderText(tr("as shown; the host when left empty"));

    m_provider = new ComboBox(ComboBox::Look::Framed, this);
    m_provider->setAccessibleName(tr("Provider"));
    for (const Provider* provider : providers())
        m_provider->addItem(provider->displayName(), provider->name());
    m_provider->setCurrentIndex(std::max(0, m_provider->findData(m_initial.provider)));
    m_form->addRow(tr("Provider"), m_provider);

    m_url = addLine(tr("Base URL"), MaxUrl);
    m_url->setText(m_initial.baseUrl.toString());
    m_url->setPlaceholderText(u"http://127.0.0.1:8080/v1"_s);
    m_urlNote = new ElidedLabel(this);
    m_urlNote->setProperty("textSize", u"small"_s);
    m_urlNote->setMinimumHeight(16); // whether it says something or not: the fields must not jump
    m_form->addRow(QString(), m_urlNote);

    m_key = addLine(tr("API key"), MaxKey);
    m_key->setEchoMode(QLineEdit::Password);
    m_key->setPlaceholderText(tr("optional; kept in the system keyring"));

    m_model = new ComboBox(ComboBox::Look::Framed, this);
    m_model->setAccessibleName(tr("Default model"));
    m_model->makeEditable(tr("the server's first; Test fills this list"), MaxModel);
    m_model->setEditText(m_initial.model);
    m_form->addRow(tr("Default model"), m_model);
    m_transport = new EndpointTransport(*m_form, m_initial, this);
}

void EndpointDialog::addButtons()
{
    m_buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this);
    for (QAbstractButton* button : m_buttons->buttons())
        button->setIcon({});
    setStyleProperty(*m_buttons->button(QDialogButtonBox::Save), "primary", true);
    m_buttons->button(QDialogButtonBox::Save)->setDefault(true);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

BaseUrlCheck EndpointDialog::checkUrl() const
{
    const Provider* provider = providerNamed(m_provider->currentData().toString());
    return checkBaseUrl(
        m_url->text(), {.hasKey = !m_key->text().isEmpty(), .wantsVersion = !provider || hasVersion(provider->defaultBaseUrl())});
}

Endpoint EndpointDialog::endpoint() const
{
    const BaseUrlCheck check = checkUrl();
    const QString name = m_name->text().simplified();
    Endpoint endpoint {.id = m_initial.id.isEmpty() ? QUuid::createUuid().toString(QUuid::WithoutBraces) : m_initial.id,
        .name = name.isEmpty() ? nameOf(check.url) : name,
        .provider = m_provider->currentData().toString(),
        .baseUrl = check.url,
        .model = m_model->currentText().trimmed()};
    m_transport->writeTo(endpoint);
    return endpoint;
}

QByteArray EndpointDialog::key() const
{
    return m_key->text().trimmed().toUtf8();
}

void EndpointDialog::setKey(const QByteArray& key)
{
    m_storedKey = key;
    if (m_key->text().isEmpty())
        m_key->setText(QString::fromUtf8(key));
}

void EndpointDialog::setKnown(std::function<EndpointAbilities(const Endpoint&)> known)
{
    m_test->setKnown(std::move(known));
    if (!m_initial.id.isEmpty())
        m_test->showKnown(m_initial);
}

void EndpointDialog::takeProvider()
{
    m_test->reset();
    validate();
    const Provider* provider = providerNamed(m_provider->currentData().toString());
    if (!provider || (!m_url->text().isEmpty() && m_url->text() != m_suggestedUrl))
        return;
    m_suggestedUrl = provider->defaultBaseUrl().toString();
    m_url->setText(m_suggestedUrl);
}

void EndpointDialog::validate()
{
    const BaseUrlCheck check = checkUrl();
    const bool isBlamed = !check.isUsable() && !m_url->text().isEmpty(); // an empty field is not wrong yet
    setStyleProperty(*m_url, "invalid", isBlamed);
    setStyleProperty(*m_urlNote, "tone", isBlamed ? u"error"_s : u"muted"_s);
    m_urlNote->showText(check.isUsable() ? check.hint : check.problem);
    const bool isUsable = check.isUsable() && m_transport->isUsable();
    m_test->setTestable(isUsable);
    m_buttons->button(QDialogButtonBox::Save)->setEnabled(isUsable);
}

void EndpointDialog::test()
{
    m_test->start(endpoint(), key());
}

}
