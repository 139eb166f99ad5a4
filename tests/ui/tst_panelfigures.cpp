// What the performance panel makes of a timeline: rows, points, words and files.
#include "ui/panel/figuresmodel.h"
#include "ui/panel/figurewords.h"
#include "ui/panel/panelexport.h"
#include "ui/panel/timelinepoints.h"

#include "core/figures/timelinejson.h"
#include "tests/support/timelinevalues.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

PanelContent contentOf(StreamTimeline timeline)
{
    PanelContent content;
    content.answer.figures.ttftMs = 100;
    content.answer.figures.e2eMs = 500;
    content.answer.figures.textDeltas = 20;
    content.timeline = std::make_shared<const StreamTimeline>(std::move(timeline));
    return content;
}

FiguresModel::Figure row(const PanelContent& content, const QString& key, const OwnFigures& own = {})
{
    FiguresModel model;
    model.show(content, own);
    for (const FiguresModel::Figure& figure : model.figures()) {
        if (figure.key == key)
            return figure;
    }
    return {};
}

}

class TestPanelFigures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void everyFigureIsThatOfTheTimeline_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<double>("number");
        QTest::newRow("ttft") << u"ttft_ms"_s << 100.0;
        QTest::newRow("e2e") << u"e2e_ms"_s << 500.0;
        QTest::newRow("itl mean") << u"itl_mean_ms"_s << 30.0;
        QTest::newRow("itl longest") << u"itl_max_ms"_s << 30.0;
        QTest::newRow("text deltas") << u"text_deltas"_s << 20.0;
        QTest::newRow("events") << u"events"_s << 22.0;
        QTest::newRow("flushes") << u"flushes"_s << 4.0;
        QTest::newRow("wire") << u"wire_bytes"_s << 1000.0;
        QTest::newRow("decoded") << u"decoded_bytes"_s << 4000.0;
        QTest::newRow("blocked") << u"blocked_ms"_s << 12.0;
        QTest::newRow("buffer") << u"held_deltas"_s << 9.0;
        QTest::newRow("queue") << u"queue_depth"_s << 1.0;
        QTest::newRow("quiet") << u"quiet_ms"_s << 0.0;
        QTest::newRow("held back") << u"held_back_ms"_s << 0.0;
    }
    void everyFigureIsThatOfTheTimeline()
    {
        QFETCH(QString, key);
        QFETCH(double, number);
        const FiguresModel::Figure figure = row(contentOf(evenTimeline()), key);
        QVERIFY(figure.number.has_value());
        QCOMPARE(*figure.number, number);
        QVERIFY(!figure.name.isEmpty());
    }

    void aPercentileIsTrueToOnePercent()
    {
        const double p99 = row(contentOf(evenTimeline()), u"itl_p99_ms"_s).number.value_or(0);
        QVERIFY2(std::abs(p99 - 30) <= 0.3, qPrintable(QString::number(p99)));
    }

    void tokensAreNamedOnlyWhereTheServerCountedThem()
    {
        PanelContent content = contentOf(evenTimeline());
        QCOMPARE(row(content, u"rate"_s).name, u"Deltas/s"_s);
        QCOMPARE(row(content, u"rate"_s).number.value_or(0), 47.5); // 19 in 400 ms
        content.isLive = true;
        QCOMPARE(row(content, u"rate"_s).number.value_or(0), 1000.0 / 30); // by the gaps so far
        content.isLive = false;
        QVERIFY(row(content, u"output_tokens"_s).key.isEmpty());

        content.answer.figures.usage.completionTokens = 41;
        QCOMPARE(row(content, u"rate"_s).name, u"Tokens/s"_s);
        QCOMPARE(row(content, u"rate"_s).number.value_or(0), 100.0); // 40 in 400 ms
        QCOMPARE(row(content, u"output_tokens"_s).number.value_or(0), 41.0);
        QVERIFY(!countsEachToken(content)); // so the chart shows deltas
        content.answer.figures.usage.completionTokens = 20;
        QVERIFY(countsEachToken(content));
    }

    void whatWasNotMeasuredIsADash()
    {
        PanelContent content = contentOf(StreamTimeline());
        content.answer.figures.ttftMs.reset();
        QCOMPARE(row(content, u"ttft_ms"_s).value, u"–"_s);
        QCOMPARE(row(content, u"rate"_s).value, u"–"_s);
        QCOMPARE(row(content, u"cpu_percent"_s).value, u"–"_s);
        QVERIFY(row(content, u"itl_p50_ms"_s).key.isEmpty());
    }

    void aRateIsOfTheLastSecond()
    {
        const QList<QPointF> rate = receivedRate(evenTimeline());
        QCOMPARE(rate.size(), 10);
        QCOMPARE(rate.last(), QPointF(0.5, 40)); // 20 in half a second, which is all there is
        StreamTimeline longer = evenTimeline();
        longer.buckets.resize(40); // quiet from then on
        longer.lastMs = 2000;
        QCOMPARE(receivedRate(longer).at(19), QPointF(1, 20));
        QCOMPARE(receivedRate(longer).last(), QPointF(2, 0));
    }

    void depthsAreTheMostOfTheirTime()
    {
        StreamTimeline timeline;
        timeline.bucketMs = 50;
        timeline.buckets.resize(StreamTimeline::MostBuckets);
        timeline.buckets[301].mostQueued = 9;
        timeline.lastMs = 30000;
        const QList<QPointF> depth = queueDepth(timeline);
        QCOMPARE(depth.size(), 150);
        QCOMPARE(depth.at(75), QPointF(15.2, 9));
        QCOMPARE(std::ranges::count_if(depth, [](const QPointF& point) { return point.y() > 0; }), 1);
    }

    void aHistogramHasAllItsValuesInAtMostFortyBars()
    {
        LogarithmicHistogram values;
        for (int i = 1; i < 5000; ++i)
            values.add(i);
        const QList<HistogramBar> bars = histogramBars(values, 40);
        QVERIFY(bars.size() > 20 && bars.size() <= 40);
        qint64 all = 0;
        for (qsizetype i = 0; i < bars.size(); ++i) {
            all += bars[i].count;
            QVERIFY(bars[i].begin < bars[i].end);
            QVERIFY(i == 0 || qFuzzyCompare(bars[i].begin, bars[i - 1].end));
        }
        QCOMPARE(all, values.count());
        QVERIFY(bars.first().begin <= 1 && bars.last().end >= 4999);
        QVERIFY(histogramBars({}, 40).isEmpty());
    }

    void theSentenceNamesWhoHeldTheTextUp()
    {
        StreamTimeline timeline = evenTimeline();
        QCOMPARE(streamVerdict(contentOf(timeline)), u"The stream flowed without a gap."_s);

        timeline.quietMs = 900;
        timeline.longestQuietMs = 600;
        timeline.heldBackMs = 100;
        QVERIFY(streamVerdict(contentOf(timeline)).startsWith("The network was quiet for 900 ms (longest 600 ms)"_L1));
        timeline.heldBackMs = 2000;
        timeline.longestHeldBackMs = 1500;
        QVERIFY(streamVerdict(contentOf(timeline)).startsWith("Held back by Sluice for 2 s (longest 1.50 s)"_L1));
    }

    void theSentenceNamesWhatTheWaitWentInto()
    {
        StreamTimeline timeline = evenTimeline();
        timeline.attempts.front().firstDeltaMs = 2000;
        QVERIFY(streamVerdict(contentOf(timeline)).startsWith("The server took 1.99 s to its first text."_L1));
        timeline.attempts.front().requestSentMs = 1800;
        QVERIFY(streamVerdict(contentOf(timeline)).startsWith("Most of the wait for the first text went into connecting"_L1));
    }

    void aStrategyThatChangedIsNamedWithItsTime()
    {
        StreamTimeline timeline = evenTimeline();
        timeline.strategies.push_back({.atMs = 250, .name = u"sentence"_s});
        QCOMPARE(row(contentOf(timeline), u"strategy"_s).value, u"adaptive, sentence from 250 ms"_s);
    }

    void theCsvHasTheFiguresAndTheCourse()
    {
        const PanelContent content = contentOf(evenTimeline());
        FiguresModel model;
        model.show(content, {});
        const QList<QByteArray> parts = figuresToCsv(content, model.figures()).split('\n');
        QCOMPARE(parts.first(), "key,name,value");
        QVERIFY(parts.contains("wire_bytes,Bytes on the wire,1000"));
        QVERIFY(parts.contains("itl_mean_ms,\"ITL, mean\",30"));
        const qsizetype head = parts.indexOf("seconds,received,shown,held,queued");
        QVERIFY(head > 0);
        QCOMPARE(parts.at(head + 1), "0.000,2,1,0,1");
        QCOMPARE(parts.at(head + 6), "0.250,2,2,5,7");
        QCOMPARE(parts.size() - head - 2, 10);
    }

    void theJsonReadsBackAsTheSameTimeline()
    {
        const PanelContent content = contentOf(evenTimeline());
        FiguresModel model;
        model.show(content, {});
        const QByteArray json = figuresToJson(content, model.figures());
        const QJsonObject all = QJsonDocument::fromJson(json).object();
        QCOMPARE(all["figures"_L1]["ttft_ms"_L1].toDouble(), 100.0);
        QCOMPARE(all["figures"_L1]["strategy"_L1].toString(), u"adaptive"_s);
        QCOMPARE(all["timeline"_L1].toObject(), timelineToJson(*content.timeline));
    }

    void theTraceHasEveryPhaseStallAndCounter()
    {
        StreamTimeline timeline = evenTimeline();
        timeline.stalls.push_back({.startMs = 200, .lengthMs = 260, .cause = StallCause::HeldBack});
        const QJsonArray events = QJsonDocument::fromJson(timelineToTrace(timeline)).object()["traceEvents"_L1].toArray();
        QHash<QString, QJsonObject> spans;
        int counters = 0;
        for (const QJsonValue& event : events) {
            if (event["ph"_L1].toString() == u"X")
                spans.insert(event["name"_L1].toString(), event.toObject());
            counters += event["ph"_L1].toString() == u"C";
        }
        for (const QString& name : {u"attempt 1"_s, u"DNS"_s, u"connect"_s, u"TLS"_s, u"request"_s, u"first byte"_s,
                 u"first delta"_s, u"deltas"_s, u"held back by Sluice"_s})
            QVERIFY2(spans.contains(name), qPrintable(name));
        QCOMPARE(spans[u"TLS"_s]["ts"_L1].toDouble(), 3000.0); // microseconds
        QCOMPARE(spans[u"TLS"_s]["dur"_L1].toDouble(), 7000.0);
        QCOMPARE(spans[u"held back by Sluice"_s]["dur"_L1].toDouble(), 260000.0);
        QCOMPARE(counters, 30);
    }

    void timesAndNumbersHaveAsManyDigitsAsMeanSomething()
    {
        QCOMPARE(inMilliseconds(0.001), u"0 ms"_s);
        QCOMPARE(inMilliseconds(1.574), u"1.57 ms"_s);
        QCOMPARE(inMilliseconds(340.2), u"340 ms"_s);
        QCOMPARE(inMilliseconds(14100), u"14.1 s"_s);
        QCOMPARE(inNumber(59.94), u"59.9"_s);
        QCOMPARE(inNumber(0), u"0"_s);
    }
};

QTEST_MAIN(TestPanelFigures)
#include "tst_panelfigures.moc"
