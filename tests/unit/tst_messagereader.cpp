#include "core/faults/messagereader.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

/// Everything that comes out of \a bytes: heads and bodies of all messages, fed \a step bytes at a time.
QByteArray read(MessageReader::Kind kind, const QByteArray& bytes, qsizetype step)
{
    MessageReader reader(kind);
    QByteArray out;
    for (qsizetype at = 0; at < bytes.size(); at += step) {
        reader.feed(QByteArrayView(bytes).sliced(at, std::min(step, bytes.size() - at)));
        for (bool goesOn = true; goesOn;) {
            switch (reader.next()) {
            case MessageReader::Step::NeedMore:
                goesOn = false;
                break;
            case MessageReader::Step::Head:
                out += '[' + reader.head().startLine + '|' + QByteArray::number(reader.head().headers.size()) + ']';
                break;
            case MessageReader::Step::Body:
                out += reader.takeBody();
                break;
            case MessageReader::Step::End:
                out += '.';
                reader.restart();
                break;
            case MessageReader::Step::Failed:
                return out + "!";
            }
        }
    }
    return reader.endsWithConnection() ? out + "~" : out;
}

}

/// HTTP messages off the wire, as the fault proxy reads them.
class TestMessageReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryFramingAtEverySplit_data();
    void readsEveryFramingAtEverySplit();
    void anAnswerToHeadHasNoBody();
    void boundsTheHead();
    void keepsHeadersAsTheyCame();
};

void TestMessageReader::readsEveryFramingAtEverySplit_data()
{
    using Kind = MessageReader::Kind;
    QTest::addColumn<bool>("isRequest");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, Kind kind, const QByteArray& bytes, const QByteArray& expected) {
        QTest::newRow(name) << (kind == Kind::Request) << bytes << expected;
    };
    const QByteArray get = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
    row("two requests", Kind::Request, get + "\r\n" + get, "[GET /a HTTP/1.1|1].[GET /a HTTP/1.1|1].");
    row("with a length", Kind::Request, "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc" + get,
        "[POST / HTTP/1.1|1]abc.[GET /a HTTP/1.1|1].");
    row("chunked", Kind::Request,
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\nT: 1\r\n\r\n" + get,
        "[POST / HTTP/1.1|1]abc.[GET /a HTTP/1.1|1].");
    row("an answer with a length", Kind::Response, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "[HTTP/1.1 200 OK|1].");
    row("until the end", Kind::Response, "HTTP/1.1 200 OK\r\n\r\nabc", "[HTTP/1.1 200 OK|0]abc~");
    row("an interim answer first", Kind::Response, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No\r\n\r\n",
        "[HTTP/1.1 100 Continue|0].[HTTP/1.1 204 No|0].");
    row("no HTTP", Kind::Response, "SSH-2.0\r\n\r\n", "!");
    row("no header", Kind::Request, "GET / HTTP/1.1\r\nnonsense\r\n\r\n", "!");
    row("no length", Kind::Response, "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "!");
    row("no chunk", Kind::Response, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", "[HTTP/1.1 200 OK|1]!");
    row("a chunk too long", Kind::Response, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
        "[HTTP/1.1 200 OK|1]a!");
}

void TestMessageReader::readsEveryFramingAtEverySplit()
{
    QFETCH(bool, isRequest);
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, expected);
    for (qsizetype step = 1; step <= bytes.size(); ++step)
        QCOMPARE(read(isRequest ? MessageReader::Kind::Request : MessageReader::Kind::Response, bytes, step), expected);
}

void TestMessageReader::anAnswerToHeadHasNoBody()
{
    MessageReader reader(MessageReader::Kind::Response);
    reader.expectNoBody();
    reader.feed("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
    QCOMPARE(reader.next(), MessageReader::Step::Head);
    QCOMPARE(reader.next(), MessageReader::Step::End);
}

void TestMessageReader::boundsTheHead()
{
    MessageReader reader(MessageReader::Kind::Request);
    reader.feed("GET / HTTP/1.1\r\nX: ");
    qsizetype fed = 0;
    while (reader.next() == MessageReader::Step::NeedMore && fed < 1024 * 1024) {
        reader.feed(QByteArray(1024, 'x'));
        fed += 1024;
    }
    QCOMPARE(reader.next(), MessageReader::Step::Failed);
    QVERIFY(fed < 128 * 1024);
    QCOMPARE(reader.bufferedBytes(), 0);
}

void TestMessageReader::keepsHeadersAsTheyCame()
{
    std::optional<MessageHead> head = parseHead("HTTP/1.1 404 Not Found\r\nX-a: 1\r\nconnection: Keep-Alive, close\r\n\r\n");
    QVERIFY(head);
    QCOMPARE(head->status(), 404);
    QVERIFY(head->hasToken("Connection", "CLOSE"));
    head->removeHopByHop();
    head->set("x-A", "2");
    QCOMPARE(head->toBytes(), "HTTP/1.1 404 Not Found\r\nx-A: 2\r\n\r\n"_ba);
}

QTEST_GUILESS_MAIN(TestMessageReader)
#include "tst_messagereader.moc"
