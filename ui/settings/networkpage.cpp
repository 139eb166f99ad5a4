// The page "Network" of the settings: the way out.

#include "core/engine/settings.h"
#include "ui/settings/proxyfield.h"
#include "ui/settings/settingsform.h"
#include "ui/settings/settingspages.h"

#include <QCoreApplication>

namespace sluice {

namespace {

struct NetworkPage
{
    Q_DECLARE_TR_FUNCTIONS(NetworkPage)
};

}

QWidget* makeNetworkPage(const SettingsServices& services, QWidget* parent)
{
    Settings& settings = services.settings;
    auto* page = new SettingsForm(NetworkPage::tr("Network"), parent);
    auto* proxy = new ProxyField(NetworkPage::tr("Proxy"), ProxyField::Inherits::No, page);
    const auto show = [proxy, &settings] { proxy->setChoice(settings.proxy()); };
    show();
    QObject::connect(&settings, &Settings::proxyChanged, proxy, show);
    QObject::connect(proxy, &ProxyField::changed, &settings, [proxy, &settings] {
        if (proxy->isUsable())
            settings.setProxy(proxy->choice().value_or(ProxyChoice()));
    });
    page->addRow(NetworkPage::tr("Proxy"), proxy);
    page->addNote(
        NetworkPage::tr("For all endpoints but those with a proxy of their own, from the next connection on. What runs on "
                        "this computer is never asked for through it."));
    page->addSection(NetworkPage::tr("Certificates"));
    page->addNote(
        NetworkPage::tr("Secure connections are checked against the system's certificates. A server with a certificate of "
                        "its own is made trusted by a certificate file in its endpoint: Endpoints, Edit. A certificate that "
                        "is wrong is never passed over."));
    page->addEnd();
    return page;
}

}
