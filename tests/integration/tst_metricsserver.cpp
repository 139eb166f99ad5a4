// What the window serves to Prometheus: over a real socket, with the counts of a real stream.
#include "core/engine/chatengine.h"
#include "core/gateway/metricsserver.h"
#include "core/metrics/streammetrics.h"
#include "tests/support/freeport.h"
#include "tests/support/metricvalues.h"
#include "tests/support/promtool.h"
#include "tests/support/rawclient.h"
#include "tests/support/sessionscripts.h"
#include "tests/support/streamprobe.h"

#include <QFile>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;
using State = MetricsServing::State;

namespace {

const QList<QByteArray> Window {"route=\"window\"", "provider=\"openai\""};

bool isOpen(quint16 port)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, port);
    return socket.waitForConnected(2000);
}

/// The addresses on which somebody listens on \a port, as the kernel writes them.
QStringList listenersAt(quint16 port)
{
    QStringList addresses;
    for (const char* name : {"/proc/net/tcp", "/proc/net/tcp6"}) {
        QFile table(QString::fromLatin1(name));
        if (!table.open(QIODevice::ReadOnly))
            continue;
        for (const QByteArray& line : table.readAll().split('\n')) {
            const QList<QByteArray> fields = line.simplified().split(' ');
            if (fields.value(3) == "0A"
                && fields.value(1).endsWith(":" + QByteArray::number(port, 16).toUpper().rightJustified(4, '0')))
                addresses.append(QString::fromLatin1(fields.value(1)));
        }
    }
    return addresses;
}

struct Served
{
    const quint16 port = freePort();
    StreamMetrics metrics;
    MetricsServer server {metrics};

    State state() const { return server.serving().state; }
    void turnOn() { server.apply({.isOn = true, .port = port}); }
    QByteArray text() const { return exchange(port, "GET", "/metrics").body; }
};

}

class TestMetricsServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void offMeansThatNothingListens()
    {
        Served served;
        QSignalSpy changed(&served.server, &MetricsPublisher::servingChanged);
        served.server.apply({.isOn = false, .port = served.port});

        QCOMPARE(served.state(), State::Off);
        QCOMPARE(changed.count(), 0);
        QVERIFY(!isOpen(served.port));
    }

    void onItServesTheCountsOfARealStream()
    {
        Served served;
        ScriptedServer origin({openAiAnswer("Hello"), openAiAnswer("Hello again")});
        ChatEngine engine(EngineOptions {.metering = {.metrics = &served.metrics}});
        StreamProbe first(engine.start(askAt(origin.url())));
        QVERIFY(first.waitForEnd());

        served.turnOn();
        QTRY_COMPARE(served.state(), State::On);
        QCOMPARE(served.server.serving().address, QUrl(u"http://127.0.0.1:%1/metrics"_s.arg(served.port)));

        const RawResponse response = exchange(served.port, "GET", "/metrics");
        QCOMPARE(response.status, 200);
        QCOMPARE(response.header("Content-Type"), "text/plain; version=0.0.4; charset=utf-8"_ba);
        QCOMPARE(metricValue(response.body, "stream_requests_total"), 1.0); // what came before is in it
        QCOMPARE(metricValue(response.body, "stream_tokens_total_sum"), 2.0);
        QCOMPARE(metricValue(response.body, "sluice_ttft_seconds_count", Window), 1.0);
        QCOMPARE(
            metricValue(response.body, "sluice_origin_wire_bytes_total", Window), double(first.handle->timeline()->wireBytes));

        StreamProbe second(engine.start(askAt(origin.url())));
        QVERIFY(second.waitForEnd());
        QCOMPARE(metricValue(served.text(), "sluice_e2e_seconds_count", Window), 2.0);
    }

    void whatItServesPrometheusReads()
    {
        Served served;
        served.metrics.route("window", "openai");
        served.metrics.countFrame(Micros(900));
        served.metrics.countEventToPaint(Micros(8000));
        served.turnOn();
        QTRY_COMPARE(served.state(), State::On);

        const QByteArray text = served.text();
        QCOMPARE(metricValue(text, "sluice_frame_seconds_count"), 1.0);
        QCOMPARE(metricValue(text, "sluice_event_to_paint_seconds_sum"), 0.008);
        const std::optional<QStringList> complaints = promtoolComplaints(text);
        if (!complaints)
            QSKIP("promtool is not here: ./dev test unpacks it");
        QCOMPARE(*complaints, QStringList {u"stream_tokens_total non-counter metrics should not have \"_total\" suffix"_s});
    }

    void itListensOnLoopbackOnlyAndAnswersNobodyElse()
    {
        Served served;
        served.turnOn();
        QTRY_COMPARE(served.state(), State::On);

        QCOMPARE(listenersAt(served.port), QStringList {u"0100007F:%1"_s.arg(served.port, 4, 16, QChar(u'0')).toUpper()});
        QCOMPARE(exchange(served.port, "GET", "/metrics", {}, {"Origin: http://example.com"}).status, 403);
        QCOMPARE(parseResponse([&] {
            RawClient rebound(served.port);
            rebound.send("GET /metrics HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n");
            return rebound.readAll();
        }())
                     .status,
            403);
        QCOMPARE(exchange(served.port, "GET", "/health").status, 404);
        QCOMPARE(exchange(served.port, "POST", "/metrics").status, 405);
    }

    void aTakenPortIsToldAndCanBeTriedAgain()
    {
        Served served;
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost, served.port));

        served.turnOn();
        QCOMPARE(served.state(), State::Starting);
        QTRY_COMPARE(served.state(), State::PortTaken);
        QCOMPARE(served.server.serving().port, served.port);
        QVERIFY(served.server.serving().address.isEmpty());
        other.close();
        served.server.apply({});
        served.turnOn();

        QTRY_COMPARE(served.state(), State::On);
    }

    void offAgainItClosesWhatIsOpen()
    {
        Served served;
        served.turnOn();
        QTRY_COMPARE(served.state(), State::On);
        RawClient kept(served.port);
        kept.send(rawRequest(served.port, "GET", "/metrics"));
        QVERIFY(!kept.readUntil("active_streams").isEmpty());

        served.server.apply({.isOn = false, .port = served.port});

        QCOMPARE(served.state(), State::Off); // at once
        QVERIFY(kept.isClosedWithin(5000));
        QVERIFY(!isOpen(served.port));
        served.turnOn();
        QTRY_COMPARE(served.state(), State::On);
        QVERIFY(isOpen(served.port));
    }

    void anotherPortReplacesTheFirst()
    {
        Served served;
        served.turnOn();
        QTRY_COMPARE(served.state(), State::On);
        const quint16 next = freePort();

        served.server.apply({.isOn = true, .port = next});

        QTRY_VERIFY(served.server.serving().address.port() == next);
        QVERIFY(isOpen(next));
        QVERIFY(!isOpen(served.port));
    }

    void onlyTheLastWishCounts()
    {
        Served served;
        for (int i = 0; i < 20; ++i)
            served.server.apply({.isOn = i % 2 == 0, .port = served.port});
        served.turnOn();

        QTRY_COMPARE(served.state(), State::On);
        QCOMPARE(exchange(served.port, "GET", "/metrics").status, 200);
        QCOMPARE(listenersAt(served.port).size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestMetricsServer)
#include "tst_metricsserver.moc"
