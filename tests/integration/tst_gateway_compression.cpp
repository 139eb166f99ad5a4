#include "core/gateway/gatewayserver.h"
#include "core/wire/inflater.h"
#include "tests/support/rawclient.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

const QByteArray AcceptsGzip = "Accept-Encoding: gzip";

/// What of a gzip body can be read by now; nothing when it is damaged or there is something behind its end.
struct Unpacked
{
    explicit Unpacked(const QByteArray& packed)
    {
        Inflater inflater;
        inflater.feed(packed);
        Result<QByteArrayView> piece = inflater.next();
        for (; piece && !piece->isEmpty(); piece = inflater.next())
            bytes += *piece;
        isSound = piece.has_value();
        isWhole = inflater.finish().has_value();
    }

    QByteArray bytes;
    bool isSound = false;
    bool isWhole = false;
};

/// The chunks of the response in \a bytes, without the last, empty one.
QByteArrayList chunksOf(const QByteArray& bytes)
{
    QByteArrayList chunks;
    qsizetype at = bytes.indexOf("\r\n\r\n") + 4;
    for (;;) {
        const qsizetype end = bytes.indexOf("\r\n", at);
        const qsizetype size = end < 0 ? 0 : bytes.mid(at, end - at).toLongLong(nullptr, 16);
        if (size == 0 || end + 2 + size + 2 > bytes.size())
            return chunks;
        chunks.append(bytes.mid(end + 2, size));
        at = end + 2 + size + 2;
    }
}

}

/// POST /chat-compressed over real sockets: when it is gzip, that each event can be read as it arrives, and what it saves.
class TestGatewayCompression : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<GatewayServer>();
        m_port = m_server->start().value_or(0);
    }
    void cleanup() { m_server.reset(); }

    void isGzipOnlyWhenBothSidesWantIt_data();
    void isGzipOnlyWhenBothSidesWantIt();
    void aSwitchThatDoesNotParseIsRefused_data();
    void aSwitchThatDoesNotParseIsRefused();
    void eachEventCanBeReadAsItArrives();
    void itIsOneMemberInOneChunkAFlush();
    void savesMostOfTheBytes();
    void savesMostOfTheBytesAtTheModelsPace();
    void anEventThatFollowsASilenceGoesAtOnce();
    void anHttp10ClientGetsItToo();
    void aStreamThatBreaksOffIsStillWhole();
    void eachReaderHasItsOwnCoding();

private:
    RawResponse chat(const QByteArray& query, const QList<QByteArray>& headers = {AcceptsGzip})
    {
        return exchange(m_port, "POST", "/chat-compressed?message=tour&demo_rate=0" + query, {}, headers);
    }
    /// Reads until \a mark is in what can be unpacked; false when it never is.
    static bool readUnpacked(RawClient& client, const QByteArray& mark)
    {
        while (!Unpacked(parseResponse(client.received()).body).bytes.contains(mark)) {
            const qsizetype before = client.received().size();
            if (client.readBytes(before + 1) == before)
                return false;
        }
        return true;
    }

    /// The chunks of an answer that should have \a least of them. A gateway that was held up finds several events at once and
    /// sends them in one: it is asked again, a few times.
    QByteArrayList pacedChunks(const QByteArray& query, qsizetype least)
    {
        constexpr int Tries = 5;
        QByteArrayList chunks;
        for (int i = 0; i < Tries && chunks.size() < least; ++i) {
            RawClient client(m_port);
            client.send(rawRequest(m_port, "POST", "/chat-compressed?message=x" + query, {}, {AcceptsGzip, "Connection: close"}));
            chunks = chunksOf(client.readAll());
        }
        return chunks;
    }

    std::unique_ptr<GatewayServer> m_server;
    quint16 m_port = 0;
};

void TestGatewayCompression::isGzipOnlyWhenBothSidesWantIt_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("accepts");
    QTest::addColumn<bool>("isGzip");
    QTest::newRow("asked for") << ""_ba << "gzip, br"_ba << true;
    QTest::newRow("true") << "&enable_compression=true"_ba << "gzip"_ba << true;
    QTest::newRow("1") << "&enable_compression=1"_ba << "*"_ba << true;
    QTest::newRow("not asked for") << ""_ba << QByteArray() << false;
    QTest::newRow("true, but not asked for") << "&enable_compression=true"_ba << "br"_ba << false;
    QTest::newRow("refused") << ""_ba << "gzip;q=0"_ba << false;
    QTest::newRow("false") << "&enable_compression=false"_ba << "gzip"_ba << false;
    QTest::newRow("0") << "&enable_compression=0"_ba << "gzip"_ba << false;
    QTest::newRow("No") << "&enable_compression=No"_ba << "gzip"_ba << false;
}

void TestGatewayCompression::isGzipOnlyWhenBothSidesWantIt()
{
    QFETCH(QByteArray, query);
    QFETCH(QByteArray, accepts);
    QFETCH(bool, isGzip);
    const QByteArray plain = exchange(m_port, "POST", "/chat?message=tour&demo_rate=0").body;
    const RawResponse response =
        chat(query, accepts.isNull() ? QList<QByteArray>() : QList<QByteArray> {"Accept-Encoding: " + accepts});
    QCOMPARE(response.status, 200);
    QVERIFY(response.isComplete);
    QCOMPARE(response.header("Content-Type"), "text/event-stream"_ba);
    QCOMPARE(response.header("Vary"), "Accept-Encoding"_ba);
    QCOMPARE(response.header("Content-Encoding"), isGzip ? "gzip"_ba : ""_ba);
    const Unpacked unpacked(response.body);
    QCOMPARE(isGzip ? unpacked.bytes : response.body, plain);
    QCOMPARE(unpacked.isWhole, isGzip);
    QVERIFY(exchange(m_port, "POST", "/chat?message=x&demo_rate=0", {}, {AcceptsGzip}).header("Content-Encoding").isEmpty());
}

void TestGatewayCompression::aSwitchThatDoesNotParseIsRefused_data()
{
    QTest::addColumn<QByteArray>("value");
    for (const char* value : {"", "maybe", "2", "tru", "true,"})
        QTest::newRow(value) << QByteArray(value);
}

void TestGatewayCompression::aSwitchThatDoesNotParseIsRefused()
{
    QFETCH(QByteArray, value);
    const RawResponse refused = chat("&enable_compression=" + value);
    QCOMPARE(refused.status, 422);
    QCOMPARE(refused.body, "{\"detail\": \"enable_compression must be true or false\"}"_ba);
}

void TestGatewayCompression::eachEventCanBeReadAsItArrives()
{
    for (const int deltas : {1, 2, 7}) {
        RawClient client(m_port);
        client.send(rawRequest(m_port, "POST",
            "/chat-compressed?message=x&demo_rate=0&demo_stall_ms=3600000&demo_stall_at=" + QByteArray::number(deltas), {},
            {AcceptsGzip}));
        QVERIFY(readUnpacked(client, "id: " + QByteArray::number(deltas) + '\n'));
        const Unpacked unpacked(parseResponse(client.received()).body);
        QVERIFY(unpacked.isSound && !unpacked.isWhole);
        QVERIFY(unpacked.bytes.endsWith("\n\n"));
    }
}

void TestGatewayCompression::itIsOneMemberInOneChunkAFlush()
{
    const QByteArrayList chunks = pacedChunks("&demo_rate=200&demo_deltas=40", 5);
    QVERIFY2(chunks.size() > 4, "the events were held back");
    // A gzip header stands at the start, and nowhere else; each chunk but the last ends with an empty stored block.
    const QByteArray header = QByteArray::fromHex("1f8b08");
    QVERIFY(chunks.first().startsWith(header));
    QByteArray soFar;
    for (qsizetype i = 0; i < chunks.size(); ++i) {
        soFar += chunks[i];
        QCOMPARE(chunks[i].lastIndexOf(header), i == 0 ? 0 : -1);
        const Unpacked unpacked(soFar);
        QVERIFY(unpacked.bytes.endsWith("\n\n"));
        const bool isLast = i + 1 == chunks.size();
        QVERIFY(isLast || chunks[i].endsWith(QByteArray::fromHex("0000ffff")));
        QCOMPARE(unpacked.isWhole, isLast);
    }
}

void TestGatewayCompression::savesMostOfTheBytes()
{
    for (const QByteArray message : {"tour", "table", "code", "long", "think"}) {
        const QByteArray query = "?demo_rate=0&message=" + message;
        const qsizetype plain = exchange(m_port, "POST", "/chat" + query).body.size();
        const RawResponse packed = exchange(m_port, "POST", "/chat-compressed" + query, {}, {AcceptsGzip});
        const double saved = 1 - double(packed.body.size()) / double(plain);
        QVERIFY2(saved >= 0.6, (message + ": " + QByteArray::number(saved)).constData());
    }
}

void TestGatewayCompression::savesMostOfTheBytesAtTheModelsPace()
{
    const RawResponse packed =
        exchange(m_port, "POST", "/chat-compressed?message=table&demo_rate=60&demo_deltas=240", {}, {AcceptsGzip});
    const Unpacked unpacked(packed.body);
    QVERIFY(unpacked.isWhole);
    const double saved = 1 - double(packed.body.size()) / double(unpacked.bytes.size());
    QVERIFY2(saved >= 0.6, QByteArray::number(saved).constData());
}

void TestGatewayCompression::anEventThatFollowsASilenceGoesAtOnce()
{
    QVERIFY(pacedChunks("&demo_rate=5&demo_deltas=6", 6).size() >= 6);
}

void TestGatewayCompression::anHttp10ClientGetsItToo()
{
    RawClient client(m_port);
    client.send("POST /chat-compressed?message=x&demo_rate=0&demo_deltas=3 HTTP/1.0\r\nAccept-Encoding: gzip\r\n"
                "Content-Length: 0\r\n\r\n");
    const RawResponse response = parseResponse(client.readAll());
    QVERIFY(!response.isChunked);
    const Unpacked unpacked(response.body);
    QVERIFY(unpacked.isWhole);
    QVERIFY(unpacked.bytes.contains("event: done"));
}

void TestGatewayCompression::aStreamThatBreaksOffIsStillWhole()
{
    const Unpacked failed(chat("&demo_fail_at=5").body);
    QVERIFY(failed.isWhole);
    QVERIFY(failed.bytes.contains("id: 6\nevent: error\n"));
}

void TestGatewayCompression::eachReaderHasItsOwnCoding()
{
    RawClient client(m_port);
    client.send(rawRequest(
        m_port, "POST", "/chat-compressed?message=x&demo_rate=60&demo_deltas=30", {}, {AcceptsGzip, "Connection: close"}));
    QVERIFY(readUnpacked(client, "id: 3\n"));
    const QByteArray id = parseResponse(client.received()).header("X-Stream-Id");
    const RawResponse resumed = exchange(m_port, "GET", "/streams/" + id, {}, {AcceptsGzip, "Last-Event-ID: 2"});
    QVERIFY(resumed.header("Content-Encoding").isEmpty());
    QCOMPARE(resumed.events().first().id, "3"_ba);
    const Unpacked whole(parseResponse(client.readAll()).body);
    QVERIFY(whole.isWhole);
    QVERIFY(whole.bytes.endsWith(resumed.body));
    QVERIFY(!resumed.body.isEmpty());
}

QTEST_GUILESS_MAIN(TestGatewayCompression)
#include "tst_gateway_compression.moc"
