// The page "Endpoints" of the settings: the servers that answer.

#include "core/chat/provider.h"
#include "core/engine/chatengine.h"
#include "core/engine/settings.h"
#include "ui/listselection.h"
#include "ui/settings/endpointactions.h"
#include "ui/settings/endpointtest.h"
#include "ui/settings/settingsform.h"
#include "ui/settings/settingspages.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

class EndpointsPage final : public SettingsForm
{
    Q_OBJECT

public:
    EndpointsPage(const SettingsServices& services, QWidget* parent);

private:
    void addButtons();
    void list();
    void takeCurrent();
    void test();
    std::optional<Endpoint> current() const;
    QPushButton* addButton(const QString& text);

    Settings& m_settings;
    EndpointActions& m_actions;
    QListWidget* m_list;
    QHBoxLayout* m_buttons;
    QPushButton* m_edit = nullptr;
    QPushButton* m_remove = nullptr;
    EndpointTest* m_test = nullptr;
};

EndpointsPage::EndpointsPage(const SettingsServices& services, QWidget* parent)
    : SettingsForm(tr("Endpoints"), parent)
    , m_settings(services.settings)
    , m_actions(services.endpoints)
    , m_list(new QListWidget(this))
    , m_buttons(new QHBoxLayout)
{
    m_list->setAccessibleName(tr("Endpoints"));
    m_list->setProperty("rows", true);
    m_list->setMinimumHeight(160);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setWordWrap(true);
    addWide(m_list, 1);
    addButtons();
    m_test = new EndpointTest(services.engine, this); // behind the buttons: Tab goes from one to the next as they are made
    addWide(m_test);
    m_test->setKnown([this](const Endpoint& endpoint) { return m_settings.abilities(endpoint); });
    connect(m_test, &EndpointTest::testRequested, this, &EndpointsPage::test);
    connect(m_list, &QListWidget::currentRowChanged, this, &EndpointsPage::takeCurrent);
    makeSelectionCurrent(*m_list);
    connect(m_list, &QListWidget::itemActivated, m_edit, &QPushButton::click);
    connect(&m_settings, &Settings::endpointsChanged, this, &EndpointsPage::list);
    list();
}

QPushButton* EndpointsPage::addButton(const QString& text)
{
    auto* button = new QPushButton(text, this);
    button->setAutoDefault(false);
    m_buttons->addWidget(button);
    return button;
}

void EndpointsPage::addButtons()
{
    auto* row = new QWidget(this);
    m_buttons->setContentsMargins(0, 0, 0, 0);
    m_buttons->setSpacing(8);
    row->setLayout(m_buttons);
    connect(addButton(tr("Add…")), &QPushButton::clicked, this, [this] { m_actions.addOver(window()); });
    m_edit = addButton(tr("Edit…"));
    m_remove = addButton(tr("Remove…"));
    connect(m_edit, &QPushButton::clicked, this, [this] {
        if (const std::optional<Endpoint> chosen = current())
            m_actions.edit(*chosen, window());
    });
    connect(m_remove, &QPushButton::clicked, this, [this] {
        if (const std::optional<Endpoint> chosen = current())
            m_actions.remove(*chosen, window());
    });
    m_buttons->addStretch(1);
    addWide(row);
}

void EndpointsPage::list()
{
    const QString shown = m_list->currentItem() ? m_list->currentItem()->data(Qt::UserRole).toString() : QString();
    m_list->clear();
    const QList<Endpoint> all = m_settings.endpoints();
    for (const Endpoint& endpoint : all) {
        const Provider* provider = providerNamed(endpoint.provider);
        const QString kind = provider ? provider->displayName() : endpoint.provider;
        auto* item = new QListWidgetItem(u"%1\n%2 · %3"_s.arg(endpoint.name, kind, endpoint.baseUrl.toString()), m_list);
        item->setData(Qt::UserRole, endpoint.id);
        item->setData(Qt::AccessibleTextRole, u"%1, %2, %3"_s.arg(endpoint.name, kind, endpoint.baseUrl.toString()));
        if (endpoint.id == shown)
            m_list->setCurrentItem(item);
    }
    if (!m_list->currentItem() && !all.isEmpty())
        m_list->setCurrentRow(0);
    takeCurrent();
}

std::optional<Endpoint> EndpointsPage::current() const
{
    const QListWidgetItem* item = m_list->currentItem();
    return item ? m_settings.endpoint(item->data(Qt::UserRole).toString()) : std::nullopt;
}

void EndpointsPage::takeCurrent()
{
    const std::optional<Endpoint> chosen = current();
    const bool isStored = chosen && !m_settings.isTransient(chosen->id); // the demo is not the user's to change
    m_edit->setEnabled(isStored);
    m_remove->setEnabled(isStored);
    m_test->reset();
    m_test->setTestable(chosen.has_value());
    if (chosen)
        m_test->showKnown(*chosen);
}

void EndpointsPage::test()
{
    const std::optional<Endpoint> chosen = current();
    if (!chosen)
        return;
    m_actions.withKey(*chosen, m_test, [this, endpoint = *chosen](const QByteArray& key) {
        if (current() == endpoint) // meanwhile another one may be looked at
            m_test->start(endpoint, key);
    });
}

}

QWidget* makeEndpointsPage(const SettingsServices& services, QWidget* parent)
{
    return new EndpointsPage(services, parent);
}

}

#include "endpointspage.moc"
