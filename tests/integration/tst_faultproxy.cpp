#include "core/faults/faultproxy.h"
#include "core/gateway/gatewayserver.h"
#include "core/wire/inflater.h"
#include "tests/support/gzip.h"
#include "tests/support/originserver.h"
#include "tests/support/rawclient.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/socketlist.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

#include <array>
#include <fstream>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

const QByteArray Events = "id: 1\ndata: one\n\nid: 2\ndata: \xE4\xBA\x8C\n\nid: 3\ndata: three\n\n";

Script eventAnswer()
{
    return {send(chunkedHead() + chunk(Events) + lastChunk())};
}

Script lengthAnswer()
{
    return {send(wholeResponse(200, "text/plain", Events))};
}

qint64 residentBytes()
{
    std::ifstream file("/proc/self/statm");
    qint64 all = 0;
    qint64 resident = 0;
    file >> all >> resident;
    return resident * sysconf(_SC_PAGESIZE);
}

/// An origin and the proxy before it.
struct Pair
{
    ScriptedServer origin;
    FaultProxy proxy;
    quint16 port;

    Pair(ScriptedServer::Handler handler, const QString& script)
        : origin(std::move(handler))
        , proxy({.originPort = origin.port()}, FaultScript::parse(script).value())
        , port(proxy.start().value_or(0))
    { }
    explicit Pair(const QString& script, const Script& answer = eventAnswer())
        : Pair([answer](const ReceivedRequest&) { return answer; }, script)
    { }

    FaultLogEntry::End end(std::size_t request = 0) const { return proxy.log().at(request).end; }
};

}

/// Each fault as a client sees it over a real socket, and what passes unchanged.
class TestFaultProxy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void passesBodiesBothWaysUnchanged_data();
    void passesBodiesBothWaysUnchanged();
    void passesCompressedBodiesUnchanged();
    void servesManyRequestsOnOneConnection();
    void answersPipelinedRequestsInOrder();
    void passesHeadsAndEmptyAnswers();
    void asksForTheRestOfARequestThatWaits();
    void speaksHttp10();

    void cutsByFin_data();
    void cutsByFin();
    void cutsByReset();
    void cutsInsideTheHeadAndTheFraming();
    void cutsAtEveryByteOfTheWire();
    void cutsBehindAnEvent();
    void halfClosesAndWaitsForTheClient();
    void endsABodyEarlyInGoodOrder();
    void stallsAndGoesOn();
    void stallsForEverUntilTheClientLeaves();
    void drips();
    void sendsEachByteAsItsOwnChunk();
    void corruptsAByte();
    void editsEvents();
    void compressesAndCutsTheCompressed();
    void refusesWithoutAskingTheOrigin();
    void redirects();
    void changesTheType();
    void acceptsSlowly();
    void delaysTheHead();
    void takesStepsByRequestAndPath();

    void speaksTlsWithASecureOrigin();
    void aStrangersCertificateIsNoOrigin();
    void aNamedOriginIsSpokenToByItsName();
    void passesOnHowTheOriginBreaks();
    void saysThatTheOriginIsNotThere();
    void refusesWhatIsNotHttp();
    void closesTheOriginWhenTheClientGoes();
    void aStoppedReaderStopsTheOrigin();
    void aStoppedOriginStopsTheUpload();
    void keepsTheGatewaysChecks();
    void aChooserCanSendARequestElsewhere();
    void theLogNamesNoCredentials();
    void theLogIsBounded();
    void drainsAndEnds();
    void listensOnLoopbackOnly();
    void programsStartedMeanwhileGetNoSocket();
};

void TestFaultProxy::passesBodiesBothWaysUnchanged_data()
{
    QTest::addColumn<bool>("chunkedUp");
    QTest::addColumn<bool>("chunkedDown");
    QTest::newRow("lengths") << false << false;
    QTest::newRow("chunked up") << true << false;
    QTest::newRow("chunked down") << false << true;
    QTest::newRow("chunked") << true << true;
}

void TestFaultProxy::passesBodiesBothWaysUnchanged()
{
    QFETCH(bool, chunkedUp);
    QFETCH(bool, chunkedDown);
    OriginServer echo([chunkedDown](const OriginExchangePtr& exchange) {
        const QByteArray body = exchange->request().body;
        if (!chunkedDown) {
            exchange->reply(200, "application/octet-stream", body);
            return;
        }
        exchange->begin("application/octet-stream");
        for (qsizetype at = 0; at < body.size(); at += 1000)
            exchange->write(body.mid(at, 1000));
        exchange->finish();
    });
    FaultProxy proxy({.originPort = echo.port()}, FaultScript());
    const quint16 port = proxy.start().value_or(0);
    QRandomGenerator random(7);
    for (const int size : {0, 1, 4095, 16 * 1024, 300000}) {
        QByteArray body(size, Qt::Uninitialized);
        for (char& c : body)
            c = char(random.generate());
        RawClient client(port);
        if (chunkedUp) {
            client.send("POST /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (qsizetype at = 0; at < body.size(); at += 777)
                client.send(chunk(body.mid(at, 777)));
            client.send(lastChunk());
        } else {
            client.send(rawRequest(port, "POST", "/x", body, {"Connection: close"}));
        }
        const RawResponse response = parseResponse(client.readAll());
        QVERIFY(response.isComplete);
        QCOMPARE(response.isChunked, chunkedDown);
        QVERIFY(response.body == body);
        QCOMPARE(response.header("Content-Type"), "application/octet-stream"_ba);
        QTRY_COMPARE(proxy.log().back().end, FaultLogEntry::End::Whole);
        QCOMPARE(proxy.log().back().bodyBytes, body.size());
    }
}

void TestFaultProxy::passesCompressedBodiesUnchanged()
{
    const QByteArray packed = gzip(Events);
    Pair pair(u"pass"_s, {send(wholeResponse(200, "text/event-stream", packed, {{"Content-Encoding", "gzip"}}))});
    const RawResponse response = exchange(pair.port, "GET", "/");
    QCOMPARE(response.body, packed);
    QCOMPARE(response.header("Content-Encoding"), "gzip"_ba);
}

void TestFaultProxy::servesManyRequestsOnOneConnection()
{
    Pair pair(u"pass"_s, lengthAnswer());
    RawClient client(pair.port);
    for (int i = 1; i <= 20; ++i) {
        client.send(rawRequest(pair.port, "POST", "/x", "body"));
        const QByteArray one = wholeResponse(200, "text/plain", Events);
        QVERIFY(client.readBytes(one.size() * i) >= one.size() * i);
    }
    QTRY_COMPARE(pair.proxy.log().size(), std::size_t(20));
    for (const FaultLogEntry& entry : pair.proxy.log())
        QCOMPARE(entry.connection, 1);
}

void TestFaultProxy::answersPipelinedRequestsInOrder()
{
    Pair pair([](const ReceivedRequest& r) { return Script {send(wholeResponse(200, "text/plain", r.target))}; }, u"pass"_s);
    RawClient client(pair.port);
    client.send(rawRequest(pair.port, "GET", "/a") + rawRequest(pair.port, "POST", "/b", "xyz")
        + rawRequest(pair.port, "GET", "/c", {}, {"Connection: close"}));
    const RawResponse a = parseResponse(client.readAll());
    const RawResponse b = parseResponse(a.rest);
    const RawResponse c = parseResponse(b.rest);
    QCOMPARE(a.body + b.body + c.body, "/a/b/c"_ba);
}

void TestFaultProxy::passesHeadsAndEmptyAnswers()
{
    Pair pair(
        [](const ReceivedRequest& r) {
            return Script {send(r.method == "HEAD" ? "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n"_ba
                                                   : "HTTP/1.1 204 No Content\r\nX-Mark: 1\r\n\r\n"_ba)};
        },
        u"pass"_s);
    RawClient client(pair.port);
    client.send(rawRequest(pair.port, "HEAD", "/") + rawRequest(pair.port, "GET", "/", {}, {"Connection: close"}));
    const QByteArray all = client.readAll();
    QVERIFY(all.startsWith("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nHTTP/1.1 204 No Content\r\nX-Mark: 1\r\n"));
    QVERIFY(all.endsWith("\r\n\r\n"));
}

void TestFaultProxy::asksForTheRestOfARequestThatWaits()
{
    Pair pair(u"pass"_s, lengthAnswer());
    RawClient client(pair.port);
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");
    QVERIFY(!client.readUntil("HTTP/1.1 100 Continue\r\n\r\n").isEmpty());
    client.send("abc");
    QCOMPARE(parseResponse(client.readAll().mid(25)).body, Events);
    QCOMPARE(pair.origin.requests().at(0).body, "abc"_ba);
}

void TestFaultProxy::speaksHttp10()
{
    Pair pair(u"pass"_s);
    RawClient client(pair.port);
    client.send("GET / HTTP/1.0\r\n\r\n");
    const RawResponse response = parseResponse(client.readAll());
    QVERIFY(!response.isChunked);
    QCOMPARE(response.header("Connection"), "close"_ba);
    QCOMPARE(response.body, Events);
}

void TestFaultProxy::cutsByFin_data()
{
    QTest::addColumn<bool>("isChunked");
    QTest::newRow("chunked") << true;
    QTest::newRow("with a length") << false;
}

void TestFaultProxy::cutsByFin()
{
    QFETCH(bool, isChunked);
    Pair pair(u"cut:20 pass"_s, isChunked ? eventAnswer() : lengthAnswer());
    const RawResponse cut = exchange(pair.port, "GET", "/");
    QCOMPARE(cut.body, Events.first(20));
    QVERIFY(!cut.isComplete);
    QTRY_COMPARE(pair.end(), FaultLogEntry::End::Cut);
    QCOMPARE(pair.proxy.log().at(0).bodyBytes, 20);
    const RawResponse whole = exchange(pair.port, "GET", "/");
    QVERIFY(whole.isComplete);
    QCOMPARE(whole.body, Events);
}

void TestFaultProxy::cutsByReset()
{
    // An error, where a FIN is an end; and every byte before it has come.
    for (int i = 0; i < 20; ++i) {
        Pair pair(u"cut:20,rst"_s);
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, pair.port);
        QVERIFY(socket.waitForConnected());
        socket.write(rawRequest(pair.port, "GET", "/"));
        QByteArray all;
        while (socket.waitForReadyRead())
            all += socket.readAll();
        all += socket.readAll();
        QVERIFY(all.endsWith("14\r\n" + Events.first(20) + "\r\n"));
        QCOMPARE(pair.end(), FaultLogEntry::End::Cut);
    }
}

void TestFaultProxy::cutsInsideTheHeadAndTheFraming()
{
    const QByteArray whole = [] {
        Pair pair(u"pass"_s);
        RawClient client(pair.port);
        client.send(rawRequest(pair.port, "GET", "/", {}, {"Connection: close"}));
        return client.readAll();
    }();
    QVERIFY(whole.endsWith(lastChunk()));
    for (qsizetype at = 0; at < whole.size(); ++at) {
        Pair pair(u"cut-wire:%1"_s.arg(at));
        RawClient client(pair.port);
        client.send(rawRequest(pair.port, "GET", "/", {}, {"Connection: close"}));
        QCOMPARE(client.readAll(), whole.first(at));
    }
}

void TestFaultProxy::cutsAtEveryByteOfTheWire()
{
    QString script;
    for (qsizetype at = 0; at <= Events.size(); ++at)
        script += u"cut:%1 "_s.arg(at);
    Pair pair(script);
    for (qsizetype at = 0; at <= Events.size(); ++at) {
        const RawResponse response = exchange(pair.port, "GET", "/");
        QCOMPARE(response.status, 200);
        QCOMPARE(response.body, Events.first(at));
        QVERIFY(!response.isComplete);
    }
}

void TestFaultProxy::cutsBehindAnEvent()
{
    Pair pair(u"cut-event:2"_s);
    const RawResponse response = exchange(pair.port, "GET", "/");
    QVERIFY(!response.isComplete);
    QVERIFY(Events.startsWith(response.body));
    QCOMPARE(response.events().size(), 2);
    QVERIFY(response.body.endsWith("\n\n"));
}

void TestFaultProxy::halfClosesAndWaitsForTheClient()
{
    Pair pair(u"half-close:5"_s);
    // Not a QTcpSocket, which closes when the other side does.
    const int client = ::socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in address {
        .sin_family = AF_INET, .sin_port = htons(pair.port), .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
    QCOMPARE(::connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    const QByteArray request = rawRequest(pair.port, "GET", "/");
    QCOMPARE(::send(client, request.constData(), std::size_t(request.size()), 0), request.size());
    QByteArray all;
    std::array<char, 1024> buffer;
    for (ssize_t got = 1; got > 0;) {
        got = ::recv(client, buffer.data(), buffer.size(), 0);
        all.append(buffer.data(), std::max<ssize_t>(got, 0));
    }
    QCOMPARE(parseResponse(all).body, Events.first(5));
    // The other way is still open: what is sent is read, not reset.
    for (int i = 0; i < 1000; ++i)
        QCOMPARE(::send(client, buffer.data(), buffer.size(), MSG_NOSIGNAL), ssize_t(buffer.size()));
    QVERIFY(!pair.proxy.log().at(0).clientClosedAt);
    ::close(client);
    QTRY_VERIFY(pair.proxy.log().at(0).clientClosedAt);
}

void TestFaultProxy::endsABodyEarlyInGoodOrder()
{
    Pair pair(u"end:5"_s, lengthAnswer());
    const RawResponse response = exchange(pair.port, "GET", "/");
    QVERIFY(response.isComplete);
    QCOMPARE(response.body, Events.first(5));
    QTRY_COMPARE(pair.end(), FaultLogEntry::End::Whole);
}

void TestFaultProxy::stallsAndGoesOn()
{
    Pair pair(u"stall:150@5"_s);
    RawClient client(pair.port);
    QElapsedTimer timer;
    timer.start(); // not behind the five bytes: this thread may come late to them, and the stall be over
    client.send(rawRequest(pair.port, "GET", "/", {}, {"Connection: close"}));
    QVERIFY(!client.readUntil("\r\n\r\n5\r\n" + Events.first(5)).isEmpty());
    QCOMPARE(parseResponse(client.readAll()).body, Events);
    QVERIFY(timer.elapsed() >= 150);
}

void TestFaultProxy::stallsForEverUntilTheClientLeaves()
{
    Pair pair(u"stall:forever@5"_s);
    RawClient client(pair.port);
    client.send(rawRequest(pair.port, "GET", "/"));
    QVERIFY(!client.readUntil(Events.first(5)).isEmpty());
    QVERIFY(!client.isClosedWithin(100));
    QCOMPARE(pair.proxy.log().at(0).bodyBytes, 5);
    client.close();
    QTRY_VERIFY(pair.proxy.log().at(0).clientClosedAt);
    QTRY_COMPARE(pair.origin.openConnections(), 0);
}

void TestFaultProxy::drips()
{
    Pair pair(u"drip:10/10ms"_s);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(exchange(pair.port, "GET", "/").body, Events);
    QVERIFY(timer.elapsed() >= (Events.size() - 1) / 10 * 10);
}

void TestFaultProxy::sendsEachByteAsItsOwnChunk()
{
    Pair pair(u"split"_s);
    RawClient client(pair.port);
    client.send(rawRequest(pair.port, "GET", "/", {}, {"Connection: close"}));
    QByteArray expected = "\r\n\r\n";
    for (const char c : Events)
        expected += chunk(QByteArray(1, c));
    QVERIFY(client.readAll().endsWith(expected + lastChunk()));
}

void TestFaultProxy::corruptsAByte()
{
    QByteArray expected = Events;
    expected[30] = char(0xFF);
    Pair pair(u"corrupt:30"_s);
    QCOMPARE(exchange(pair.port, "GET", "/").body, expected);
}

void TestFaultProxy::editsEvents()
{
    Pair pair(u"dup-event:2 skip-event:2 dup-id:2 skip-id:2"_s);
    const auto ids = [&] {
        QByteArrayList all;
        for (const RawEvent& event : exchange(pair.port, "GET", "/").events())
            all.append(event.id);
        return all.join(',');
    };
    QCOMPARE(ids(), "1,2,2,3"_ba);
    QCOMPARE(ids(), "1,3"_ba);
    QCOMPARE(ids(), "1,1,3"_ba);
    QCOMPARE(ids(), "1,,3"_ba);
}

void TestFaultProxy::compressesAndCutsTheCompressed()
{
    Pair pair(u"gzip gzip,cut:20 gzip-cut:20"_s, lengthAnswer());
    const auto unpacked = [](const RawResponse& response, bool& isWhole) {
        Inflater inflater;
        inflater.feed(response.body);
        QByteArray out;
        for (Result<QByteArrayView> piece = inflater.next(); piece && !piece->isEmpty(); piece = inflater.next())
            out += *piece;
        isWhole = inflater.finish().has_value();
        return out;
    };
    bool isWhole = false;
    const RawResponse whole = exchange(pair.port, "GET", "/");
    QCOMPARE(whole.header("Content-Encoding"), "gzip"_ba);
    QVERIFY(whole.isChunked && whole.isComplete);
    QCOMPARE(unpacked(whole, isWhole), Events);
    QVERIFY(isWhole);

    const RawResponse cut = exchange(pair.port, "GET", "/");
    QCOMPARE(cut.body, whole.body.first(20));
    QVERIFY(!cut.isComplete);

    const RawResponse truncated = exchange(pair.port, "GET", "/");
    QCOMPARE(truncated.body, whole.body.first(20));
    QVERIFY(truncated.isComplete);
    (void)unpacked(truncated, isWhole); // only whether it is whole matters
    QVERIFY(!isWhole);
}

void TestFaultProxy::refusesWithoutAskingTheOrigin()
{
    Pair pair(u"status:429,retry-after:2 status:503 204 pass"_s);
    const RawResponse limited = exchange(pair.port, "POST", "/", "body");
    QCOMPARE(limited.status, 429);
    QCOMPARE(limited.header("Retry-After"), "2"_ba);
    QVERIFY(limited.body.contains("\"code\":429"));
    QVERIFY(limited.isComplete);
    QCOMPARE(exchange(pair.port, "GET", "/").header("Retry-After"), QByteArray());
    const RawResponse none = exchange(pair.port, "GET", "/");
    QCOMPARE(none.status, 204);
    QCOMPARE(none.body + none.rest, QByteArray());
    QCOMPARE(pair.origin.requestCount(), 0);
    QCOMPARE(exchange(pair.port, "GET", "/").status, 200);
}

void TestFaultProxy::redirects()
{
    Pair pair(u"redirect:/other status:301,redirect:http://127.0.0.1:9/x"_s);
    const RawResponse first = exchange(pair.port, "GET", "/");
    QCOMPARE(first.status, 307);
    QCOMPARE(first.header("Location"), "/other"_ba);
    const RawResponse second = exchange(pair.port, "GET", "/");
    QCOMPARE(second.status, 301);
    QCOMPARE(second.header("Location"), "http://127.0.0.1:9/x"_ba);
}

void TestFaultProxy::changesTheType()
{
    Pair pair(u"type:text/html"_s);
    const RawResponse response = exchange(pair.port, "GET", "/");
    QCOMPARE(response.header("Content-Type"), "text/html"_ba);
    QCOMPARE(response.body, Events);
}

void TestFaultProxy::acceptsSlowly()
{
    Pair pair(u"slow-accept:150 pass"_s);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(exchange(pair.port, "GET", "/").body, Events);
    QVERIFY(timer.elapsed() >= 150);
    QCOMPARE(exchange(pair.port, "GET", "/").body, Events);
}

void TestFaultProxy::delaysTheHead()
{
    Pair pair(u"delay:150"_s);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(exchange(pair.port, "GET", "/").body, Events);
    QVERIFY(timer.elapsed() >= 150);
}

void TestFaultProxy::takesStepsByRequestAndPath()
{
    Pair pair(u"/a=status:401 /a=status:402 status:403*2 pass"_s);
    QCOMPARE(exchange(pair.port, "GET", "/a?x=1").status, 401);
    QCOMPARE(exchange(pair.port, "GET", "/b").status, 403);
    QCOMPARE(exchange(pair.port, "GET", "/a").status, 402);
    QCOMPARE(exchange(pair.port, "GET", "/b").status, 403);
    QCOMPARE(exchange(pair.port, "GET", "/b").status, 200);
    QCOMPARE(pair.proxy.log().at(0).fault, u"status:401"_s);
    QCOMPARE(pair.proxy.log().at(0).target, "/a?x=1"_ba);
    QCOMPARE(pair.proxy.log().at(0).status, 401);
}

void TestFaultProxy::speaksTlsWithASecureOrigin()
{
    ScriptedServer origin([](const ReceivedRequest&) { return eventAnswer(); }, ScriptedServer::Security::SelfSignedTls);
    FaultProxy proxy({.origin = QUrl(u"https://localhost:%1/v1"_s.arg(origin.port())),
                         .caFile = QStringLiteral(SLUICE_TEST_DATA "/tls/selfsigned.crt")},
        FaultScript::parse(u"pass cut-event:2 pass").value());
    const quint16 port = proxy.start().value();
    const QByteArray question(200'000, 'q');

    const RawResponse whole = exchange(port, "POST", "/v1/chat", question);
    QVERIFY(whole.isComplete);
    QCOMPARE(whole.body, Events);
    QCOMPARE(origin.requests().front().body, question);
    QCOMPARE(headerValue(origin.requests().front().headers, "host"), "localhost:" + QByteArray::number(origin.port()));

    const RawResponse cut = exchange(port, "POST", "/v1/chat", "q");
    QVERIFY(!cut.isComplete);
    QCOMPARE(cut.body, Events.first(Events.indexOf("id: 3")));
}

void TestFaultProxy::aStrangersCertificateIsNoOrigin()
{
    ScriptedServer origin([](const ReceivedRequest&) { return eventAnswer(); }, ScriptedServer::Security::SelfSignedTls);
    FaultProxy proxy({.origin = QUrl(u"https://localhost:%1"_s.arg(origin.port()))}, FaultScript());
    const quint16 port = proxy.start().value();

    const RawResponse refused = exchange(port, "GET", "/");

    QCOMPARE(refused.status, 502);
    QVERIFY(refused.body.contains("self-signed"));
    QCOMPARE(origin.requestCount(), 0);
}

void TestFaultProxy::aNamedOriginIsSpokenToByItsName()
{
    ScriptedServer origin([](const ReceivedRequest&) { return lengthAnswer(); });
    FaultProxy proxy({.origin = QUrl(u"http://localhost:%1"_s.arg(origin.port()))}, FaultScript());
    const quint16 port = proxy.start().value();

    for (int i = 0; i < 2; ++i)
        QCOMPARE(exchange(port, "GET", "/").body, Events);

    QCOMPARE(headerValue(origin.requests().front().headers, "host"), "localhost:" + QByteArray::number(origin.port()));
}

void TestFaultProxy::passesOnHowTheOriginBreaks()
{
    const QByteArray start = chunkedHead() + chunk(Events.first(7));
    Pair fin(u"pass"_s, {send(start), closeConnection()});
    const RawResponse ended = exchange(fin.port, "GET", "/");
    QCOMPARE(ended.body, Events.first(7));
    QVERIFY(!ended.isComplete);
    QTRY_COMPARE(fin.end(), FaultLogEntry::End::OriginBroke);

    Pair mute(u"pass"_s, {closeConnection()});
    QCOMPARE(exchange(mute.port, "GET", "/").status, 0);

    Pair untilClose(u"pass"_s, {send(responseHead(200, "text/plain") + "abc"), closeConnection()});
    const RawResponse whole = exchange(untilClose.port, "GET", "/");
    QCOMPARE(whole.body, "abc"_ba);
    QVERIFY(!whole.isChunked);
    QTRY_COMPARE(untilClose.end(), FaultLogEntry::End::Whole);
}

void TestFaultProxy::saysThatTheOriginIsNotThere()
{
    quint16 nobody = 0;
    {
        const ScriptedServer gone(std::vector<Script> {{}});
        nobody = gone.port();
    }
    FaultProxy proxy({.originPort = nobody}, FaultScript());
    const quint16 port = proxy.start().value_or(0);
    QCOMPARE(exchange(port, "GET", "/").status, 502);
}

void TestFaultProxy::refusesWhatIsNotHttp()
{
    Pair pair(u"pass"_s);
    RawClient client(pair.port);
    client.send("nonsense\r\n\r\n");
    QCOMPARE(parseResponse(client.readAll()).status, 400);
    QCOMPARE(pair.origin.connectionsMade(), 0);
}

void TestFaultProxy::closesTheOriginWhenTheClientGoes()
{
    Pair pair(u"pass"_s, {send(chunkedHead() + chunk("data: a\n\n")), hold()});
    RawClient client(pair.port);
    client.send(rawRequest(pair.port, "GET", "/"));
    QVERIFY(!client.readUntil("data: a").isEmpty());
    QCOMPARE(pair.origin.openConnections(), 1);
    client.close();
    QTRY_COMPARE(pair.origin.openConnections(), 0);
    QTRY_VERIFY(pair.proxy.log().at(0).clientClosedAt);
    QTRY_VERIFY(pair.end() != FaultLogEntry::End::Open);
}

void TestFaultProxy::aStoppedReaderStopsTheOrigin()
{
    constexpr qint64 Piece = 64 * 1024;
    constexpr qint64 Pieces = 4096; // 256 MiB
    Pair pair(u"pass"_s,
        {send("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(Piece * Pieces) + "\r\n\r\n"),
            send(QByteArray(Piece, 'x'), Pieces)});
    RawClient client(pair.port);
    const qint64 before = residentBytes();
    client.send(rawRequest(pair.port, "GET", "/"));
    QVERIFY(client.readBytes(1000) >= 1000);
    QVERIFY(pair.origin.waitUntilBlocked());
    QVERIFY2(pair.origin.bytesSent() < 16 * 1024 * 1024, QByteArray::number(pair.origin.bytesSent()).constData());
    const qint64 grown = residentBytes() - before;
    QVERIFY2(grown < 8 * 1024 * 1024, QByteArray::number(grown).constData());
}

void TestFaultProxy::aStoppedOriginStopsTheUpload()
{
    // It reads nothing of the body: what the client can send is bounded.
    QTcpServer origin;
    QVERIFY(origin.listen(QHostAddress::LocalHost));
    FaultProxy proxy({.originPort = origin.serverPort()}, FaultScript());
    const quint16 port = proxy.start().value_or(0);
    QTcpSocket client;
    client.connectToHost(QHostAddress::LocalHost, port);
    QVERIFY(client.waitForConnected());
    client.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n");
    qint64 sent = 0;
    for (bool goesOn = true; goesOn && sent < 64 * 1024 * 1024;) {
        client.write(QByteArray(64 * 1024, 'x'));
        while (goesOn && client.bytesToWrite() > 0)
            goesOn = client.waitForBytesWritten(500);
        sent += 64 * 1024;
    }
    QVERIFY2(sent < 32 * 1024 * 1024, QByteArray::number(sent).constData());
}

void TestFaultProxy::keepsTheGatewaysChecks()
{
    GatewayServer gateway;
    const quint16 origin = gateway.start().value_or(0);
    FaultProxy proxy({.originPort = origin}, FaultScript());
    const quint16 port = proxy.start().value_or(0);
    const auto status = [&](const QByteArray& host, const QByteArray& originHeader) {
        RawClient client(port);
        client.send("GET /health HTTP/1.1\r\nHost: " + host + "\r\n" + originHeader + "Connection: close\r\n\r\n");
        return parseResponse(client.readAll()).status;
    };
    const QByteArray own = "127.0.0.1:" + QByteArray::number(port);
    QCOMPARE(status(own, {}), 200);
    QCOMPARE(status(own, "Origin: http://" + own + "\r\n"), 200);
    QCOMPARE(status("evil.example:" + QByteArray::number(port), {}), 403);
    QCOMPARE(status(own, "Origin: http://evil.example\r\n"), 403);
    QCOMPARE(status(own, "Origin: http://127.0.0.1:1\r\n"), 403);

    const RawResponse stream = exchange(port, "POST", "/chat?message=hello&demo_rate=0&demo_deltas=50");
    QVERIFY(stream.isComplete);
    QCOMPARE(stream.events().last().type, "done"_ba);
}

void TestFaultProxy::aChooserCanSendARequestElsewhere()
{
    ScriptedServer origin([](const ReceivedRequest& r) { return Script {send(wholeResponse(200, "text/plain", r.target))}; });
    FaultProxy proxy({.originPort = origin.port()}, [](ProxiedRequest& request) {
        Fault fault;
        fault.stop = FaultStop {.after = request.target.mid(1, 1).toInt()};
        request.target = request.target.mid(2);
        return fault;
    });
    const quint16 port = proxy.start().value_or(0);
    QCOMPARE(exchange(port, "GET", "/3/path").body, "/pa"_ba);
    QCOMPARE(proxy.log().at(0).target, "/3/path"_ba);
}

void TestFaultProxy::theLogNamesNoCredentials()
{
    Pair pair(u"pass"_s);
    (void)exchange(pair.port, "GET", "/", {}, {"Authorization: Bearer x", "X-Api-Key: y", "Cookie: z", "Last-Event-ID: 7"});
    const HttpHeaders headers = pair.proxy.log().at(0).headers;
    QCOMPARE(headerValue(headers, "Last-Event-ID"), "7"_ba);
    for (const char* name : {"Authorization", "X-Api-Key", "Cookie"})
        QVERIFY(headerValue(headers, name).isEmpty());
    // The origin gets them.
    QCOMPARE(headerValue(pair.origin.requests().at(0).headers, "Authorization"), "Bearer x"_ba);
}

void TestFaultProxy::theLogIsBounded()
{
    ScriptedServer origin(std::vector<Script> {lengthAnswer()});
    FaultProxy proxy({.originPort = origin.port(), .logEntries = 3}, FaultScript());
    const quint16 port = proxy.start().value_or(0);
    for (int i = 0; i < 5; ++i)
        (void)exchange(port, "GET", "/" + QByteArray::number(i));
    QCOMPARE(proxy.log().size(), std::size_t(3));
    QCOMPARE(proxy.log().front().target, "/2"_ba);
    QTRY_COMPARE(proxy.log().back().end, FaultLogEntry::End::Whole);
}

void TestFaultProxy::drainsAndEnds()
{
    Pair pair(u"stall:100@5"_s);
    RawClient idle(pair.port);
    RawClient client(pair.port);
    client.send(rawRequest(pair.port, "GET", "/"));
    QVERIFY(!client.readUntil(Events.first(5)).isEmpty());
    std::atomic<bool> drained = false;
    pair.proxy.drain(Millis(10000), [&] { drained = true; });
    QVERIFY(idle.isClosedWithin(30000));
    QCOMPARE(parseResponse(client.readAll()).body, Events);
    client.close();
    QTRY_VERIFY(drained.load());
}

void TestFaultProxy::listensOnLoopbackOnly()
{
    FaultProxy proxy({.host = u"0.0.0.0"_s, .originPort = 1}, FaultScript());
    QVERIFY(!proxy.start());
    FaultProxy nonsense({.host = u"nonsense"_s, .originPort = 1}, FaultScript());
    QVERIFY(!nonsense.start());
}

void TestFaultProxy::programsStartedMeanwhileGetNoSocket()
{
    ScriptedServer origin({{send(chunkedHead() + chunk("data: x\n\n")), hold()}});
    FaultProxy proxy({.originPort = origin.port()}, FaultScript());
    const quint16 port = proxy.start().value_or(0);
    RawClient client(port);
    client.send(rawRequest(port, "POST", "/x"));
    QVERIFY(!client.readUntil("data: x").isEmpty());
    QCOMPARE(socketsAt(port, ::getsockname), (SocketCount {.all = 2, .inheritable = 0})); // its listener and its end
    QCOMPARE(socketsAt(origin.port(), ::getpeername), (SocketCount {.all = 1, .inheritable = 0}));
}

QTEST_GUILESS_MAIN(TestFaultProxy)
#include "tst_faultproxy.moc"
