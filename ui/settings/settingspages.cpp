#include "ui/settings/settingspages.h"

#include <QCoreApplication>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

struct SettingsPages
{
    Q_DECLARE_TR_FUNCTIONS(SettingsPages)
};

}

QList<SettingsPage> settingsPages()
{
    return {
        {u"endpoints"_s, SettingsPages::tr("Endpoints"), &makeEndpointsPage},
        {u"streaming"_s, SettingsPages::tr("Streaming"), &makeStreamingPage},
        {u"cache"_s, SettingsPages::tr("Cache"), &makeCachePage},
        {u"appearance"_s, SettingsPages::tr("Appearance"), &makeAppearancePage},
        {u"network"_s, SettingsPages::tr("Network"), &makeNetworkPage},
        {u"privacy"_s, SettingsPages::tr("Privacy"), &makePrivacyPage},
        {u"shortcuts"_s, SettingsPages::tr("Shortcuts"), &makeShortcutsPage},
    };
}

}
