// The page "Load test" of the Lab, against the demo gateway.
#include "tests/support/windowfixture.h"
#include "ui/blocks/blockworker.h"
#include "ui/combobox.h"
#include "ui/lab/labaction.h"
#include "ui/lab/labwindow.h"
#include "ui/lab/loadform.h"
#include "ui/lab/loadpage.h"
#include "ui/lab/loadresults.h"
#include "ui/lab/rowsmodel.h"
#include "ui/settings/numberfield.h"

#include <QAccessible>
#include <QJsonDocument>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int PatienceMs = 30'000;

LoadValues shortLoad()
{
    LoadValues values;
    values.endpointId = DemoEndpointId.toString();
    values.model = u"demo"_s;
    values.prompt = u"hello"_s;
    values.users = 8;
    values.requests = 8;
    return values;
}

/// The Lab on its first page, with \c values in the form.
struct OpenLoad : WindowFixture
{
    BlockWorker worker;

    explicit OpenLoad(const LoadValues& values = shortLoad())
    {
        settings.setLabState(u"load", toJson(values));
        this->window->lab().open(u"load"_s);
    }

    LabWindow* lab() const { return window->lab().window(); }
    LoadPage* page() const { return qobject_cast<LoadPage*>(lab()->page(u"load"_s)); }
    QPushButton* start() const { return named<QPushButton>(page(), u"Start the load test"_s); }
    QPushButton* stop() const { return named<QPushButton>(page(), u"Stop the load test"_s); }
    QString figure(const QString& name) const
    {
        for (const QStringList& row : page()->results().figures().rows()) {
            if (row.first() == name)
                return row.last();
        }
        return {};
    }
    void run() const
    {
        QTest::mouseClick(start(), Qt::LeftButton);
        QVERIFY(page()->isRunning());
        QTRY_VERIFY_WITH_TIMEOUT(!page()->isRunning(), PatienceMs);
    }
};

}

class TestLoadPage : public QObject
{
    Q_OBJECT

public:
    /// Before QApplication: the keyring of whoever runs this is none of our business.
    static void initMain() { qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"); }

private Q_SLOTS:
    void everyControlHasAName()
    {
        const OpenLoad lab;
        for (const QString& name : {u"Endpoint"_s, u"Model"_s, u"Kind of test"_s, u"Arrivals"_s})
            QVERIFY2(named<ComboBox>(lab.page(), name), qPrintable(name));
        for (const QString& name : {u"Users at once"_s, u"Requests a second"_s, u"Seconds in which requests start"_s,
                 u"Requests, at most"_s, u"Seconds that are not counted"_s, u"Seconds in which the users come"_s, u"TTFT limit"_s,
                 u"ITL limit"_s, u"TPOT limit"_s, u"E2E limit"_s, u"Tokens of an answer, at most"_s})
            QVERIFY2(named<NumberField>(lab.page(), name), qPrintable(name));
        QVERIFY(named<QLineEdit>(lab.page(), u"Prompt"_s));
        for (const QString& name : {u"Load latencies"_s, u"Load figures"_s, u"Load errors"_s, u"Load comparison"_s})
            QVERIFY2(named<QTableView>(lab.page(), name), qPrintable(name));
        for (const QString& name : {u"Compare with a report"_s, u"Export the report"_s})
            QVERIFY2(named<QToolButton>(lab.page(), name), qPrintable(name));
    }

    void aSmallTestEndsWithFigures()
    {
        const OpenLoad lab;
        QVERIFY(lab.start()->isEnabled() && !lab.stop()->isEnabled());

        lab.run();

        const LoadReport& report = *lab.page()->results().report();
        QCOMPARE(report.succeeded, 8);
        QVERIFY(!report.wasStopped && report.errors.empty());
        QCOMPARE(lab.figure(u"Complete answers"_s), u"8"_s);
        QCOMPARE(report.setup.users, 8);
        QCOMPARE(report.setup.model, u"demo"_s);
        QAccessibleInterface* table = QAccessible::queryAccessibleInterface(named<QTableView>(lab.page(), u"Load latencies"_s));
        QCOMPARE(table->tableInterface()->columnCount(), 7);
        QCOMPARE(table->tableInterface()->cellAt(0, 0)->text(QAccessible::Name), u"TTFT, ms"_s);
        QVERIFY(table->tableInterface()->cellAt(0, 2)->text(QAccessible::Name) != u"–"_s);
        QVERIFY(lab.page()->results().about().endsWith(u"demo · closed loop, 8 users"_s));
        QVERIFY(
            lab.page()->status().startsWith("Finished after "_L1) && lab.page()->status().endsWith("8 complete, 0 failed"_L1));
        QTRY_VERIFY(lab.page()->results().paints().count > 0);
        QVERIFY(lab.start()->isEnabled() && !lab.stop()->isEnabled());
    }

    void anOpenLoopIsOne()
    {
        LoadValues values = shortLoad();
        values.kind = LoadValues::Kind::Open;
        values.isPoisson = false;
        values.rate = 20;
        const OpenLoad lab(values);
        QVERIFY(!named<NumberField>(lab.page(), u"Users at once"_s)->isVisible());
        QVERIFY(named<NumberField>(lab.page(), u"Requests a second"_s)->isVisible());

        lab.run();

        const LoadReport& report = *lab.page()->results().report();
        QVERIFY(report.setup.isOpenLoop && !report.setup.isPoisson);
        QCOMPARE(report.succeeded, 8);
        QVERIFY(lab.page()->results().about().contains("open loop, 20 requests/s evenly"_L1));
    }

    void aBenchmarkEndsWithItsRequestsAndKnowsNoTime()
    {
        LoadValues values = shortLoad();
        values.kind = LoadValues::Kind::Benchmark;
        values.warmUp = 3600; // of another kind
        const OpenLoad lab(values);
        QVERIFY(!named<NumberField>(lab.page(), u"Seconds in which requests start"_s)->isVisible());

        lab.run();

        QCOMPARE(lab.page()->results().report()->succeeded, 8);
        QCOMPARE(lab.page()->results().report()->setup.name, u"bench"_s);
    }

    void nothingIsPaintedWhileAnotherPageIsShown()
    {
        const OpenLoad lab;
        QTest::mouseClick(lab.start(), Qt::LeftButton);
        QVERIFY(lab.page()->isRunning());
        lab.lab()->showPage(u"strategies"_s);
        const qint64 before = lab.page()->results().paints().count;

        QTRY_VERIFY_WITH_TIMEOUT(!lab.page()->isRunning(), PatienceMs);

        QCOMPARE(lab.page()->results().paints().count, before);
        QVERIFY(lab.figure(u"Complete answers"_s).isEmpty());
        lab.lab()->showPage(u"load"_s);
        QCOMPARE(lab.figure(u"Complete answers"_s), u"8"_s);
    }

    void stoppingKeepsAReport()
    {
        LoadValues values = shortLoad();
        values.requests = 100'000;
        values.seconds = 3600; // it ends when it is stopped
        const OpenLoad lab(values);
        QTest::mouseClick(lab.start(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(lab.page()->results().report() && lab.page()->results().report()->succeeded > 0, PatienceMs);
        QVERIFY(!named<ComboBox>(lab.page(), u"Endpoint"_s)->isEnabled());

        QTest::mouseClick(lab.stop(), Qt::LeftButton);

        QTRY_VERIFY_WITH_TIMEOUT(!lab.page()->isRunning(), PatienceMs);
        QVERIFY(lab.page()->results().report()->wasStopped);
        QVERIFY(lab.page()->results().report()->succeeded > 0);
        QVERIFY(lab.page()->status().startsWith("Stopped after "_L1));
        QVERIFY(named<ComboBox>(lab.page(), u"Endpoint"_s)->isEnabled());
    }

    void closingTheLabStopsItAndKeepsTheReport()
    {
        LoadValues values = shortLoad();
        values.requests = 100'000;
        values.seconds = 3600; // it ends when it is stopped
        const OpenLoad lab(values);
        QTest::mouseClick(lab.start(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(lab.page()->results().report() && lab.page()->results().report()->succeeded > 0, PatienceMs);

        lab.lab()->close();

        QTRY_VERIFY_WITH_TIMEOUT(!lab.page()->isRunning(), PatienceMs);
        QVERIFY(lab.page()->results().report()->wasStopped);
    }

    void anotherComputerIsAskedOnlyWhenTheUserAgrees()
    {
        OpenLoad lab;
        Endpoint remote = WindowFixture::endpointAt(u"remote"_s, 80);
        remote.baseUrl.setHost(u"models.example.invalid"_s);
        lab.settings.saveEndpoint(remote);
        auto* endpoint = named<ComboBox>(lab.page(), u"Endpoint"_s);
        endpoint->setCurrentIndex(endpoint->findData(u"remote"_s));
        Q_EMIT endpoint->activated(endpoint->currentIndex());

        QTest::mouseClick(lab.start(), Qt::LeftButton);

        auto* question = lab.lab()->findChild<QMessageBox*>();
        QVERIFY(question && question->isVisible());
        QVERIFY(!lab.page()->isRunning());
        QVERIFY(question->text().contains("8 requests to models.example.invalid"_L1));
        question->button(QMessageBox::Cancel)->click();
        QVERIFY(!lab.page()->isRunning());
        QTRY_VERIFY(!lab.lab()->findChild<QMessageBox*>());

        QTest::mouseClick(lab.start(), Qt::LeftButton);
        question = lab.lab()->findChild<QMessageBox*>();
        for (QAbstractButton* button : question->buttons()) {
            if (question->buttonRole(button) == QMessageBox::AcceptRole)
                button->click();
        }
        QVERIFY(lab.page()->isRunning());
        lab.page()->stop(); // before anything was sent
        QTRY_VERIFY_WITH_TIMEOUT(!lab.page()->isRunning(), PatienceMs);

        lab.page()->start(); // once is enough
        QVERIFY(lab.page()->isRunning());
        lab.page()->stop();
        QTRY_VERIFY_WITH_TIMEOUT(!lab.page()->isRunning(), PatienceMs);
    }

    void whatCannotBeUsedCannotBeStarted()
    {
        const OpenLoad lab;
        QLineEdit* users = named<NumberField>(lab.page(), u"Users at once"_s)->line();
        users->setText(u"0"_s);
        Q_EMIT users->textEdited(u"0"_s);
        QVERIFY(!lab.start()->isEnabled());

        users->setText(u"2"_s);
        Q_EMIT users->textEdited(u"2"_s);
        QVERIFY(lab.start()->isEnabled());
        QCOMPARE(lab.page()->form().values().users, 2);
    }

    void theFormIsKeptForTheNextRun()
    {
        OpenLoad lab;
        QLineEdit* users = named<NumberField>(lab.page(), u"Users at once"_s)->line();
        users->setText(u"17"_s);
        Q_EMIT users->textEdited(u"17"_s);
        lab.lab()->close();
        lab.window.reset();
        lab.open();
        lab.window->lab().open();

        QCOMPARE(lab.page()->form().values().users, 17);
        QCOMPARE(named<NumberField>(lab.page(), u"Users at once"_s)->line()->text(), u"17"_s);
        QCOMPARE(lab.page()->form().values().prompt, u"hello"_s);
    }

    void aSavedReportReadsBackAndComparesAsTheSame()
    {
        const OpenLoad lab;
        lab.run();
        const QTemporaryDir directory;
        const QString json = directory.filePath(u"load.json"_s);
        for (const auto& [format, name] : std::initializer_list<std::pair<LoadFormat, QString>> {{LoadFormat::Json, json},
                 {LoadFormat::Csv, directory.filePath(u"load.csv"_s)}, {LoadFormat::Html, directory.filePath(u"load.html"_s)},
                 {LoadFormat::Png, directory.filePath(u"load.png"_s)}}) {
            lab.page()->saveTo(name, format);
            QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(name) && QFileInfo(name).size() > 200, PatienceMs);
        }

        lab.page()->compareWith(json);

        const RowsModel& rows = lab.page()->results().comparison();
        QTRY_VERIFY_WITH_TIMEOUT(rows.rowCount() > 10, PatienceMs);
        for (const QStringList& row : rows.rows())
            QVERIFY2(row.last() == u"same"_s || row.last().isEmpty(), qPrintable(row.join(u' ')));
        QVERIFY(named<QTableView>(lab.page(), u"Load comparison"_s)->isVisible());
        QVERIFY(QImage(directory.filePath(u"load.png"_s)).width() > 200);

        lab.page()->compareWith(directory.filePath(u"load.csv"_s));
        QTRY_VERIFY_WITH_TIMEOUT(lab.page()->status().contains("load.csv is no report"_L1), PatienceMs);
    }
};

QTEST_MAIN(TestLoadPage)
#include "tst_loadpage.moc"
