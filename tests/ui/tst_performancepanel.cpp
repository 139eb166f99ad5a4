// The performance panel in the window, on the demo.
#include "core/figures/timelinejson.h"
#include "tests/support/manualclock.h"
#include "tests/support/smalldisk.h"
#include "tests/support/windowfixture.h"
#include "ui/blocks/blockworker.h"
#include "ui/chat/chatpane.h"
#include "ui/chat/composer.h"
#include "ui/chat/messageeditor.h"
#include "ui/panel/owncost.h"
#include "ui/panel/panelsaving.h"
#include "ui/panel/performancepanel.h"
#include "ui/panel/serieschart.h"
#include "ui/paneldock.h"

#include <QAccessible>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;
using namespace std::chrono_literals;

namespace {

constexpr int PatienceMs = 30'000; // disk, whole answers

struct Driven : WindowFixture
{
    using WindowFixture::WindowFixture;

    PanelDock* dock() const { return window->findChild<PanelDock*>(); }
    PerformancePanel* panel() const { return dock()->panel(); }
    ChatPane* pane() const { return window->findChild<ChatPane*>(); }
    ChatSession* session() const { return pane()->session(); }
    QToolButton* button() const { return named<QToolButton>(window.get(), u"Performance panel"_s); }
    QTableView* table() const { return named<QTableView>(window.get(), u"Stream figures"_s); }

    void toggle() const { QTest::mouseClick(button(), Qt::LeftButton); }
    void say(const QString& text) const
    {
        auto* composer = window->findChild<Composer*>();
        composer->setText(text);
        QTest::keyClick(composer->editor(), Qt::Key_Return);
    }
    void sayAndWait(const QString& text) const
    {
        const int before = session()->messageCount();
        say(text);
        QTRY_COMPARE_WITH_TIMEOUT(session()->messageCount(), before + 2, PatienceMs); // from then on it runs
        QTRY_VERIFY_WITH_TIMEOUT(!session()->isRunning(), PatienceMs);
    }
    double number(const QString& key) const
    {
        for (const FiguresModel::Figure& figure : panel()->figures().figures()) {
            if (figure.key == key)
                return figure.number.value_or(-1);
        }
        return -2;
    }
};

}

class TestPerformancePanel : public QObject
{
    Q_OBJECT

public:
    /// Before QApplication: the keyring of whoever runs this is none of our business.
    static void initMain() { qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"); }

private Q_SLOTS:
    void theButtonIsACheckBoxAndTheKeyTogglesIt()
    {
        Driven driven;
        QVERIFY(driven.button());
        QVERIFY(!driven.panel()); // costs nothing before it is wanted
        const QAccessibleInterface* access = QAccessible::queryAccessibleInterface(driven.button());
        QCOMPARE(access->role(), QAccessible::CheckBox);
        QVERIFY(!access->state().checked);

        QVERIFY(QTest::qWaitForWindowActive(driven.window.get()));
        QTest::keyClick(driven.window.get(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(driven.panel() && driven.panel()->isVisible());
        QVERIFY(access->state().checked && driven.settings.isPanelShown());
        QTest::mouseClick(driven.button(), Qt::LeftButton);
        QVERIFY(!driven.panel()->isVisible() && !driven.settings.isPanelShown());
    }

    void assistiveTechnologyTogglesIt()
    {
        Driven driven;
        QAccessibleActionInterface* actions = QAccessible::queryAccessibleInterface(driven.button())->actionInterface();
        actions->doAction(QAccessibleActionInterface::toggleAction()); // no click comes of this
        QVERIFY(driven.panel() && driven.panel()->isVisible());
        actions->doAction(QAccessibleActionInterface::toggleAction());
        QVERIFY(!driven.panel()->isVisible());
    }

    void theNextRunOpensItAgain()
    {
        Driven driven;
        driven.toggle();
        driven.window.reset();
        driven.open();
        QVERIFY(driven.panel() && driven.panel()->isVisible());
        QVERIFY(driven.button()->isChecked());
    }

    void theTableHasNamesAndValuesForScreenReaders()
    {
        Driven driven;
        driven.toggle();
        driven.sayAndWait(u"hello"_s);
        QTRY_COMPARE(driven.number(u"text_deltas"_s), double(driven.session()->timeline()->textDeltas));

        QAccessibleInterface* access = QAccessible::queryAccessibleInterface(driven.table());
        QCOMPARE(access->role(), QAccessible::Table);
        QCOMPARE(access->text(QAccessible::Name), u"Stream figures"_s);
        QAccessibleTableInterface* cells = access->tableInterface();
        QCOMPARE(cells->columnCount(), 2);
        QCOMPARE(cells->rowCount(), int(driven.panel()->figures().figures().size()));
        QCOMPARE(cells->cellAt(0, 0)->text(QAccessible::Name), u"Model"_s);
        QCOMPARE(cells->cellAt(0, 1)->text(QAccessible::Name), u"demo"_s);
    }

    void aRunningAnswerIsFollowedToItsEnd()
    {
        Driven driven;
        driven.toggle();
        driven.say(u"long"_s); // so that it still runs when this thread is late
        QTRY_VERIFY_WITH_TIMEOUT(driven.number(u"rate_now"_s) > 0, PatienceMs); // live
        QTRY_VERIFY_WITH_TIMEOUT(!driven.session()->isRunning(), 2 * PatienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(driven.number(u"rate_now"_s), -2, PatienceMs); // and no longer
        QCOMPARE(driven.number(u"e2e_ms"_s), *driven.session()->loadedMessage(1)->figures.e2eMs);
        QCOMPARE(driven.number(u"ttft_ms"_s), *driven.session()->loadedMessage(1)->figures.ttftMs);
    }

    void nothingIsDoneWhileItIsHidden()
    {
        Driven driven;
        driven.toggle();
        driven.toggle();
        QVERIFY(driven.panel()->isIdle());
        const PaintCount before = driven.panel()->paints();
        QSignalSpy told(driven.session(), &ChatSession::timelineChanged);
        driven.sayAndWait(u"hello"_s);

        QCOMPARE(told.count(), 1); // the end: it is not watched
        QVERIFY(driven.panel()->isIdle());
        QCOMPARE(driven.panel()->paints().count, before.count);
        QCOMPARE(driven.number(u"text_deltas"_s), -2);
    }

    void aChartIsPaintedOnlyWhenItsStreamHasNews()
    {
        Driven driven;
        driven.toggle();
        driven.sayAndWait(u"hello"_s);
        const auto* chart = driven.panel()->findChild<SeriesChart*>();
        QTRY_COMPARE(driven.number(u"rate_now"_s), -2); // over
        QVERIFY(chart->paints().count > 0);
        const QSignalSpy own(driven.panel()->findChild<OwnCost*>(), &OwnCost::changed); // once a second
        // What the end has changed is painted a frame after it, or later where the machine is busy.
        QTRY_VERIFY(own.count() >= 2);
        const qint64 before = chart->paints().count;
        QTRY_VERIFY(own.count() >= 4); // the table had news
        QCOMPARE(chart->paints().count, before);
    }

    void anEarlierAnswerIsShownOnDemandAndAStoredOneAfterARestart()
    {
        QTemporaryDir directory;
        qint64 firstDeltas = 0;
        qint64 lastDeltas = 0;
        QString id;
        {
            Driven driven(directory.path());
            QTRY_VERIFY_WITH_TIMEOUT(driven.session(), PatienceMs);
            driven.sayAndWait(u"hello"_s);
            firstDeltas = driven.session()->timeline()->textDeltas;
            driven.sayAndWait(u"table"_s);
            lastDeltas = driven.session()->timeline()->textDeltas;
            QVERIFY(firstDeltas != lastDeltas);

            Q_EMIT driven.pane()->timelineWanted(1);
            QVERIFY(driven.panel() && driven.panel()->isVisible());
            QTRY_COMPARE_WITH_TIMEOUT(driven.number(u"text_deltas"_s), double(firstDeltas), PatienceMs);
            driven.settings.setPanelShown(true);
            bool isSaved = false;
            driven.history->sync(driven.history.get(), [&isSaved](const Result<void>&) { isSaved = true; });
            QTRY_VERIFY_WITH_TIMEOUT(isSaved, PatienceMs);
        }
        Driven again(directory.path());
        QTRY_VERIFY_WITH_TIMEOUT(again.session() && again.session()->messageCount() == 4, PatienceMs);
        QVERIFY(again.panel());
        QTRY_COMPARE_WITH_TIMEOUT(again.number(u"text_deltas"_s), double(lastDeltas), PatienceMs);
        Q_EMIT again.pane()->timelineWanted(1);
        QTRY_COMPARE_WITH_TIMEOUT(again.number(u"text_deltas"_s), double(firstDeltas), PatienceMs);
    }

    void whatIsExportedReadsBack()
    {
        BlockWorker worker;
        Driven driven;
        driven.toggle();
        driven.sayAndWait(u"hello"_s);
        QTRY_COMPARE(driven.number(u"rate_now"_s), -2); // over
        QTemporaryDir directory;
        QSignalSpy said(driven.panel(), &PerformancePanel::said);
        const QString json = directory.filePath(u"a.json"_s);
        const QString png = directory.filePath(u"a.png"_s);
        driven.panel()->saving().saveTo(json, PanelFormat::Json);
        driven.panel()->saving().saveTo(png, PanelFormat::Png);
        driven.panel()->saving().saveTo(directory.filePath(u"none/a.csv"_s), PanelFormat::Csv);
        QTRY_COMPARE_WITH_TIMEOUT(said.count(), 3, PatienceMs);

        QFile file(json);
        QVERIFY(file.open(QFile::ReadOnly));
        const QJsonObject timeline = QJsonDocument::fromJson(file.readAll()).object()["timeline"_L1].toObject();
        QCOMPARE(timeline, timelineToJson(*driven.session()->timeline()));
        QVERIFY(QImage(png).width() > 200);
        const QString failure = u"'%1' cannot be written: No such file or directory."_s.arg(directory.filePath(u"none/a.csv"_s));
        QVERIFY(said.contains(QList<QVariant> {failure}));
    }

    void whyAnExportFailedIsSaid()
    {
        BlockWorker worker;
        Driven driven;
        driven.toggle();
        QTemporaryDir directory;
        const QString name = directory.filePath(u"a.json"_s);
        QSignalSpy said(driven.panel(), &PerformancePanel::said);
        const SmallDisk full(1);

        driven.panel()->saving().saveTo(name, PanelFormat::Json);

        QTRY_COMPARE_WITH_TIMEOUT(said.count(), 1, PatienceMs);
        QCOMPARE(said.first().first().toString(), u"'%1' cannot be written: File too large."_s.arg(name));
        QVERIFY(!QFile::exists(name));
    }

    void nothingIsCutOffWhereItIsNarrowest()
    {
        Driven driven;
        driven.window->resize(640, 700);
        driven.toggle();
        driven.sayAndWait(u"hello"_s);
        QCOMPARE(driven.window->width(), 641); // what its parts need
        QTRY_COMPARE(driven.panel()->width(), driven.panel()->minimumSizeHint().width());
        const QList<QScrollArea*> areas = driven.panel()->findChildren<QScrollArea*>(QString(), Qt::FindDirectChildrenOnly);
        QCOMPARE(areas.size(), 1);

        QTRY_VERIFY(areas.first()->verticalScrollBar()->isVisible()); // takes its part of the width
        QCOMPARE(areas.first()->widget()->width(), areas.first()->viewport()->width());
    }

    void aBusyWindowIsMeasuredAsItsLongestBlock()
    {
        ManualClock clock;
        OwnCost cost(nullptr, clock);
        QVERIFY(!cost.isActive() && !cost.longestBlock());
        cost.setActive(true);
        clock.advance(350ms); // before the first tick, which is due after 50
        QTRY_COMPARE(cost.longestBlock(), std::optional(300ms));
        QSignalSpy changed(&cost, &OwnCost::changed);
        clock.advance(1000ms);
        QTRY_COMPARE(changed.count(), 1);
        QVERIFY(cost.cpuPercent().has_value() && cost.residentBytes().value_or(0) > 1'000'000);
        cost.setActive(false);
        QVERIFY(!cost.isActive());
    }
};

QTEST_MAIN(TestPerformancePanel)
#include "tst_performancepanel.moc"
