#include "tests/support/ctlprocess.h"
#include "tests/support/scriptedserver.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTest>

#include <csignal>

#include <zlib.h>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

Q_DECLARE_METATYPE(sluice::test::Step)

namespace {

/// A chunked event stream that ends cleanly.
Script stream(const QByteArray& body)
{
    return {send(chunkedHead() + chunk(body) + lastChunk())};
}

const Script NoContent {send("HTTP/1.1 204 No Content\r\n\r\n")};

Script redirectTo(int status, const QByteArray& location)
{
    return {send(responseHead(status, {}, {{"Location", location}, {"Content-Length", "0"}}))};
}

QByteArray line(const QByteArray& data, const QByteArray& id = {}, const QByteArray& retry = "null")
{
    return R"({"type":"message","data":")" + data + R"(","id":")" + id + R"(","retry":)" + retry + "}\n";
}

QStringList sse(const ScriptedServer& server, const QStringList& options = {u"--json"_s})
{
    return QStringList {u"sse"_s} + options + QStringList {server.url(u"/events"_s).toString()};
}

QByteArray gzip(const QByteArray& text, int flush)
{
    z_stream z {};
    deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
    QByteArray out(64 * 1024, Qt::Uninitialized);
    QByteArray in = text;
    z.next_in = reinterpret_cast<Bytef*>(in.data());
    z.avail_in = static_cast<uInt>(in.size());
    z.next_out = reinterpret_cast<Bytef*>(out.data());
    z.avail_out = static_cast<uInt>(out.size());
    deflate(&z, flush);
    out.truncate(static_cast<qsizetype>(z.total_out));
    deflateEnd(&z);
    return out;
}

const HttpHeaders Gzipped {{"Content-Encoding", "gzip"}};

}

class TestSluicectlSse : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // What is printed.
    void printsOneJsonObjectALine();
    void printsReadableTextWithoutJson();
    void printsAnEventBeforeMoreBytesCome_data();
    void printsAnEventBeforeMoreBytesCome();
    void readsAnyChunking();
    void dropsAnEventThatTheEndCutsOff();
    void printsStandardEventsOnly();
    void inflatesGzipAsItComes();
    void gzipCutShortIsABrokenConnection();
    void badGzipFailsAfterWhatDecoded();
    void anEventThatIsTooLargeFails();

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

    // The request.
    void asksAsTheStandardSays();
    void sendsHeadersAndTheLastEventId();
    void postsABody();

    // The process.
    void aSignalEndsItWell_data();
    void aSignalEndsItWell();
    void aReaderThatGoesAwayEndsItQuietly();
    void wrongUseIsToldInOneLine_data();
    void wrongUseIsToldInOneLine();
    void helpGoesToStandardOutput();
};

void TestSluicectlSse::printsOneJsonObjectALine()
{
    const ScriptedServer server({stream("data: a\n\n"
                                        "event: tick\nid: 7\ndata: b\ndata: c\n\n"
                                        "retry: 250\ndata: \"q\" \\ \t \x01 ü 你 😀\n\n"
                                        "id\ndata: end\n\n")});
    CtlProcess ctl(sse(server, {u"--json"_s, u"--no-reconnect"_s}));

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(ctl.output(),
        line("a") + R"({"type":"tick","data":"b\nc","id":"7","retry":null})" + '\n'
            + line(R"(\"q\" \\ \t \u0001 ü 你 😀)", "7", "250") + line("end", {}, "250"));
    QCOMPARE(ctl.errors(), QByteArray());
}

void TestSluicectlSse::printsReadableTextWithoutJson()
{
    const ScriptedServer server({stream("data: a\ndata: b\n\nevent: tick\ndata: c\n\n")});
    CtlProcess ctl(sse(server, {u"--no-reconnect"_s}));

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(ctl.output(), "a\nb\n[tick] c\n"_ba);
}

void TestSluicectlSse::printsAnEventBeforeMoreBytesCome_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("LF") << QByteArray("data: now\n\n");
    QTest::newRow("CRLF") << QByteArray("data: now\r\n\r\n");
    QTest::newRow("CR") << QByteArray("data: now\r\r");
    QTest::newRow("CRLF without its last LF") << QByteArray("data: now\r\n\r");
}

void TestSluicectlSse::printsAnEventBeforeMoreBytesCome()
{
    QFETCH(QByteArray, bytes);
    const ScriptedServer server({{send(chunkedHead() + chunk(bytes)), hold()}});
    CtlProcess ctl(sse(server));

    QVERIFY(ctl.waitForOutput(line("now")));

    ctl.sendSignal(SIGTERM);
    QCOMPARE(ctl.wait(), 0);
}

void TestSluicectlSse::readsAnyChunking()
{
    const QByteArray body = "\xef\xbb\xbf"
                            "data: ü你😀\r\n\r\ndata: b\rdata: c\n\n: comment\r\n\nid: é\ndata: d\r\r";
    Script script {send(chunkedHead())};
    for (const char byte : body)
        script.push_back(send(chunk(QByteArray(1, byte))));
    script.push_back(send(lastChunk()));
    const ScriptedServer server({script});
    CtlProcess ctl(sse(server, {u"--json"_s, u"--no-reconnect"_s}));

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(ctl.output(), line("ü你😀") + line(R"(b\nc)") + line("d", "é"));
}

void TestSluicectlSse::dropsAnEventThatTheEndCutsOff()
{
    const ScriptedServer server({stream("data: whole\n\nid: 9\ndata: half\n"), NoContent});
    CtlProcess ctl(sse(server, {u"--json"_s, u"--no-reconnect"_s}));

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(ctl.output(), line("whole"));
}

void TestSluicectlSse::printsStandardEventsOnly()
{
    const ScriptedServer server({stream(": ping\n\n"
                                        "event: empty\n\n"
                                        "error: {\"message\":\"m\"}\n\n"
                                        "data\n\n"
                                        "data: \xff\xfe!\n\n"
                                        "id: a\0b\ndata: nul\n\n"_ba)});
    CtlProcess ctl(sse(server, {u"--json"_s, u"--no-reconnect"_s}));

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(ctl.output(), line("") + line("\xef\xbf\xbd\xef\xbf\xbd!") + line("nul"));
}

void TestSluicectlSse::inflatesGzipAsItComes()
{
    const QByteArray first = gzip("data: one\n\n", Z_SYNC_FLUSH);
    const ScriptedServer server({{send(chunkedHead(200, "text/event-stream", Gzipped) + chunk(first)), hold()}});
    CtlProcess ctl(sse(server));

    QVERIFY(ctl.waitForOutput(line("one")));
    QCOMPARE(headerValue(server.requests().front().headers, "accept-encoding"), "gzip"_ba);
}

void TestSluicectlSse::gzipCutShortIsABrokenConnection()
{
    const QByteArray cut = gzip("data: one\n\n", Z_SYNC_FLUSH);
    const ScriptedServer server({{send(chunkedHead(200, "text/event-stream", Gzipped) + chunk(cut) + lastChunk())}});
    CtlProcess ctl(sse(server, {u"--json"_s, u"--no-reconnect"_s}));

    QCOMPARE(ctl.wait(), 1);
    QCOMPARE(ctl.output(), line("one"));
    QVERIFY2(ctl.saysOneLine(), ctl.errors().constData());
}

void TestSluicectlSse::badGzipFailsAfterWhatDecoded()
{
    const QByteArray bad = gzip("data: one\n\n", Z_SYNC_FLUSH) + QByteArray(100, '\xff');
    const ScriptedServer server({{send(chunkedHead(200, "text/event-stream", Gzipped) + chunk(bad)), hold()}});
    CtlProcess ctl(sse(server));

    QCOMPARE(ctl.wait(), 1);
    QCOMPARE(ctl.output(), line("one"));
    QVERIFY2(ctl.saysOneLine(), ctl.errors().constData());
    QCOMPARE(server.requestCount(), 1);
}

void TestSluicectlSse::anEventThatIsTooLargeFails()
{
    const QByteArray mebibyte(1024 * 1024, 'x');
    const ScriptedServer server({{send(chunkedHead() + chunk("data: one\n\ndata: ")), send(chunk(mebibyte), 64), hold()}});
    CtlProcess ctl(sse(server));

    QCOMPARE(ctl.wait(), 1);
    QCOMPARE(ctl.output(), line("one"));
    QVERIFY2(ctl.saysOneLine(), ctl.errors().constData());
}

void TestSluicectlSse::statusesThatEndIt_data()
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

void TestSluicectlSse::statusesThatEndIt()
{
    QFETCH(QByteArray, answer);
    QFETCH(int, expected);
    const ScriptedServer server({{send(answer), closeConnection()}});
    CtlProcess ctl(sse(server, {u"--json"_s, u"--max-reconnects"_s, u"0"_s}));

    QCOMPARE(ctl.wait(), expected);
    QCOMPARE(ctl.output(), QByteArray());
    QVERIFY2(ctl.saysOneLine() == (expected == 1), ctl.errors().constData());
    QCOMPARE(server.requestCount(), 1);
}

void TestSluicectlSse::followsRedirects_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("methodAfterPost");
    QTest::newRow("301") << 301 << QByteArray("GET");
    QTest::newRow("302") << 302 << QByteArray("GET");
    QTest::newRow("303") << 303 << QByteArray("GET");
    QTest::newRow("307") << 307 << QByteArray("POST");
    QTest::newRow("308") << 308 << QByteArray("POST");
}

void TestSluicectlSse::followsRedirects()
{
    QFETCH(int, status);
    QFETCH(QByteArray, methodAfterPost);
    const ScriptedServer server(
        {redirectTo(status, "/other?x=1"), stream("data: a\n\n"), redirectTo(status, "/third"), stream("data: b\n\n")});
    CtlProcess get(sse(server, {u"--json"_s, u"--no-reconnect"_s}));
    QCOMPARE(get.wait(), 0);
    CtlProcess post(sse(server, {u"--json"_s, u"--no-reconnect"_s, u"--data"_s, u"{}"_s}));
    QCOMPARE(post.wait(), 0);

    QCOMPARE(get.output() + post.output(), line("a") + line("b"));
    const std::vector<ReceivedRequest> requests = server.requests();
    QCOMPARE(requests.size(), 4U);
    QCOMPARE(requests[1].target, "/other?x=1");
    QCOMPARE(requests[1].method, "GET");
    QCOMPARE(requests[3].target, "/third");
    QCOMPARE(requests[3].method, methodAfterPost);
    QCOMPARE(requests[3].body, methodAfterPost == "POST" ? "{}"_ba : ""_ba);
}

void TestSluicectlSse::aRedirectLoopFails()
{
    const ScriptedServer server({redirectTo(307, "/events")});
    CtlProcess ctl(sse(server));

    QCOMPARE(ctl.wait(), 1);
    QVERIFY2(ctl.saysOneLine(), ctl.errors().constData());
    QCOMPARE(server.requestCount(), 21);
}

void TestSluicectlSse::reconnectsToWhereAPermanentRedirectLed()
{
    const Script first = stream("retry: 5\ndata: a\n\n");
    const ScriptedServer permanent({redirectTo(301, "/new"), first, NoContent});
    const ScriptedServer temporary({redirectTo(307, "/new"), first, NoContent});
    CtlProcess moved(sse(permanent));
    CtlProcess visiting(sse(temporary));

    QCOMPARE(moved.wait(), 0);
    QCOMPARE(visiting.wait(), 0);
    QCOMPARE(permanent.requests()[2].target, "/new");
    QCOMPARE(temporary.requests()[2].target, "/events");
}

void TestSluicectlSse::reconnectsWithTheLastEventId()
{
    const ScriptedServer server({stream("retry: 5\nid: ü你1\ndata: a\n\n"), stream("id: 2\ndata: b\n\n"), NoContent});
    CtlProcess ctl(sse(server));

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(ctl.output(), line("a", "ü你1", "5") + line("b", "2", "5"));
    const std::vector<ReceivedRequest> requests = server.requests();
    QCOMPARE(requests.size(), 3U);
    QVERIFY(headerValue(requests[0].headers, "last-event-id").isNull());
    QCOMPARE(headerValue(requests[1].headers, "last-event-id"), "ü你1"_ba);
    QCOMPARE(headerValue(requests[2].headers, "last-event-id"), "2"_ba);
}

void TestSluicectlSse::reconnectsAfterABrokenConnection_data()
{
    QTest::addColumn<QByteArray>("rest");
    QTest::addColumn<bool>("resets");
    QTest::newRow("closed in mid-chunk") << QByteArray("20\r\ndata: cut") << false;
    QTest::newRow("closed between chunks") << QByteArray() << false;
    QTest::newRow("reset") << QByteArray() << true;
}

void TestSluicectlSse::reconnectsAfterABrokenConnection()
{
    QFETCH(QByteArray, rest);
    QFETCH(bool, resets);
    const QByteArray begin = chunkedHead() + chunk("retry: 5\nid: 1\ndata: a\n\n") + rest;
    ScriptedServer server({{send(begin), awaitRelease(), resets ? resetConnection() : closeConnection()}, NoContent});
    CtlProcess ctl(sse(server));

    QVERIFY(ctl.waitForOutput(line("a", "1", "5")));
    server.release();

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(ctl.output(), line("a", "1", "5"));
    QCOMPARE(server.requestCount(), 2); // nothing is asked again behind our back
    QCOMPARE(headerValue(server.requests()[1].headers, "last-event-id"), "1"_ba);
}

void TestSluicectlSse::keepsTheIdAndRetryAcrossConnections()
{
    const ScriptedServer server(
        {stream("retry: 5\nid: 1\ndata: a\n\n"), stream("data: b\n\n"), stream("id\ndata: c\n\n"), NoContent});
    CtlProcess ctl(sse(server));

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(ctl.output(), line("a", "1", "5") + line("b", "1", "5") + line("c", "", "5"));
    QCOMPARE(headerValue(server.requests()[2].headers, "last-event-id"), "1"_ba);
    QVERIFY(headerValue(server.requests()[3].headers, "last-event-id").isNull());
}

void TestSluicectlSse::waitsAsLongAsRetryAfterSays_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("retryAfter");
    QTest::addColumn<int>("atLeastMs");
    QTest::newRow("503") << 503 << QByteArray("1") << 950;
    QTest::newRow("429") << 429 << QByteArray("1") << 950;
    QTest::newRow("503, at once") << 503 << QByteArray("0") << 0;
    QTest::newRow("a date that is past") << 503 << QByteArray("Sun, 06 Nov 1994 08:49:37 GMT") << 0;
}

void TestSluicectlSse::waitsAsLongAsRetryAfterSays()
{
    QFETCH(int, status);
    QFETCH(QByteArray, retryAfter);
    QFETCH(int, atLeastMs);
    const ScriptedServer server({{send(wholeResponse(status, "text/plain", "busy", {{"Retry-After", retryAfter}}))},
        stream("retry: 5\ndata: a\n\n"), NoContent});
    QElapsedTimer clock;
    clock.start();
    CtlProcess ctl(sse(server));

    QVERIFY(ctl.waitForOutput(line("a", {}, "5")));
    QVERIFY(clock.elapsed() >= atLeastMs);
    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(server.requestCount(), 3);
}

void TestSluicectlSse::withoutReconnectingTheFirstEndIsTheEnd_data()
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

void TestSluicectlSse::withoutReconnectingTheFirstEndIsTheEnd()
{
    QFETCH(QByteArray, answer);
    QFETCH(int, expected);
    const ScriptedServer server({{send(answer), closeConnection()}});
    CtlProcess ctl(sse(server, {u"--json"_s, u"--no-reconnect"_s}));

    QCOMPARE(ctl.wait(), expected);
    QCOMPARE(ctl.output(), answer.contains("data: a") ? line("a") : QByteArray());
    QVERIFY2(ctl.saysOneLine() == (expected == 1), ctl.errors().constData());
    QCOMPARE(server.requestCount(), 1);
}

void TestSluicectlSse::aServerThatDoesNotAnswerIsAFailure_data()
{
    QTest::addColumn<Script>("script");
    QTest::newRow("closes") << Script {closeConnection()};
    QTest::newRow("resets") << Script {resetConnection()};
    QTest::newRow("speaks something else") << Script {send("220 mail ready\r\n\r\n"), closeConnection()};
}

void TestSluicectlSse::aServerThatDoesNotAnswerIsAFailure()
{
    QFETCH(Script, script);
    const ScriptedServer server({script});
    CtlProcess ctl(sse(server, {u"--json"_s, u"--max-reconnects"_s, u"0"_s}));
    CtlProcess refused({u"sse"_s, u"--no-reconnect"_s, u"http://127.0.0.1:1/"_s});

    QCOMPARE(ctl.wait(), 1);
    QVERIFY2(ctl.saysOneLine(), ctl.errors().constData());
    QCOMPARE(refused.wait(), 1);
    QVERIFY2(refused.saysOneLine(), refused.errors().constData());
}

void TestSluicectlSse::givesUpAfterSoManyReconnections()
{
    const ScriptedServer ending({stream("retry: 1\ndata: a\n\n")});
    const ScriptedServer breaking({stream("retry: 1\ndata: a\n\n"), {closeConnection()}});
    CtlProcess clean(sse(ending, {u"--json"_s, u"--max-reconnects"_s, u"2"_s}));
    CtlProcess broken(sse(breaking, {u"--json"_s, u"--max-reconnects"_s, u"3"_s}));
    CtlProcess none(sse(ending, {u"--json"_s, u"--max-reconnects"_s, u"0"_s}));

    QCOMPARE(clean.wait(), 0);
    QCOMPARE(clean.output(), line("a", {}, "1").repeated(3));
    QCOMPARE(none.wait(), 0);
    QCOMPARE(ending.requestCount(), 4);
    QCOMPARE(broken.wait(), 1);
    QVERIFY2(broken.saysOneLine(), broken.errors().constData());
}

void TestSluicectlSse::asksAsTheStandardSays()
{
    const ScriptedServer server({NoContent});
    CtlProcess ctl(sse(server));

    QCOMPARE(ctl.wait(), 0);
    const ReceivedRequest request = server.requests().front();
    QCOMPARE(request.method, "GET");
    QCOMPARE(headerValue(request.headers, "accept"), "text/event-stream"_ba);
    QCOMPARE(headerValue(request.headers, "cache-control"), "no-store"_ba);
}

void TestSluicectlSse::sendsHeadersAndTheLastEventId()
{
    const ScriptedServer server({NoContent});
    CtlProcess ctl(sse(server,
        {u"--last-event-id"_s, u"é 7"_s, u"--header"_s, u"X-One: a: b"_s, u"--header"_s, u"accept:x/y"_s, u"--header"_s,
            u"x-one:c"_s}));

    QCOMPARE(ctl.wait(), 0);
    const HttpHeaders headers = server.requests().front().headers;
    QCOMPARE(headerValue(headers, "last-event-id"), "é 7"_ba);
    QCOMPARE(headerValue(headers, "x-one"), "a: b, c"_ba);
    QCOMPARE(headerValue(headers, "accept"), "x/y"_ba);
}

void TestSluicectlSse::postsABody()
{
    const ScriptedServer server({NoContent});
    CtlProcess json(sse(server, {u"--data"_s, u"{\"message\":\"ü\"}"_s}));
    QCOMPARE(json.wait(), 0);
    CtlProcess form(sse(server, {u"--data"_s, u"a=b"_s, u"--header"_s, u"content-type: text/plain"_s}));
    QCOMPARE(form.wait(), 0);
    CtlProcess empty(sse(server, {u"--data"_s, QString()}));
    QCOMPARE(empty.wait(), 0);

    const std::vector<ReceivedRequest> requests = server.requests();
    QCOMPARE(requests[0].method, "POST");
    QCOMPARE(requests[0].body, "{\"message\":\"ü\"}"_ba);
    QCOMPARE(headerValue(requests[0].headers, "content-type"), "application/json"_ba);
    QCOMPARE(requests[1].body, "a=b");
    QCOMPARE(headerValue(requests[1].headers, "content-type"), "text/plain"_ba);
    QCOMPARE(requests[2].method, "POST");
    QCOMPARE(requests[2].body, "");
}

void TestSluicectlSse::aSignalEndsItWell_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<bool>("isPausing");
    QTest::newRow("SIGINT") << SIGINT << false;
    QTest::newRow("SIGTERM") << SIGTERM << false;
    QTest::newRow("SIGINT before a reconnection") << SIGINT << true;
}

void TestSluicectlSse::aSignalEndsItWell()
{
    QFETCH(int, number);
    QFETCH(bool, isPausing);
    const Script pausing = stream("retry: 3600000\ndata: a\n\n");
    const Script holding {send(chunkedHead() + chunk("retry: 3600000\ndata: a\n\n")), hold()};
    const ScriptedServer server({isPausing ? pausing : holding});
    CtlProcess ctl(sse(server));
    QVERIFY(ctl.waitForOutput("\"a\""));

    ctl.sendSignal(number);

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(ctl.errors(), QByteArray());
}

void TestSluicectlSse::aReaderThatGoesAwayEndsItQuietly()
{
    const ScriptedServer server({{send(chunkedHead()), send(chunk("data: a\n\n"), 1000000)}});
    QProcess shell;
    const QString script = uR"("$0" sse --json "$1" | head -n 2; echo "status ${PIPESTATUS[0]}")"_s;
    shell.start(u"bash"_s, {u"-c"_s, script, CtlProcess::program(), server.url(u"/events"_s).toString()});

    QVERIFY(shell.waitForFinished());
    QCOMPARE(shell.readAllStandardOutput(), line("a") + line("a") + "status 0\n");
    QCOMPARE(shell.readAllStandardError(), QByteArray());
}

void TestSluicectlSse::wrongUseIsToldInOneLine_data()
{
    QTest::addColumn<QStringList>("arguments");
    const QString url = u"http://127.0.0.1:1/"_s;
    QTest::newRow("no URL") << QStringList {};
    QTest::newRow("two URLs") << QStringList {url, url};
    QTest::newRow("not a URL") << QStringList {u"nonsense"_s};
    QTest::newRow("not http") << QStringList {u"ftp://127.0.0.1/"_s};
    QTest::newRow("bad port") << QStringList {u"http://127.0.0.1:99999/"_s};
    QTest::newRow("no host") << QStringList {u"http:///x"_s};
    QTest::newRow("unknown option") << QStringList {u"--wat"_s, url};
    QTest::newRow("option without value") << QStringList {url, u"--header"_s};
    QTest::newRow("value for a switch") << QStringList {u"--json=1"_s, url};
    QTest::newRow("header without colon") << QStringList {u"--header"_s, u"X"_s, url};
    QTest::newRow("header with a bad name") << QStringList {u"--header"_s, u"X Y: 1"_s, url};
    QTest::newRow("header with a line break") << QStringList {u"--header"_s, u"X: 1\r\nY: 2"_s, url};
    QTest::newRow("framing header") << QStringList {u"--header"_s, u"Content-Length: 2"_s, url};
    QTest::newRow("reconnects in words") << QStringList {u"--max-reconnects"_s, u"two"_s, url};
    QTest::newRow("negative reconnects") << QStringList {u"--max-reconnects"_s, u"-1"_s, url};
    QTest::newRow("id with a line break") << QStringList {u"--last-event-id"_s, u"1\n2"_s, url};
}

void TestSluicectlSse::wrongUseIsToldInOneLine()
{
    QFETCH(QStringList, arguments);
    CtlProcess ctl(QStringList {u"sse"_s} + arguments);

    QCOMPARE(ctl.wait(), 2);
    QCOMPARE(ctl.output(), QByteArray());
    QVERIFY2(ctl.saysOneLine(), ctl.errors().constData());
}

void TestSluicectlSse::helpGoesToStandardOutput()
{
    CtlProcess ctl({u"sse"_s, u"--help"_s}, {}, {{u"LC_ALL"_s, u"C"_s}});

    QCOMPARE(ctl.wait(), 0);
    QVERIFY(ctl.output().startsWith("Usage: sluicectl sse [options] URL\n"));
    for (const char* option : {"--json", "--no-reconnect", "--max-reconnects", "--last-event-id", "--header", "--data"})
        QVERIFY2(ctl.output().contains(option), option);
    QCOMPARE(ctl.errors(), QByteArray());
}

QTEST_GUILESS_MAIN(TestSluicectlSse)
#include "tst_sluicectl_sse.moc"
