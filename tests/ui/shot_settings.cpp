// Pictures of the settings: each page, light and dark, wide and narrow. `shot_settings DIR`.

#include "tests/support/windowfixture.h"
#include "ui/settings/endpointdialog.h"
#include "ui/settings/settingsdialog.h"

#include <QApplication>
#include <QDir>
#include <QTcpServer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

int main(int argc, char* argv[])
{
    const QApplication application(argc, argv);
    const QDir directory(QApplication::arguments().value(1));
    WindowFixture fixture;
    fixture.settings.saveEndpoint({.id = u"1"_s,
        .name = u"Workstation with a rather long name that wants more room than there is"_s,
        .provider = u"openai"_s,
        .baseUrl = QUrl(u"http://workstation.example.com:8080/v1"_s),
        .model = {}});
    QTcpServer taken; // so that both can be seen: metrics that are served, and a port that is not free
    taken.listen(QHostAddress::LocalHost);
    for (const ColorScheme scheme : {ColorScheme::Light, ColorScheme::Dark}) {
        fixture.settings.setColorScheme(scheme);
        fixture.settings.setShortcut(u"find", scheme == ColorScheme::Dark ? std::optional(u"Ctrl+Shift+F"_s) : std::nullopt);
        fixture.settings.setMetricsExport(
            {.isOn = true, .port = scheme == ColorScheme::Dark ? taken.serverPort() : MetricsExport::UsualPort});
        for (const int width : {840, 480}) {
            for (const SettingsPage& page : settingsPages()) {
                fixture.window->openSettings(page.name);
                auto* dialog = fixture.window->findChild<SettingsDialog*>();
                dialog->resize(width, 720);
                QTest::qWait(page.name == u"streaming"_s ? 4000 : 100);
                const QString name = u"%1-%2-%3.png"_s.arg(
                    page.name, scheme == ColorScheme::Light ? u"light"_s : u"dark"_s, QString::number(width));
                dialog->grab().save(directory.filePath(name));
            }
        }
        ChatEngine engine;
        EndpointDialog dialog(engine, *fixture.settings.endpoint(u"1"));
        dialog.show();
        QTest::qWait(100);
        dialog.grab().save(directory.filePath(scheme == ColorScheme::Light ? u"endpoint-light.png"_s : u"endpoint-dark.png"_s));
    }
}
