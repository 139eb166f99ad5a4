#include "core/gateway/requestguard.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

const LocalEnd Local {.address = "127.0.0.1", .port = 8765};

IncomingRequest requestWith(const HttpHeaders& headers)
{
    IncomingRequest request;
    request.method = "GET";
    request.target = *parseTarget("/health");
    request.headers = headers;
    return request;
}

int verdict(const RequestGuard& guard, const IncomingRequest& request, const LocalEnd& local = Local)
{
    const auto refusal = guard.check(request, local);
    return refusal ? refusal->status : 200;
}

}

class TestRequestGuard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesLoopbackNamesAndTheBoundNameOnly_data();
    void takesLoopbackNamesAndTheBoundNameOnly();
    void needsExactlyOneHost();
    void anAbsoluteTargetIsAHostToo();
    void refusesOtherOrigins_data();
    void refusesOtherOrigins();
    void needsTheTokenWhereThereIsOne_data();
    void needsTheTokenWhereThereIsOne();
    void aListenerOnAllAddressesGoesByTheAddressItWasReachedAt();
    void knowsLoopbackHosts_data();
    void knowsLoopbackHosts();
};

void TestRequestGuard::takesLoopbackNamesAndTheBoundNameOnly_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<int>("status");
    QTest::newRow("address") << "127.0.0.1"_ba << 200;
    QTest::newRow("with port") << "127.0.0.1:8765"_ba << 200;
    QTest::newRow("empty port") << "127.0.0.1:"_ba << 200;
    QTest::newRow("name") << "localhost"_ba << 200;
    QTest::newRow("upper case") << "LocalHost:1"_ba << 200;
    QTest::newRow("IPv6") << "[::1]:80"_ba << 200;
    QTest::newRow("bound name") << "gateway.example:80"_ba << 200;
    QTest::newRow("foreign") << "example.com"_ba << 403;
    QTest::newRow("a name that begins alike") << "127.0.0.1.example.com"_ba << 403;
    QTest::newRow("a name that begins alike, too") << "localhost.example.com"_ba << 403;
    QTest::newRow("empty") << ""_ba << 403;
    QTest::newRow("user part") << "evil@127.0.0.1"_ba << 400;
    QTest::newRow("space") << "local host"_ba << 400;
    QTest::newRow("path") << "localhost/x"_ba << 400;
    QTest::newRow("port without digits") << "localhost:http"_ba << 400;
    QTest::newRow("port out of range") << "localhost:65536"_ba << 400;
    QTest::newRow("two ports") << "localhost:1:2"_ba << 400;
    QTest::newRow("open bracket") << "[::1"_ba << 400;
    QTest::newRow("behind the bracket") << "[::1]x"_ba << 400;
}

void TestRequestGuard::takesLoopbackNamesAndTheBoundNameOnly()
{
    QFETCH(QByteArray, host);
    QFETCH(int, status);
    const RequestGuard guard {.boundName = "gateway.example", .token = {}};
    QCOMPARE(verdict(guard, requestWith({{"Host", host}})), status);
}

void TestRequestGuard::needsExactlyOneHost()
{
    const RequestGuard guard {.boundName = "127.0.0.1", .token = {}};
    QCOMPARE(verdict(guard, requestWith({})), 400);
    QCOMPARE(verdict(guard, requestWith({{"Host", "localhost"}, {"host", "localhost"}})), 400);

    IncomingRequest old = requestWith({});
    old.minorVersion = 0; // HTTP/1.0 knew no Host
    QCOMPARE(verdict(guard, old), 200);
}

void TestRequestGuard::anAbsoluteTargetIsAHostToo()
{
    const RequestGuard guard {.boundName = "127.0.0.1", .token = {}};
    IncomingRequest request = requestWith({{"Host", "localhost"}});
    request.target = *parseTarget("http://example.com/health");
    QCOMPARE(verdict(guard, request), 403);
    request.target = *parseTarget("http://localhost:1/health");
    QCOMPARE(verdict(guard, request), 200);
}

void TestRequestGuard::refusesOtherOrigins_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<int>("status");
    QTest::newRow("same") << "127.0.0.1:8765"_ba << "http://127.0.0.1:8765"_ba << 200;
    QTest::newRow("same, IPv6") << "[::1]:8765"_ba << "http://[::1]:8765"_ba << 200;
    QTest::newRow("same, Host without its port") << "localhost"_ba << "http://localhost:8765"_ba << 200;
    QTest::newRow("default port") << "localhost"_ba << "http://localhost"_ba << 403;
    QTest::newRow("other port, in Host too") << "localhost:3000"_ba << "http://localhost:3000"_ba << 403;
    QTest::newRow("other port") << "127.0.0.1:8765"_ba << "http://127.0.0.1:8766"_ba << 403;
    QTest::newRow("other name of this machine") << "127.0.0.1:8765"_ba << "http://localhost:8765"_ba << 403;
    QTest::newRow("foreign") << "127.0.0.1:8765"_ba << "http://example.com"_ba << 403;
    QTest::newRow("null") << "127.0.0.1:8765"_ba << "null"_ba << 403;
    QTest::newRow("other scheme") << "127.0.0.1:8765"_ba << "https://127.0.0.1:8765"_ba << 403;
    QTest::newRow("file") << "127.0.0.1:8765"_ba << "file://"_ba << 403;
    QTest::newRow("empty") << "127.0.0.1:8765"_ba << ""_ba << 403;
    QTest::newRow("user part") << "127.0.0.1:8765"_ba << "http://127.0.0.1:8765@example.com"_ba << 403;
}

void TestRequestGuard::refusesOtherOrigins()
{
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, origin);
    QFETCH(int, status);
    const RequestGuard guard {.boundName = "127.0.0.1", .token = {}};
    QCOMPARE(verdict(guard, requestWith({{"Host", host}, {"Origin", origin}})), status);
}

void TestRequestGuard::needsTheTokenWhereThereIsOne_data()
{
    QTest::addColumn<HttpHeaders>("credentials");
    QTest::addColumn<int>("status");
    QTest::newRow("right") << HttpHeaders {{"Authorization", "Bearer secret"}} << 200;
    QTest::newRow("scheme in another case") << HttpHeaders {{"authorization", "bearer secret"}} << 200;
    QTest::newRow("none") << HttpHeaders {} << 401;
    QTest::newRow("wrong") << HttpHeaders {{"Authorization", "Bearer secreT"}} << 401;
    QTest::newRow("a part of it") << HttpHeaders {{"Authorization", "Bearer secre"}} << 401;
    QTest::newRow("more than it") << HttpHeaders {{"Authorization", "Bearer secretsecret"}} << 401;
    QTest::newRow("empty") << HttpHeaders {{"Authorization", "Bearer "}} << 401;
    QTest::newRow("other scheme") << HttpHeaders {{"Authorization", "Basic secret"}} << 401;
    QTest::newRow("twice") << HttpHeaders {{"Authorization", "Bearer secret"}, {"Authorization", "Bearer x"}} << 401;
}

void TestRequestGuard::needsTheTokenWhereThereIsOne()
{
    QFETCH(HttpHeaders, credentials);
    QFETCH(int, status);
    const RequestGuard guard {.boundName = "127.0.0.1", .token = "secret"};
    QCOMPARE(verdict(guard, requestWith(HttpHeaders {{"Host", "localhost"}} + credentials)), status);
}

void TestRequestGuard::aListenerOnAllAddressesGoesByTheAddressItWasReachedAt()
{
    const RequestGuard guard {.boundName = "0.0.0.0", .token = {}};
    const IncomingRequest request = requestWith({{"Host", "192.0.2.7:8765"}});
    QCOMPARE(verdict(guard, request, {"192.0.2.7", 8765}), 200);
    QCOMPARE(verdict(guard, request, {"192.0.2.8", 8765}), 403);
}

void TestRequestGuard::knowsLoopbackHosts_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<bool>("isLoopback");
    for (const char* host : {"127.0.0.1", "127.1.2.3", "::1", "localhost", "LOCALHOST"})
        QTest::newRow(host) << QByteArray(host) << true;
    for (const char* host : {"0.0.0.0", "::", "192.168.1.1", "example.com", "localhost.example.com", ""})
        QTest::newRow(*host ? host : "empty") << QByteArray(host) << false;
}

void TestRequestGuard::knowsLoopbackHosts()
{
    QFETCH(QByteArray, host);
    QFETCH(bool, isLoopback);
    QCOMPARE(isLoopbackHost(host), isLoopback);
}

QTEST_GUILESS_MAIN(TestRequestGuard)
#include "tst_requestguard.moc"
