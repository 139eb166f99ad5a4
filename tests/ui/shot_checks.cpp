// Pictures of the Lab's checks: each page, light and dark, wide and narrow. `shot_checks DIR`.
#include "tests/support/badserver.h"
#include "tests/support/windowfixture.h"
#include "ui/blocks/blockworker.h"
#include "ui/lab/checkpage.h"
#include "ui/lab/labaction.h"
#include "ui/lab/labwindow.h"

#include <QApplication>
#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

int main(int argc, char* argv[])
{
    const QApplication application(argc, argv);
    const QDir directory(QApplication::arguments().value(1));
    const BlockWorker worker;
    BadServer server({.deltas = u"One |two |thrée |four |five |six |seven |eight |nine |ten."_s.split(u'|'),
        .dropsText = true,
        .omitsDone = true});
    for (const bool isBad : {false, true}) {
        WindowFixture fixture;
        Endpoint bad = fixture.endpointAt(u"A server that loses text"_s, 0);
        bad.baseUrl = server.url();
        fixture.settings.addTransientEndpoint(bad);
        fixture.settings.setSelectedEndpoint(isBad ? bad.id : DemoEndpointId.toString());
        const auto shoot = [&](const QString& name) {
            LabWindow* lab = fixture.window->lab().window();
            for (const ColorScheme scheme : {ColorScheme::Light, ColorScheme::Dark}) {
                fixture.settings.setColorScheme(scheme);
                for (const QSize size : {QSize(1280, 800), QSize(900, 600)}) {
                    lab->resize(size);
                    QTest::qWait(100);
                    lab->grab().save(directory.filePath(u"%1-%2-%3.png"_s.arg(
                        name, scheme == ColorScheme::Light ? u"light"_s : u"dark"_s, QString::number(size.width()))));
                }
            }
        };
        for (const QString& name : {u"scorecard"_s, u"resilience"_s}) {
            fixture.window->lab().open(name);
            auto* page = qobject_cast<CheckPage*>(fixture.window->lab().window()->page(name));
            if (!isBad && name == "scorecard"_L1)
                shoot(u"empty"_s);
            page->start();
            QTest::qWait(4000);
            shoot(name + (isBad ? u"-bad-running"_s : u"-running"_s));
            (void)QTest::qWaitFor([page] { return !page->isRunning(); }, 200'000);
            shoot(name + (isBad ? u"-bad"_s : u"-done"_s));
        }
    }
}
