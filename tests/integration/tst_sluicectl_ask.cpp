#include "tests/support/ctlprocess.h"
#include "tests/support/scriptedserver.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

const QByteArray Usage = R"(data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}})"
                         "\n\n";
const QByteArray Reasoning = R"(data: {"choices":[{"index":0,"delta":{"reasoning_content":"Hm."}}]})"
                             "\n\n";

Script answer(const QByteArray& body)
{
    return {send(chunkedHead() + chunk(body) + lastChunk())};
}

Script failure(int status, const QByteArray& body, const HttpHeaders& headers = {}, const QByteArray& type = "application/json")
{
    return {send(wholeResponse(status, type, body, headers))};
}

const Script Complete = answer(openAiText("Hello ") + openAiText("world") + openAiFinish() + Usage + OpenAiDone);

QStringList ask(const ScriptedServer& server, const QStringList& options)
{
    return QStringList {u"ask"_s, u"--base-url"_s, server.url().toString(), u"--model"_s, u"m"_s} + options;
}

QJsonObject object(const QByteArray& json)
{
    return QJsonDocument::fromJson(json).object();
}

}

class TestSluicectlAsk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Answers.
    void printsTheAnswerAsText();
    void printsOneJsonObject();
    void printsTextAsItArrives();
    void asksForTheFirstModelOfTheList();
    void asksWithoutAModelWhereThereIsNoList();
    void aModelListThatFailsIsTold();
    void sendsSystemPromptAndKey();
    void takesThePromptFromStandardInput_data();
    void takesThePromptFromStandardInput();
    void everyStrategyGivesTheWholeAnswer();
    void anotherProviderIsTalkedToInItsWay();

    // Failures.
    void errorsAreTyped_data();
    void errorsAreTyped();
    void anErrorKeepsTheTextThatCame_data();
    void anErrorKeepsTheTextThatCame();
    void retriesUnlessToldNotTo();
    void aSignalEndsItWithWhatCame_data();
    void aSignalEndsItWithWhatCame();
    void wrongUseIsToldInOneLine_data();
    void wrongUseIsToldInOneLine();

    // The response cache.
    void theSameQuestionIsAnsweredFromTheCache();
    void aDamagedCacheIsNotSpokenOf();
    void theCacheIsLeftAloneWhenItShallBe_data();
    void theCacheIsLeftAloneWhenItShallBe();

    // The demo.
    void asksTheDemoByDefault();
};

void TestSluicectlAsk::printsTheAnswerAsText()
{
    const ScriptedServer server({answer(Reasoning + openAiText("Hello ") + openAiText("wörld") + openAiFinish() + OpenAiDone)});
    CtlProcess ctl(ask(server, {u"hi"_s}));

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(ctl.output(), "Hello wörld\n"_ba);
    QCOMPARE(ctl.errors(), QByteArray());
}

void TestSluicectlAsk::printsOneJsonObject()
{
    const ScriptedServer server(
        {answer(Reasoning + openAiText("Hello ") + openAiText("w\\n") + openAiFinish("length") + Usage + OpenAiDone)});
    CtlProcess ctl(ask(server, {u"--json"_s, u"hi"_s}));

    QCOMPARE(ctl.wait(), 0);
    QVERIFY(ctl.output().startsWith(
        R"({"text":"Hello w\n","reasoning":"Hm.","finish_reason":"length","usage":{"prompt_tokens":3,"completion_tokens":2},)"
        R"("cached":false,"reconnects":0,"timing":{"ttft_ms":)"));
    QVERIFY(ctl.output().endsWith("},\"error\":null}\n"));
    const QJsonObject timing = object(ctl.output()).value("timing"_L1).toObject();
    QVERIFY(timing.value("ttft_ms"_L1).toDouble(-1) >= 0);
    QVERIFY(timing.value("e2e_ms"_L1).toDouble(-1) >= timing.value("ttft_ms"_L1).toDouble());
}

void TestSluicectlAsk::printsTextAsItArrives()
{
    ScriptedServer server({{send(chunkedHead() + chunk(openAiText("one"))), awaitRelease(),
        send(chunk(openAiText(" two") + openAiFinish() + OpenAiDone) + lastChunk())}});
    CtlProcess ctl(ask(server, {u"hi"_s}));

    QVERIFY(ctl.waitForOutput("one"));
    QCOMPARE(ctl.output(), "one"_ba);
    server.release();

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(ctl.output(), "one two\n"_ba);
}

void TestSluicectlAsk::asksForTheFirstModelOfTheList()
{
    const ScriptedServer server({failure(200, R"({"data":[{"id":"first"},{"id":"second"}]})"), Complete});
    CtlProcess ctl({u"ask"_s, u"--base-url"_s, server.url().toString(), u"hi"_s});

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(server.requests()[0].target, "/v1/models"_ba);
    QCOMPARE(object(server.requests()[1].body).value("model"_L1).toString(), u"first"_s);
}

void TestSluicectlAsk::asksWithoutAModelWhereThereIsNoList()
{
    const ScriptedServer server({failure(404, "{}"), Complete});
    CtlProcess ctl({u"ask"_s, u"--base-url"_s, server.url().toString(), u"hi"_s});

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(ctl.output(), "Hello world\n"_ba);
}

void TestSluicectlAsk::aModelListThatFailsIsTold()
{
    const ScriptedServer refusing({failure(401, R"({"error":{"message":"bad key"}})")});
    const ScriptedServer empty({failure(200, R"({"data":[]})")});
    CtlProcess refused({u"ask"_s, u"--json"_s, u"--base-url"_s, refusing.url().toString(), u"hi"_s});
    CtlProcess none({u"ask"_s, u"--base-url"_s, empty.url().toString(), u"hi"_s});

    QCOMPARE(refused.wait(), 1);
    QCOMPARE(object(refused.output()).value("error"_L1).toObject().value("kind"_L1).toString(), u"auth"_s);
    QVERIFY(refused.output().contains(R"("timing":{"ttft_ms":null,"e2e_ms":null})"));
    QCOMPARE(none.wait(), 1);
    QVERIFY2(none.saysOneLine(), none.errors().constData());
    QCOMPARE(refusing.requestCount() + empty.requestCount(), 2);
}

void TestSluicectlAsk::sendsSystemPromptAndKey()
{
    const ScriptedServer server({Complete});
    CtlProcess ctl(
        ask(server, {u"--system"_s, u"Be brief."_s, u"--api-key-env"_s, u"MINE"_s, u"--no-cache"_s, u"--"_s, u"- hi"_s}), {},
        {{u"MINE"_s, u"secret"_s}, {u"OPENAI_API_KEY"_s, u"other"_s}});

    QCOMPARE(ctl.wait(), 0);
    const ReceivedRequest request = server.requests().front();
    QCOMPARE(request.target, "/v1/chat/completions"_ba);
    QCOMPARE(headerValue(request.headers, "authorization"), "Bearer secret"_ba);
    const QByteArray body = QJsonDocument(object(request.body).value("messages"_L1).toArray()).toJson(QJsonDocument::Compact);
    QCOMPARE(body, R"([{"content":"Be brief.","role":"system"},{"content":"- hi","role":"user"}])"_ba);
    QVERIFY(!ctl.output().contains("secret") && !ctl.errors().contains("secret"));
}

void TestSluicectlAsk::takesThePromptFromStandardInput_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("dash") << QStringList {u"-"_s};
    QTest::newRow("absent") << QStringList {};
}

void TestSluicectlAsk::takesThePromptFromStandardInput()
{
    QFETCH(QStringList, arguments);
    const ScriptedServer server({Complete});
    CtlProcess ctl(ask(server, arguments), "two\nlines ü\r\n");

    QCOMPARE(ctl.wait(), 0);
    QVERIFY(server.requests().front().body.contains("\"two\\nlines ü\""));
}

void TestSluicectlAsk::everyStrategyGivesTheWholeAnswer()
{
    const ScriptedServer server({Complete});
    for (const QString& strategy : {u"none"_s, u"fixed"_s, u"adaptive"_s, u"sentence"_s, u"smooth"_s}) {
        CtlProcess ctl(ask(server, {u"--strategy"_s, strategy, u"hi"_s}));

        QCOMPARE(ctl.wait(), 0);
        QCOMPARE(ctl.output(), "Hello world\n"_ba);
    }
}

void TestSluicectlAsk::anotherProviderIsTalkedToInItsWay()
{
    const QByteArray events = "id: 1\ndata: Hello\n\nid: 2\nevent: done\n"
                              "data: {\"finish_reason\":\"stop\",\"usage\":null}\n\n";
    const ScriptedServer server({answer(events)});
    CtlProcess ctl(ask(server, {u"--provider"_s, u"sluice"_s, u"--json"_s, u"hi"_s}));

    QCOMPARE(ctl.wait(), 0);
    QVERIFY(ctl.output().startsWith(R"({"text":"Hello","reasoning":"","finish_reason":"stop","usage":null,"cached":false,)"));
    QVERIFY(object(server.requests().front().body).contains("message"_L1));
}

void TestSluicectlAsk::errorsAreTyped_data()
{
    QTest::addColumn<QByteArray>("response");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("status"); // 0: null
    const QByteArray body = R"({"error":{"message":"no\nway"}})";
    const auto json = [&](int status, const HttpHeaders& headers = {}) {
        return wholeResponse(status, "application/json", body, headers);
    };
    QTest::newRow("401") << json(401) << u"auth"_s << 401;
    QTest::newRow("403") << json(403) << u"auth"_s << 403;
    QTest::newRow("404") << json(404) << u"protocol"_s << 404;
    QTest::newRow("429") << json(429, {{"Retry-After", "1"}}) << u"rate_limit"_s << 429;
    QTest::newRow("500") << json(500) << u"server"_s << 500;
    QTest::newRow("529") << json(529) << u"server"_s << 529;
    QTest::newRow("html error") << wholeResponse(502, "text/html", "<h1>Bad gateway</h1>") << u"server"_s << 502;
    QTest::newRow("html") << wholeResponse(200, "text/html", "<p>login") << u"protocol"_s << 200;
    QTest::newRow("no answer") << QByteArray() << u"network"_s << 0;
    QTest::newRow("end without finish") << chunkedHead() + chunk(OpenAiDone) + lastChunk() << u"protocol"_s << -1;
}

void TestSluicectlAsk::errorsAreTyped()
{
    QFETCH(QByteArray, response);
    QFETCH(QString, kind);
    QFETCH(int, status);
    const ScriptedServer server({{send(response), closeConnection()}});
    CtlProcess json(ask(server, {u"--json"_s, u"--no-retry"_s, u"hi"_s}));
    CtlProcess text(ask(server, {u"--no-retry"_s, u"hi"_s}));

    QCOMPARE(json.wait(), 1);
    const QJsonObject result = object(json.output());
    const QJsonObject error = result.value("error"_L1).toObject();
    QCOMPARE(error.value("kind"_L1).toString(), kind);
    QVERIFY(!error.value("message"_L1).toString().isEmpty());
    if (status > 0)
        QCOMPARE(error.value("http_status"_L1).toInt(), status);
    if (status == 0)
        QVERIFY(error.value("http_status"_L1).isNull());
    QCOMPARE(error.keys(), (QStringList {u"http_status"_s, u"kind"_s, u"message"_s}));
    QVERIFY2(json.saysOneLine(), json.errors().constData());
    QCOMPARE(text.wait(), 1);
    QCOMPARE(text.output(), QByteArray());
    QVERIFY2(text.saysOneLine(), text.errors().constData());
    QCOMPARE(server.requestCount(), 2);
}

void TestSluicectlAsk::anErrorKeepsTheTextThatCame_data()
{
    QTest::addColumn<QByteArray>("rest");
    QTest::addColumn<QString>("kind");
    QTest::newRow("clean end") << lastChunk() << u"network"_s;
    QTest::newRow("closed in mid-chunk") << QByteArray("20\r\ndata: {") << u"network"_s;
    QTest::newRow("error event") << chunk(R"(data: {"error":{"message":"busy","code":503}})"
                                          "\n\n")
            + lastChunk() << u"server"_s;
    QTest::newRow("bad JSON") << chunk("data: {oops\n\n") + lastChunk() << u"protocol"_s;
    QTest::newRow("end mark without finish") << chunk(OpenAiDone) + lastChunk() << u"protocol"_s;
}

void TestSluicectlAsk::anErrorKeepsTheTextThatCame()
{
    QFETCH(QByteArray, rest);
    QFETCH(QString, kind);
    const ScriptedServer server({{send(chunkedHead() + chunk(openAiText("kept")) + rest), closeConnection()}});
    CtlProcess json(ask(server, {u"--json"_s, u"--no-retry"_s, u"hi"_s}));
    CtlProcess text(ask(server, {u"--no-retry"_s, u"hi"_s}));

    QCOMPARE(json.wait(), 1);
    const QJsonObject result = object(json.output());
    QCOMPARE(result.value("text"_L1).toString(), u"kept"_s);
    QVERIFY(result.value("finish_reason"_L1).isNull());
    QCOMPARE(result.value("error"_L1).toObject().value("kind"_L1).toString(), kind);
    QCOMPARE(text.wait(), 1);
    QCOMPARE(text.output(), "kept\n"_ba);
    QVERIFY2(text.saysOneLine(), text.errors().constData());
}

void TestSluicectlAsk::retriesUnlessToldNotTo()
{
    const ScriptedServer server(
        {failure(503, "{}", {{"Retry-After", "0"}}), Complete, failure(503, "{}", {{"Retry-After", "0"}})});
    CtlProcess retrying(ask(server, {u"--json"_s, u"hi"_s}));
    QCOMPARE(retrying.wait(), 0);
    CtlProcess once(ask(server, {u"--json"_s, u"--no-retry"_s, u"hi"_s}));
    QCOMPARE(once.wait(), 1);

    QCOMPARE(object(retrying.output()).value("text"_L1).toString(), u"Hello world"_s);
    QCOMPARE(object(retrying.output()).value("reconnects"_L1).toInt(), 1);
    QCOMPARE(object(once.output()).value("reconnects"_L1).toInt(-1), 0);
    QCOMPARE(server.requestCount(), 3);
}

void TestSluicectlAsk::theSameQuestionIsAnsweredFromTheCache()
{
    const QTemporaryDir data;
    const std::map<QString, QString> environment {{u"XDG_DATA_HOME"_s, data.path()}};
    const ScriptedServer server({Complete});
    CtlProcess first(ask(server, {u"--json"_s, u"hi"_s}), {}, environment);
    QCOMPARE(first.wait(), 0);
    CtlProcess second(ask(server, {u"--json"_s, u"hi"_s}), {}, environment);
    QCOMPARE(second.wait(), 0);
    CtlProcess text(ask(server, {u"--strategy"_s, u"sentence"_s, u"hi"_s}), {}, environment);
    QCOMPARE(text.wait(), 0);
    QCOMPARE(server.requestCount(), 1);
    CtlProcess other(ask(server, {u"--json"_s, u"--system"_s, u"Be brief."_s, u"hi"_s}), {}, environment);
    QCOMPARE(other.wait(), 0);

    QVERIFY(!object(first.output()).value("cached"_L1).toBool());
    const QJsonObject cached = object(second.output());
    QVERIFY(cached.value("cached"_L1).toBool());
    QCOMPARE(cached.value("text"_L1), object(first.output()).value("text"_L1));
    QCOMPARE(cached.value("usage"_L1), object(first.output()).value("usage"_L1));
    QCOMPARE(cached.value("finish_reason"_L1).toString(), u"stop"_s);
    QVERIFY(cached.value("timing"_L1).toObject().value("ttft_ms"_L1).isDouble());
    QCOMPARE(text.output(), "Hello world\n"_ba);
    QVERIFY(!object(other.output()).value("cached"_L1).toBool());
    QCOMPARE(server.requestCount(), 2);
}

void TestSluicectlAsk::aDamagedCacheIsNotSpokenOf()
{
    const QTemporaryDir data;
    QDir(data.path()).mkpath(u"sluice"_s);
    QFile file(data.filePath(u"sluice/cache.db"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray("garbage ").repeated(1000));
    file.close();
    const ScriptedServer server({Complete});
    for (int i = 0; i < 2; ++i) {
        CtlProcess ctl(ask(server, {u"hi"_s}), {}, {{u"XDG_DATA_HOME"_s, data.path()}});
        QCOMPARE(ctl.wait(), 0);
        QCOMPARE(ctl.output(), "Hello world\n"_ba);
        QCOMPARE(ctl.errors(), QByteArray());
    }

    QCOMPARE(server.requestCount(), 1);
}

void TestSluicectlAsk::theCacheIsLeftAloneWhenItShallBe_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("settings");
    QTest::newRow("--no-cache") << QStringList {u"--no-cache"_s} << QByteArray();
    QTest::newRow("switched off in the window") << QStringList() << "[cache]\nenabled=false\n"_ba;
}

void TestSluicectlAsk::theCacheIsLeftAloneWhenItShallBe()
{
    QFETCH(QStringList, options);
    QFETCH(QByteArray, settings);
    const QTemporaryDir data;
    QDir(data.path()).mkpath(u"sluice"_s);
    QFile file(data.filePath(u"sluice/settings.ini"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(settings);
    file.close();
    const ScriptedServer server({Complete});
    for (int i = 0; i < 2; ++i) {
        CtlProcess ctl(ask(server, options + QStringList {u"--json"_s, u"hi"_s}), {}, {{u"XDG_DATA_HOME"_s, data.path()}});
        QCOMPARE(ctl.wait(), 0);
        QVERIFY(!object(ctl.output()).value("cached"_L1).toBool());
    }

    QCOMPARE(server.requestCount(), 2);
    QVERIFY(!QFile::exists(data.filePath(u"sluice/cache.db"_s)));
}

void TestSluicectlAsk::aSignalEndsItWithWhatCame_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
}

void TestSluicectlAsk::aSignalEndsItWithWhatCame()
{
    QFETCH(int, number);
    ScriptedServer server({{send(chunkedHead() + chunk(openAiText("kept"))), hold()}});
    CtlProcess text(ask(server, {u"hi"_s}));
    QVERIFY(text.waitForOutput("kept"));
    CtlProcess json(ask(server, {u"--json"_s, u"hi"_s}));
    CtlProcess silent(ask(server, {u"--json"_s, u"--strategy"_s, u"fixed"_s, u"hi"_s}));
    QTRY_COMPARE_WITH_TIMEOUT(server.requestCount(), 3, 30000);

    text.sendSignal(number);
    json.sendSignal(number);
    silent.sendSignal(number);

    QCOMPARE(text.wait(), 1);
    QCOMPARE(text.output(), "kept\n"_ba);
    QVERIFY2(text.saysOneLine(), text.errors().constData());
    for (CtlProcess* ctl : {&json, &silent}) {
        QCOMPARE(ctl->wait(), 1);
        const QJsonObject error = object(ctl->output()).value("error"_L1).toObject();
        QCOMPARE(error.value("kind"_L1).toString(), u"cancelled"_s);
        QVERIFY(error.value("http_status"_L1).isNull());
    }
    QTRY_COMPARE(server.openConnections(), 0);
}

void TestSluicectlAsk::wrongUseIsToldInOneLine_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("two prompts") << QStringList {u"a"_s, u"b"_s};
    QTest::newRow("empty prompt") << QStringList {QString()};
    QTest::newRow("nothing on standard input") << QStringList {};
    QTest::newRow("unknown option") << QStringList {u"--wat"_s, u"a"_s};
    QTest::newRow("prompt that looks like options") << QStringList {u"- hi"_s};
    QTest::newRow("unknown provider") << QStringList {u"--provider"_s, u"wat"_s, u"a"_s};
    QTest::newRow("unknown strategy") << QStringList {u"--strategy"_s, u"wat"_s, u"a"_s};
    QTest::newRow("bad URL") << QStringList {u"--base-url"_s, u"http://127.0.0.1:99999"_s, u"a"_s};
    QTest::newRow("unset variable") << QStringList {u"--api-key-env"_s, u"SLUICE_NOT_SET"_s, u"a"_s};
    QTest::newRow("option without value") << QStringList {u"a"_s, u"--model"_s};
}

void TestSluicectlAsk::wrongUseIsToldInOneLine()
{
    QFETCH(QStringList, arguments);
    CtlProcess ctl(QStringList {u"ask"_s} + arguments);

    QCOMPARE(ctl.wait(), 2);
    QCOMPARE(ctl.output(), QByteArray());
    QVERIFY2(ctl.saysOneLine(), ctl.errors().constData());
}

void TestSluicectlAsk::asksTheDemoByDefault()
{
    CtlProcess ctl({u"ask"_s, u"--json"_s, u"math"_s}); // a short one

    QCOMPARE(ctl.wait(), 0);
    const QJsonObject result = object(ctl.output());
    QVERIFY(result.value("text"_L1).toString().size() > 20);
    QCOMPARE(result.value("finish_reason"_L1).toString(), u"stop"_s);
    QVERIFY(result.value("usage"_L1).toObject().value("completion_tokens"_L1).toInt() > 0);
    QVERIFY(result.value("error"_L1).isNull());
    QCOMPARE(ctl.errors(), QByteArray());
}

QTEST_GUILESS_MAIN(TestSluicectlAsk)
#include "tst_sluicectl_ask.moc"
