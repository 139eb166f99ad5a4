#include "core/gateway/requesttarget.h"
#include "core/gateway/router.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

class TestRequestTarget : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodesParameters_data();
    void decodesParameters();
    void theLastOfSeveralCounts();
    void readsPathAndAuthority_data();
    void readsPathAndAuthority();
    void refusesOtherForms_data();
    void refusesOtherForms();
    void routesByMethodAndPath_data();
    void routesByMethodAndPath();
    void tellsItsRoutes();
};

void TestRequestTarget::decodesParameters_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<std::optional<QByteArray>>("value");
    const auto row = [](const char* name, const char* query, std::optional<QByteArray> value) {
        QTest::newRow(name) << QByteArray(query) << value;
    };
    row("plain", "a=1&message=hello", "hello");
    row("plus is a space", "message=a+b", "a b");
    row("encoded plus", "message=a%2Bb", "a+b");
    row("UTF-8", "message=%E4%BD%A0%e5%a5%bd", "你好");
    row("bare UTF-8", "message=你好", "你好");
    row("equals in the value", "message=a=b", "a=b");
    row("percent without digits", "message=100%&x", "100%");
    row("percent with one digit", "message=%4", "%4");
    row("percent with letters", "message=%zz", "%zz");
    row("encoded ampersand", "message=a%26b", "a&b");
    row("encoded name", "m%65ssage=x", "x");
    row("without equals", "message", "");
    row("absent", "other=1", std::nullopt);
    row("empty pairs", "&&message=x&&", "x");
    row("NUL", "message=a%00b", QByteArray("a\0b", 3));
}

void TestRequestTarget::decodesParameters()
{
    QFETCH(QByteArray, query);
    QFETCH(std::optional<QByteArray>, value);
    QCOMPARE(QueryParameters(query).value("message"), value);
}

void TestRequestTarget::theLastOfSeveralCounts()
{
    QCOMPARE(QueryParameters("x=1&x=2").value("x"), "2"_ba);
}

void TestRequestTarget::readsPathAndAuthority_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("authority");
    QTest::newRow("path") << "/health"_ba << "/health"_ba << ""_ba;
    QTest::newRow("query") << "/health?x=/y"_ba << "/health"_ba << ""_ba;
    QTest::newRow("encoded") << "/he%61lth"_ba << "/health"_ba << ""_ba;
    QTest::newRow("plus stays in a path") << "/a+b"_ba << "/a+b"_ba << ""_ba;
    QTest::newRow("absolute") << "http://h:1/health?x"_ba << "/health"_ba << "h:1"_ba;
    QTest::newRow("absolute without path") << "HTTP://h"_ba << "/"_ba << "h"_ba;
    QTest::newRow("absolute with query only") << "http://h?x"_ba << "/"_ba << "h"_ba;
}

void TestRequestTarget::readsPathAndAuthority()
{
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, authority);
    const auto parsed = parseTarget(target);
    QVERIFY(parsed);
    QCOMPARE(parsed->path, path);
    QCOMPARE(parsed->authority, authority);
}

void TestRequestTarget::refusesOtherForms_data()
{
    QTest::addColumn<QByteArray>("target");
    for (const char* target : {"*", "localhost:80", "health", "https://h/", "http:///health", "/a#b", "?x"})
        QTest::newRow(target) << QByteArray(target);
}

void TestRequestTarget::refusesOtherForms()
{
    QFETCH(QByteArray, target);
    QVERIFY(!parseTarget(target));
}

void TestRequestTarget::routesByMethodAndPath_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<bool>("found");
    QTest::addColumn<QByteArray>("parameter");
    QTest::addColumn<QByteArray>("allow");
    QTest::newRow("match") << "POST"_ba << "/chat"_ba << true << ""_ba << "POST"_ba;
    QTest::newRow("HEAD is GET") << "HEAD"_ba << "/streams/a"_ba << true << "a"_ba << "GET, HEAD, DELETE"_ba;
    QTest::newRow("parameter") << "DELETE"_ba << "/streams/a1"_ba << true << "a1"_ba << "GET, HEAD, DELETE"_ba;
    QTest::newRow("wrong method") << "GET"_ba << "/chat"_ba << false << ""_ba << "POST"_ba;
    QTest::newRow("methods have a case") << "post"_ba << "/chat"_ba << false << ""_ba << "POST"_ba;
    QTest::newRow("empty parameter") << "GET"_ba << "/streams/"_ba << false << ""_ba << ""_ba;
    QTest::newRow("two segments") << "GET"_ba << "/streams/a/b"_ba << false << ""_ba << ""_ba;
    QTest::newRow("unknown") << "GET"_ba << "/chat2"_ba << false << ""_ba << ""_ba;
}

void TestRequestTarget::routesByMethodAndPath()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    Router router;
    router.add("POST", "/chat", [](Exchange&) { });
    router.add("GET", "/streams/{id}", [](Exchange&) { });
    router.add("DELETE", "/streams/{id}", [](Exchange&) { });
    const Router::Match match = router.find(method, path);
    QTEST(match.handler != nullptr, "found");
    QTEST(match.parameter, "parameter");
    QTEST(match.allow, "allow");
}

void TestRequestTarget::tellsItsRoutes()
{
    Router router;
    router.add("POST", "/chat", [](Exchange&) { });
    router.add("GET", "/streams/{id}", [](Exchange&) { });
    QCOMPARE(router.list(), (QList<QByteArray> {"POST /chat", "GET /streams/{id}"}));
}

QTEST_GUILESS_MAIN(TestRequestTarget)
#include "tst_requesttarget.moc"
