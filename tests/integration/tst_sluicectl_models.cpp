#include "tests/support/ctlprocess.h"
#include "tests/support/scriptedserver.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

class TestSluicectlModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void printsOneModelALine();
    void printsOneJsonObject();
    void takesTheKeyFromTheNamedVariableBeforeTheProvidersOwn();
    void asksTheDemoByDefault();
    void aFailureIsToldInOneLine_data();
    void aFailureIsToldInOneLine();
    void aRefusedConnectionIsToldInOneLine();
    void wrongUseIsToldInOneLine_data();
    void wrongUseIsToldInOneLine();
    void theVerbsAreListed();
};

namespace {

QStringList models(const ScriptedServer& server, const QStringList& options = {})
{
    return QStringList {u"models"_s, u"--base-url"_s, server.url().toString()} + options;
}

Script answer(int status, const QByteArray& type, const QByteArray& body)
{
    return {send(wholeResponse(status, type, body))};
}

const Script TwoModels = answer(200, "application/json", R"({"object":"list","data":[{"id":"b-\"1\"","x":1},{"id":"a"}]})");

}

void TestSluicectlModels::printsOneModelALine()
{
    const ScriptedServer server({TwoModels});
    CtlProcess ctl(models(server));

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(ctl.output(), "b-\"1\"\na\n");
    QCOMPARE(server.requests().front().method, "GET");
    QCOMPARE(server.requests().front().target, "/v1/models");
    QVERIFY(headerValue(server.requests().front().headers, "authorization").isNull());
}

void TestSluicectlModels::printsOneJsonObject()
{
    const ScriptedServer server({TwoModels});
    CtlProcess ctl(models(server, {u"--json"_s}));

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(ctl.output(),
        R"({"models":["b-\"1\"","a"]})"
        "\n");
}

void TestSluicectlModels::takesTheKeyFromTheNamedVariableBeforeTheProvidersOwn()
{
    const ScriptedServer server({TwoModels});
    const std::map<QString, QString> keys {{u"OPENAI_API_KEY"_s, u"own"_s}, {u"MINE"_s, u"named"_s}};
    CtlProcess named(models(server, {u"--api-key-env"_s, u"MINE"_s}), {}, keys);
    QCOMPARE(named.wait(), 0);
    CtlProcess own(models(server), {}, keys);
    QCOMPARE(own.wait(), 0);

    QCOMPARE(headerValue(server.requests()[0].headers, "authorization"), "Bearer named"_ba);
    QCOMPARE(headerValue(server.requests()[1].headers, "authorization"), "Bearer own"_ba);
}

void TestSluicectlModels::asksTheDemoByDefault()
{
    CtlProcess ctl({u"models"_s, u"--json"_s});

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(ctl.output(),
        R"({"models":["demo"]})"
        "\n");
    QCOMPARE(ctl.errors(), QByteArray());
}

void TestSluicectlModels::aFailureIsToldInOneLine_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("401") << 401 << QByteArray("application/json") << QByteArray(R"({"error":{"message":"bad\nkey"}})");
    QTest::newRow("404") << 404 << QByteArray("text/plain") << QByteArray("no");
    QTest::newRow("500") << 500 << QByteArray("text/html") << QByteArray("<p>");
    QTest::newRow("html") << 200 << QByteArray("text/html") << QByteArray("<p>");
    QTest::newRow("bad JSON") << 200 << QByteArray("application/json") << QByteArray("{");
}

void TestSluicectlModels::aFailureIsToldInOneLine()
{
    QFETCH(int, status);
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    const ScriptedServer server({answer(status, type, body)});
    CtlProcess ctl(models(server));

    QCOMPARE(ctl.wait(), 1);
    QCOMPARE(ctl.output(), QByteArray());
    QVERIFY2(ctl.saysOneLine(), ctl.errors().constData());
}

void TestSluicectlModels::aRefusedConnectionIsToldInOneLine()
{
    CtlProcess ctl({u"models"_s, u"--base-url"_s, u"http://127.0.0.1:1/v1"_s});

    QCOMPARE(ctl.wait(), 1);
    QVERIFY2(ctl.saysOneLine(), ctl.errors().constData());
}

void TestSluicectlModels::wrongUseIsToldInOneLine_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("argument") << QStringList {u"x"_s};
    QTest::newRow("unknown option") << QStringList {u"--wat"_s};
    QTest::newRow("unknown provider") << QStringList {u"--provider"_s, u"wat"_s};
    QTest::newRow("bad URL") << QStringList {u"--base-url"_s, u"127.0.0.1:80/v1"_s};
    QTest::newRow("unset variable") << QStringList {u"--api-key-env"_s, u"SLUICE_NOT_SET"_s};
    QTest::newRow("no variable") << QStringList {u"--api-key-env"_s, QString()};
}

void TestSluicectlModels::wrongUseIsToldInOneLine()
{
    QFETCH(QStringList, arguments);
    CtlProcess ctl(QStringList {u"models"_s} + arguments);

    QCOMPARE(ctl.wait(), 2);
    QCOMPARE(ctl.output(), QByteArray());
    QVERIFY2(ctl.saysOneLine(), ctl.errors().constData());
}

void TestSluicectlModels::theVerbsAreListed()
{
    CtlProcess help({u"--help"_s});
    CtlProcess nothing {QStringList()};
    CtlProcess unknown({u"wat"_s});
    CtlProcess version({u"--version"_s});

    QCOMPARE(help.wait(), 0);
    for (const char* verb : {"ask", "models", "serve", "sse"})
        QVERIFY2(help.output().contains(verb), verb);
    QCOMPARE(nothing.wait(), 2);
    QCOMPARE(nothing.output(), QByteArray());
    QCOMPARE(unknown.wait(), 2);
    QVERIFY2(unknown.saysOneLine(), unknown.errors().constData());
    QCOMPARE(version.wait(), 0);
    QVERIFY(version.output().startsWith("sluicectl "));
}

QTEST_GUILESS_MAIN(TestSluicectlModels)
#include "tst_sluicectl_models.moc"
