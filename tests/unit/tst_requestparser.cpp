#include "core/gateway/requestparser.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

using Step = RequestParser::Step;

struct Parsed
{
    QList<IncomingRequest> requests;
    int failure = 0; ///< status, 0 = none
};

void drain(RequestParser& parser, Parsed& out)
{
    for (;;) {
        switch (parser.next()) {
        case Step::NeedMore:
            return;
        case Step::Head:
            break;
        case Step::Complete:
            out.requests.append(parser.request());
            parser.restart();
            break;
        case Step::Failed:
            out.failure = parser.failure().status;
            return;
        }
    }
}

/// \a bytes in pieces of \a size.
Parsed parse(const QByteArray& bytes, qsizetype size, RequestLimits limits = {})
{
    RequestParser parser(limits);
    Parsed out;
    for (qsizetype at = 0; at < bytes.size() && out.failure == 0; at += size) {
        parser.feed(QByteArrayView(bytes).sliced(at, std::min(size, bytes.size() - at)));
        drain(parser, out);
    }
    return out;
}

}

class TestRequestParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsPipelinedRequestsAtEverySplit();
    void refusesWhatIsNotHttp_data();
    void refusesWhatIsNotHttp();
    void knowsWhoKeepsTheConnection_data();
    void knowsWhoKeepsTheConnection();
    void boundsTheHead();
    void boundsTheBody_data();
    void boundsTheBody();
    void boundsTheTrailer();
    void discardsABodyThatNobodyWants();
    void seesExpectContinueOnlyWithABody();
    void saysWhetherARequestHasBegun();
};

void TestRequestParser::readsPipelinedRequestsAtEverySplit()
{
    const QByteArray bytes = "\r\nGET /a?x=1 HTTP/1.1\r\nHost: localhost\r\n\r\n"
                             "POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello"
                             "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                             "3;name=\"a b\"\r\nabc\r\n0A\r\n0123456789\r\n0\r\nX-Trailer: 1\r\n\r\n"
                             "DELETE /d HTTP/1.0\r\n\r\n"_ba;
    for (qsizetype size = 1; size <= bytes.size(); ++size) {
        const Parsed parsed = parse(bytes, size);
        QCOMPARE(parsed.failure, 0);
        QCOMPARE(parsed.requests.size(), 4);
        QCOMPARE(parsed.requests[0].method, "GET"_ba);
        QCOMPARE(parsed.requests[0].target.path, "/a"_ba);
        QCOMPARE(parsed.requests[0].target.query.value("x"), "1"_ba);
        QCOMPARE(parsed.requests[1].body, "hello"_ba);
        QCOMPARE(parsed.requests[2].body, "abc0123456789"_ba);
        QVERIFY(headerValue(parsed.requests[2].headers, "X-Trailer").isEmpty());
        QCOMPARE(parsed.requests[3].minorVersion, 0);
    }
}

void TestRequestParser::refusesWhatIsNotHttp_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char* name, const QByteArray& bytes) { QTest::newRow(name) << bytes; };
    row("no request line", "GARBAGE\r\n\r\n");
    row("no version", "GET /\r\n\r\n");
    row("version 1.2", "GET / HTTP/1.2\r\nHost: h\r\n\r\n");
    row("version 2.0", "GET / HTTP/2.0\r\nHost: h\r\n\r\n");
    row("another protocol", "GET / ICY/1.1\r\nHost: h\r\n\r\n");
    row("lower case protocol", "GET / http/1.1\r\nHost: h\r\n\r\n");
    row("two spaces", "GET  / HTTP/1.1\r\nHost: h\r\n\r\n");
    row("bare LF", "GET / HTTP/1.1\nHost: h\n\n");
    row("space before the colon", "GET / HTTP/1.1\r\nHost : h\r\n\r\n");
    row("no colon", "GET / HTTP/1.1\r\nHost\r\n\r\n");
    row("NUL in a value", "GET / HTTP/1.1\r\nHost: h"_ba + '\0' + "\r\n\r\n");
    row("two lengths", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab");
    row("two lengths in one field", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1, 2\r\n\r\nab");
    row("negative length", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n");
    row("signed length", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: +1\r\n\r\na");
    row("length too large", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999\r\n\r\n");
    row("length and chunked", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    row("chunked and length", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n0\r\n\r\n");
    row("coding not understood", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n");
    row("two codings", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n");
    row("chunked twice", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n");
    row("chunked in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    row("chunk size", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n");
    row("chunk end", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n");
    row("target", "GET health HTTP/1.1\r\nHost: h\r\n\r\n");
    row("fragment", "GET /a#b HTTP/1.1\r\nHost: h\r\n\r\n");
}

void TestRequestParser::refusesWhatIsNotHttp()
{
    QFETCH(QByteArray, bytes);
    for (qsizetype size = 1; size <= bytes.size(); ++size)
        QCOMPARE(parse(bytes, size).failure, 400);
}

void TestRequestParser::knowsWhoKeepsTheConnection_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("keeps");
    QTest::newRow("1.1") << "GET / HTTP/1.1\r\nHost: h\r\n\r\n"_ba << true;
    QTest::newRow("1.1 close") << "GET / HTTP/1.1\r\nHost: h\r\nConnection: foo, Close\r\n\r\n"_ba << false;
    QTest::newRow("1.0") << "GET / HTTP/1.0\r\n\r\n"_ba << false;
    QTest::newRow("1.0 keep-alive") << "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"_ba << true;
}

void TestRequestParser::knowsWhoKeepsTheConnection()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, keeps);
    QCOMPARE(parse(bytes, bytes.size()).requests.value(0).keepAlive, keeps);
}

void TestRequestParser::boundsTheHead()
{
    const auto sized = [](qsizetype size) {
        const QByteArray start = "GET / HTTP/1.1\r\nHost: h\r\nX: ";
        return start + QByteArray(size - start.size() - 4, 'x') + "\r\n\r\n";
    };
    for (const qsizetype piece : {1000, 100'000}) {
        QCOMPARE(parse(sized(64 * 1024), piece).requests.size(), 1);
        QCOMPARE(parse(sized(64 * 1024 + 1), piece).failure, 431);
        QCOMPARE(parse(QByteArray(70'000, 'A'), piece).failure, 431);
    }
}

void TestRequestParser::boundsTheBody_data()
{
    QTest::addColumn<QByteArray>("framing");
    QTest::addColumn<QByteArray>("allowed");
    QTest::addColumn<QByteArray>("tooMuch");
    QTest::newRow("length") << "Content-Length: "_ba << "10\r\n\r\n0123456789"_ba << "11\r\n\r\n"_ba;
    QTest::newRow("chunked") << "Transfer-Encoding: chunked"_ba << "\r\n\r\n6\r\n012345\r\n4\r\n0123\r\n0\r\n\r\n"_ba
                             << "\r\n\r\n6\r\n012345\r\n5\r\n01234\r\n0\r\n\r\n"_ba;
}

void TestRequestParser::boundsTheBody()
{
    QFETCH(QByteArray, framing);
    QFETCH(QByteArray, allowed);
    QFETCH(QByteArray, tooMuch);
    const QByteArray start = "POST / HTTP/1.1\r\nHost: h\r\n" + framing;
    QCOMPARE(parse(start + allowed, 1, {.bodyBytes = 10}).requests.size(), 1);
    QCOMPARE(parse(start + tooMuch, 1, {.bodyBytes = 10}).failure, 413);
}

void TestRequestParser::boundsTheTrailer()
{
    const QByteArray start = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    QCOMPARE(parse(start + "1;" + QByteArray(70'000, 'x'), 5000).failure, 431);
    QCOMPARE(parse(start + "0\r\nX: " + QByteArray(70'000, 'x'), 5000).failure, 431);
}

void TestRequestParser::discardsABodyThatNobodyWants()
{
    RequestParser parser;
    parser.feed("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhelloGET /next HTTP/1.1\r\nHost: h\r\n\r\n");

    QCOMPARE(parser.next(), Step::Head);
    parser.discardBody();
    QCOMPARE(parser.next(), Step::Complete);
    QVERIFY(parser.request().body.isEmpty());
    parser.restart();
    QCOMPARE(parser.next(), Step::Head);
    QCOMPARE(parser.request().target.path, "/next"_ba);
}

void TestRequestParser::seesExpectContinueOnlyWithABody()
{
    const auto expects = [](const QByteArray& bytes) {
        RequestParser parser;
        parser.feed(bytes);
        return parser.next() == Step::Head && parser.request().expectsContinue;
    };
    QVERIFY(expects("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-Continue\r\nContent-Length: 5\r\n\r\n"));
    QVERIFY(!expects("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n"));
    QVERIFY(!expects("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"));
}

void TestRequestParser::saysWhetherARequestHasBegun()
{
    RequestParser parser;
    QVERIFY(!parser.hasBegun());
    parser.feed("\r\n");
    QCOMPARE(parser.next(), Step::NeedMore);
    QVERIFY(!parser.hasBegun());
    parser.feed("G");
    QCOMPARE(parser.next(), Step::NeedMore);
    QVERIFY(parser.hasBegun());
}

QTEST_GUILESS_MAIN(TestRequestParser)
#include "tst_requestparser.moc"
