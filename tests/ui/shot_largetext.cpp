// Pictures with text of twice the usual size: the window with its panel, the settings, the Lab; and a narrow window with usual
// text. `shot_largetext DIR`.

#include "tests/support/windowfixture.h"
#include "ui/blocks/blockworker.h"
#include "ui/chat/chatpane.h"
#include "ui/chat/composer.h"
#include "ui/chat/messageeditor.h"
#include "ui/lab/labaction.h"
#include "ui/lab/labwindow.h"
#include "ui/lab/loadpage.h"
#include "ui/settings/settingsdialog.h"

#include <QApplication>
#include <QDir>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

int main(int argc, char* argv[])
{
    const QApplication application(argc, argv);
    const QDir directory(QApplication::arguments().value(1));
    const BlockWorker worker;
    WindowFixture fixture;
    const auto shoot = [&directory](QWidget* widget, const QString& name) {
        QTest::qWait(400);
        widget->grab().save(directory.filePath(name + u".png"_s));
    };
    MainWindow& window = *fixture.window;
    auto* pane = window.findChild<ChatPane*>();
    window.resize(640, 700);
    shoot(&window, u"narrow-empty"_s);
    pane->composer()->setText(u"hello"_s);
    QTest::keyClick(pane->composer()->editor(), Qt::Key_Return);
    (void)QTest::qWaitFor([&] { return pane->session()->messageCount() == 2 && !pane->session()->isRunning(); }, 60'000);
    pane->panelButton()->click();
    shoot(&window, u"narrow-panel"_s);

    fixture.settings.setTextLook({.size = 30});
    window.resize(1280, 736);
    shoot(&window, u"large-panel"_s);
    pane->panelButton()->click();
    shoot(&window, u"large-window"_s);
    for (const SettingsPage& page : settingsPages()) {
        window.openSettings(page.name);
        shoot(window.findChild<SettingsDialog*>(), u"large-settings-"_s + page.name);
    }
    window.lab().open(u"load"_s);
    LabWindow* lab = window.lab().window();
    lab->resize(1216, 736);
    shoot(lab, u"large-lab-load"_s);
    auto* load = qobject_cast<LoadPage*>(lab->page(u"load"_s));
    load->start();
    (void)QTest::qWaitFor([load] { return !load->isRunning(); }, 60'000);
    shoot(lab, u"large-lab-load-done"_s);
    for (const QString& page : {u"strategies"_s, u"scorecard"_s, u"resilience"_s}) {
        lab->showPage(page);
        shoot(lab, u"large-lab-"_s + page);
    }
    lab->resize(800, 480);
    for (const QString& page : {u"load"_s, u"strategies"_s, u"resilience"_s}) {
        lab->showPage(page);
        shoot(lab, u"large-small-lab-"_s + page);
    }
}
