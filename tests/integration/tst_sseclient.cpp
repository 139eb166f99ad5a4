#include "core/engine/sseclient.h"
#include "tests/support/scriptedserver.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

class TestSseClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aHandshakeThatIsNotAnsweredTimesOut();
    void aServerMayTakeItsTimeToAnswer();
};

void TestSseClient::aHandshakeThatIsNotAnsweredTimesOut()
{
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    SseClientOptions options;
    options.request.url = QUrl(u"https://127.0.0.1:%1/"_s.arg(silent.serverPort()));
    options.connectTimeout = Millis(100);
    options.reconnectionTime = Millis(1);
    options.maxReconnects = 1;
    SseClient client(options);
    const QSignalSpy again(&client, &SseClient::reconnecting);
    QSignalSpy ended(&client, &SseClient::ended);

    client.start();

    QVERIFY(ended.wait(30000));
    QCOMPARE(again.count(), 1);
    const auto error = ended.first().first().value<std::optional<Error>>();
    QVERIFY(error);
    QCOMPARE(error->kind, ErrorKind::Timeout);
}

void TestSseClient::aServerMayTakeItsTimeToAnswer()
{
    ScriptedServer server({{awaitRelease(), send("HTTP/1.1 204 No Content\r\n\r\n")}});
    SseClientOptions options;
    options.request.url = server.url();
    options.connectTimeout = Millis(500);
    SseClient client(options);
    QSignalSpy ended(&client, &SseClient::ended);

    client.start();
    QVERIFY(!ended.wait(1000));
    server.release();

    QVERIFY(ended.wait(30000));
    QVERIFY(!ended.first().first().value<std::optional<Error>>());
}

QTEST_GUILESS_MAIN(TestSseClient)
#include "tst_sseclient.moc"
