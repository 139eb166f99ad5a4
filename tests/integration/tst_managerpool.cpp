#include "core/net/chosenproxy.h"
#include "core/net/httpstream.h"
#include "core/net/managerpool.h"
#include "tests/support/scriptedserver.h"

#include <QNetworkProxy>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

HttpRequest get(const QUrl& url)
{
    return {.method = "GET", .url = url, .headers = {}, .body = {}};
}

}

class TestManagerPool : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { qunsetenv("http_proxy"); }

    void slotsAreGivenBackAndTakenAgain();
    void aManagerIsUsedOnceAnExchangeEndedOnIt();
    void namesOfThisMachine_data();
    void namesOfThisMachine();
    void loopbackNeverGoesThroughAProxy();
    void otherHostsGoThroughTheSystemsProxy();
};

void TestManagerPool::slotsAreGivenBackAndTakenAgain()
{
    ManagerPool pool;
    std::vector<QNetworkAccessManager*> taken;
    for (int i = 0; i < 13; ++i)
        taken.push_back(&pool.acquire());
    QCOMPARE(pool.managerCount(), 3);
    QCOMPARE(pool.activeStreams(), 13);
    QVERIFY(taken[0] == taken[5]);
    QVERIFY(taken[5] != taken[6]);

    pool.release(*taken[0]);
    QVERIFY(&pool.acquire() == taken[0]);
    QCOMPARE(pool.managerCount(), 3);

    for (QNetworkAccessManager* manager : taken)
        pool.release(*manager);
    QCOMPARE(pool.activeStreams(), 0);
}

void TestManagerPool::aManagerIsUsedOnceAnExchangeEndedOnIt()
{
    ManagerPool pool;
    QNetworkAccessManager& manager = pool.acquire();
    QVERIFY(!pool.hasBeenUsed(manager));

    pool.release(manager);

    QVERIFY(pool.hasBeenUsed(manager));
}

void TestManagerPool::namesOfThisMachine_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("loopback");
    QTest::newRow("localhost") << u"localhost"_s << true;
    QTest::newRow("with a dot") << u"LocalHost."_s << true;
    QTest::newRow("below localhost") << u"api.localhost"_s << true;
    QTest::newRow("IPv4") << u"127.0.0.1"_s << true;
    QTest::newRow("IPv4 block") << u"127.8.9.10"_s << true;
    QTest::newRow("IPv6") << u"::1"_s << true;
    QTest::newRow("only looks like it") << u"localhost.example"_s << false;
    QTest::newRow("private") << u"192.168.0.1"_s << false;
    QTest::newRow("empty") << QString() << false;
}

void TestManagerPool::namesOfThisMachine()
{
    QFETCH(QString, host);
    QFETCH(bool, loopback);
    QCOMPARE(isLoopbackHost(host), loopback);
}

void TestManagerPool::loopbackNeverGoesThroughAProxy()
{
    ScriptedServer proxy({{send(wholeResponse(502, "", "proxy"))}});
    ScriptedServer server({{send(wholeResponse(200, "", "direct"))}});
    qputenv("http_proxy", proxy.url(QString()).toEncoded());
    ManagerPool pool;
    HttpStream stream(pool, get(server.url()));
    QSignalSpy ended(&stream, &HttpStream::ended);

    QVERIFY(ended.wait());

    QCOMPARE(stream.read(100), "direct"_ba);
    QCOMPARE(proxy.connectionsMade(), 0);
}

void TestManagerPool::otherHostsGoThroughTheSystemsProxy()
{
    ScriptedServer proxy({{send(wholeResponse(200, "", "proxy"))}});
    qputenv("http_proxy", proxy.url(QString()).toEncoded());
    ManagerPool pool;
    HttpStream stream(pool, get(QUrl(u"http://somewhere.invalid/v1"_s)));
    QSignalSpy ended(&stream, &HttpStream::ended);

    QVERIFY(ended.wait());

    QCOMPARE(stream.read(100), "proxy"_ba);
    QCOMPARE(proxy.requests().front().target, "http://somewhere.invalid/v1"_ba);
}

QTEST_GUILESS_MAIN(TestManagerPool)
#include "tst_managerpool.moc"
