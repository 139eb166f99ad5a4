// The pages "Scorecard" and "Resilience" of the Lab, against the demo gateway.
#include "tests/support/badserver.h"
#include "tests/support/windowfixture.h"
#include "ui/lab/labaction.h"
#include "ui/lab/labwindow.h"
#include "ui/lab/resiliencepage.h"
#include "ui/lab/scorecardpage.h"

#include <QAccessible>
#include <QCheckBox>
#include <QJsonDocument>
#include <QJsonObject>
#include <QListView>
#include <QMessageBox>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int PatienceMs = 60'000;

const QStringList Words {u"One "_s, u"two "_s, u"thrée "_s, u"four "_s, u"five "_s, u"six "_s, u"seven "_s, u"eight."_s};

/// The Lab on one page, with \c url as the endpoint that is selected; the demo at a quick rate when it is empty.
struct OpenChecks : WindowFixture
{
    explicit OpenChecks(const QString& pageName, const QUrl& url = {}, const QString& provider = u"openai"_s)
        : name(pageName)
    {
        Endpoint endpoint = endpointAt(u"checked"_s, port.value_or(0));
        endpoint.provider = provider;
        if (!url.isEmpty())
            endpoint.baseUrl = url;
        else if (provider == "sluice"_L1)
            endpoint.baseUrl.setPath({});
        if (url.isEmpty())
            endpoint.baseUrl.setQuery(u"demo_rate=400"_s);
        settings.addTransientEndpoint(endpoint);
        settings.setSelectedEndpoint(endpoint.id);
        this->window->lab().open(name);
    }

    LabWindow* lab() const { return window->lab().window(); }
    CheckPage* page() const { return qobject_cast<CheckPage*>(lab()->page(name)); }
    QPushButton* run() const { return named<QPushButton>(page(), u"Run the checks"_s); }
    QPushButton* stop() const { return named<QPushButton>(page(), u"Stop the checks"_s); }
    QToolButton* save() const { return named<QToolButton>(page(), u"Save the report"_s); }
    CheckRow row(const QString& id) const
    {
        const int at = page()->rows().find(id);
        return at < 0 ? CheckRow() : page()->rows().rows().at(at);
    }
    int count(CheckRow::State state) const
    {
        const QList<CheckRow>& rows = page()->rows().rows();
        return int(std::count_if(rows.begin(), rows.end(), [state](const CheckRow& each) { return each.state == state; }));
    }

    const QString name;
};

}

class TestCheckPages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothPagesAreInTheLab();
    void theScorecardFillsLineByLine();
    void aLineThatIsRequiredAndLackingIsAFailure();
    void everyRowReadsAsText();
    void stoppingTheChecklistKeepsWhatCame();
    void theChecklistShowsWhatFailed();
    void closingTheLabEndsWhatRuns();
    void anEndpointElsewhereIsAskedAboutFirst();
    void faultsAreNotPutBeforeAnEndpointBehindAProxy();
    void longNotesTakeTheLinesTheyNeed();
};

void TestCheckPages::bothPagesAreInTheLab()
{
    OpenChecks checks(u"scorecard"_s);
    QVERIFY(qobject_cast<ScorecardPage*>(checks.page()));
    checks.window->lab().open(u"resilience"_s);
    QVERIFY(qobject_cast<ResiliencePage*>(checks.lab()->page(u"resilience"_s)));
}

void TestCheckPages::theScorecardFillsLineByLine()
{
    OpenChecks checks(u"scorecard"_s);
    QVERIFY(checks.run()->isEnabled());
    QVERIFY(!checks.stop()->isEnabled());
    QVERIFY(!checks.save()->isEnabled());
    QVERIFY(named<QListView>(checks.page(), u"Lines of the scorecard"_s));
    QCOMPARE(checks.count(CheckRow::State::Waiting), int(scoreLineIds().size()));

    checks.run()->click();

    QVERIFY(checks.page()->isRunning());
    QVERIFY(!checks.run()->isEnabled());
    QVERIFY(checks.stop()->isEnabled());
    QTRY_COMPARE_WITH_TIMEOUT(checks.count(CheckRow::State::Running), 1, PatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!checks.page()->isRunning(), PatienceMs);
    QCOMPARE(checks.count(CheckRow::State::Waiting), 0);
    QCOMPARE(checks.count(CheckRow::State::Running), 0);
    QCOMPARE(checks.count(CheckRow::State::Bad), 0);
    QCOMPARE(checks.row(u"ending"_s).state, CheckRow::State::Good);
    QCOMPARE(checks.row(u"ttft"_s).state, CheckRow::State::Figure);
    QCOMPARE(checks.row(u"gzip"_s).state, CheckRow::State::Lacking);
    QCOMPARE(checks.page()->status(), u"Nothing that is required is missing."_s);
    QVERIFY(checks.save()->isEnabled());
    QCOMPARE(QJsonDocument::fromJson(checks.page()->report(true)).object().value("failed"_L1).toInt(-1), 0);
    QVERIFY(checks.page()->report(false).startsWith("# Scorecard of "));
}

void TestCheckPages::aLineThatIsRequiredAndLackingIsAFailure()
{
    BadServer server({.deltas = Words, .omitsDone = true});
    OpenChecks checks(u"scorecard"_s, server.url());

    checks.run()->click();

    QTRY_COMPARE_WITH_TIMEOUT(checks.row(u"ending"_s).state, CheckRow::State::Bad, PatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!checks.page()->isRunning(), PatienceMs);
    QCOMPARE(checks.page()->status(), u"One line that is required says no."_s);
}

void TestCheckPages::everyRowReadsAsText()
{
    OpenChecks checks(u"resilience"_s);
    const auto* list = named<QListView>(checks.page(), u"Checks"_s);
    QVERIFY(list);
    const QModelIndex first = list->model()->index(0, 0);
    QCOMPARE(first.data(Qt::AccessibleTextRole).toString(), u"An undisturbed answer: not run."_s);
    CheckRows rows;
    rows.setRows({{.id = u"a"_s, .title = u"Reset"_s}});
    rows.setResult(u"a"_s, CheckRow::State::Bad, u"It broke."_s, u"1 s"_s);
    QCOMPARE(rows.index(0).data(Qt::AccessibleTextRole).toString(), u"Reset: failed. It broke."_s);
    rows.setRunning(u"nobody"_s);
    QCOMPARE(rows.find(u"nobody"_s), -1);
}

void TestCheckPages::stoppingTheChecklistKeepsWhatCame()
{
    OpenChecks checks(u"resilience"_s, {}, u"sluice"_s);
    checks.run()->click();
    QTRY_COMPARE_WITH_TIMEOUT(checks.row(u"cut-between-events"_s).state, CheckRow::State::Good, PatienceMs);

    checks.stop()->click();

    QVERIFY(!checks.page()->isRunning());
    QCOMPARE(checks.count(CheckRow::State::Running), 0);
    QVERIFY(checks.count(CheckRow::State::Waiting) > 10);
    QVERIFY(checks.page()->status().startsWith(u"Stopped."_s));
    QCOMPARE(QJsonDocument::fromJson(checks.page()->report(true)).object().value("stopped"_L1).toBool(), true);
    QTRY_COMPARE_WITH_TIMEOUT(checks.engine.activeStreams(), 0, PatienceMs);
    QVERIFY(checks.run()->isEnabled());
}

void TestCheckPages::theChecklistShowsWhatFailed()
{
    BadServer server({.deltas = Words, .dropsText = true});
    OpenChecks checks(u"resilience"_s, server.url());
    checks.run()->click();

    QTRY_COMPARE_WITH_TIMEOUT(checks.row(u"cut-between-events"_s).state, CheckRow::State::Bad, PatienceMs);

    QVERIFY(checks.row(u"cut-between-events"_s).note.contains(u"differs"_s));
    QVERIFY(checks.row(u"undisturbed"_s).aside.endsWith(u"s"_s));
    checks.page()->stop();
    QVERIFY(checks.page()->status().contains(u"%1 failed"_s.arg(checks.count(CheckRow::State::Bad)))); // others may have by then
}

void TestCheckPages::closingTheLabEndsWhatRuns()
{
    OpenChecks checks(u"scorecard"_s);
    checks.run()->click();
    QTRY_VERIFY_WITH_TIMEOUT(checks.count(CheckRow::State::Running) == 1, PatienceMs);

    checks.lab()->close();

    QVERIFY(!checks.page()->isRunning());
    QTRY_COMPARE_WITH_TIMEOUT(checks.engine.activeStreams(), 0, PatienceMs);
}

void TestCheckPages::anEndpointElsewhereIsAskedAboutFirst()
{
    OpenChecks checks(u"scorecard"_s, QUrl(u"http://192.0.2.1/v1"_s)); // TEST-NET-1: nobody is there
    checks.run()->click();
    auto* question = checks.lab()->findChild<QMessageBox*>();
    QVERIFY(question);
    QVERIFY(question->text().contains(u"192.0.2.1"_s));
    QVERIFY(!checks.page()->isRunning());
    question->reject();
    QVERIFY(!checks.page()->isRunning());
}

void TestCheckPages::faultsAreNotPutBeforeAnEndpointBehindAProxy()
{
    OpenChecks checks(u"resilience"_s, QUrl(u"http://192.0.2.1/v1"_s)); // TEST-NET-1: nobody is there
    checks.settings.setProxy({.kind = ProxyChoice::Kind::Manual, .address = QUrl(u"http://192.0.2.9:3128"_s)});
    checks.run()->click();
    auto* question = checks.lab()->findChild<QMessageBox*>();
    QVERIFY(question);
    for (QAbstractButton* button : question->buttons()) {
        if (question->buttonRole(button) == QMessageBox::AcceptRole)
            button->click();
    }

    QTRY_VERIFY_WITH_TIMEOUT(!checks.page()->isRunning(), PatienceMs);

    QVERIFY2(checks.page()->status().contains(u"through a proxy"_s), qPrintable(checks.page()->status()));
    QCOMPARE(checks.count(CheckRow::State::Waiting), int(checks.page()->rows().rows().size()));
}

void TestCheckPages::longNotesTakeTheLinesTheyNeed()
{
    OpenChecks checks(u"resilience"_s);
    auto* list = named<QListView>(checks.page(), u"Checks"_s);
    auto* rows = checks.page()->findChild<CheckRows*>();
    rows->setResult(u"reset"_s, CheckRow::State::Bad, u"word "_s.repeated(200).trimmed());
    const QModelIndex index = rows->index(rows->find(u"reset"_s));
    checks.lab()->resize(1280, 800);
    QTRY_VERIFY(list->visualRect(index).width() > 800);
    const int wide = list->visualRect(index).height();
    checks.lab()->resize(800, 600);
    QTRY_VERIFY(list->visualRect(index).height() > wide);
    QVERIFY(list->visualRect(index).right() <= list->viewport()->width());
}

QTEST_MAIN(TestCheckPages)
#include "tst_checkpages.moc"
