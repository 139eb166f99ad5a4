// The engine counts its streams into a registry, as the gateway does.
#include "core/engine/chatengine.h"
#include "tests/support/metricvalues.h"
#include "tests/support/sessionscripts.h"
#include "tests/support/streamprobe.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

const QList<QByteArray> Window {"route=\"window\"", "provider=\"openai\""};

struct Counted
{
    QTemporaryDir directory;
    StreamMetrics metrics;
    ChatEngine engine {EngineOptions {.cacheDirectory = directory.path(), .metering = {.metrics = &metrics}}};

    double value(const QByteArray& name, const QList<QByteArray>& labels = {}) const
    {
        return metricValue(metrics.text(), name, labels).value_or(-1);
    }
};

}

class TestEngineMetrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCompleteAnswerIsCounted()
    {
        ScriptedServer server({openAiAnswer("Hello")});
        Counted counted;
        StreamProbe probe(counted.engine.start(askAt(server.url())));
        QVERIFY(probe.waitForEnd());

        const StreamTimeline& timeline = *probe.handle->timeline();
        QCOMPARE(counted.value("stream_requests_total"), 1);
        QCOMPARE(counted.value("active_streams"), 0);
        QCOMPARE(counted.value("sluice_ttft_seconds_count", Window), 1);
        QCOMPARE(counted.value("sluice_itl_seconds_count", Window), double(timeline.itlMs.count()));
        QCOMPARE(counted.value("sluice_e2e_seconds_count", Window), 1);
        QCOMPARE(counted.value("stream_tokens_total_sum"), 2); // as reported
        QCOMPARE(counted.value("sluice_origin_wire_bytes_total", Window), double(timeline.wireBytes));
        QCOMPARE(counted.value("sluice_flush_deltas_count", Window), double(timeline.textDeltas));
        QCOMPARE(counted.value("sluice_errors_total"), 0);
    }

    void aRunningStreamIsActiveAndADroppedOneIsNot()
    {
        ScriptedServer server({{send(chunkedHead() + chunk(openAiText("One"))), hold()}});
        Counted counted;
        auto probe = std::make_unique<StreamProbe>(counted.engine.start(askAt(server.url())));
        QTRY_COMPARE(probe->text, u"One"_s);
        QCOMPARE(counted.value("active_streams"), 1);

        probe.reset();

        QTRY_COMPARE(counted.value("active_streams"), 0);
        QCOMPARE(counted.value("sluice_errors_total", {"kind=\"cancelled\""}), 1);
    }

    void whatBreaksAndGoesOnIsCounted()
    {
        const Script broken {send(wholeResponse(503, "application/json", "{}"))};
        ScriptedServer server({broken, openAiAnswer("Hello"), {send(wholeResponse(401, "application/json", "{}"))}});
        Counted counted;
        StreamRequest request = askAt(server.url());
        request.retry = {.maxAttempts = 3, .base = Millis(10), .cap = Millis(20)};
        StreamProbe probe(counted.engine.start(request));
        QVERIFY(probe.waitForEnd());
        QCOMPARE(counted.value("sluice_reconnects_total", Window), 1);
        QCOMPARE(counted.value("stream_requests_total"), 1);

        StreamProbe refused(counted.engine.start(request));
        QVERIFY(refused.waitForEnd());
        QCOMPARE(counted.value("sluice_errors_total", {"kind=\"auth\""}), 1);
    }

    void theCacheIsCounted()
    {
        ScriptedServer server({openAiAnswer("Hello")});
        Counted counted;
        StreamRequest request = askAt(server.url());
        request.cache = {.read = true, .write = true};
        StreamProbe asked(counted.engine.start(request));
        QVERIFY(asked.waitForEnd());
        QTRY_COMPARE_WITH_TIMEOUT(counted.engine.cacheStats().stored, 1, 30000);
        constexpr int Most = 10; // a cache that takes half a second to look, as on a busy disk, counts as a miss
        int misses = 0;
        for (; misses < Most && counted.value("sluice_cache_hits_total", Window) < 1; ++misses) {
            StreamProbe cached(counted.engine.start(request));
            QVERIFY(cached.waitForEnd());
        }

        QCOMPARE(counted.value("sluice_cache_hits_total", Window), 1);
        QCOMPARE(counted.value("sluice_cache_misses_total", Window), misses);
        QCOMPARE(counted.value("stream_requests_total"), misses + 1);
        QCOMPARE(counted.value("active_streams"), 0);
    }
};

QTEST_GUILESS_MAIN(TestEngineMetrics)
#include "tst_enginemetrics.moc"
