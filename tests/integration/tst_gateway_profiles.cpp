#include "core/gateway/gatewayserver.h"
#include "tests/support/rawclient.h"
#include "tests/support/settling.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <ctime>
#include <map>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int MostSpans = 10'000;

double cpuMs()
{
    timespec time {};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

std::map<QString, QJsonObject> stagesOf(const QJsonObject& profile)
{
    std::map<QString, QJsonObject> stages;
    for (const QJsonValue& stage : profile["stages"_L1].toArray())
        stages.emplace(stage["name"_L1].toString(), stage.toObject());
    return stages;
}

double cumulativeMs(const QJsonObject& profile, const QString& stage)
{
    return stagesOf(profile)[stage]["cumulative_ms"_L1].toDouble(-1);
}

int countOf(const QJsonObject& profile, const QString& stage)
{
    return stagesOf(profile)[stage]["count"_L1].toInt(-1);
}

double allCpuMs(const QJsonObject& profile)
{
    double sum = 0;
    for (const auto& [name, stage] : stagesOf(profile))
        sum += stage["cpu_ms"_L1].toDouble();
    return sum;
}

QList<QJsonObject> spansOf(const QJsonObject& profile)
{
    QList<QJsonObject> spans;
    for (const QJsonValue& event : profile["traceEvents"_L1].toArray()) {
        if (event["ph"_L1].toString() == u"X")
            spans.append(event.toObject());
    }
    return spans;
}

}

/// POST /chat-profiled and GET /profiles/{id} over real sockets.
class TestGatewayProfiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_port = startServer({}); }
    void cleanup() { m_server.reset(); }

    void aProfileHasTheStagesOfItsStream();
    void theLongestStageComesFirst();
    void theStrategysWorkIsItsOwnStage();
    void whatIsHeldBackByTheReaderIsNotWaitedFor();
    void theTraceIsOneThatPerfettoOpens();
    void aLongStreamsTraceIsBounded();
    void aRunningStreamHasTheProfileSoFar();
    void onlyItsOwnWorkIsCounted();
    void whoReadsItAgainChangesNothing();
    void aStreamThatNobodyReadsToItsEndIsFinished();
    void onlyProfiledStreamsHaveOne();
    void isKeptAsLongAsTheLog();
    void withoutTheLogTheTotalsAreLeft();

private:
    quint16 startServer(const GatewayOptions& options);
    QByteArray run(const QByteArray& query)
    {
        const RawResponse response = exchange(m_port, "POST", "/chat-profiled?message=tour&" + query);
        return response.isComplete ? response.header("X-Stream-Id") : QByteArray();
    }
    QJsonObject profile(const QByteArray& id)
    {
        return QJsonDocument::fromJson(exchange(m_port, "GET", "/profiles/" + id).body).object();
    }

    std::unique_ptr<GatewayServer> m_server;
    quint16 m_port = 0;
};

quint16 TestGatewayProfiles::startServer(const GatewayOptions& options)
{
    m_server.reset();
    m_server = std::make_unique<GatewayServer>(options);
    return m_server->start().value_or(0);
}

void TestGatewayProfiles::aProfileHasTheStagesOfItsStream()
{
    const QByteArray id = run("demo_rate=0&demo_deltas=50");
    QCOMPARE(exchange(m_port, "HEAD", "/profiles/" + id).status, 200);
    const RawResponse response = exchange(m_port, "GET", "/profiles/" + id);
    QCOMPARE(response.status, 200);
    QCOMPARE(response.header("Content-Type"), "application/json"_ba);
    const QJsonObject all = QJsonDocument::fromJson(response.body).object();
    QCOMPARE(all["stream_id"_L1].toString(), QString::fromLatin1(id));

    const auto stages = stagesOf(all);
    for (const QString& name :
        {u"connect"_s, u"wait"_s, u"inflate"_s, u"parse"_s, u"decode"_s, u"strategy"_s, u"queue"_s, u"write"_s})
        QVERIFY2(stages.contains(name), qPrintable(name));
    double sum = 0;
    for (const auto& [name, stage] : stages) {
        QVERIFY(stage["cumulative_ms"_L1].isDouble() && stage["cpu_ms"_L1].isDouble() && stage["count"_L1].isDouble());
        if (name != u"queue") // passes beside the others
            sum += stage["cumulative_ms"_L1].toDouble();
    }
    QVERIFY(sum > 0 && sum <= all["total_ms"_L1].toDouble() + 0.1);
    QCOMPARE(countOf(all, u"queue"_s), 51); // the end is an event, too
    QVERIFY(countOf(all, u"write"_s) >= 51);
    QVERIFY(stages.at(u"write"_s)["cpu_ms"_L1].toDouble() > 0);
    for (const QString& name : {u"connect"_s, u"inflate"_s, u"parse"_s, u"decode"_s, u"strategy"_s})
        QCOMPARE(countOf(all, name), 0); // the demo model is here, and nothing held back
}

void TestGatewayProfiles::theLongestStageComesFirst()
{
    const QJsonObject all = profile(run("demo_rate=0&demo_deltas=10&demo_stall_ms=3000&demo_stall_at=5"));
    const QJsonArray stages = all["stages"_L1].toArray();
    QVERIFY(!stages.isEmpty() && stages.size() <= 10);
    QCOMPARE(stages[0]["name"_L1].toString(), u"wait"_s);
    QVERIFY(stages[0]["cumulative_ms"_L1].toDouble() >= 2990);
    QVERIFY(stages[0]["cumulative_ms"_L1].toDouble() <= all["total_ms"_L1].toDouble());
    QCOMPARE(stages[0]["cpu_ms"_L1].toDouble(), 0.0);
    for (qsizetype i = 1; i < stages.size(); ++i)
        QVERIFY(stages[i]["cumulative_ms"_L1].toDouble() <= stages[i - 1]["cumulative_ms"_L1].toDouble());
}

void TestGatewayProfiles::theStrategysWorkIsItsOwnStage()
{
    const QJsonObject all = profile(run("demo_rate=0&demo_deltas=200&buffer_strategy=fixed&size=10"));
    QVERIFY(countOf(all, u"strategy"_s) >= 200);
    QCOMPARE(countOf(all, u"queue"_s), 21);
    QVERIFY(stagesOf(all)[u"strategy"_s]["cpu_ms"_L1].toDouble() > 0);
    QCOMPARE(exchange(m_port, "POST", "/chat-profiled?message=x&buffer_strategy=never").status, 422);
}

void TestGatewayProfiles::whatIsHeldBackByTheReaderIsNotWaitedFor()
{
    RawClient client(m_port); // which does not read
    client.send(rawRequest(m_port, "POST", "/chat-profiled?message=long&demo_rate=0&demo_deltas=1000000"));
    const QByteArray id = parseResponse(client.readUntil("id: 1\n")).header("X-Stream-Id");
    // Until nothing is written any more.
    Settling<int> settling;
    QJsonObject before;
    const auto isSettled = [&] {
        before = profile(id);
        const int written = countOf(before, u"write"_s);
        return settling.isSettledAt(written) && written > 0;
    };
    QVERIFY(QTest::qWaitFor(isSettled, 20000));
    const double queued = cumulativeMs(before, u"queue"_s);
    QJsonObject after;
    QTRY_VERIFY(cumulativeMs(after = profile(id), u"queue"_s) > queued + 100);
    QCOMPARE(cumulativeMs(after, u"wait"_s), cumulativeMs(before, u"wait"_s));
    exchange(m_port, "DELETE", "/streams/" + id);
}

void TestGatewayProfiles::theTraceIsOneThatPerfettoOpens()
{
    const QJsonObject all = profile(run("demo_rate=0&demo_deltas=50&buffer_strategy=fixed&size=5"));
    const double endUs = all["total_ms"_L1].toDouble() * 1000;
    std::map<int, double> endOfTrack; // spans of one track lie beside each other or inside each other
    std::map<int, QString> names;
    std::map<QString, int> counts;
    for (const QJsonValue& value : all["traceEvents"_L1].toArray()) {
        const QJsonObject event = value.toObject();
        QVERIFY(event["name"_L1].isString() && event["pid"_L1].isDouble() && event["tid"_L1].isDouble());
        if (event["ph"_L1].toString() == u"M") {
            if (event["name"_L1].toString() == u"thread_name")
                names[event["tid"_L1].toInt()] = event["args"_L1]["name"_L1].toString();
            continue;
        }
        QCOMPARE(event["ph"_L1].toString(), u"X"_s);
        const double start = event["ts"_L1].toDouble(-1);
        const double duration = event["dur"_L1].toDouble(-1);
        QVERIFY(start >= 0 && duration >= 0 && start + duration <= endUs + 1);
        QVERIFY(names.contains(event["tid"_L1].toInt()));
        ++counts[event["name"_L1].toString()];
    }
    for (const QString& stage : {u"wait"_s, u"strategy"_s, u"write"_s})
        QCOMPARE(counts[stage], countOf(all, stage));
    QVERIFY(counts[u"queue"_s] > 0);
}

void TestGatewayProfiles::aLongStreamsTraceIsBounded()
{
    const QJsonObject all = profile(run("demo_rate=0&demo_deltas=20000"));
    const QList<QJsonObject> spans = spansOf(all);
    QVERIFY(spans.size() > MostSpans && spans.size() <= MostSpans + 11);
    int inTheRest = 0;
    for (const QJsonObject& span : spans)
        inTheRest += span["args"_L1]["count"_L1].toInt();
    QVERIFY(inTheRest > 10000);
    QCOMPARE(countOf(all, u"queue"_s), 20001);
}

void TestGatewayProfiles::aRunningStreamHasTheProfileSoFar()
{
    RawClient client(m_port);
    client.send(rawRequest(m_port, "POST", "/chat-profiled?message=long&demo_rate=100"));
    const QByteArray id = parseResponse(client.readUntil("id: 1\n")).header("X-Stream-Id");
    const QJsonObject before = profile(id);
    QVERIFY(countOf(before, u"queue"_s) >= 1);
    QTRY_VERIFY(countOf(profile(id), u"queue"_s) > countOf(before, u"queue"_s) + 3);
    QVERIFY(profile(id)["total_ms"_L1].toDouble() > before["total_ms"_L1].toDouble());
    exchange(m_port, "DELETE", "/streams/" + id);
    QVERIFY(!client.readUntil("event: error").isEmpty());
    const QJsonObject last = profile(id);
    QTRY_COMPARE(profile(id), profile(id)); // it is over
    QVERIFY(countOf(last, u"queue"_s) > countOf(before, u"queue"_s));
}

void TestGatewayProfiles::onlyItsOwnWorkIsCounted()
{
    // The seed's profiler ran with everything its thread did from the first byte to the last.
    const QByteArray mine = "demo_rate=20&demo_deltas=40"; // two seconds: this program gets its share of the processor in them
    QJsonObject alone = profile(run(mine));

    RawClient other(m_port);
    other.send(rawRequest(m_port, "POST", "/chat?message=long&demo_rate=0&demo_deltas=10000000"));
    const double before = cpuMs();
    RawClient client(m_port);
    client.send(rawRequest(m_port, "POST", "/chat-profiled?message=tour&" + mine, {}, {"Connection: close"}));
    QByteArray id;
    for (qsizetype bytes = 1 << 20; !client.received().contains("event: done"); bytes += 1 << 20) {
        other.readBytes(bytes); // makes its stream busy all the time
        client.readBytes(client.received().size() + 1);
    }
    const double spent = cpuMs() - before;
    id = parseResponse(client.received()).header("X-Stream-Id");
    QTRY_COMPARE(profile(id), profile(id));
    const QJsonObject beside = profile(id);

    QCOMPARE(countOf(beside, u"queue"_s), countOf(alone, u"queue"_s));
    // A gateway that was held up wrote several events in one: then that was no measure.
    for (int i = 0; i < 5 && countOf(beside, u"write"_s) > countOf(alone, u"write"_s) + 2; ++i)
        alone = profile(run(mine));
    QVERIFY(countOf(beside, u"write"_s) <= countOf(alone, u"write"_s) + 2);
    const QByteArray figures = QByteArray::number(allCpuMs(beside)) + " of " + QByteArray::number(spent) + " ms, alone "
        + QByteArray::number(allCpuMs(alone));
    QVERIFY2(spent > 100, figures.constData()); // there was much to be counted in error
    QVERIFY2(allCpuMs(beside) < 0.1 * spent, figures.constData());
}

void TestGatewayProfiles::whoReadsItAgainChangesNothing()
{
    const QByteArray id = run("demo_rate=0&demo_deltas=50");
    const QJsonObject before = profile(id);
    QVERIFY(exchange(m_port, "GET", "/streams/" + id).isComplete);
    QCOMPARE(profile(id), before);
}

void TestGatewayProfiles::aStreamThatNobodyReadsToItsEndIsFinished()
{
    GatewayOptions options;
    options.resumeGrace = Millis(0);
    m_port = startServer(options);
    RawClient client(m_port);
    client.send(rawRequest(m_port, "POST", "/chat-profiled?message=long&demo_rate=20"));
    const QByteArray id = parseResponse(client.readUntil("id: 1\n")).header("X-Stream-Id");
    client.close();
    QTRY_VERIFY([&] {
        const QJsonObject one = profile(id);
        return !one.isEmpty() && one == profile(id);
    }());
}

void TestGatewayProfiles::onlyProfiledStreamsHaveOne()
{
    const RawResponse plain = exchange(m_port, "POST", "/chat?message=tour&demo_rate=0&demo_deltas=5");
    QCOMPARE(exchange(m_port, "GET", "/profiles/" + plain.header("X-Stream-Id")).status, 404);
    const RawResponse unknown = exchange(m_port, "GET", "/profiles/0123456789abcdef0123456789abcdef");
    QCOMPARE(unknown.status, 404);
    QVERIFY(QJsonDocument::fromJson(unknown.body).object().contains("detail"_L1));
    QCOMPARE(exchange(m_port, "DELETE", "/profiles/" + plain.header("X-Stream-Id")).status, 405);
}

void TestGatewayProfiles::isKeptAsLongAsTheLog()
{
    GatewayOptions options;
    options.logAge = Millis(4000); // time enough to ask before it is over
    m_port = startServer(options);
    const QByteArray id = run("demo_rate=0&demo_deltas=5");
    QVERIFY(!profile(id).isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(exchange(m_port, "GET", "/profiles/" + id).status, 404, 30000);
    QCOMPARE(exchange(m_port, "GET", "/streams/" + id).status, 404);
}

void TestGatewayProfiles::withoutTheLogTheTotalsAreLeft()
{
    GatewayOptions options;
    options.logTotalBytes = 4096;
    m_port = startServer(options);
    const QByteArray id = run("demo_rate=0&demo_deltas=20");
    QVERIFY(!spansOf(profile(id)).isEmpty());
    run("demo_rate=0&demo_deltas=200"); // takes the room
    QCOMPARE(exchange(m_port, "GET", "/streams/" + id).status, 410);
    QVERIFY(spansOf(profile(id)).isEmpty());
    QCOMPARE(countOf(profile(id), u"queue"_s), 21);
}

QTEST_GUILESS_MAIN(TestGatewayProfiles)
#include "tst_gateway_profiles.moc"
