#include "core/net/httpdrain.h"
#include "core/net/httpstream.h"
#include "core/net/managerpool.h"
#include "tests/support/gzip.h"
#include "tests/support/readingbehind.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

HttpRequest get(const QUrl& url, const HttpHeaders& headers = {})
{
    return {.method = "GET", .url = url, .headers = headers, .body = {}};
}

std::optional<Error> errorOf(const QSignalSpy& ended)
{
    return ended.first().first().value<std::optional<Error>>();
}

/// Qt's own retries on a broken connection are over within this.
constexpr int Patience = 10000;

constexpr qint64 Total = qint64(32) * 1024 * 1024;

}

class TestHttpStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void headComesBeforeBodyBeforeEnd();
    void whatCameIsDatedByItsSocketNotByItsReader();
    void asksForGzipAndHandsOutRawBytes();
    void sendsMethodHeadersAndBodyAsGiven();
    void aStatusIsNotAnError_data();
    void aStatusIsNotAnError();
    void bytesBeforeAResetCanStillBeRead();
    void aShortBodyIsABrokenExchange();
    void redirectsAreLeftToTheCaller();
    void keepsNoCookies();
    void refusesHeadersWithLineBreaks_data();
    void refusesHeadersWithLineBreaks();
    void noSignalFollowsAnAbort();
    void abortFromInsideASignalIsSafe();
    void unreadBytesStopTheServer_data();
    void unreadBytesStopTheServer();
    void connectionsAreUsedAgain();
    void aDeadConnectionIsRecognised();
    void sixStreamsShareAManagerAndTheSeventhGetsItsOwn();
    void aDrainLetsTheConnectionBeUsedAgain();
    void aDrainCutsAnEndlessBody();
};

void TestHttpStream::headComesBeforeBodyBeforeEnd()
{
    ScriptedServer server({{send(chunkedHead(200, "text/plain", {{"X-Stream-Id", "abc"}})), awaitRelease(), send(chunk("hello")),
        awaitRelease(), send(lastChunk())}});
    ManagerPool pool;
    HttpStream stream(pool, get(server.url()));
    QSignalSpy sent(&stream, &HttpStream::requestSent);
    QSignalSpy head(&stream, &HttpStream::headReceived);
    QSignalSpy readable(&stream, &HttpStream::readable);
    QSignalSpy ended(&stream, &HttpStream::ended);

    QVERIFY(head.wait());
    QCOMPARE(sent.count(), 1);
    QCOMPARE(readable.count(), 0);
    const auto value = head.first().first().value<HttpResponseHead>();
    QCOMPARE(value.status, 200);
    QCOMPARE(headerValue(value.headers, "x-stream-id"), "abc"_ba);

    server.release();
    QVERIFY(readable.wait());
    QCOMPARE(stream.bytesAvailable(), 5);
    QCOMPARE(stream.read(2), "he"_ba);
    QCOMPARE(stream.read(100), "llo"_ba);
    QCOMPARE(stream.read(100), QByteArray());
    QCOMPARE(ended.count(), 0);

    server.release();
    QVERIFY(ended.wait());
    QVERIFY(!errorOf(ended));
    QCOMPARE(pool.activeStreams(), 0);
}

void TestHttpStream::whatCameIsDatedByItsSocketNotByItsReader()
{
#ifndef Q_OS_LINUX
    QSKIP("not known on this system");
#endif
    ScriptedServer server({{send(chunkedHead()), awaitRelease(), send(chunk("hello")), hold()}});
    ManagerPool pool;
    HttpStream stream(pool, get(server.url()));
    QSignalSpy head(&stream, &HttpStream::headReceived);
    QSignalSpy readable(&stream, &HttpStream::readable);
    QVERIFY(head.wait(Patience));
    const TimePoint headAt = stream.receivedAt();
    const TimePoint released = steadyClock().now();

    const std::optional<TimePoint> came = readBehindItsReader(server, Patience);
    QVERIFY(came);
    QVERIFY(readable.wait(Patience));
    QCOMPARE(stream.receivedAt(), headAt); // nothing of it is read yet

    QCOMPARE(stream.read(3), "hel"_ba);
    QCOMPARE(stream.receivedAt(), *came);
    QVERIFY(*came >= released);
    QCOMPARE(stream.read(3), "lo"_ba);
    QCOMPARE(stream.receivedAt(), *came);
}

void TestHttpStream::asksForGzipAndHandsOutRawBytes()
{
    const QByteArray wire = gzip("data: x\n\n");
    ScriptedServer server({{send(wholeResponse(200, "text/event-stream", wire, {{"Content-Encoding", "gzip"}}))}});
    ManagerPool pool;
    HttpStream stream(pool, get(server.url()));
    QSignalSpy ended(&stream, &HttpStream::ended);

    QVERIFY(ended.wait());

    QVERIFY(!errorOf(ended));
    QCOMPARE(stream.read(1000), wire);
    QCOMPARE(headerValue(server.requests().front().headers, "accept-encoding"), "gzip"_ba);
}

void TestHttpStream::sendsMethodHeadersAndBodyAsGiven()
{
    ScriptedServer server({{send(wholeResponse(200, "", ""))}});
    ManagerPool pool;
    const HttpRequest request {.method = "DELETE",
        .url = server.url(u"/a%20b?c=d"_s),
        .headers = {{"X-Test", "1"}, {"Accept-Encoding", "identity"}},
        .body = "{}"};
    HttpStream stream(pool, request);
    QSignalSpy ended(&stream, &HttpStream::ended);

    QVERIFY(ended.wait());

    const ReceivedRequest received = server.requests().front();
    QCOMPARE(received.method, "DELETE"_ba);
    QCOMPARE(received.target, "/a%20b?c=d"_ba);
    QCOMPARE(received.body, "{}"_ba);
    QCOMPARE(headerValue(received.headers, "x-test"), "1"_ba);
    QCOMPARE(headerValue(received.headers, "accept-encoding"), "identity"_ba);
}

void TestHttpStream::aStatusIsNotAnError_data()
{
    QTest::addColumn<int>("status");
    for (const int status :
        {200, 201, 304, 400, 401, 403, 404, 405, 407, 408, 409, 410, 418, 422, 425, 429, 500, 501, 502, 503, 504, 529})
        QTest::addRow("%d", status) << status;
}

void TestHttpStream::aStatusIsNotAnError()
{
    QFETCH(int, status);
    const QByteArray body = status == 304 ? QByteArray() : "body"_ba;
    ScriptedServer server({{send(wholeResponse(status, "text/plain", body))}});
    ManagerPool pool;
    HttpStream stream(pool, {.method = "POST", .url = server.url(), .headers = {}, .body = "{}"});
    QSignalSpy head(&stream, &HttpStream::headReceived);
    QSignalSpy ended(&stream, &HttpStream::ended);

    QVERIFY(ended.wait());

    QVERIFY2(!errorOf(ended), qPrintable(errorOf(ended).value_or(Error()).message));
    QCOMPARE(head.first().first().value<HttpResponseHead>().status, status);
    QCOMPARE(stream.read(100), body);
}

void TestHttpStream::bytesBeforeAResetCanStillBeRead()
{
    ScriptedServer server({{send(chunkedHead() + chunk("hello")), awaitRelease(), resetConnection()}});
    ManagerPool pool;
    HttpStream stream(pool, get(server.url()));
    QSignalSpy readable(&stream, &HttpStream::readable);
    QSignalSpy ended(&stream, &HttpStream::ended);
    QVERIFY(readable.wait());

    server.release();

    QVERIFY(ended.wait());
    QCOMPARE(errorOf(ended)->kind, ErrorKind::Network);
    QCOMPARE(stream.read(100), "hello"_ba);
}

void TestHttpStream::aShortBodyIsABrokenExchange()
{
    ScriptedServer server({{send(responseHead(200, "text/plain", {{"Content-Length", "10"}}) + "hello"), closeConnection()}});
    ManagerPool pool;
    HttpStream stream(pool, get(server.url()));
    QSignalSpy ended(&stream, &HttpStream::ended);

    QVERIFY(ended.wait());

    QCOMPARE(errorOf(ended)->kind, ErrorKind::Network);
    QCOMPARE(stream.read(100), "hello"_ba);
}

void TestHttpStream::redirectsAreLeftToTheCaller()
{
    ScriptedServer server({{send(wholeResponse(302, "", "", {{"Location", "/elsewhere"}}))}});
    ManagerPool pool;
    HttpStream stream(pool, get(server.url()));
    QSignalSpy head(&stream, &HttpStream::headReceived);
    QSignalSpy ended(&stream, &HttpStream::ended);

    QVERIFY(ended.wait());

    QVERIFY(!errorOf(ended));
    QCOMPARE(head.first().first().value<HttpResponseHead>().status, 302);
    QCOMPARE(server.requestCount(), 1);
}

void TestHttpStream::keepsNoCookies()
{
    ScriptedServer server({{send(wholeResponse(200, "", "", {{"Set-Cookie", "track=1; Path=/"}}))}});
    ManagerPool pool;
    for (int i = 0; i < 2; ++i) {
        HttpStream stream(pool, get(server.url()));
        QSignalSpy ended(&stream, &HttpStream::ended);
        QVERIFY(ended.wait());
    }

    QCOMPARE(headerValue(server.requests().at(1).headers, "cookie"), QByteArray());
}

void TestHttpStream::refusesHeadersWithLineBreaks_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("LF in the value") << "Authorization"_ba << "Bearer secret\nX-Injected: 1"_ba;
    QTest::newRow("CR in the value") << "Authorization"_ba << "Bearer secret\r"_ba;
    QTest::newRow("NUL in the value") << "Authorization"_ba << QByteArray("Bearer\0secret", 13);
    QTest::newRow("LF in the name") << "A\nB"_ba << "secret"_ba;
}

void TestHttpStream::refusesHeadersWithLineBreaks()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    ScriptedServer server({{send(wholeResponse(200, "", ""))}});
    ManagerPool pool;
    HttpStream stream(pool, get(server.url(), {{name, value}}));
    QSignalSpy ended(&stream, &HttpStream::ended);

    QVERIFY(ended.wait());

    QCOMPARE(errorOf(ended)->kind, ErrorKind::Protocol);
    QVERIFY(!errorOf(ended)->message.contains("secret"_L1));
    QCOMPARE(server.connectionsMade(), 0);
}

void TestHttpStream::noSignalFollowsAnAbort()
{
    ScriptedServer server({{send(chunkedHead() + chunk("hello")), hold()}});
    ManagerPool pool;
    HttpStream stream(pool, get(server.url()));
    QSignalSpy readable(&stream, &HttpStream::readable);
    QSignalSpy ended(&stream, &HttpStream::ended);
    QVERIFY(readable.wait());

    stream.abort();

    QTRY_COMPARE(server.openConnections(), 0);
    QCOMPARE(ended.count(), 0);
    QCOMPARE(readable.count(), 1);
    QCOMPARE(pool.activeStreams(), 0);
}

void TestHttpStream::abortFromInsideASignalIsSafe()
{
    ScriptedServer server({{send(chunkedHead() + chunk("hello")), hold()}});
    ManagerPool pool;
    HttpStream onHead(pool, get(server.url()));
    HttpStream onBytes(pool, get(server.url()));
    connect(&onHead, &HttpStream::headReceived, &onHead, &HttpStream::abort);
    connect(&onBytes, &HttpStream::readable, &onBytes, &HttpStream::abort);

    QTRY_COMPARE(server.requestCount(), 2);
    QTRY_COMPARE(server.openConnections(), 0);
    QCOMPARE(pool.activeStreams(), 0);
}

void TestHttpStream::unreadBytesStopTheServer_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QByteArray>("piece");
    QTest::addColumn<QByteArray>("tail");
    const QByteArray large(65536, 'x');
    const QByteArray small(512, 'x');
    const HttpHeader length {"Content-Length", QByteArray::number(Total)};
    QTest::newRow("GET") << "GET"_ba << responseHead(200, "text/plain", {length}) << large << QByteArray();
    QTest::newRow("POST") << "POST"_ba << responseHead(200, "text/plain", {length}) << large << QByteArray();
    QTest::newRow("GET, large chunks") << "GET"_ba << chunkedHead() << chunk(large) << lastChunk();
    QTest::newRow("POST, small chunks") << "POST"_ba << chunkedHead() << chunk(small) << lastChunk();
    QTest::newRow("POST, many small chunks in a packet")
        << "POST"_ba << chunkedHead() << chunk(small).repeated(128) << lastChunk();
}

void TestHttpStream::unreadBytesStopTheServer()
{
    // More than the kernel's buffers and Qt's take together: it can only end when it is read.
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, head);
    QFETCH(QByteArray, piece);
    QFETCH(QByteArray, tail);
    const qint64 times = Total / (qint64(piece.count('x')));
    ScriptedServer server({{send(head), send(piece, times), send(tail)}});
    ManagerPool pool;
    HttpStream stream(pool, {.method = method, .url = server.url(), .headers = {}, .body = method == "GET" ? "" : "{}"});
    QSignalSpy ended(&stream, &HttpStream::ended);

    qint64 received = 0;
    const auto readSome = connect(&stream, &HttpStream::readable, this, [&] {
        while (received < 600000) {
            const QByteArray bytes = stream.read(16384);
            if (bytes.isEmpty())
                return;
            received += bytes.size();
        }
    });
    QTRY_VERIFY(received >= 600000);
    QVERIFY(server.waitUntilBlocked());
    QCoreApplication::processEvents(); // what Qt's own thread handed over meanwhile
    QVERIFY(server.bytesSent() < Total - 8 * 1024 * 1024);
    QVERIFY(stream.bytesAvailable() <= 512 * 1024);
    QCOMPARE(ended.count(), 0);

    disconnect(readSome);
    const auto readAll = [&] {
        for (QByteArray bytes = stream.read(65536); !bytes.isEmpty(); bytes = stream.read(65536))
            received += bytes.size();
    };
    connect(&stream, &HttpStream::readable, this, readAll);
    readAll(); // after a pause Qt says nothing by itself
    QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, 30000);
    readAll();
    QCOMPARE(received, Total);
    QVERIFY(!errorOf(ended));
}

void TestHttpStream::connectionsAreUsedAgain()
{
    ScriptedServer server({{send(wholeResponse(200, "", "x"))}});
    ManagerPool pool;
    for (int i = 0; i < 5; ++i) {
        HttpStream stream(pool, get(server.url()));
        QSignalSpy ended(&stream, &HttpStream::ended);
        QVERIFY(ended.wait());
    }

    QCOMPARE(server.requestCount(), 5);
    QCOMPARE(server.connectionsMade(), 1);
}

void TestHttpStream::aDeadConnectionIsRecognised()
{
    ScriptedServer server({{send(wholeResponse(200, "", "x"))}, {closeConnection()}});
    ManagerPool pool;
    HttpStream first(pool, get(server.url()));
    QSignalSpy firstEnded(&first, &HttpStream::ended);
    QVERIFY(firstEnded.wait());
    QVERIFY(!first.mayHaveMetDeadConnection());

    HttpStream second(pool, get(server.url()));
    QSignalSpy secondEnded(&second, &HttpStream::ended);
    QVERIFY(secondEnded.wait(Patience));

    QCOMPARE(errorOf(secondEnded)->kind, ErrorKind::Network);
    QVERIFY(second.mayHaveMetDeadConnection());
}

void TestHttpStream::sixStreamsShareAManagerAndTheSeventhGetsItsOwn()
{
    ScriptedServer server({{awaitOthers(7), send(wholeResponse(200, "", "x"))}});
    ManagerPool pool;
    std::vector<std::unique_ptr<HttpStream>> streams;
    int ended = 0;
    for (int i = 0; i < 7; ++i) {
        streams.push_back(std::make_unique<HttpStream>(pool, get(server.url())));
        connect(streams.back().get(), &HttpStream::ended, this, [&ended] { ++ended; });
    }
    QCOMPARE(pool.managerCount(), 2);
    QCOMPARE(pool.activeStreams(), 7);

    QTRY_COMPARE(ended, 7);
    QCOMPARE(pool.activeStreams(), 0);
}

void TestHttpStream::aDrainLetsTheConnectionBeUsedAgain()
{
    ScriptedServer server({{send(chunkedHead() + chunk("hello")), awaitRelease(), send(chunk("rest") + lastChunk())},
        {send(wholeResponse(200, "", "x"))}});
    ManagerPool pool;
    auto first = std::make_unique<HttpStream>(pool, get(server.url()));
    QSignalSpy readable(first.get(), &HttpStream::readable);
    QVERIFY(readable.wait());

    new HttpDrain(std::move(first), pool, Millis(10000));
    server.release();

    QTRY_COMPARE(pool.activeStreams(), 0);
    HttpStream second(pool, get(server.url()));
    QSignalSpy ended(&second, &HttpStream::ended);
    QVERIFY(ended.wait());
    QCOMPARE(server.connectionsMade(), 1);
}

void TestHttpStream::aDrainCutsAnEndlessBody()
{
    ScriptedServer server({{send(chunkedHead()), send(chunk(QByteArray(65536, 'x')), 100000)}});
    ManagerPool pool;

    new HttpDrain(std::make_unique<HttpStream>(pool, get(server.url())), pool, Millis(10000));

    QTRY_COMPARE(server.requestCount(), 1);
    QTRY_COMPARE(server.openConnections(), 0);
    QTRY_VERIFY(pool.children().isEmpty());
}

QTEST_GUILESS_MAIN(TestHttpStream)
#include "tst_httpstream.moc"
