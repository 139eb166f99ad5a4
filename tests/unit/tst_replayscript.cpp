#include "core/recording/recordedprompt.h"
#include "core/recording/replayscript.h"
#include "tests/support/recordingvalues.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

RecordedExchange made(const QByteArray& method, const QByteArray& path, int status)
{
    RecordedExchange exchange;
    exchange.request = sampleRequest(path);
    exchange.request.method = method;
    exchange.head = HttpResponseHead {status, {}};
    return exchange;
}

ReplayScript scriptOf(const Recording& recording)
{
    return ReplayScript(std::make_shared<const Recording>(recording));
}

}

class TestReplayScript : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPostGetsTheAnswer();
    void aClientThatTriesAgainGetsTheNextTry();
    void resumesAreFoundByTheirPath();
    void redirectsAreNotPlayed();
    void anExchangeEndsAsItDid_data();
    void anExchangeEndsAsItDid();
    void headersThatLeadElsewhereAreLeftOut();
    void thePromptIsFoundInEveryProvidersRequest_data();
    void thePromptIsFoundInEveryProvidersRequest();
};

void TestReplayScript::everyPostGetsTheAnswer()
{
    ReplayScript script = scriptOf(recordingOf({made("POST", "/v1/chat/completions", 200)}));

    QVERIFY(script.take("POST", "/v1/chat/completions", 1));
    QVERIFY(script.take("POST", "/v1/chat/completions", 1));
    QVERIFY(script.take("POST", "/anything", 2));
    QVERIFY(!script.take("GET", "/v1/models", 0));
    QVERIFY(!script.take("PUT", "/v1/chat/completions", 1));
}

void TestReplayScript::aClientThatTriesAgainGetsTheNextTry()
{
    ReplayScript script =
        scriptOf(recordingOf({made("POST", "/v1/chat/completions", 503), made("POST", "/v1/chat/completions", 200)}));
    const auto statusOf = [&](quint32 body) { return script.take("POST", "/v1/chat/completions", body)->head->status; };

    QCOMPARE(statusOf(1), 503);
    QCOMPARE(statusOf(2), 503); // another question, another client
    QCOMPARE(statusOf(1), 200);
    QCOMPARE(statusOf(2), 200);
    QCOMPARE(statusOf(1), 503); // and once more from the beginning
}

void TestReplayScript::resumesAreFoundByTheirPath()
{
    ReplayScript script = scriptOf(recordingOf({made("POST", "/chat", 200), made("GET", "/streams/abc", 206)}));

    QCOMPARE(script.take("GET", "/v1/streams/abc", 0)->head->status, 206);
    QVERIFY(!script.take("GET", "/v1/streams/other", 0));
}

void TestReplayScript::redirectsAreNotPlayed()
{
    ReplayScript script = scriptOf(recordingOf({made("POST", "/old", 307), made("POST", "/new", 200)}));

    QCOMPARE(script.take("POST", "/old", 0)->head->status, 200);
}

void TestReplayScript::anExchangeEndsAsItDid_data()
{
    using How = RecordedEnd::How;
    using Ending = ReplayScript::Ending;
    QTest::addColumn<std::optional<RecordedEnd>>("end");
    QTest::addColumn<std::optional<RecordedOutcome>>("outcome");
    QTest::addColumn<Ending>("ending");

    const std::optional<RecordedEnd> none;
    const std::optional<RecordedOutcome> crashed;
    const std::optional<RecordedOutcome> complete = RecordedOutcome {};
    const auto failed = [](ErrorKind kind) {
        return std::optional(RecordedOutcome {.at = {}, .error = Error {.kind = kind, .message = u"x"_s}});
    };
    const auto end = [](How how) { return std::optional(RecordedEnd {.at = {}, .how = how}); };
    QTest::newRow("whole") << end(How::Whole) << complete << Ending::Whole;
    QTest::newRow("whole, but not for the client") << end(How::Whole) << failed(ErrorKind::Protocol) << Ending::Whole;
    QTest::newRow("broken") << end(How::Broken) << failed(ErrorKind::Network) << Ending::Break;
    QTest::newRow("broken behind the finish") << end(How::Broken) << complete << Ending::Whole;
    QTest::newRow("closed behind the finish") << end(How::Closed) << complete << Ending::Whole;
    QTest::newRow("stopped by the user") << end(How::Closed) << failed(ErrorKind::Cancelled) << Ending::Break;
    QTest::newRow("given up as silent") << end(How::Closed) << failed(ErrorKind::Timeout) << Ending::Silence;
    QTest::newRow("the program crashed") << none << crashed << Ending::Break;
    QTest::newRow("complete before the body ended") << none << complete << Ending::Whole;
}

void TestReplayScript::anExchangeEndsAsItDid()
{
    QFETCH(std::optional<RecordedEnd>, end);
    QFETCH(std::optional<RecordedOutcome>, outcome);
    QFETCH(ReplayScript::Ending, ending);
    RecordedExchange exchange = made("POST", "/chat", 200);
    exchange.end = end;
    const ReplayScript script = scriptOf(recordingOf({exchange}, outcome));

    QCOMPARE(script.endingOf(script.recording().exchanges.first()), ending);
}

void TestReplayScript::headersThatLeadElsewhereAreLeftOut()
{
    const HttpHeaders all {{"Content-Type", "text/event-stream"}, {"content-length", "7"}, {"Transfer-Encoding", "chunked"},
        {"Content-Encoding", "gzip"}, {"Location", "http://elsewhere"}, {"Connection", "keep-alive"}, {"X-Stream-Id", "a"}};

    QCOMPARE(replayableHeaders(all),
        (HttpHeaders {{"Content-Type", "text/event-stream"}, {"Content-Encoding", "gzip"}, {"X-Stream-Id", "a"}}));
}

void TestReplayScript::thePromptIsFoundInEveryProvidersRequest_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("prompt");

    QTest::newRow("openai") << R"({"messages":[{"role":"system","content":"s"},{"role":"user","content":"first"},)"
                               R"({"role":"assistant","content":"a"},{"role":"user","content":"last"}]})"_ba
                            << u"last"_s;
    QTest::newRow("parts") << R"({"messages":[{"role":"user","content":[{"type":"text","text":"one"},{"type":"image_url"},)"
                              R"({"type":"text","text":"two"}]}]})"_ba
                           << u"one\n\ntwo"_s;
    QTest::newRow("responses") << R"({"input":[{"role":"user","content":[{"type":"input_text","text":"hi"}]}]})"_ba << u"hi"_s;
    QTest::newRow("responses, short") << R"({"input":"hi"})"_ba << u"hi"_s;
    QTest::newRow("sluice") << R"({"message":"hi"})"_ba << u"hi"_s;
    QTest::newRow("something else") << R"([1,2])"_ba << QString();
    QTest::newRow("not JSON") << "x"_ba << QString();
}

void TestReplayScript::thePromptIsFoundInEveryProvidersRequest()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, prompt);
    RecordedExchange exchange = made("POST", "/chat", 200);
    exchange.request.body = body;

    QCOMPARE(recordedPrompt(recordingOf({exchange})), prompt);
    QCOMPARE(recordedPrompt(recordingOf({})), QString());
}

QTEST_GUILESS_MAIN(TestReplayScript)
#include "tst_replayscript.moc"
