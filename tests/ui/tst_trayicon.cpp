#include "core/engine/chatengine.h"
#include "core/engine/settings.h"
#include "ui/conversations.h"
#include "ui/desktop/answerwatch.h"
#include "ui/desktop/trayicon.h"
#include "ui/settings/desktopsection.h"
#include "ui/settings/settingsform.h"

#include <QApplication>
#include <QCheckBox>
#include <QCloseEvent>
#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QtTest/qtestspontaneevent.h>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

struct Tray
{
    QTemporaryDir directory;
    Settings settings {directory.path()};
    ChatEngine engine;
    Conversations conversations {engine};
    AnswerWatch answers {conversations};
    bool isThere = true;
    TrayIcon icon {settings, answers, [this] { return isThere; }};
    QWidget window;

    Tray()
    {
        window.show();
        icon.setWindow(&window);
    }

    /// As the button in the window's frame does it. Whether the window went.
    bool closeByHand()
    {
        QCloseEvent event;
        QSpontaneKeyEvent::setSpontaneous(&event);
        qApp->notify(&window, &event); // sendEvent() would say that it is the program's own
        return event.isAccepted();
    }
};

}

class TestTrayIcon : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itIsOffAtFirst()
    {
        Tray tray;

        QVERIFY(!tray.icon.menu());
        QVERIFY(tray.closeByHand());
        QVERIFY(QApplication::quitOnLastWindowClosed());
    }

    void aClosedWindowGoesToTheTrayOnlyWhereThereIsOne()
    {
        Tray tray;
        tray.settings.setDesktopChoice({.usesTray = true});
        QVERIFY(!QApplication::quitOnLastWindowClosed());

        tray.isThere = false;
        QVERIFY(tray.closeByHand());
        tray.isThere = true;
        QVERIFY(!tray.closeByHand());
        QVERIFY(tray.window.isHidden());
    }

    void quittingIsNotClosing()
    {
        Tray tray;
        tray.settings.setDesktopChoice({.usesTray = true});

        QVERIFY(tray.window.close());
    }

    void withoutItsIconAHiddenWindowIsAskedBack()
    {
        Tray tray;
        tray.settings.setDesktopChoice({.usesTray = true});
        tray.closeByHand();
        QSignalSpy shown(&tray.icon, &TrayIcon::showRequested);

        tray.settings.setDesktopChoice({.usesTray = false});

        QCOMPARE(shown.size(), 1);
        QVERIFY(QApplication::quitOnLastWindowClosed());
    }

    void itsMenuSaysWhatToDo()
    {
        Tray tray;
        tray.settings.setDesktopChoice({.usesTray = true});
        QSignalSpy shown(&tray.icon, &TrayIcon::showRequested);
        QSignalSpy made(&tray.icon, &TrayIcon::newRequested);
        QSignalSpy quit(&tray.icon, &TrayIcon::quitRequested);

        for (QAction* action : tray.icon.menu()->actions())
            action->trigger();

        QCOMPARE(shown.size(), 1);
        QCOMPARE(made.size(), 1);
        QCOMPARE(quit.size(), 1);
    }

    void itsToolTipCountsWhatRuns()
    {
        Tray tray;
        tray.settings.setDesktopChoice({.usesTray = true});
        QCOMPARE(tray.icon.toolTip(), u"Sluice"_s);
        Endpoint silent {
            .id = u"x"_s, .name = u"x"_s, .provider = u"openai"_s, .baseUrl = QUrl(u"http://127.0.0.1:9/v1"_s), .model = {}};

        ChatSession* session = tray.conversations.startNew();
        session->send(u"hello"_s, {.endpoint = silent, .key = {}, .model = u"m"_s, .strategy = {}});
        QTRY_COMPARE(tray.answers.running(), 1);
        QCOMPARE(tray.icon.toolTip(), u"Sluice: an answer is running"_s);

        tray.conversations.remove(session->id());
        QTRY_COMPARE(tray.icon.toolTip(), u"Sluice"_s);
    }

    void theSettingsSwitchBoth()
    {
        Tray tray;
        SettingsForm form(u"Appearance"_s);
        addDesktopSection(form, tray.settings);
        const QList<QCheckBox*> boxes = form.findChildren<QCheckBox*>();
        QCOMPARE(boxes.size(), 2);
        QVERIFY(boxes[0]->isChecked() && !boxes[1]->isChecked());

        boxes[0]->click();
        boxes[1]->click();
        QCOMPARE(Settings(tray.directory.path()).desktopChoice(), (DesktopChoice {.notifies = false, .usesTray = true}));
        tray.settings.setDesktopChoice({});
        QVERIFY(boxes[0]->isChecked() && !boxes[1]->isChecked());
    }
};

QTEST_MAIN(TestTrayIcon)
#include "tst_trayicon.moc"
