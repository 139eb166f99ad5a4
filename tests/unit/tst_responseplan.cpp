#include "core/engine/bodysniffer.h"
#include "core/engine/responseplan.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

class TestResponsePlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void headsAreJudged_data();
    void headsAreJudged();
    void redirectsStayWithinTheOrigin_data();
    void redirectsStayWithinTheOrigin();
    void bodiesAreRecognised_data();
    void bodiesAreRecognised();
    void aDecisionNeverChangesWithMoreBytes();
};

void TestResponsePlan::headsAreJudged_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("coding");
    QTest::addColumn<bool>("accepted");
    QTest::addColumn<bool>("declared");
    QTest::addColumn<bool>("isGzip");
    QTest::newRow("event stream") << 200 << "text/event-stream"_ba << ""_ba << true << true << false;
    QTest::newRow("parameters and case") << 200 << "Text/Event-Stream; charset=UTF-8"_ba << " GZIP "_ba << true << true << true;
    QTest::newRow("x-gzip") << 200 << "text/event-stream"_ba << "x-gzip"_ba << true << true << true;
    QTest::newRow("identity") << 201 << "text/event-stream"_ba << "identity"_ba << true << true << false;
    QTest::newRow("JSON") << 200 << "application/json"_ba << ""_ba << true << false << false;
    QTest::newRow("plain text") << 200 << "text/plain"_ba << ""_ba << true << false << false;
    QTest::newRow("no type") << 200 << ""_ba << ""_ba << true << false << false;
    QTest::newRow("HTML") << 200 << "text/html"_ba << ""_ba << false << false << false;
    QTest::newRow("image") << 200 << "image/png"_ba << ""_ba << false << false << false;
    QTest::newRow("brotli") << 200 << "text/event-stream"_ba << "br"_ba << false << false << false;
    QTest::newRow("twice compressed") << 200 << "text/event-stream"_ba << "gzip, gzip"_ba << false << false << false;
    QTest::newRow("no content") << 204 << "text/event-stream"_ba << ""_ba << false << false << false;
}

void TestResponsePlan::headsAreJudged()
{
    QFETCH(int, status);
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, coding);
    QFETCH(bool, accepted);
    QFETCH(bool, declared);
    QFETCH(bool, isGzip);

    const Result<BodyPlan> plan = planBody({.status = status, .headers = {{"content-type", type}, {"Content-Encoding", coding}}});

    QCOMPARE(plan.has_value(), accepted);
    if (plan) {
        QCOMPARE(plan->declaredEventStream, declared);
        QCOMPARE(plan->gzip, isGzip);
    } else {
        QCOMPARE(plan.error().kind, ErrorKind::Protocol);
    }
}

void TestResponsePlan::redirectsStayWithinTheOrigin_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<QByteArray>("target");
    QTest::newRow("relative") << 307 << "/b?c"_ba << "http://host:80/b?c"_ba;
    QTest::newRow("relative to the path") << 308 << "b"_ba << "http://host:80/v1/b"_ba;
    QTest::newRow("absolute") << 301 << "http://host/b"_ba << "http://host/b"_ba;
    QTest::newRow("to https") << 308 << "https://host/b"_ba << "https://host/b"_ba;
    QTest::newRow("other host") << 307 << "http://other/b"_ba << ""_ba;
    QTest::newRow("other host, no scheme") << 307 << "//other/b"_ba << ""_ba;
    QTest::newRow("other port") << 307 << "http://host:81/b"_ba << ""_ba;
    QTest::newRow("file") << 307 << "file:///etc/passwd"_ba << ""_ba;
    QTest::newRow("would become a GET") << 302 << "/b"_ba << ""_ba;
    QTest::newRow("nowhere") << 307 << ""_ba << ""_ba;
    QTest::newRow("nonsense") << 307 << "http://[::"_ba << ""_ba;
}

void TestResponsePlan::redirectsStayWithinTheOrigin()
{
    QFETCH(int, status);
    QFETCH(QByteArray, location);
    QFETCH(QByteArray, target);

    const Result<QUrl> to =
        redirectTarget(QUrl(u"http://host:80/v1/a"_s), {.status = status, .headers = {{"Location", location}}});

    QCOMPARE(to ? to->toEncoded() : QByteArray(), target);
    if (!to)
        QCOMPARE(to.error().kind, ErrorKind::Protocol);
}

void TestResponsePlan::bodiesAreRecognised_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("kind");
    const auto row = [](const QByteArray& body, SniffedBody kind) {
        QTest::newRow(body.toPercentEncoding().constData()) << body << static_cast<int>(kind);
    };
    for (const char* stream :
        {"data: x", "data:x", "data\n", "event: x", "id: 1", "retry: 1", "error: {}", ":", ": ping", "\n\ndata: x", "\r\nid:",
            "\xEF\xBB\xBF"
            "data: x"})
        row(stream, SniffedBody::EventStream);
    for (const char* json : {"{", "[1]", "  {\"a\":1}", "\n\n[", "\xEF\xBB\xBF{"})
        row(json, SniffedBody::Json);
    for (const char* open : {"", "d", "dat", "data", "\xEF", "\xEF\xBB", "\n", "  "})
        row(open, SniffedBody::Undecided);
    for (const char* other : {"<", "datum", "datax", "hello", "Data: x", "0", "\xEF\xBBx"})
        row(other, SniffedBody::Other);
    QTest::newRow("endless white space") << QByteArray(5000, ' ') << static_cast<int>(SniffedBody::Other);
}

void TestResponsePlan::bodiesAreRecognised()
{
    QFETCH(QByteArray, body);
    QFETCH(int, kind);
    QCOMPARE(static_cast<int>(sniffBody(body)), kind);
}

void TestResponsePlan::aDecisionNeverChangesWithMoreBytes()
{
    for (const QByteArray& body : {"\xEF\xBB\xBF\r\n data: x\n\n{"_ba, "  {\"data\": 1}"_ba, "error {"_ba, "<html>data:"_ba}) {
        SniffedBody known = SniffedBody::Undecided;
        for (qsizetype size = 0; size <= body.size(); ++size) {
            const SniffedBody now = sniffBody(QByteArrayView(body).first(size));
            QVERIFY(known == SniffedBody::Undecided || now == known);
            known = now;
        }
        QVERIFY(known != SniffedBody::Undecided);
    }
}

QTEST_GUILESS_MAIN(TestResponsePlan)
#include "tst_responseplan.moc"
