#include "tests/support/upstreamfixture.h"

#include <QDir>
#include <QJsonArray>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int PatienceMs = 30000;
constexpr int InstallMs = 120000;

}

/// OpenAI's own client from npm, through /v1 of a gateway with a server behind it.
class TestOpenAiClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void takesAnAnswerInOnePiece();
    void takesTheSameAsAStream();
    void listsModels();
    void anAbortStopsTheUpstream();
    void meetsTheErrorsItKnows_data();
    void meetsTheErrorsItKnows();
    void aBrokenStreamThrows_data();
    void aBrokenStreamThrows();

private:
    void start(QProcess& node, quint16 port, const QString& scenario) const;
    QJsonObject run(quint16 port, const QString& scenario) const;

    QString m_node;
    QString m_directory; ///< where the client is installed
};

void TestOpenAiClient::initTestCase()
{
    m_node = QStandardPaths::findExecutable(u"node"_s);
    const QString npm = QStandardPaths::findExecutable(u"npm"_s);
    if (m_node.isEmpty() || npm.isEmpty())
        QSKIP("node and npm are not installed");
    m_directory = QStringLiteral(SLUICE_OPENAI_CLIENT_BUILD);
    QVERIFY(QDir().mkpath(m_directory));
    for (const QString& name : {u"package.json"_s, u"package-lock.json"_s}) {
        QFile::remove(m_directory + u'/' + name);
        QVERIFY(QFile::copy(QStringLiteral(SLUICE_OPENAI_CLIENT) + u'/' + name, m_directory + u'/' + name));
    }
    QProcess install;
    install.setWorkingDirectory(m_directory);
    install.start(npm, {u"ci"_s, u"--ignore-scripts"_s, u"--no-audit"_s, u"--no-fund"_s});
    if (!install.waitForFinished(InstallMs) || install.exitCode() != 0)
        QSKIP("npm cannot fetch the client");
}

void TestOpenAiClient::start(QProcess& node, quint16 port, const QString& scenario) const
{
    node.setWorkingDirectory(m_directory);
    node.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    node.start(m_node, {QStringLiteral(SLUICE_OPENAI_CLIENT "/client.mjs"), u"http://127.0.0.1:%1/v1"_s.arg(port), scenario});
}

QJsonObject TestOpenAiClient::run(quint16 port, const QString& scenario) const
{
    QProcess node;
    start(node, port, scenario);
    node.waitForFinished(PatienceMs);
    return jsonOf(node.readAllStandardOutput());
}

void TestOpenAiClient::takesAnAnswerInOnePiece()
{
    GatewayServer demo;
    GatewayOptions options;
    options.upstream.emplace().baseUrl = QUrl(u"http://127.0.0.1:%1/v1?demo_rate=0"_s.arg(demo.start().value()));
    GatewayServer gateway(options);
    const QJsonObject result = run(gateway.start().value(), u"whole"_s);
    QVERIFY(result["text"_L1].toString().size() > 500);
    QCOMPARE(result["finish"_L1].toString(), u"stop"_s);
    QVERIFY(!result.contains("error"_L1));
}

void TestOpenAiClient::takesTheSameAsAStream()
{
    GatewayServer demo;
    GatewayOptions options;
    options.upstream.emplace().baseUrl = QUrl(u"http://127.0.0.1:%1/v1?demo_rate=0"_s.arg(demo.start().value()));
    GatewayServer gateway(options);
    const quint16 port = gateway.start().value();
    const QJsonObject whole = run(port, u"whole"_s);
    const QJsonObject stream = run(port, u"stream"_s);
    QCOMPARE(stream["text"_L1], whole["text"_L1]);
    QCOMPARE(stream["finish"_L1], whole["finish"_L1]);
    QCOMPARE(stream["usage"_L1], whole["usage"_L1]);
    QVERIFY(stream["chunks"_L1].toInt() > 100);
}

void TestOpenAiClient::listsModels()
{
    UpstreamFixture f({send(wholeResponse(200, "application/json", "{\"object\":\"list\",\"data\":[{\"id\":\"one\"}]}"))});
    QCOMPARE(run(f.port, u"models"_s)["models"_L1].toArray(), QJsonArray {u"one"_s});
}

void TestOpenAiClient::anAbortStopsTheUpstream()
{
    UpstreamFixture f({send(chunkedHead() + chunk(openAiText("x"))), hold()});
    QProcess node;
    start(node, f.port, u"abort"_s);
    QVERIFY(node.waitForReadyRead(PatienceMs));
    const QJsonObject result = jsonOf(node.readAllStandardOutput());
    QCOMPARE(result["text"_L1].toString(), u"x"_s);
    QTRY_COMPARE_WITH_TIMEOUT(f.server.openConnections(), 0, 5000); // a stream that waits for its reader would wait for 10 s
    QCOMPARE(node.state(), QProcess::Running); // it was not its end that closed the connection
    node.closeWriteChannel();
    QVERIFY(node.waitForFinished(PatienceMs));
}

void TestOpenAiClient::meetsTheErrorsItKnows_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("name");
    QTest::newRow("400") << 400 << u"BadRequestError"_s;
    QTest::newRow("401") << 401 << u"AuthenticationError"_s;
    QTest::newRow("403") << 403 << u"PermissionDeniedError"_s;
    QTest::newRow("404") << 404 << u"NotFoundError"_s;
    QTest::newRow("422") << 422 << u"UnprocessableEntityError"_s;
    QTest::newRow("429") << 429 << u"RateLimitError"_s;
    QTest::newRow("500") << 500 << u"InternalServerError"_s;
    QTest::newRow("503") << 503 << u"InternalServerError"_s;
}

void TestOpenAiClient::meetsTheErrorsItKnows()
{
    QFETCH(int, status);
    QFETCH(QString, name);
    UpstreamFixture f({send(wholeResponse(status, "application/json",
        "{\"error\":{\"message\":\"Words of the server\",\"type\":\"its_type\",\"code\":\"its_code\"}}",
        {{"Retry-After", "7"}}))});
    for (const QString& scenario : {u"whole"_s, u"stream"_s, u"models"_s}) {
        const QJsonObject error = run(f.port, scenario)["error"_L1].toObject();
        QCOMPARE(error["name"_L1].toString(), name);
        QCOMPARE(error["status"_L1].toInt(), status);
        QVERIFY(error["message"_L1].toString().contains(u"Words of the server"_s));
        QCOMPARE(error["type"_L1].toString(), u"its_type"_s);
        QCOMPARE(error["code"_L1].toString(), u"its_code"_s);
        QCOMPARE(error["retryAfter"_L1].toString(), u"7"_s);
    }
}

void TestOpenAiClient::aBrokenStreamThrows_data()
{
    QTest::addColumn<Script>("script");
    QTest::addColumn<QString>("words");
    const QByteArray begun = chunkedHead() + chunk(openAiText("x"));
    QTest::newRow("cut") << Script {send(begun), closeConnection()} << u"closed the connection"_s;
    QTest::newRow("error") << Script {send(begun + chunk("data: {\"error\":{\"message\":\"Out of memory\"}}\n\n"))}
                           << u"Out of memory"_s;
}

void TestOpenAiClient::aBrokenStreamThrows()
{
    QFETCH(Script, script);
    QFETCH(QString, words);
    UpstreamFixture f(script);
    const QJsonObject result = run(f.port, u"stream"_s);
    QCOMPARE(result["text"_L1].toString(), u"x"_s);
    QCOMPARE(result["error"_L1]["name"_L1].toString(), u"APIError"_s);
    QVERIFY2(
        result["error"_L1]["message"_L1].toString().contains(words), qPrintable(result["error"_L1]["message"_L1].toString()));
}

QTEST_GUILESS_MAIN(TestOpenAiClient)
#include "tst_openaiclient.moc"
