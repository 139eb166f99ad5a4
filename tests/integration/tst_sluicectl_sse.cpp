#include "tests/support/ctlprocess.h"
#include "tests/support/ssescripts.h"

#include <QProcess>
#include <QTest>

#include <csignal>

#include <zlib.h>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

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
    void keepsAByteOrderMarkInsideTheStream();
    void dropsAnEventThatTheEndCutsOff();
    void printsStandardEventsOnly();
    void inflatesGzipAsItComes();
    void gzipCutShortIsABrokenConnection();
    void badGzipFailsAfterWhatDecoded();
    void anEventThatIsTooLargeFails();

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
    const ScriptedServer server({eventStream("data: a\n\n"
                                             "event: tick\nid: 7\ndata: b\ndata: c\n\n"
                                             "retry: 250\ndata: \"q\" \\ \t \x01 ü 你 😀\n\n"
                                             "id\ndata: end\n\n")});
    CtlProcess ctl(sseArguments(server, {u"--json"_s, u"--no-reconnect"_s}));

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(ctl.output(),
        messageLine("a") + R"({"type":"tick","data":"b\nc","id":"7","retry":null})" + '\n'
            + messageLine(R"(\"q\" \\ \t \u0001 ü 你 😀)", "7", "250") + messageLine("end", {}, "250"));
    QCOMPARE(ctl.errors(), QByteArray());
}

void TestSluicectlSse::printsReadableTextWithoutJson()
{
    const ScriptedServer server({eventStream("data: a\ndata: b\n\nevent: tick\ndata: c\n\n")});
    CtlProcess ctl(sseArguments(server, {u"--no-reconnect"_s}));

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
    CtlProcess ctl(sseArguments(server));

    QVERIFY(ctl.waitForOutput(messageLine("now")));

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
    CtlProcess ctl(sseArguments(server, {u"--json"_s, u"--no-reconnect"_s}));

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(ctl.output(), messageLine("ü你😀") + messageLine(R"(b\nc)") + messageLine("d", "é"));
}

void TestSluicectlSse::keepsAByteOrderMarkInsideTheStream()
{
    const QByteArray mark = "\xEF\xBB\xBF";
    const ScriptedServer server({eventStream(mark + "id: " + mark + "1\ndata: " + mark + "a\n\n")});
    CtlProcess ctl(sseArguments(server, {u"--json"_s, u"--no-reconnect"_s}));

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(ctl.output(), messageLine(mark + "a", mark + "1"));
}

void TestSluicectlSse::dropsAnEventThatTheEndCutsOff()
{
    const ScriptedServer server({eventStream("data: whole\n\nid: 9\ndata: half\n"), NoContent});
    CtlProcess ctl(sseArguments(server, {u"--json"_s, u"--no-reconnect"_s}));

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(ctl.output(), messageLine("whole"));
}

void TestSluicectlSse::printsStandardEventsOnly()
{
    const ScriptedServer server({eventStream(": ping\n\n"
                                             "event: empty\n\n"
                                             "error: {\"message\":\"m\"}\n\n"
                                             "data\n\n"
                                             "data: \xff\xfe!\n\n"
                                             "id: a\0b\ndata: nul\n\n"_ba)});
    CtlProcess ctl(sseArguments(server, {u"--json"_s, u"--no-reconnect"_s}));

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(ctl.output(), messageLine("") + messageLine("\xef\xbf\xbd\xef\xbf\xbd!") + messageLine("nul"));
}

void TestSluicectlSse::inflatesGzipAsItComes()
{
    const QByteArray first = gzip("data: one\n\n", Z_SYNC_FLUSH);
    const ScriptedServer server({{send(chunkedHead(200, "text/event-stream", Gzipped) + chunk(first)), hold()}});
    CtlProcess ctl(sseArguments(server));

    QVERIFY(ctl.waitForOutput(messageLine("one")));
    QCOMPARE(headerValue(server.requests().front().headers, "accept-encoding"), "gzip"_ba);
}

void TestSluicectlSse::gzipCutShortIsABrokenConnection()
{
    const QByteArray cut = gzip("data: one\n\n", Z_SYNC_FLUSH);
    const ScriptedServer server({{send(chunkedHead(200, "text/event-stream", Gzipped) + chunk(cut) + lastChunk())}});
    CtlProcess ctl(sseArguments(server, {u"--json"_s, u"--no-reconnect"_s}));

    QCOMPARE(ctl.wait(), 1);
    QCOMPARE(ctl.output(), messageLine("one"));
    QVERIFY2(ctl.saysOneLine(), ctl.errors().constData());
}

void TestSluicectlSse::badGzipFailsAfterWhatDecoded()
{
    const QByteArray bad = gzip("data: one\n\n", Z_SYNC_FLUSH) + QByteArray(100, '\xff');
    const ScriptedServer server({{send(chunkedHead(200, "text/event-stream", Gzipped) + chunk(bad)), hold()}});
    CtlProcess ctl(sseArguments(server));

    QCOMPARE(ctl.wait(), 1);
    QCOMPARE(ctl.output(), messageLine("one"));
    QVERIFY2(ctl.saysOneLine(), ctl.errors().constData());
    QCOMPARE(server.requestCount(), 1);
}

void TestSluicectlSse::anEventThatIsTooLargeFails()
{
    const QByteArray mebibyte(1024 * 1024, 'x');
    const ScriptedServer server({{send(chunkedHead() + chunk("data: one\n\ndata: ")), send(chunk(mebibyte), 64), hold()}});
    CtlProcess ctl(sseArguments(server));

    QCOMPARE(ctl.wait(), 1);
    QCOMPARE(ctl.output(), messageLine("one"));
    QVERIFY2(ctl.saysOneLine(), ctl.errors().constData());
}

void TestSluicectlSse::asksAsTheStandardSays()
{
    const ScriptedServer server({NoContent});
    CtlProcess ctl(sseArguments(server));

    QCOMPARE(ctl.wait(), 0);
    const ReceivedRequest request = server.requests().front();
    QCOMPARE(request.method, "GET");
    QCOMPARE(headerValue(request.headers, "accept"), "text/event-stream"_ba);
    QCOMPARE(headerValue(request.headers, "cache-control"), "no-store"_ba);
}

void TestSluicectlSse::sendsHeadersAndTheLastEventId()
{
    const ScriptedServer server({NoContent});
    CtlProcess ctl(sseArguments(server,
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
    CtlProcess json(sseArguments(server, {u"--data"_s, u"{\"message\":\"ü\"}"_s}));
    QCOMPARE(json.wait(), 0);
    CtlProcess form(sseArguments(server, {u"--data"_s, u"a=b"_s, u"--header"_s, u"content-type: text/plain"_s}));
    QCOMPARE(form.wait(), 0);
    CtlProcess empty(sseArguments(server, {u"--data"_s, QString()}));
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
    const Script pausing = eventStream("retry: 3600000\ndata: a\n\n");
    const Script holding {send(chunkedHead() + chunk("retry: 3600000\ndata: a\n\n")), hold()};
    const ScriptedServer server({isPausing ? pausing : holding});
    CtlProcess ctl(sseArguments(server));
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
    QCOMPARE(shell.readAllStandardOutput(), messageLine("a") + messageLine("a") + "status 0\n");
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
