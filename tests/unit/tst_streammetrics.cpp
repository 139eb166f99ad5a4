#include "core/metrics/streammeter.h"
#include "core/metrics/streammetrics.h"
#include "tests/support/metricvalues.h"
#include "tests/support/promtool.h"

#include <QTest>

#include <locale>
#include <memory>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

struct Fixture
{
    StreamMetrics metrics;
    RouteMetrics& route = metrics.route("/chat", "demo");
    TimePoint now {std::chrono::hours(1)};

    std::unique_ptr<StreamMeter> begin(bool buffers = false) { return std::make_unique<StreamMeter>(route, now, buffers); }
    void text(StreamMeter& meter, int afterMs)
    {
        now += Millis(afterMs);
        meter.takeDelta(TextDelta {u"x"_s}, now);
    }
    double value(const QByteArray& name, const QList<QByteArray>& labels = {}) const
    {
        return metricValue(metrics.text(), name, labels).value_or(-1);
    }
};

const StreamEnd Complete {.finishReason = QStringLiteral("stop"), .error = std::nullopt};

StreamEnd failed(ErrorKind kind)
{
    return {.finishReason = {}, .error = Error {.kind = kind, .message = u"broke"_s}};
}

}

class TestStreamMetrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allNamesAreThere_data();
    void allNamesAreThere();
    void timesAreTakenAsTheyAreDefined();
    void tokensAreTheReportedOnesElseDeltas();
    void nothingIsDividedByZero();
    void aFailedStreamCountsAndHasNoEnd();
    void aRefusedRequestIsNoStream();
    void whatIsDestroyedLeavesTheGauges();
    void onlyTheFirstEndCounts();
    void theQueueIsThatOfAllStreams();
    void theBufferHasTheNewDeltaInIt();
    void blockedTimeGrowsWhileItIsRead();
    void routesWithoutEndShareOneSetOfLabels();
    void whatOnlyAWindowHasIsThereOnceItIsUsed();
    void promtoolComplainsAboutTheSeedsNameOnly();
    void exposesANumberWithItsPointInEveryLocale();
};

void TestStreamMetrics::allNamesAreThere_data()
{
    QTest::addColumn<QByteArray>("type");
    const QList<QByteArray> counters {"stream_requests_total", "sluice_wire_bytes_total", "sluice_decoded_bytes_total",
        "sluice_origin_wire_bytes_total", "sluice_origin_decoded_bytes_total", "sluice_blocked_seconds_total",
        "sluice_reconnects_total", "sluice_resumes_total", "sluice_cache_hits_total", "sluice_cache_misses_total",
        "sluice_errors_total"};
    const QList<QByteArray> gauges {"active_streams", "sluice_queue_deltas", "sluice_pool_waiting"};
    const QList<QByteArray> histograms {"stream_duration_seconds", "stream_tokens_total", "stream_throughput_tokens_per_second",
        "stream_buffer_size", "sluice_ttft_seconds", "sluice_itl_seconds", "sluice_tpot_seconds", "sluice_e2e_seconds",
        "sluice_flush_deltas"};
    for (const QByteArray& name : counters)
        QTest::newRow(name.constData()) << "counter"_ba;
    for (const QByteArray& name : gauges)
        QTest::newRow(name.constData()) << "gauge"_ba;
    for (const QByteArray& name : histograms)
        QTest::newRow(name.constData()) << "histogram"_ba;
}

void TestStreamMetrics::allNamesAreThere()
{
    QFETCH(QByteArray, type);
    const QByteArray name = QTest::currentDataTag();
    const QByteArray text = Fixture().metrics.text();
    QVERIFY(text.contains("# TYPE " + name + ' ' + type + '\n'));
    QVERIFY(text.contains("# HELP " + name + ' '));
    const QByteArray series = type == "histogram" ? name + "_count" : name;
    QCOMPARE(metricValue(text, series), 0.0); // there before the first stream
    if (name.startsWith("sluice_"))
        QCOMPARE(metricValue(text, series, {"route=\"/chat\"", "provider=\"demo\""}), 0.0);
}

void TestStreamMetrics::timesAreTakenAsTheyAreDefined()
{
    Fixture f;
    const auto meter = f.begin();
    f.now += Millis(50);
    meter->takeDelta(ReasoningDelta {u"hm"_s}, f.now);
    f.text(*meter, 150); // 200 ms
    f.text(*meter, 100); // 300 ms
    meter->takeDelta(Usage {.promptTokens = 3, .completionTokens = 5}, f.now + Millis(30)); // no piece of the answer
    f.text(*meter, 50); // 350 ms
    f.now += Millis(250);
    meter->finish(Complete, {.promptTokens = 3, .completionTokens = 5}, f.now); // 600 ms

    QCOMPARE(f.value("sluice_ttft_seconds_sum"), 0.2);
    QCOMPARE(f.value("sluice_itl_seconds_count"), 3.0);
    QCOMPARE(f.value("sluice_itl_seconds_sum"), 0.3);
    QCOMPARE(f.value("sluice_e2e_seconds_sum"), 0.6);
    QCOMPARE(f.value("sluice_tpot_seconds_sum"), 0.1); // (0.6 - 0.2) / (5 - 1)
    QCOMPARE(f.value("stream_duration_seconds_sum"), 0.6);
    QCOMPARE(f.value("stream_throughput_tokens_per_second_sum"), 5 / 0.6);
    QCOMPARE(f.value("sluice_ttft_seconds_bucket", {"le=\"0.1\""}), 0.0);
    QCOMPARE(f.value("sluice_ttft_seconds_bucket", {"le=\"0.25\""}), 1.0);
    QVERIFY(f.value("sluice_ttft_seconds_bucket", {"le=\"0.001\""}) >= 0);
    QVERIFY(f.value("sluice_ttft_seconds_bucket", {"le=\"120\""}) >= 0);
}

void TestStreamMetrics::tokensAreTheReportedOnesElseDeltas()
{
    Fixture f;
    const auto counted = f.begin();
    f.text(*counted, 1);
    counted->finish(Complete, {.promptTokens = 1, .completionTokens = 40}, f.now);
    const auto uncounted = f.begin();
    for (int i = 0; i < 7; ++i)
        f.text(*uncounted, 1);
    uncounted->finish(Complete, {}, f.now);
    QCOMPARE(f.value("stream_tokens_total_count"), 2.0);
    QCOMPARE(f.value("stream_tokens_total_sum"), 47.0);
}

void TestStreamMetrics::nothingIsDividedByZero()
{
    Fixture f;
    f.begin()->finish(Complete, {}, f.now); // no time, no token
    const auto one = f.begin();
    one->takeDelta(TextDelta {u"x"_s}, f.now);
    one->finish(Complete, {.promptTokens = 0, .completionTokens = 1}, f.now);
    const auto none = f.begin();
    f.text(*none, 5);
    none->finish(Complete, {.promptTokens = 0, .completionTokens = 0}, f.now);
    const QByteArray text = f.metrics.text();
    QVERIFY(!text.contains("Nan") && !text.contains("NaN") && !text.contains(" +Inf") && !text.contains(" -Inf"));
    QCOMPARE(f.value("stream_throughput_tokens_per_second_count"), 3.0);
    QCOMPARE(f.value("stream_throughput_tokens_per_second_sum"), 0.0);
    QCOMPARE(f.value("sluice_tpot_seconds_count"), 0.0);
}

void TestStreamMetrics::aFailedStreamCountsAndHasNoEnd()
{
    Fixture f;
    const auto meter = f.begin();
    f.text(*meter, 10);
    meter->finish(failed(ErrorKind::RateLimit), {}, f.now);
    QCOMPARE(f.value("stream_requests_total"), 1.0);
    QCOMPARE(f.value("stream_duration_seconds_count"), 1.0);
    QCOMPARE(f.value("stream_tokens_total_sum"), 1.0);
    QCOMPARE(f.value("sluice_e2e_seconds_count"), 0.0);
    QCOMPARE(f.value("sluice_errors_total"), 1.0);
    QCOMPARE(f.value("sluice_errors_total", {"kind=\"rate_limit\""}), 1.0);
    QCOMPARE(f.value("active_streams"), 0.0);
}

void TestStreamMetrics::aRefusedRequestIsNoStream()
{
    Fixture f;
    const auto meter = f.begin();
    QCOMPARE(f.value("active_streams"), 1.0);
    meter->refuse();
    QCOMPARE(f.value("active_streams"), 0.0);
    QCOMPARE(f.value("stream_requests_total"), 0.0);
    QCOMPARE(f.value("stream_duration_seconds_count"), 0.0);
    QCOMPARE(f.value("sluice_errors_total"), 0.0);
}

void TestStreamMetrics::whatIsDestroyedLeavesTheGauges()
{
    Fixture f;
    auto meter = f.begin();
    meter->begin();
    meter->queued(12);
    QCOMPARE(f.value("sluice_queue_deltas"), 12.0);
    meter.reset();
    QCOMPARE(f.value("active_streams"), 0.0);
    QCOMPARE(f.value("sluice_queue_deltas"), 0.0);
}

void TestStreamMetrics::onlyTheFirstEndCounts()
{
    Fixture f;
    const auto meter = f.begin();
    meter->finish(Complete, {}, f.now);
    meter->finish(failed(ErrorKind::Network), {}, f.now);
    meter->refuse();
    QCOMPARE(f.value("stream_duration_seconds_count"), 1.0);
    QCOMPARE(f.value("active_streams"), 0.0);
    QCOMPARE(f.value("sluice_errors_total"), 0.0);
}

void TestStreamMetrics::theQueueIsThatOfAllStreams()
{
    Fixture f;
    const auto one = f.begin();
    const auto two = f.begin();
    one->queued(3);
    two->queued(4);
    one->queued(1);
    QCOMPARE(f.value("sluice_queue_deltas"), 5.0);
    one->finish(Complete, {}, f.now);
    QCOMPARE(f.value("sluice_queue_deltas"), 4.0);
    two->queued(0);
    QCOMPARE(f.value("sluice_queue_deltas"), 0.0);
}

void TestStreamMetrics::theBufferHasTheNewDeltaInIt()
{
    // As the seed measures it: after each delta was appended, before the flush.
    Fixture f;
    const auto meter = f.begin(true);
    for (int i = 0; i < 5; ++i) {
        f.text(*meter, 1);
        meter->held((i + 1) % 5);
    }
    meter->flushed(5);
    QCOMPARE(f.value("stream_buffer_size_count"), 5.0);
    QCOMPARE(f.value("stream_buffer_size_sum"), 15.0);
    QCOMPARE(f.value("sluice_flush_deltas_sum"), 5.0);

    f.text(*f.begin(false), 1);
    QCOMPARE(f.value("stream_buffer_size_count"), 5.0); // nothing holds anything back there
}

void TestStreamMetrics::blockedTimeGrowsWhileItIsRead()
{
    Fixture f;
    const auto meter = f.begin();
    meter->readingChanged(Reading::Paused, f.now);
    f.now += Millis(500);
    meter->settle(f.now);
    QCOMPARE(f.value("sluice_blocked_seconds_total"), 0.5);
    f.now += Millis(250);
    meter->readingChanged(Reading::Go, f.now);
    f.now += Millis(9000);
    meter->settle(f.now);
    QCOMPARE(f.value("sluice_blocked_seconds_total"), 0.75);
    meter->readingChanged(Reading::Paused, f.now);
    f.now += Millis(250);
    meter->finish(failed(ErrorKind::Cancelled), {}, f.now);
    QCOMPARE(f.value("sluice_blocked_seconds_total"), 1.0);
}

void TestStreamMetrics::routesWithoutEndShareOneSetOfLabels()
{
    StreamMetrics metrics;
    for (int i = 0; i < 1000; ++i)
        metrics.route("/r" + QByteArray::number(i), "demo").countReconnect();
    QCOMPARE(&metrics.route("/r0", "demo"), &metrics.route("/r0", "demo"));
    const QByteArray text = metrics.text();
    QCOMPARE(text.count("\nsluice_reconnects_total{"), qsizetype(StreamMetrics::MaxRoutes) + 1);
    QCOMPARE(metricValue(text, "sluice_reconnects_total"), 1000.0);
}

void TestStreamMetrics::whatOnlyAWindowHasIsThereOnceItIsUsed()
{
    Fixture f;
    QVERIFY(!f.metrics.text().contains("sluice_frame_seconds"));
    QVERIFY(!f.metrics.text().contains("sluice_event_to_paint_seconds"));

    f.metrics.countFrame(Micros(3000));
    f.metrics.countFrame(Micros(5000));
    f.metrics.countEventToPaint(Micros(12000));

    QCOMPARE(f.value("sluice_frame_seconds_count"), 2);
    QCOMPARE(f.value("sluice_frame_seconds_sum"), 0.008);
    QCOMPARE(f.value("sluice_event_to_paint_seconds_count"), 1);
    QCOMPARE(f.value("sluice_event_to_paint_seconds_bucket", {"le=\"0.008\""}), 0);
    QCOMPARE(f.value("sluice_event_to_paint_seconds_bucket", {"le=\"0.016\""}), 1);
}

void TestStreamMetrics::promtoolComplainsAboutTheSeedsNameOnly()
{
    Fixture f;
    const auto meter = f.begin(true);
    f.text(*meter, 3);
    meter->finish(Complete, {}, f.now);
    f.metrics.route("/chat-buffered", "openai");
    f.metrics.countFrame(Micros(1000));
    f.metrics.countEventToPaint(Micros(1000));
    const std::optional<QStringList> complaints = promtoolComplaints(f.metrics.text());
    if (!complaints)
        QSKIP("promtool is not here: ./dev test unpacks it");
    QCOMPARE(*complaints, QStringList {u"stream_tokens_total non-counter metrics should not have \"_total\" suffix"_s});
}

void TestStreamMetrics::exposesANumberWithItsPointInEveryLocale()
{
    struct Comma final : std::numpunct<char>
    {
        char do_decimal_point() const override { return ','; }
    };
    Fixture f;
    const auto meter = f.begin();
    f.text(*meter, 1500);
    const std::locale before = std::locale::global(std::locale(std::locale::classic(), new Comma)); // which owns it
    const QByteArray text = f.metrics.text();
    std::locale::global(before);
    QVERIFY(text.contains("sluice_ttft_seconds_sum{provider=\"demo\",route=\"/chat\"} 1.5\n"));
}

QTEST_GUILESS_MAIN(TestStreamMetrics)
#include "tst_streammetrics.moc"
