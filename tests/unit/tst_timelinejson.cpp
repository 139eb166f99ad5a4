#include "core/figures/timelinejson.h"
#include "tests/support/timelinevalues.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

StreamTimeline read(const QByteArray& json)
{
    JsonReader reader;
    return timelineFromJson(reader.read(json).value_or(JsonValue()));
}

QByteArray written(const StreamTimeline& timeline)
{
    return QJsonDocument(timelineToJson(timeline)).toJson();
}

}

class TimelineJsonTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allOfATimelineComesBack()
    {
        const StreamTimeline timeline = wholeTimeline();

        QVERIFY(read(written(timeline)) == timeline);
        QVERIFY(*unpackTimeline(packTimeline(timeline)) == timeline);
    }

    void anEmptyTimelineComesBack() { QVERIFY(*unpackTimeline(packTimeline({})) == StreamTimeline()); }

    void theLargestTimelineIsSmall()
    {
        StreamTimeline timeline = wholeTimeline();
        for (int i = 0; int(timeline.buckets.size()) < StreamTimeline::MostBuckets; ++i)
            timeline.buckets.push_back({.textDeltas = i * 7 % 50, .shownDeltas = i * 11 % 50, .mostHeld = i % 3});
        for (int i = 0; i < 1000; ++i)
            timeline.itlMs.add(0.01 * i * i);
        while (int(timeline.stalls.size()) < StreamTimeline::MostStalls)
            timeline.stalls.push_back({.startMs = 1.111 * double(timeline.stalls.size()), .lengthMs = 333.333});

        const QByteArray packed = packTimeline(timeline);

        QVERIFY2(packed.size() < 16 * 1024, qPrintable(QString::number(packed.size())));
        QVERIFY(unpackTimeline(packed)->buckets == timeline.buckets);
    }

    void whatIsNotKnownIsIgnored()
    {
        QJsonObject object = timelineToJson(wholeTimeline());
        object.insert(u"mood"_s, u"good"_s);
        object.insert(u"version"_s, 7);

        QVERIFY(read(QJsonDocument(object).toJson()) == wholeTimeline());
    }

    // What earlier versions have stored: the percentiles are what they were.
    void bucketsOfTheFirstVersionAreWider()
    {
        const StreamTimeline timeline = read(R"({"version":1,"itl":{"buckets":[[430,3],[465,1]],"max_ms":10.1,"sum_ms":25.1}})");

        QCOMPARE(timeline.itlMs.count(), 4);
        QVERIFY(qFuzzyCompare(timeline.itlMs.percentile(0.5), 0.001 * std::pow(1.02, 430.5)));
        QVERIFY(qFuzzyCompare(timeline.itlMs.percentile(1), 0.001 * std::pow(1.02, 465.5)));
    }

    void nonsenseIsNoTimelineButDoesNoHarm_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("empty") << "{}"_ba;
        QTest::newRow("array") << "[]"_ba;
        QTest::newRow("negative") << R"({"bucket_ms":-1,"last_ms":-5,"text_deltas":-3,"blocked_ms":-1e300})"_ba;
        QTest::newRow("types") << R"({"bucket_ms":"x","buckets":[1],"itl":7,"stalls":{},"attempts":"no","ended":1})"_ba;
        QTest::newRow("histogram") << R"({"itl":{"buckets":[[-1,5],[999999,5],[3,-5],7,[1]],"max_ms":5,"sum_ms":5}})"_ba;
    }
    void nonsenseIsNoTimelineButDoesNoHarm()
    {
        QFETCH(const QByteArray, json);
        const StreamTimeline timeline = read(json);
        QVERIFY(timeline == StreamTimeline() || timeline.itlMs.count() == 5); // -1 counts as 0
        QVERIFY(timeline.bucketMs == 50);
    }

    void whatIsTooMuchIsLeftOut()
    {
        QJsonArray many;
        for (int i = 0; i < 5000; ++i)
            many.append(QJsonObject {{u"start_ms"_s, i}});
        const QJsonObject object {{u"stalls"_s, many}, {u"attempts"_s, many}, {u"strategies"_s, many},
            {u"buckets"_s, QJsonObject {{u"count"_s, 1e12}}}};

        const StreamTimeline timeline = read(QJsonDocument(object).toJson());

        QCOMPARE(int(timeline.stalls.size()), StreamTimeline::MostStalls);
        QCOMPARE(int(timeline.attempts.size()), StreamTimeline::MostAttempts);
        QCOMPARE(int(timeline.strategies.size()), StreamTimeline::MostStrategies);
        QCOMPARE(int(timeline.buckets.size()), StreamTimeline::MostBuckets);
    }

    void whatCannotBeUnpackedIsNone_data()
    {
        QTest::addColumn<QByteArray>("packed");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("text") << "{\"version\":1}"_ba;
        QTest::newRow("cut") << packTimeline(wholeTimeline()).first(40);
        QTest::newRow("bomb") << "\xff\xff\xff\xff"_ba + packTimeline(wholeTimeline()).sliced(4);
        QTest::newRow("other") << qCompress("[1]"_ba);
    }
    void whatCannotBeUnpackedIsNone()
    {
        QFETCH(const QByteArray, packed);
        QVERIFY(!unpackTimeline(packed));
    }
};

QTEST_GUILESS_MAIN(TimelineJsonTest)
#include "tst_timelinejson.moc"
