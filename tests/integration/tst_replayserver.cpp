#include "core/recording/replayserver.h"
#include "tests/support/rawclient.h"
#include "tests/support/recordingvalues.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

RecordedExchange answered(const QList<RecordedPiece>& body, const RecordedEnd& end)
{
    return exchangeOf(body, end, 200, {{"X-Stream-Id", "7"}});
}

std::shared_ptr<const Recording> shared(
    const QList<RecordedExchange>& exchanges, const std::optional<Error>& error = std::nullopt)
{
    return std::make_shared<const Recording>(recordingOf(exchanges, RecordedOutcome {.at = {}, .error = error}));
}

RecordedEnd ended(RecordedEnd::How how, Micros at = Micros(0))
{
    return {.at = at, .how = how, .error = {}};
}

const QList<RecordedPiece> TwoPieces {{Micros(0), "one"}, {Micros(400000), "two"}};
const RecordedEnd Whole = ended(RecordedEnd::How::Whole, Micros(400000));

/// A server of \a recording, and its port.
struct Served
{
    explicit Served(const std::shared_ptr<const Recording>& recording, double speed = 1)
        : server(std::make_unique<ReplayServer>(recording, ReplayServerOptions {.speed = speed}))
    {
        if (const Result<QUrl> url = server->start())
            port = quint16(url->port());
    }

    QByteArray question(const QList<QByteArray>& headers = {}) const
    {
        return rawRequest(port, "POST", "/v1/chat/completions", "{}", headers);
    }

    std::unique_ptr<ReplayServer> server;
    quint16 port = 0;
};

}

class TestReplayServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aConnectionServesOneQuestionAfterTheOther();
    void questionsMayComeTogether();
    void piecesAreSentAsTheyCame();
    void anOldClientGetsABodyWithoutChunks();
    void aBrokenAnswerEndsWithoutItsLastChunk();
    void withoutAHeadThereIsNoAnswer();
    void silenceLastsUntilTheClientGoes();
    void silenceIsNotWaitedForAtAnotherSpeed();
    void aSlowReaderGetsAllOfIt();
    void whatIsNoHttpIsRefused();
    void endsWhileClientsAreBeingServed();
    void anAddressThatIsTakenIsAnError();
    void aRecordingWithoutARequestCannotBeServed();
};

void TestReplayServer::aConnectionServesOneQuestionAfterTheOther()
{
    const Served served(shared({answered(TwoPieces, Whole)}));
    RawClient client(served.port);

    client.send(served.question());
    const RawResponse first = parseResponse(client.readUntil("0\r\n\r\n"));
    client.send(served.question({"Connection: close"}));
    const QByteArray all = client.readAll();

    QCOMPARE(first.body, "onetwo"_ba);
    QVERIFY(first.isComplete);
    QCOMPARE(first.header("X-Stream-Id"), "7"_ba);
    const QByteArray behind = all.sliced(all.indexOf("0\r\n\r\n") + 5);
    QCOMPARE(parseResponse(behind).body, "onetwo"_ba);
}

void TestReplayServer::questionsMayComeTogether()
{
    const Served served(shared({answered(TwoPieces, Whole)}), 0);
    RawClient client(served.port);

    client.send(served.question() + served.question() + served.question({"Connection: close"}));

    QCOMPARE(client.readAll().count("200 OK"), 3);
}

void TestReplayServer::piecesAreSentAsTheyCame()
{
    // The first does not wait for the second, which would be too late for the client.
    const Served slow(shared({answered({{Micros(0), "one"}, {std::chrono::seconds(60), "two"}}, Whole)}));
    RawClient early(slow.port);
    early.send(slow.question());
    QVERIFY(!early.readUntil("3\r\none\r\n").isEmpty());

    const Served served(shared({answered(TwoPieces, Whole)}));
    RawClient client(served.port);
    QElapsedTimer timer;
    timer.start();
    client.send(served.question());

    QVERIFY(!client.readUntil("3\r\ntwo\r\n").isEmpty());
    QVERIFY2(timer.elapsed() >= 399, qPrintable(QString::number(timer.elapsed())));
}

void TestReplayServer::anOldClientGetsABodyWithoutChunks()
{
    const Served served(shared({answered(TwoPieces, Whole)}), 0);
    RawClient client(served.port);

    client.send("POST /v1/chat HTTP/1.0\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}");

    const QByteArray all = client.readAll();
    QVERIFY(!all.contains("chunked"));
    QVERIFY(all.endsWith("\r\n\r\nonetwo"));
}

void TestReplayServer::aBrokenAnswerEndsWithoutItsLastChunk()
{
    const Error broken {.kind = ErrorKind::Network, .message = u"x"_s};
    const Served served(shared({answered(TwoPieces, ended(RecordedEnd::How::Broken))}, broken), 0);
    RawClient client(served.port);

    client.send(served.question());

    const RawResponse response = parseResponse(client.readAll());
    QCOMPARE(response.body, "onetwo"_ba);
    QVERIFY(!response.isComplete);
}

void TestReplayServer::withoutAHeadThereIsNoAnswer()
{
    RecordedExchange refused;
    refused.request = sampleRequest();
    refused.end = ended(RecordedEnd::How::Broken);
    const Error broken {.kind = ErrorKind::Network, .message = u"x"_s};
    const Served served(shared({refused}, broken));
    RawClient client(served.port);

    client.send(served.question());

    QCOMPARE(client.readAll(), QByteArray());
}

void TestReplayServer::silenceLastsUntilTheClientGoes()
{
    const Error silent {.kind = ErrorKind::Timeout, .message = u"x"_s};
    const Served served(shared({answered({{Micros(0), "one"}}, ended(RecordedEnd::How::Closed))}, silent));
    RawClient client(served.port);
    client.send(served.question());
    QVERIFY(!client.readUntil("one").isEmpty());

    QVERIFY(!client.isClosedWithin(300));

    client.closeSending();
    QVERIFY(client.isClosedWithin(5000));
}

void TestReplayServer::silenceIsNotWaitedForAtAnotherSpeed()
{
    const Error silent {.kind = ErrorKind::Timeout, .message = u"x"_s};
    const Served served(shared({answered({{Micros(0), "one"}}, ended(RecordedEnd::How::Closed))}, silent), 0);
    RawClient client(served.port);
    client.send(served.question());

    QVERIFY(client.readAll().contains("one"));
}

void TestReplayServer::aSlowReaderGetsAllOfIt()
{
    QList<RecordedPiece> pieces;
    for (int i = 0; i < 2000; ++i)
        pieces.append({Micros(0), QByteArray(10000, char('a' + i % 26))});
    const Served served(shared({answered(pieces, Whole)}), 0);
    RawClient client(served.port);
    client.send(served.question({"Connection: close"}));
    QVERIFY(client.readBytes(1) > 0);

    QCOMPARE(parseResponse(client.readAll()).body.size(), 20000000);
}

void TestReplayServer::whatIsNoHttpIsRefused()
{
    const Served served(shared({answered(TwoPieces, Whole)}));
    RawClient client(served.port);

    client.send("\x16\x03\x01 hello\r\n\r\n");

    QCOMPARE(parseResponse(client.readAll()).status, 400);
}

void TestReplayServer::endsWhileClientsAreBeingServed()
{
    Served served(shared({answered({{Micros(0), "one"}, {std::chrono::seconds(60), "two"}}, Whole)}));
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 20; ++i) {
        clients.push_back(std::make_unique<RawClient>(served.port));
        clients.back()->send(served.question());
    }
    for (const std::unique_ptr<RawClient>& client : clients)
        QVERIFY(!client->readUntil("one").isEmpty());

    served.server.reset();

    for (const std::unique_ptr<RawClient>& client : clients)
        QVERIFY(client->isClosedWithin(5000));
}

void TestReplayServer::anAddressThatIsTakenIsAnError()
{
    const Served served(shared({answered(TwoPieces, Whole)}));
    for (const ReplayServerOptions& options : {ReplayServerOptions {.port = served.port},
             ReplayServerOptions {.host = u"0.0.0.0"_s}, ReplayServerOptions {.host = u"x y"_s}}) {
        ReplayServer second(shared({answered(TwoPieces, Whole)}), options);
        const Result<QUrl> url = second.start();
        QVERIFY(!url);
        QCOMPARE(url.error().kind, ErrorKind::Network);
    }
}

void TestReplayServer::aRecordingWithoutARequestCannotBeServed()
{
    QVERIFY(!ReplayServer(shared({})).start());
}

QTEST_GUILESS_MAIN(TestReplayServer)
#include "tst_replayserver.moc"
