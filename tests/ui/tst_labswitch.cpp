// The Lab when the language changes: what it holds is not thrown away.
#include "tests/support/hostedwindow.h"
#include "ui/blocks/blockworker.h"
#include "ui/lab/labaction.h"
#include "ui/lab/labwindow.h"
#include "ui/lab/loadpage.h"
#include "ui/lab/loadresults.h"
#include "ui/lab/loadvalues.h"
#include "ui/lab/scorecardpage.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int PatienceMs = 120'000; // a scorecard has whole answers, at the demo's own pace

/// The program with its Lab open.
struct OpenLab : HostedWindow
{
    BlockWorker worker;

    OpenLab()
    {
        LoadValues values;
        values.endpointId = DemoEndpointId.toString();
        values.model = u"demo"_s;
        values.prompt = u"hello"_s;
        values.users = 2;
        values.requests = 2;
        settings.setLabState(u"load", toJson(values));
        lab().open(u"load"_s);
    }

    LabAction& lab() const { return host->window().lab(); }
    LoadPage* load() const { return qobject_cast<LoadPage*>(lab().window()->page(u"load"_s)); }
    bool runLoad() const
    {
        load()->start();
        return QTest::qWaitFor([this] { return !load()->isRunning(); }, PatienceMs) && load()->results().report();
    }
};

}

class LabSwitchTest : public QObject
{
    Q_OBJECT

public:
    /// Before QApplication: the keyring of whoever runs this is none of our business.
    static void initMain() { qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"); }

private Q_SLOTS:
    void cleanup() { QLocale::setDefault(QLocale::c()); }

    void anEmptyLabSpeaksTheNewLanguage()
    {
        OpenLab driven;
        const QPointer<LabWindow> former = driven.lab().window();

        QVERIFY(driven.speak(u"zh_CN"_s));

        QVERIFY(!former);
        QVERIFY(driven.lab().window()->isVisible());
        QVERIFY(driven.lab().window()->windowTitle() != u"Lab – Sluice"_s);
    }

    void aReportStaysUntilItsWindowIsClosed()
    {
        OpenLab driven;
        QVERIFY(driven.runLoad());
        const QPointer<LabWindow> former = driven.lab().window();
        const QPointer<LoadPage> page = driven.load();
        const auto report = page->results().report();

        QVERIFY(driven.speak(u"zh_CN"_s));

        QVERIFY(former && former->isVisible());
        QVERIFY(page->results().report() == report);
        driven.lab().open();
        QVERIFY(driven.lab().window() == former.data());
        former->close();
        driven.lab().open();
        QVERIFY(!former);
        QVERIFY(driven.lab().window()->windowTitle() != u"Lab – Sluice"_s);
    }

    void aReportOfALabThatWasClosedIsShownOnceMore()
    {
        OpenLab driven;
        QVERIFY(driven.runLoad());
        const QPointer<LabWindow> former = driven.lab().window();
        former->close();

        QVERIFY(driven.speak(u"zh_CN"_s));

        QVERIFY(former && !former->isVisible());
        driven.lab().open();
        QVERIFY(former && former->isVisible());
        QVERIFY(driven.load()->results().report());
        former->close();
        driven.lab().open();
        QVERIFY(!former);
    }

    void aReportOutlivesTwoSwitchesAndIsAtHomeAgain()
    {
        OpenLab driven;
        QVERIFY(driven.runLoad());
        const QPointer<LabWindow> former = driven.lab().window();

        QVERIFY(driven.speak(u"zh_CN"_s));
        QVERIFY(driven.speak(u"en"_s));

        QVERIFY(former && former->isVisible());
        former->close();
        driven.lab().open(); // it speaks the language: what its pages show stays, as ever
        QVERIFY(former && former->isVisible());
    }

    void aScorecardIsAReport()
    {
        OpenLab driven;
        driven.lab().open(u"scorecard"_s);
        const QPointer<LabWindow> former = driven.lab().window();
        auto* page = qobject_cast<ScorecardPage*>(former->page(u"scorecard"_s));
        page->start();
        QVERIFY(QTest::qWaitFor([page] { return !page->isRunning(); }, PatienceMs));

        QVERIFY(driven.speak(u"zh_CN"_s));

        QVERIFY(former && former->isVisible());
        QVERIFY(!page->report(false).isEmpty());
    }
};

QTEST_MAIN(LabSwitchTest)
#include "tst_labswitch.moc"
