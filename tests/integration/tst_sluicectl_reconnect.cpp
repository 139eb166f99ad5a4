#include "tests/support/ctlprocess.h"
#include "tests/support/ssescripts.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

Q_DECLARE_METATYPE(sluice::test::Step)

namespace {

Script redirectTo(int status, const QByteArray& location)
{
    return {send(responseHead(status, {}, {{"Location", location}, {"Content-Length", "0"}}))};
}

}

class TestSluicectlReconnect : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Statuses and redirects.
    void statusesThatEndIt_data();
    void statusesThatEndIt();
    void followsRedirects_data();
    void followsRedirects();
    void aRedirectLoopFails();
    void reconnectsToWhereAPermanentRedirectLed();

    // Reconnection.
    void reconnectsWithTheLastEventId();
    void reconnectsAfterABrokenConnection_data();
    void reconnectsAfterABrokenConnection();
    void keepsTheIdAndRetryAcrossConnections();
    void waitsAsLongAsRetryAfterSays_data();
    void waitsAsLongAsRetryAfterSays();
    void withoutReconnectingTheFirstEndIsTheEnd_data();
    void withoutReconnectingTheFirstEndIsTheEnd();
    void aServerThatDoesNotAnswerIsAFailure_data();
    void aServerThatDoesNotAnswerIsAFailure();
    void givesUpAfterSoManyReconnections();
};

void TestSluicectlReconnect::statusesThatEndIt_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("expected");
    const QByteArray event = "data: a\n\n";
    QTest::newRow("204") << QByteArray("HTTP/1.1 204 No Content\r\n\r\n") << 0;
    QTest::newRow("html") << wholeResponse(200, "text/html", "<p>") << 1;
    QTest::newRow("no type") << wholeResponse(200, "", event) << 1;
    QTest::newRow("201") << wholeResponse(201, "text/event-stream", event) << 1;
    QTest::newRow("206") << wholeResponse(206, "text/event-stream", event) << 1;
    QTest::newRow("401") << wholeResponse(401, "text/event-stream", event) << 1;
    QTest::newRow("404") << wholeResponse(404, "text/plain", "no") << 1;
    QTest::newRow("429 without Retry-After") << wholeResponse(429, "text/plain", "no") << 1;
    QTest::newRow("500") << wholeResponse(500, "text/plain", "no") << 1;
    QTest::newRow("503 without Retry-After") << wholeResponse(503, "text/plain", "no") << 1;
    QTest::newRow("500 with Retry-After") << wholeResponse(500, "text/plain", "no", {{"Retry-After", "0"}}) << 1;
    QTest::newRow("302 without Location") << wholeResponse(302, "text/plain", "no") << 1;
}

void TestSluicectlReconnect::statusesThatEndIt()
{
    QFETCH(QByteArray, answer);
    QFETCH(int, expected);
    const ScriptedServer server({{send(answer), closeConnection()}});
    CtlProcess ctl(sseArguments(server, {u"--json"_s, u"--max-reconnects"_s, u"0"_s}));

    QCOMPARE(ctl.wait(), expected);
    QCOMPARE(ctl.output(), QByteArray());
    QVERIFY2(ctl.saysOneLine() == (expected == 1), ctl.errors().constData());
    QCOMPARE(server.requestCount(), 1);
}

void TestSluicectlReconnect::followsRedirects_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("methodAfterPost");
    QTest::newRow("301") << 301 << QByteArray("GET");
    QTest::newRow("302") << 302 << QByteArray("GET");
    QTest::newRow("303") << 303 << QByteArray("GET");
    QTest::newRow("307") << 307 << QByteArray("POST");
    QTest::newRow("308") << 308 << QByteArray("POST");
}

void TestSluicectlReconnect::followsRedirects()
{
    QFETCH(int, status);
    QFETCH(QByteArray, methodAfterPost);
    const ScriptedServer server(
        {redirectTo(status, "/other?x=1"), eventStream("data: a\n\n"), redirectTo(status, "/third"), eventStream("data: b\n\n")});
    CtlProcess get(sseArguments(server, {u"--json"_s, u"--no-reconnect"_s}));
    QCOMPARE(get.wait(), 0);
    CtlProcess post(sseArguments(server, {u"--json"_s, u"--no-reconnect"_s, u"--data"_s, u"{}"_s}));
    QCOMPARE(post.wait(), 0);

    QCOMPARE(get.output() + post.output(), messageLine("a") + messageLine("b"));
    const std::vector<ReceivedRequest> requests = server.requests();
    QCOMPARE(requests.size(), 4U);
    QCOMPARE(requests[1].target, "/other?x=1");
    QCOMPARE(requests[1].method, "GET");
    QCOMPARE(requests[3].target, "/third");
    QCOMPARE(requests[3].method, methodAfterPost);
    QCOMPARE(requests[3].body, methodAfterPost == "POST" ? "{}"_ba : ""_ba);
}

void TestSluicectlReconnect::aRedirectLoopFails()
{
    const ScriptedServer server({redirectTo(307, "/events")});
    CtlProcess ctl(sseArguments(server));

    QCOMPARE(ctl.wait(), 1);
    QVERIFY2(ctl.saysOneLine(), ctl.errors().constData());
    QCOMPARE(server.requestCount(), 21);
}

void TestSluicectlReconnect::reconnectsToWhereAPermanentRedirectLed()
{
    const Script first = eventStream("retry: 5\ndata: a\n\n");
    const ScriptedServer permanent({redirectTo(301, "/new"), first, NoContent});
    const ScriptedServer temporary({redirectTo(307, "/new"), first, NoContent});
    CtlProcess moved(sseArguments(permanent));
    CtlProcess visiting(sseArguments(temporary));

    QCOMPARE(moved.wait(), 0);
    QCOMPARE(visiting.wait(), 0);
    QCOMPARE(permanent.requests()[2].target, "/new");
    QCOMPARE(temporary.requests()[2].target, "/events");
}

void TestSluicectlReconnect::reconnectsWithTheLastEventId()
{
    const ScriptedServer server({eventStream("retry: 5\nid: ü你1\ndata: a\n\n"), eventStream("id: 2\ndata: b\n\n"), NoContent});
    CtlProcess ctl(sseArguments(server));

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(ctl.output(), messageLine("a", "ü你1", "5") + messageLine("b", "2", "5"));
    const std::vector<ReceivedRequest> requests = server.requests();
    QCOMPARE(requests.size(), 3U);
    QVERIFY(headerValue(requests[0].headers, "last-event-id").isNull());
    QCOMPARE(headerValue(requests[1].headers, "last-event-id"), "ü你1"_ba);
    QCOMPARE(headerValue(requests[2].headers, "last-event-id"), "2"_ba);
}

void TestSluicectlReconnect::reconnectsAfterABrokenConnection_data()
{
    QTest::addColumn<QByteArray>("rest");
    QTest::addColumn<bool>("resets");
    QTest::newRow("closed in mid-chunk") << QByteArray("20\r\ndata: cut") << false;
    QTest::newRow("closed between chunks") << QByteArray() << false;
    QTest::newRow("reset") << QByteArray() << true;
}

void TestSluicectlReconnect::reconnectsAfterABrokenConnection()
{
    QFETCH(QByteArray, rest);
    QFETCH(bool, resets);
    const QByteArray begin = chunkedHead() + chunk("retry: 5\nid: 1\ndata: a\n\n") + rest;
    ScriptedServer server({{send(begin), awaitRelease(), resets ? resetConnection() : closeConnection()}, NoContent});
    CtlProcess ctl(sseArguments(server));

    QVERIFY(ctl.waitForOutput(messageLine("a", "1", "5")));
    server.release();

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(ctl.output(), messageLine("a", "1", "5"));
    QCOMPARE(server.requestCount(), 2); // nothing is asked again behind our back
    QCOMPARE(headerValue(server.requests()[1].headers, "last-event-id"), "1"_ba);
}

void TestSluicectlReconnect::keepsTheIdAndRetryAcrossConnections()
{
    const ScriptedServer server(
        {eventStream("retry: 5\nid: 1\ndata: a\n\n"), eventStream("data: b\n\n"), eventStream("id\ndata: c\n\n"), NoContent});
    CtlProcess ctl(sseArguments(server));

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(ctl.output(), messageLine("a", "1", "5") + messageLine("b", "1", "5") + messageLine("c", "", "5"));
    QCOMPARE(headerValue(server.requests()[2].headers, "last-event-id"), "1"_ba);
    QVERIFY(headerValue(server.requests()[3].headers, "last-event-id").isNull());
}

void TestSluicectlReconnect::waitsAsLongAsRetryAfterSays_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("retryAfter");
    QTest::addColumn<int>("atLeastMs");
    QTest::newRow("503") << 503 << QByteArray("1") << 950;
    QTest::newRow("429") << 429 << QByteArray("1") << 950;
    QTest::newRow("503, at once") << 503 << QByteArray("0") << 0;
    QTest::newRow("a date that is past") << 503 << QByteArray("Sun, 06 Nov 1994 08:49:37 GMT") << 0;
}

void TestSluicectlReconnect::waitsAsLongAsRetryAfterSays()
{
    QFETCH(int, status);
    QFETCH(QByteArray, retryAfter);
    QFETCH(int, atLeastMs);
    const ScriptedServer server({{send(wholeResponse(status, "text/plain", "busy", {{"Retry-After", retryAfter}}))},
        eventStream("retry: 5\ndata: a\n\n"), NoContent});
    QElapsedTimer clock;
    clock.start();
    CtlProcess ctl(sseArguments(server));

    QVERIFY(ctl.waitForOutput(messageLine("a", {}, "5")));
    QVERIFY(clock.elapsed() >= atLeastMs);
    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(server.requestCount(), 3);
}

void TestSluicectlReconnect::withoutReconnectingTheFirstEndIsTheEnd_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("expected");
    const QByteArray event = "data: a\n\n";
    QTest::newRow("clean, chunked") << chunkedHead() + chunk(event) + lastChunk() << 0;
    QTest::newRow("clean, until close") << responseHead(200, "text/event-stream", {{"Connection", "close"}}) + event << 0;
    QTest::newRow("clean, length") << wholeResponse(200, "text/event-stream", event) << 0;
    QTest::newRow("broken, chunked") << chunkedHead() + chunk(event) + "10\r\ndata" << 1;
    QTest::newRow("broken between chunks") << chunkedHead() + chunk(event) << 1;
    QTest::newRow("broken, length") << responseHead(200, "text/event-stream", {{"Content-Length", "100"}}) + event << 1;
    QTest::newRow("asked to wait") << wholeResponse(503, "text/plain", "busy", {{"Retry-After", "0"}}) << 1;
}

void TestSluicectlReconnect::withoutReconnectingTheFirstEndIsTheEnd()
{
    QFETCH(QByteArray, answer);
    QFETCH(int, expected);
    const ScriptedServer server({{send(answer), closeConnection()}});
    CtlProcess ctl(sseArguments(server, {u"--json"_s, u"--no-reconnect"_s}));

    QCOMPARE(ctl.wait(), expected);
    QCOMPARE(ctl.output(), answer.contains("data: a") ? messageLine("a") : QByteArray());
    QVERIFY2(ctl.saysOneLine() == (expected == 1), ctl.errors().constData());
    QCOMPARE(server.requestCount(), 1);
}

void TestSluicectlReconnect::aServerThatDoesNotAnswerIsAFailure_data()
{
    QTest::addColumn<Script>("script");
    QTest::newRow("closes") << Script {closeConnection()};
    QTest::newRow("resets") << Script {resetConnection()};
    QTest::newRow("speaks something else") << Script {send("220 mail ready\r\n\r\n"), closeConnection()};
}

void TestSluicectlReconnect::aServerThatDoesNotAnswerIsAFailure()
{
    QFETCH(Script, script);
    const ScriptedServer server({script});
    CtlProcess ctl(sseArguments(server, {u"--json"_s, u"--max-reconnects"_s, u"0"_s}));
    CtlProcess refused({u"sse"_s, u"--no-reconnect"_s, u"http://127.0.0.1:1/"_s});

    QCOMPARE(ctl.wait(), 1);
    QVERIFY2(ctl.saysOneLine(), ctl.errors().constData());
    QCOMPARE(refused.wait(), 1);
    QVERIFY2(refused.saysOneLine(), refused.errors().constData());
}

void TestSluicectlReconnect::givesUpAfterSoManyReconnections()
{
    const ScriptedServer ending({eventStream("retry: 1\ndata: a\n\n")});
    const ScriptedServer breaking({eventStream("retry: 1\ndata: a\n\n"), {closeConnection()}});
    CtlProcess clean(sseArguments(ending, {u"--json"_s, u"--max-reconnects"_s, u"2"_s}));
    CtlProcess broken(sseArguments(breaking, {u"--json"_s, u"--max-reconnects"_s, u"3"_s}));
    CtlProcess none(sseArguments(ending, {u"--json"_s, u"--max-reconnects"_s, u"0"_s}));

    QCOMPARE(clean.wait(), 0);
    QCOMPARE(clean.output(), messageLine("a", {}, "1").repeated(3));
    QCOMPARE(none.wait(), 0);
    QCOMPARE(ending.requestCount(), 4);
    QCOMPARE(broken.wait(), 1);
    QVERIFY2(broken.saysOneLine(), broken.errors().constData());
}

QTEST_GUILESS_MAIN(TestSluicectlReconnect)
#include "tst_sluicectl_reconnect.moc"
