#include "tests/support/badserver.h"
#include "tests/support/ctlprocess.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

const QStringList Words {u"One "_s, u"two "_s, u"thrée "_s, u"four "_s, u"five "_s, u"six "_s, u"seven "_s, u"eight."_s};

QStringList idsOf(const QJsonArray& rows)
{
    QStringList ids;
    for (const QJsonValue& row : rows)
        ids.append(row["id"_L1].toString());
    return ids;
}

}

class TestSluicectlCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theDemoPasses();
    void theChecklistIsOneJsonObject();
    void whatFailsIsTheExitStatus();
    void printsMarkdown();
    void aSignalPrintsWhatWasSeen();
    void wrongUseIsToldInOneLine_data();
    void wrongUseIsToldInOneLine();
};

void TestSluicectlCheck::theDemoPasses()
{
    CtlProcess ctl({u"check"_s, u"--json"_s});

    QCOMPARE(ctl.wait(), 0);
    const QJsonObject all = QJsonDocument::fromJson(ctl.output()).object();
    QCOMPARE(all.value("version"_L1).toInt(), 1);
    QVERIFY(all.value("resilience"_L1).isNull());
    const QJsonObject card = all.value("scorecard"_L1).toObject();
    QCOMPARE(card.value("failed"_L1).toInt(-1), 0);
    QVERIFY(idsOf(card.value("lines"_L1).toArray()).contains(u"http2"_s));
    QCOMPARE(card.value("endpoint"_L1)["provider"_L1].toString(), u"openai"_s);
}

void TestSluicectlCheck::theChecklistIsOneJsonObject()
{
    BadServer server({.deltas = Words, .dropsText = true});
    CtlProcess ctl({u"check"_s, u"--faults"_s, u"--json"_s, u"--base-url"_s, server.url().toString(), u"--model"_s, u"m"_s});

    QCOMPARE(ctl.wait(), 1); // its replays lose text
    QVERIFY(ctl.saysOneLine());
    const QJsonObject faults = QJsonDocument::fromJson(ctl.output()).object().value("resilience"_L1).toObject();
    const QJsonArray checks = faults.value("checks"_L1).toArray();
    QVERIFY(idsOf(checks).contains(u"cut-between-events"_s));
    QVERIFY(faults.value("failed"_L1).toInt() > 0);
    QCOMPARE(faults.value("passed"_L1).toInt() + faults.value("failed"_L1).toInt() + faults.value("not_applicable"_L1).toInt(),
        int(checks.size()));
    for (const QJsonValue& check : checks) {
        for (const QString& field :
            {u"title"_s, u"verdict"_s, u"why"_s, u"took_ms"_s, u"paid_requests"_s, u"resumed_by"_s, u"text"_s})
            QVERIFY2(check.toObject().contains(field), qPrintable(field));
        QVERIFY(!check["why"_L1].toString().isEmpty());
    }
}

void TestSluicectlCheck::whatFailsIsTheExitStatus()
{
    BadServer server({.deltas = Words, .omitsDone = true});
    CtlProcess ctl({u"check"_s, u"--base-url"_s, server.url().toString()});

    QCOMPARE(ctl.wait(), 1);
    QVERIFY(ctl.saysOneLine());
    QVERIFY(ctl.output().contains("[DONE] does not come last"));
}

void TestSluicectlCheck::printsMarkdown()
{
    BadServer server({.deltas = Words});
    CtlProcess ctl({u"check"_s, u"--markdown"_s, u"--base-url"_s, server.url().toString()});

    QCOMPARE(ctl.wait(), 0);
    QVERIFY(ctl.output().startsWith("# Scorecard of " + server.url().toEncoded()));
    QVERIFY(ctl.output().contains("| Ends as its protocol says | yes | [DONE] comes last. |\n"));
}

void TestSluicectlCheck::aSignalPrintsWhatWasSeen()
{
    BadServer server({.deltas = Words, .pace = Millis(60'000)}); // it will never end by itself
    CtlProcess ctl({u"check"_s, u"--json"_s, u"--base-url"_s, server.url().toString()});
    QTRY_VERIFY_WITH_TIMEOUT(server.answersBegun() > 0, 30000);

    ctl.sendSignal(SIGINT);

    QCOMPARE(ctl.wait(), 1);
    const QJsonObject card = QJsonDocument::fromJson(ctl.output()).object().value("scorecard"_L1).toObject();
    QCOMPARE(card.value("stopped"_L1).toBool(), true);
    QCOMPARE(idsOf(card.value("lines"_L1).toArray()), QStringList {u"models"_s});
}

void TestSluicectlCheck::wrongUseIsToldInOneLine_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::newRow("two forms") << QStringList {u"--json"_s, u"--markdown"_s};
    QTest::newRow("no number") << QStringList {u"--max-tokens"_s, u"many"_s};
    QTest::newRow("no such provider") << QStringList {u"--provider"_s, u"nobody"_s};
    QTest::newRow("an argument") << QStringList {u"now"_s};
}

void TestSluicectlCheck::wrongUseIsToldInOneLine()
{
    QFETCH(const QStringList, options);

    CtlProcess ctl(QStringList {u"check"_s} + options);

    QCOMPARE(ctl.wait(), 2);
    QVERIFY(ctl.saysOneLine());
}

QTEST_GUILESS_MAIN(TestSluicectlCheck)
#include "tst_sluicectl_check.moc"
