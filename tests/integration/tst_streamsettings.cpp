#include "core/engine/chatsession.h"
#include "core/engine/settings.h"
#include "tests/support/sessionscripts.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

const QString Certificate = QStringLiteral(SLUICE_TEST_DATA "/tls/selfsigned.crt");

ProxyChoice through(const ScriptedServer& proxy)
{
    return {.kind = ProxyChoice::Kind::Manual, .address = proxy.url(QString())};
}

/// What a conversation shows when its one question has been answered, or not.
Message answerAt(ChatEngine& engine, const SessionTarget& target)
{
    ChatSession session(engine, u"1"_s);
    session.send(u"Hi"_s, target);
    if (!QTest::qWaitFor([&] { return !session.isRunning(); }, 20000))
        return {};
    return *session.loadedMessage(1);
}

}

/// Settings that concern connections, and what they do to them.
class TestStreamSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEndpointsOwnProxyIsUsedEvenOnThisComputer()
    {
        ScriptedServer proxy({openAiAnswer("by proxy")});
        ScriptedServer server({openAiAnswer("direct")});
        ChatEngine engine;
        SessionTarget target = targetAt(server.url());
        target.endpoint.proxy = through(proxy);

        const Message answer = answerAt(engine, target);

        QCOMPARE(answer.text, u"by proxy"_s);
        QCOMPARE(proxy.requests().front().target, server.url(u"/v1/chat/completions"_s).toEncoded());
        QCOMPARE(server.connectionsMade(), 0);
    }

    void theProxyOfAllEndpointsServesOtherHostsOnly()
    {
        ScriptedServer proxy({openAiAnswer("by proxy")});
        ScriptedServer server({openAiAnswer("direct")});
        ChatEngine engine;
        engine.setProxy(through(proxy));

        QCOMPARE(answerAt(engine, targetAt(server.url())).text, u"direct"_s);
        QCOMPARE(answerAt(engine, targetAt(QUrl(u"http://somewhere.invalid/v1"_s))).text, u"by proxy"_s);
        QCOMPARE(proxy.requestCount(), 1);
    }

    void anEndpointCanDoWithoutTheProxyOfAll()
    {
        ScriptedServer proxy({openAiAnswer("by proxy")});
        ChatEngine engine;
        engine.setProxy(through(proxy));
        SessionTarget target = targetAt(QUrl(u"http://somewhere.invalid/v1"_s));
        target.endpoint.proxy = ProxyChoice {.kind = ProxyChoice::Kind::None};
        target.patience.retries = 0;

        const Message answer = answerAt(engine, target);

        QVERIFY(answer.error);
        QCOMPARE(answer.error->kind, ErrorKind::Network);
        QCOMPARE(proxy.connectionsMade(), 0);
    }

    void aSocksProxyIsAskedForTheHost()
    {
        ScriptedServer notSocks({{hold()}}); // that a connection is made to it is what counts
        ChatEngine engine;
        SessionTarget target = targetAt(QUrl(u"http://somewhere.invalid/v1"_s));
        ProxyChoice proxy = through(notSocks);
        proxy.address.setScheme(u"socks5"_s);
        target.endpoint.proxy = proxy;
        target.patience.retries = 0;
        target.patience.connect = Millis(2000);

        const Message answer = answerAt(engine, target);

        QVERIFY(answer.error);
        QTRY_COMPARE(notSocks.connectionsMade(), 1);
    }

    void aCertificateFileMakesItsServerTrusted()
    {
        ScriptedServer server({openAiAnswer("secure")}, ScriptedServer::Security::SelfSignedTls);
        ChatEngine engine;
        SessionTarget target = targetAt(server.url());
        target.patience.retries = 0;
        QCOMPARE(answerAt(engine, target).error->kind, ErrorKind::Tls);

        target.endpoint.caFile = Certificate;

        QCOMPARE(answerAt(engine, target).text, u"secure"_s);
    }

    void theListOfModelsIsAskedForInTheSameWay()
    {
        ScriptedServer server({{send(wholeResponse(200, "application/json", R"({"data":[{"id":"m"}]})"))}},
            ScriptedServer::Security::SelfSignedTls);
        ChatEngine engine;
        Endpoint endpoint = targetAt(server.url()).endpoint;
        endpoint.caFile = Certificate;
        std::optional<Result<EndpointProbe>> probe;

        engine.fetchModels(endpoint, {}, this, [&](const Result<EndpointProbe>& result) { probe = result; });

        QTRY_VERIFY_WITH_TIMEOUT(probe, 30000);
        QVERIFY2(probe->has_value(), probe->has_value() ? "" : qPrintable(probe->error().message));
        QCOMPARE(probe->value().models, QStringList {u"m"_s});
    }

    void aCertificateFileThatCannotBeUsedIsATlsError_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("missing") << u"/no/such/file.pem"_s;
        QTest::newRow("a folder") << u"/"_s;
        QTest::newRow("no certificate") << QStringLiteral(SLUICE_TEST_DATA "/tls/selfsigned.key");
    }

    void aCertificateFileThatCannotBeUsedIsATlsError()
    {
        QFETCH(const QString, file);
        ScriptedServer server({openAiAnswer("never")});
        ChatEngine engine;
        SessionTarget target = targetAt(server.url());
        target.endpoint.caFile = file;

        const Message answer = answerAt(engine, target);

        QVERIFY(answer.error);
        QCOMPARE(answer.error->kind, ErrorKind::Tls);
        QVERIFY(answer.error->message.contains(file));
        QCOMPARE(server.requestCount(), 0);
    }

    void asOftenAsWasChosenItIsTriedAgain_data()
    {
        QTest::addColumn<int>("retries");
        QTest::newRow("never") << 0;
        QTest::newRow("twice") << 2;
    }

    void asOftenAsWasChosenItIsTriedAgain()
    {
        QFETCH(const int, retries);
        ScriptedServer server({{send(wholeResponse(500, "text/plain", "no"))}});
        ChatEngine engine;
        SessionTarget target = targetAt(server.url());
        target.patience.retries = retries;
        target.patience.longestPause = Millis(1);

        const Message answer = answerAt(engine, target);

        QCOMPARE(answer.error->kind, ErrorKind::Server);
        QCOMPARE(server.requestCount(), 1 + retries);
    }

    void silenceLongerThanWasChosenEndsAConnection()
    {
        ScriptedServer server({{send(chunkedHead() + chunk(openAiText("Some"))), hold()}});
        ChatEngine engine;
        SessionTarget target = targetAt(server.url());
        target.patience.retries = 0;
        target.patience.silence = Millis(1000);

        const Message answer = answerAt(engine, target);

        QCOMPARE(answer.text, u"Some"_s);
        QCOMPARE(answer.error->kind, ErrorKind::Timeout);
    }
};

QTEST_GUILESS_MAIN(TestStreamSettings)
#include "tst_streamsettings.moc"
