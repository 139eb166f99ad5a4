#include "core/gateway/gatewayserver.h"
#include "tests/support/metricvalues.h"
#include "tests/support/promtool.h"
#include "tests/support/rawclient.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

const QByteArray Fast = "message=tour&demo_rate=0&demo_deltas=20";
constexpr int Deltas = 20;

}

/// What GET /metrics says about the streams of a gateway, over real sockets.
class TestGatewayMetrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        GatewayOptions options;
        options.cachePatience = Millis(30'000); // a thread that stands still is no miss
        m_port = startServer(options);
    }
    void cleanup() { m_server.reset(); }

    void isATextThatPrometheusReads();
    void allSeriesAreThereBeforeTheFirstStream();
    void eachStreamingRouteCounts_data();
    void eachStreamingRouteCounts();
    void theMonitoredRouteHasABufferToMeasure();
    void aRefusedRequestIsNoStream();
    void aFailedStreamIsOne();
    void anAnswerInOnePieceIsNoStream();
    void aRunningStreamIsActiveUntilItIsCancelled();
    void bytesAreThoseOnTheWire();
    void compressionShowsInTheBytes();
    void readersThatComeBackCount();
    void theCacheCountsItsHits();
    void whoWaitsForASlotIsSeen();
    void aStoppedReaderBlocksTheOrigin();
    void countsAddUpAfterAMixedLoad();

private:
    quint16 startServer(const GatewayOptions& options);
    QByteArray metrics() { return exchange(m_port, "GET", "/metrics").body; }
    double value(const QByteArray& name, const QList<QByteArray>& labels = {})
    {
        return metricValue(metrics(), name, labels).value_or(-1);
    }
    RawResponse chat(const QByteArray& target) { return exchange(m_port, "POST", target); }

    std::unique_ptr<GatewayServer> m_server;
    quint16 m_port = 0;
};

quint16 TestGatewayMetrics::startServer(const GatewayOptions& options)
{
    m_server.reset();
    m_server = std::make_unique<GatewayServer>(options);
    return m_server->start().value_or(0);
}

void TestGatewayMetrics::isATextThatPrometheusReads()
{
    chat("/chat-monitored?" + Fast);
    const RawResponse response = exchange(m_port, "GET", "/metrics");
    QCOMPARE(response.status, 200);
    QCOMPARE(response.header("Content-Type"), "text/plain; version=0.0.4; charset=utf-8"_ba);
    QCOMPARE(exchange(m_port, "HEAD", "/metrics").status, 200);
    QCOMPARE(exchange(m_port, "POST", "/metrics").status, 405);
    const std::optional<QStringList> complaints = promtoolComplaints(response.body);
    if (!complaints)
        QSKIP("promtool is not here: ./dev test unpacks it");
    QCOMPARE(*complaints, QStringList {u"stream_tokens_total non-counter metrics should not have \"_total\" suffix"_s});
}

void TestGatewayMetrics::allSeriesAreThereBeforeTheFirstStream()
{
    const QByteArray text = metrics();
    QCOMPARE(metricValue(text, "stream_requests_total"), 0.0);
    QCOMPARE(metricValue(text, "active_streams"), 0.0);
    for (const char* route : {"/chat", "/chat-cached", "/chat-profiled", "/v1/chat/completions"})
        QCOMPARE(
            metricValue(text, "sluice_ttft_seconds_count", {"route=\"" + QByteArray(route) + '"', "provider=\"demo\""}), 0.0);
}

void TestGatewayMetrics::eachStreamingRouteCounts_data()
{
    QTest::addColumn<QByteArray>("body");
    for (const char* route :
        {"/chat", "/chat-buffered", "/chat-backpressure", "/chat-pooled", "/chat-compressed", "/chat-cached", "/chat-profiled"})
        QTest::newRow(route) << ""_ba;
    QTest::newRow("/v1/chat/completions")
        << R"({"model":"demo","stream":true,"messages":[{"role":"user","content":"tour"}],"demo":{"rate":0,"deltas":20}})"_ba;
}

void TestGatewayMetrics::eachStreamingRouteCounts()
{
    QFETCH(QByteArray, body);
    const QByteArray route = QTest::currentDataTag();
    const QByteArray query = body.isEmpty() ? "?" + Fast : "";
    QVERIFY(exchange(m_port, "POST", route + query, body).isComplete);

    const QByteArray text = metrics();
    const QList<QByteArray> labels {"route=\"" + route + '"', "provider=\"demo\""};
    QCOMPARE(metricValue(text, "stream_requests_total"), 1.0);
    QCOMPARE(metricValue(text, "active_streams"), 0.0);
    QCOMPARE(metricValue(text, "stream_duration_seconds_count"), 1.0);
    QCOMPARE(metricValue(text, "stream_tokens_total_sum"), double(Deltas));
    QCOMPARE(metricValue(text, "stream_throughput_tokens_per_second_count"), 1.0);
    QCOMPARE(metricValue(text, "sluice_ttft_seconds_count", labels), 1.0);
    QCOMPARE(metricValue(text, "sluice_itl_seconds_count", labels), Deltas - 1.0);
    QCOMPARE(metricValue(text, "sluice_tpot_seconds_count", labels), 1.0);
    QCOMPARE(metricValue(text, "sluice_e2e_seconds_count", labels), 1.0);
    QCOMPARE(metricValue(text, "sluice_flush_deltas_sum", labels), double(Deltas));
    QCOMPARE(metricValue(text, "sluice_errors_total"), 0.0);
}

void TestGatewayMetrics::theMonitoredRouteHasABufferToMeasure()
{
    chat("/chat-monitored?" + Fast);
    const QByteArray text = metrics();
    QCOMPARE(metricValue(text, "stream_buffer_size_count"), double(Deltas));
    QCOMPARE(metricValue(text, "stream_buffer_size_sum"), 4 * (1 + 2 + 3 + 4 + 5.0)); // four flushes of five
    QCOMPARE(metricValue(text, "sluice_flush_deltas_count", {"route=\"/chat-monitored\""}), 4.0);
    QCOMPARE(chat("/chat-monitored?buffer_strategy=never&" + Fast).status, 422);
}

void TestGatewayMetrics::aRefusedRequestIsNoStream()
{
    QCOMPARE(chat("/chat").status, 422);
    QCOMPARE(chat("/chat-buffered?message=x&buffer_strategy=never").status, 422);
    QCOMPARE(exchange(m_port, "POST", "/chat", "{").status, 400);
    QCOMPARE(exchange(m_port, "GET", "/chat").status, 405);
    QCOMPARE(value("stream_requests_total"), 0.0);
    QCOMPARE(value("stream_duration_seconds_count"), 0.0);
    QCOMPARE(value("active_streams"), 0.0);
}

void TestGatewayMetrics::aFailedStreamIsOne()
{
    QCOMPARE(chat("/chat?demo_fail_at=3&" + Fast).events().last().type, "error"_ba);
    const QByteArray text = metrics();
    QCOMPARE(metricValue(text, "stream_requests_total"), 1.0);
    QCOMPARE(metricValue(text, "stream_duration_seconds_count"), 1.0);
    QCOMPARE(metricValue(text, "stream_tokens_total_sum"), 3.0);
    QCOMPARE(metricValue(text, "sluice_e2e_seconds_count"), 0.0);
    QCOMPARE(metricValue(text, "sluice_errors_total"), 1.0);
    QCOMPARE(metricValue(text, "active_streams"), 0.0);
}

void TestGatewayMetrics::anAnswerInOnePieceIsNoStream()
{
    const QByteArray target = "/v1/chat/completions?demo_rate=0&demo_deltas=20";
    const QByteArray ask = "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    const QByteArray answer = exchange(m_port, "POST", target, ask).body;
    QCOMPARE(exchange(m_port, "POST", target + "&demo_fail_at=3", ask).status, 500);
    const QByteArray text = metrics();
    QCOMPARE(metricValue(text, "sluice_wire_bytes_total", {"route=\"/v1/chat/completions\""}), double(answer.size()));
    QCOMPARE(metricValue(text, "sluice_errors_total", {"route=\"/v1/chat/completions\"", "kind=\"server\""}), 1.0);
    QCOMPARE(metricValue(text, "stream_requests_total"), 0.0);
    QCOMPARE(metricValue(text, "active_streams"), 0.0);
}

void TestGatewayMetrics::aRunningStreamIsActiveUntilItIsCancelled()
{
    RawClient client(m_port);
    client.send(rawRequest(m_port, "POST", "/chat?message=long&demo_rate=5"));
    const QByteArray id = parseResponse(client.readUntil("id: 1\n")).header("X-Stream-Id");
    QCOMPARE(value("active_streams"), 1.0);
    QCOMPARE(value("stream_requests_total"), 1.0);
    QCOMPARE(exchange(m_port, "DELETE", "/streams/" + id).status, 204);
    QCOMPARE(value("active_streams"), 0.0);
    QCOMPARE(value("sluice_errors_total", {"kind=\"cancelled\""}), 1.0);
}

void TestGatewayMetrics::bytesAreThoseOnTheWire()
{
    RawClient client(m_port);
    client.send(rawRequest(m_port, "POST", "/chat?" + Fast, {}, {"Connection: close"}));
    const QByteArray all = client.readAll();
    qsizetype decoded = 0;
    for (const RawEvent& event : parseResponse(all).events())
        decoded += event.block.size();
    QCOMPARE(value("sluice_decoded_bytes_total", {"route=\"/chat\""}), double(decoded));
    QCOMPARE(value("sluice_wire_bytes_total", {"route=\"/chat\""}), double(all.size() - all.indexOf("\r\n\r\n") - 4));
}

void TestGatewayMetrics::compressionShowsInTheBytes()
{
    const QByteArray query = "?message=tour&demo_rate=0&demo_deltas=400";
    QCOMPARE(exchange(m_port, "POST", "/chat-compressed" + query, {}, {"Accept-Encoding: gzip"}).header("Content-Encoding"),
        "gzip"_ba);
    const QByteArray text = metrics();
    const double wire = *metricValue(text, "sluice_wire_bytes_total");
    QVERIFY(wire > 0);
    QVERIFY(wire < 0.5 * *metricValue(text, "sluice_decoded_bytes_total"));
}

void TestGatewayMetrics::readersThatComeBackCount()
{
    const QByteArray id = chat("/chat?" + Fast).header("X-Stream-Id");
    const double before = value("sluice_decoded_bytes_total");
    QCOMPARE(exchange(m_port, "GET", "/streams/" + id, {}, {"Last-Event-ID: 5"}).events().size(), Deltas + 1 - 5);
    exchange(m_port, "GET", "/streams/" + id);
    exchange(m_port, "HEAD", "/streams/" + id);
    exchange(m_port, "GET", "/streams/" + id, {}, {"Last-Event-ID: 99"}); // 400
    QCOMPARE(value("sluice_reconnects_total", {"route=\"/chat\""}), 2.0);
    QCOMPARE(value("sluice_resumes_total", {"route=\"/chat\"", "means=\"last_event_id\""}), 1.0);
    QCOMPARE(value("stream_requests_total"), 1.0);
    QVERIFY(value("sluice_decoded_bytes_total") > 2 * before - 1); // sent again
}

void TestGatewayMetrics::theCacheCountsItsHits()
{
    for (int i = 0; i < 3; ++i)
        QVERIFY(chat("/chat-cached?" + Fast).isComplete);
    chat("/chat-cached?use_cache=false&" + Fast);
    QTRY_COMPARE(value("sluice_cache_hits_total", {"route=\"/chat-cached\""}), 2.0);
    QCOMPARE(value("sluice_cache_misses_total", {"route=\"/chat-cached\""}), 1.0);
    QCOMPARE(value("stream_requests_total"), 4.0);
}

void TestGatewayMetrics::whoWaitsForASlotIsSeen()
{
    GatewayOptions options;
    options.resumeGrace = Millis(0);
    options.maxStreams = 1;
    options.acquireTimeout = Millis(60000);
    m_port = startServer(options);
    RawClient first(m_port);
    first.send(rawRequest(m_port, "POST", "/chat-pooled?message=long&demo_rate=5"));
    QVERIFY(!first.readUntil("id: 1\n").isEmpty());
    RawClient second(m_port);
    second.send(rawRequest(m_port, "POST", "/chat-pooled?" + Fast));
    QTRY_COMPARE(value("sluice_pool_waiting"), 1.0);
    QCOMPARE(value("active_streams"), 1.0); // who waits has no stream yet
    first.close();
    QVERIFY(!second.readUntil("event: done").isEmpty());
    QCOMPARE(value("sluice_pool_waiting"), 0.0);
    QTRY_COMPARE(value("active_streams"), 0.0);
}

void TestGatewayMetrics::aStoppedReaderBlocksTheOrigin()
{
    RawClient client(m_port); // which never reads
    client.send(rawRequest(m_port, "POST", "/chat?message=long&demo_rate=0&demo_deltas=1000000"));
    QTRY_VERIFY_WITH_TIMEOUT(value("sluice_queue_deltas", {"route=\"/chat\""}) > 1000, 20000);
    QTRY_VERIFY(value("sluice_blocked_seconds_total", {"route=\"/chat\""}) > 0);
    const double before = value("sluice_blocked_seconds_total");
    QTRY_VERIFY(value("sluice_blocked_seconds_total") > before + 0.2); // also while it lasts
    const QByteArray id = parseResponse(client.readUntil("id: 1\n")).header("X-Stream-Id");
    exchange(m_port, "DELETE", "/streams/" + id);
    QCOMPARE(value("sluice_queue_deltas"), 0.0);
}

void TestGatewayMetrics::countsAddUpAfterAMixedLoad()
{
    GatewayOptions options;
    options.resumeGrace = Millis(0);
    m_port = startServer(options);
    const QList<QByteArray> targets {"/chat?" + Fast, "/chat-buffered?buffer_strategy=sentence&" + Fast,
        "/chat-monitored?" + Fast, "/chat-backpressure?" + Fast, "/chat-pooled?" + Fast, "/chat-compressed?" + Fast,
        "/chat-cached?" + Fast, "/chat-profiled?" + Fast, "/chat?demo_fail_at=2&" + Fast, "/chat?buffer_strategy",
        "/chat-pooled?message=long&demo_rate=1"};
    constexpr int Failing = 8;
    constexpr int Refused = 9;
    constexpr int Vanishing = 10;
    constexpr int Rounds = 6;
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int round = 0; round < Rounds; ++round) {
        for (const QByteArray& target : targets) {
            clients.push_back(std::make_unique<RawClient>(m_port));
            clients.back()->send(rawRequest(m_port, "POST", target, {}, {"Connection: close"}));
        }
    }
    for (std::size_t i = 0; i < clients.size(); ++i) {
        const int kind = int(i) % int(targets.size());
        if (kind == Vanishing) {
            QVERIFY(!clients[i]->readUntil("id: 1\n").isEmpty());
            clients[i]->close();
            continue;
        }
        const RawResponse response = parseResponse(clients[i]->readAll());
        QCOMPARE(response.status, kind == Refused ? 422 : 200);
        QVERIFY(response.isComplete);
    }
    QTRY_COMPARE(value("active_streams"), 0.0);

    const QByteArray text = metrics();
    constexpr double Complete = Rounds * 8;
    constexpr double Streams = Complete + 2 * Rounds;
    static_assert(Failing == 8 && Vanishing == 10);
    QCOMPARE(metricValue(text, "stream_requests_total"), Streams);
    QCOMPARE(metricValue(text, "stream_duration_seconds_count"), Streams);
    QCOMPARE(metricValue(text, "stream_tokens_total_count"), Streams);
    QCOMPARE(metricValue(text, "stream_throughput_tokens_per_second_count"), Streams);
    QCOMPARE(metricValue(text, "sluice_e2e_seconds_count"), Complete);
    QCOMPARE(metricValue(text, "sluice_errors_total"), Streams - Complete);
    QCOMPARE(metricValue(text, "sluice_errors_total", {"kind=\"cancelled\""}), double(Rounds));
    QCOMPARE(metricValue(text, "sluice_ttft_seconds_count"), Streams);
    const double vanishedTokens = *metricValue(text, "sluice_flush_deltas_sum", {"route=\"/chat-pooled\""}) - Rounds * Deltas;
    QCOMPARE(metricValue(text, "stream_tokens_total_sum"), Complete * Deltas + Rounds * 2 + vanishedTokens);
    QCOMPARE(metricValue(text, "sluice_flush_deltas_sum"), Complete * Deltas + Rounds * 2 + vanishedTokens);
    QCOMPARE(*metricValue(text, "sluice_cache_hits_total") + *metricValue(text, "sluice_cache_misses_total"), double(Rounds));
    QCOMPARE(metricValue(text, "sluice_queue_deltas"), 0.0);
    QCOMPARE(metricValue(text, "sluice_pool_waiting"), 0.0);
}

QTEST_GUILESS_MAIN(TestGatewayMetrics)
#include "tst_gateway_metrics.moc"
