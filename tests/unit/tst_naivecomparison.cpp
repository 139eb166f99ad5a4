#include "core/lab/naivecomparison.h"

#include <QJsonArray>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

class TestNaiveComparison : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theQuestionsAreTheSameForBothSides();
    void popularQuestionsHaveTheirShareAndTheOthersComeOnce();
    void theNaiveSideAsksForNothingThatSaves();
    void theOptimisedSideAsksForAllOfIt();
    void aGainIsAboveOneWhereItGotBetter();
    void withoutAFigureThereIsNoGain();
};

namespace {

NaiveSide side(double rate, double e2e, double memoryKb)
{
    NaiveSide made;
    made.report.seconds = 10;
    made.report.requests = made.report.succeeded = qint64(rate * 10);
    made.report.e2eMs.add(e2e);
    made.report.wireBytes = made.report.succeeded * 2048;
    made.peakMemoryKb = memoryKb;
    return made;
}

}

void TestNaiveComparison::theQuestionsAreTheSameForBothSides()
{
    const NaiveLoad load;
    const LoadPlan naive = naivePlan(load, GatewayUse::Naive, QUrl(u"http://127.0.0.1:1"_s));
    const LoadPlan optimised = naivePlan(load, GatewayUse::Optimised, QUrl(u"http://127.0.0.1:1"_s));

    QCOMPARE(naive.requests.size(), optimised.requests.size());
    for (std::size_t i = 0; i < naive.requests.size(); ++i)
        QCOMPARE(naive.requests[i].body, optimised.requests[i].body);
    QCOMPARE(naive.users, optimised.users);
    QCOMPARE(naive.duration, optimised.duration);
}

void TestNaiveComparison::popularQuestionsHaveTheirShareAndTheOthersComeOnce()
{
    const NaiveLoad load;
    const std::vector<int> questions = naiveQuestions(load, 10'000);

    QSet<int> others;
    int popular = 0;
    for (const int question : questions) {
        if (question < load.popular)
            ++popular;
        else
            others.insert(question);
    }
    QVERIFY2(std::abs(popular - 7500) < 150, qPrintable(QString::number(popular)));
    QCOMPARE(others.size(), 10'000 - popular);
    QCOMPARE(naiveQuestions({.repeated = 0}, 3), (std::vector {20, 21, 22}));
}

void TestNaiveComparison::theNaiveSideAsksForNothingThatSaves()
{
    const LoadPlan plan = naivePlan({}, GatewayUse::Naive, QUrl(u"http://127.0.0.1:1"_s));

    QVERIFY(!plan.keepAlive);
    for (const HttpRequest& request : plan.requests) {
        QCOMPARE(request.url, QUrl(u"http://127.0.0.1:1/chat"_s));
        QCOMPARE(headerValue(request.headers, "Accept-Encoding"), "identity"_ba);
        QCOMPARE(headerValue(request.headers, "Connection"), "close"_ba);
    }
}

void TestNaiveComparison::theOptimisedSideAsksForAllOfIt()
{
    const LoadPlan plan = naivePlan({}, GatewayUse::Optimised, QUrl(u"http://127.0.0.1:1"_s));

    QVERIFY(plan.keepAlive);
    QSet<QString> paths;
    for (const HttpRequest& request : plan.requests) {
        paths.insert(request.url.path());
        QCOMPARE(headerValue(request.headers, "Accept-Encoding"), "gzip"_ba);
        QCOMPARE(request.url.query(), u"buffer_strategy=adaptive&enable_compression=true"_s);
    }
    QCOMPARE(paths, (QSet {u"/chat-cached"_s, u"/chat-pooled"_s}));
}

void TestNaiveComparison::aGainIsAboveOneWhereItGotBetter()
{
    const std::vector<NaiveRow> rows = naiveRows(side(10, 400, 40'000), side(30, 100, 50'000));

    QCOMPARE(rows.size(), std::size_t(5));
    QCOMPARE(*rows[0].gain, 3.0);
    QCOMPARE(*rows[1].gain, 4.0);
    QCOMPARE(*rows[2].gain, 0.8); // more memory: a loss, and shown as one
    QCOMPARE(*rows[3].gain, 1.0);
    QVERIFY(!rows[4].gain); // no errors on either side
    QCOMPARE(rows[4].promised, 10.0);
}

void TestNaiveComparison::withoutAFigureThereIsNoGain()
{
    for (const NaiveRow& row : naiveRows({}, {})) {
        QVERIFY2(!row.before && !row.after && !row.gain, qPrintable(row.name));
    }
    const QJsonObject json = naiveToJson({}, {}, {});
    QVERIFY(json["rows"_L1].toArray().first()["gain"_L1].isNull());
    QVERIFY(!naiveTable({}, {}, {}).contains(u"nan"_s));
}

QTEST_GUILESS_MAIN(TestNaiveComparison)
#include "tst_naivecomparison.moc"
