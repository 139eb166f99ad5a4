#include "tests/support/ctlprocess.h"
#include "tests/support/rawclient.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace sluice::test;

namespace {

/// The port in the one line that tells the address; 0 when there is none.
quint16 portOf(CtlProcess& serve)
{
    if (!serve.waitForOutput("\n"))
        return 0;
    const QByteArray line = serve.output();
    constexpr QByteArrayView Address = "http://127.0.0.1:";
    const qsizetype at = line.indexOf(Address);
    return at < 0 || line.count('\n') != 1 ? 0 : line.mid(at + Address.size()).trimmed().toUShort();
}

}

/// The gateway as a process.
class TestSluicectlServe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysItsAddressServesAndEndsWell_data();
    void saysItsAddressServesAndEndsWell();
    void drainsAndExits();
    void aSecondSignalEndsItAtOnce();
    void aPortInUseIsOneLineAndOne();
    void wrongUseIsOneLineAndTwo_data();
    void wrongUseIsOneLineAndTwo();
    void helpIsNoError();
    void theTokenComesFromTheEnvironment();
    void standsInFrontOfAnUpstream();
    void takesItsLimits();
    void givesTheDemoACapacity();
    void keepsItsCacheInTheFile();
    void spoilsAnswersAsTheScriptSays();
    void readsTheScriptFromAFile();
    void drainsThroughTheProxy();
};

void TestSluicectlServe::saysItsAddressServesAndEndsWell_data()
{
    QTest::addColumn<int>("signalNumber");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
}

void TestSluicectlServe::saysItsAddressServesAndEndsWell()
{
    QFETCH(int, signalNumber);
    CtlProcess serve({u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s});
    const quint16 port = portOf(serve);
    QVERIFY2(port > 0, serve.output().constData());
    QCOMPARE(exchange(port, "GET", "/health").status, 200);
    serve.sendSignal(signalNumber);
    QCOMPARE(serve.wait(), 0);
    QCOMPARE(serve.errors(), QByteArray());
}

void TestSluicectlServe::drainsAndExits()
{
    CtlProcess serve({u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--drain-timeout"_s, u"3"_s});
    const quint16 port = portOf(serve);
    RawClient quick(port);
    quick.send(rawRequest(port, "POST", "/chat?message=x&demo_rate=50&demo_deltas=10"));
    RawClient slow(port);
    slow.send(rawRequest(port, "POST", "/chat?message=x&demo_rate=2&demo_deltas=1000"));
    QVERIFY(!quick.readUntil("id: 1\n").isEmpty());
    QVERIFY(!slow.readUntil("id: 1\n").isEmpty());

    serve.sendSignal(SIGTERM);
    QCOMPARE(parseResponse(quick.readAll()).events().last().type, QByteArray("done"));
    QCOMPARE(parseResponse(slow.readAll()).events().last().type, QByteArray("error"));
    QCOMPARE(serve.wait(), 0);
}

void TestSluicectlServe::aSecondSignalEndsItAtOnce()
{
    CtlProcess serve({u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--drain-timeout"_s, u"600"_s});
    const quint16 port = portOf(serve);
    RawClient open(port);
    open.send(rawRequest(port, "POST", "/chat?message=x&demo_rate=2&demo_deltas=1000"));
    RawClient idle(port);
    QVERIFY(!open.readUntil("id: 1\n").isEmpty());

    serve.sendSignal(SIGTERM);
    // New streams are refused once it drains.
    QTRY_VERIFY(exchange(port, "POST", "/chat?message=x&demo_deltas=0").status != 200);
    QElapsedTimer timer;
    timer.start();
    serve.sendSignal(SIGTERM);
    QCOMPARE(serve.wait(), 0);
    QVERIFY(timer.elapsed() < 15'000); // it would drain for 600 s
    QVERIFY(!parseResponse(open.readAll()).isComplete);
}

void TestSluicectlServe::aPortInUseIsOneLineAndOne()
{
    CtlProcess first({u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s});
    const quint16 port = portOf(first);
    CtlProcess second({u"serve"_s, u"--listen"_s, u"127.0.0.1:%1"_s.arg(port)});
    QCOMPARE(second.wait(), 1);
    QVERIFY(second.saysOneLine());
    QCOMPARE(second.output(), QByteArray());
}

void TestSluicectlServe::wrongUseIsOneLineAndTwo_data()
{
    QTest::addColumn<QStringList>("arguments");
    const auto row = [](const QStringList& arguments) { QTest::newRow(qUtf8Printable(arguments.join(u' '))) << arguments; };
    row({u"--unknown"_s});
    row({u"extra"_s});
    row({u"--listen"_s});
    row({u"--listen"_s, u"127.0.0.1"_s});
    row({u"--listen"_s, u"127.0.0.1:x"_s});
    row({u"--max-streams"_s, u"0"_s});
    row({u"--max-streams"_s, u"many"_s});
    row({u"--demo-slots"_s, u"0"_s});
    row({u"--demo-slots"_s, u"all"_s});
    row({u"--demo-patience"_s, u"-1"_s});
    row({u"--demo-patience"_s, u"nan"_s});
    row({u"--cache-bytes"_s, u"-1"_s});
    row({u"--cache-days"_s, u"0"_s});
    row({u"--cache"_s, u""_s});
    row({u"--listen"_s, u"127.0.0.1:65536"_s});
    row({u"--faults"_s, u"nonsense"_s});
    row({u"--faults"_s, u"@/nowhere/at/all"_s});
    row({u"--faults"_s, QString()});
    row({u"--listen"_s, u":8765"_s});
    row({u"--listen"_s, u"::1:0"_s});
    row({u"--listen"_s, u"0.0.0.0:0"_s});
    row({u"--listen"_s, u"[::]:0"_s});
    row({u"--listen"_s, u"0.0.0.0:0"_s, u"--token-env"_s, u"SLUICE_TEST_NO_TOKEN"_s});
    row({u"--resume-grace"_s, u"soon"_s});
    row({u"--resume-grace"_s, u"-1"_s});
    row({u"--drain-timeout"_s, u"nan"_s});
    row({u"--log-bytes"_s, u"1k"_s});
    row({u"--log-total-bytes"_s, u"-5"_s});
    row({u"--log-seconds"_s, u""_s});
    for (const QString& url : {u""_s, u"127.0.0.1:1/v1"_s, u"ftp://127.0.0.1/v1"_s, u"http://"_s, u"http://a b/v1"_s,
             u"http://me:secret@127.0.0.1/v1"_s, u"http://127.0.0.1:0/v1"_s, u"http://127.0.0.1:70000/v1"_s})
        row({u"--upstream"_s, url});
    row({u"--upstream"_s, u"http://127.0.0.1:1/v1"_s, u"--model"_s, u""_s});
    row({u"--upstream"_s, u"http://127.0.0.1:1/v1"_s, u"--api-key-env"_s, u"SLUICE_TEST_NO_KEY"_s});
    row({u"--upstream"_s, u"http://127.0.0.1:1/v1"_s, u"--upstream-ca"_s, u"/nowhere/at/all"_s});
    row({u"--model"_s, u"m"_s});
    row({u"--api-key-env"_s, u"PATH"_s});
    row({u"--upstream-ca"_s, u"/dev/null"_s});
}

void TestSluicectlServe::wrongUseIsOneLineAndTwo()
{
    QFETCH(QStringList, arguments);
    CtlProcess serve(QStringList {u"serve"_s} + arguments);
    QCOMPARE(serve.wait(), 2);
    QVERIFY2(serve.saysOneLine(), serve.errors().constData());
    QCOMPARE(serve.output(), QByteArray());
}

void TestSluicectlServe::helpIsNoError()
{
    CtlProcess serve({u"serve"_s, u"--help"_s});
    QCOMPARE(serve.wait(), 0);
    for (const char* option :
        {"--listen", "--resume-grace", "--drain-timeout", "--log-bytes", "--log-total-bytes", "--log-seconds", "--token-env"})
        QVERIFY2(serve.output().contains(option), option);
}

void TestSluicectlServe::theTokenComesFromTheEnvironment()
{
    CtlProcess serve({u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--token-env"_s, u"SLUICE_TEST_TOKEN"_s}, {},
        {{u"SLUICE_TEST_TOKEN"_s, u"secret"_s}});
    const quint16 port = portOf(serve);
    QCOMPARE(exchange(port, "GET", "/health").status, 401);
    QCOMPARE(exchange(port, "GET", "/health", {}, {"Authorization: Bearer secret"}).status, 200);
}

void TestSluicectlServe::standsInFrontOfAnUpstream()
{
    const std::map<QString, QString> environment {{u"SLUICE_TEST_TOKEN"_s, u"of-the-upstream"_s}};
    CtlProcess behind({u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--token-env"_s, u"SLUICE_TEST_TOKEN"_s}, {}, environment);
    const QString url = u"http://localhost:%1/v1?demo_rate=0&demo_deltas=3"_s.arg(portOf(behind));
    CtlProcess serve({u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--upstream"_s, url, u"--model"_s, u"any"_s,
                         u"--api-key-env"_s, u"SLUICE_TEST_TOKEN"_s},
        {}, environment);
    const quint16 port = portOf(serve);
    const RawResponse response = exchange(port, "POST", "/chat?message=hi");
    QCOMPARE(response.status, 200);
    QCOMPARE(response.events().size(), 4);
    QCOMPARE(response.events().last().type, "done"_ba);
    QCOMPARE(exchange(port, "GET", "/v1/models").status, 200);
}

void TestSluicectlServe::takesItsLimits()
{
    CtlProcess serve({u"serve"_s, u"--listen"_s, u"localhost:0"_s, u"--log-bytes"_s, u"500"_s, u"--log-seconds"_s, u"0.2"_s,
        u"--max-streams"_s, u"3"_s});
    const quint16 port = portOf(serve);
    QVERIFY(exchange(port, "GET", "/pool-stats").body.startsWith("{\"max_connections\":3,"));
    const RawResponse whole = exchange(port, "POST", "/chat?message=x&demo_rate=0&demo_deltas=200");
    QCOMPARE(whole.events().size(), 201);
    const QByteArray stream = "/streams/" + whole.header("X-Stream-Id");
    const int early = exchange(port, "GET", stream).status;
    QVERIFY(early == 410 || early == 404);
    QTRY_COMPARE(exchange(port, "GET", stream).status, 404);
}

void TestSluicectlServe::givesTheDemoACapacity()
{
    CtlProcess serve({u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--demo-slots"_s, u"1"_s, u"--demo-patience"_s, u"0.05"_s});
    const quint16 port = portOf(serve);
    RawClient running(port);
    running.send(rawRequest(port, "POST", "/chat?message=x&demo_rate=0&demo_stall_ms=3600000&demo_stall_at=1"));
    const QByteArray id = parseResponse(running.readUntil("id: 1\n")).header("X-Stream-Id");

    const RawResponse busy = exchange(port, "POST", "/chat?message=x&demo_rate=0&demo_deltas=3");

    QCOMPARE(busy.status, 503);
    QVERIFY(busy.body.contains("The model is busy"));
    QCOMPARE(exchange(port, "DELETE", "/streams/" + id).status, 204);
    QCOMPARE(exchange(port, "POST", "/chat?message=x&demo_rate=0&demo_deltas=3").status, 200);
}

void TestSluicectlServe::keepsItsCacheInTheFile()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"new/cache.db"_s);
    for (const bool isSecondRun : {false, true}) {
        CtlProcess serve({u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--cache"_s, file, u"--cache-days"_s, u"1"_s});
        const quint16 port = portOf(serve);
        const RawResponse answer = exchange(port, "POST", "/chat-cached?message=hello&demo_rate=0&demo_deltas=5");
        QCOMPARE(answer.events().first().type == "cached", isSecondRun);
        serve.sendSignal(SIGTERM);
        QCOMPARE(serve.wait(), 0);
    }
    QVERIFY(QFile::exists(file));
}

void TestSluicectlServe::spoilsAnswersAsTheScriptSays()
{
    CtlProcess serve(
        {u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--faults"_s, u"/health=status:503,retry-after:2 cut:30 pass"_s});
    const quint16 port = portOf(serve);
    QVERIFY2(port > 0, serve.output().constData());
    QCOMPARE(exchange(port, "GET", "/health").header("Retry-After"), "2"_ba);
    const RawResponse cut = exchange(port, "POST", "/chat?message=hello&demo_rate=0");
    QCOMPARE(cut.body.size(), 30);
    QVERIFY(!cut.isComplete);
    const RawResponse whole = exchange(port, "GET", "/streams/" + cut.header("X-Stream-Id"));
    QVERIFY(whole.isComplete);
    QVERIFY(whole.body.startsWith(cut.body));
    QCOMPARE(exchange(port, "GET", "/v1/models", {}, {"Origin: http://evil.example"}).status, 403);
    serve.sendSignal(SIGTERM);
    QCOMPARE(serve.wait(), 0);
    QCOMPARE(serve.errors(), QByteArray());
}

void TestSluicectlServe::readsTheScriptFromAFile()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write("# twice\nstatus:429*2\npass\n");
    file.close();
    CtlProcess serve({u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--faults"_s, u'@' + file.fileName()});
    const quint16 port = portOf(serve);
    QCOMPARE(exchange(port, "GET", "/health").status, 429);
    QCOMPARE(exchange(port, "GET", "/health").status, 429);
    QCOMPARE(exchange(port, "GET", "/health").status, 200);
}

void TestSluicectlServe::drainsThroughTheProxy()
{
    CtlProcess serve({u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--drain-timeout"_s, u"5"_s, u"--faults"_s, u"pass"_s});
    const quint16 port = portOf(serve);
    RawClient idle(port);
    RawClient stream(port);
    stream.send(rawRequest(port, "POST", "/chat?message=x&demo_rate=50&demo_deltas=10"));
    QVERIFY(!stream.readUntil("id: 1\n").isEmpty());
    serve.sendSignal(SIGTERM);
    QCOMPARE(parseResponse(stream.readAll()).events().last().type, QByteArray("done"));
    QCOMPARE(serve.wait(), 0);
}

QTEST_GUILESS_MAIN(TestSluicectlServe)
#include "tst_sluicectl_serve.moc"
