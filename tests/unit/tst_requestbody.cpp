#include "core/gateway/requestbody.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

IncomingRequest post(const QByteArray& body, const QByteArray& query = {})
{
    IncomingRequest request;
    request.method = "POST";
    request.target = *parseTarget("/x?" + query);
    request.body = body;
    return request;
}

QByteArray user(const QByteArray& more)
{
    return R"({"messages":[{"role":"user","content":"x"}],)" + more + '}';
}

}

class TestRequestBody : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheMessage_data();
    void findsTheMessage();
    void refusesAMessageThatIsNone_data();
    void refusesAMessageThatIsNone();
    void takesTheLastUserTurn_data();
    void takesTheLastUserTurn();
    void refusesBadCompletions_data();
    void refusesBadCompletions();
    void readsStreamAndUsageFlags();
    void readsTheDemoObject();
    void takesWholeNumbersOfAnySize();
};

void TestRequestBody::findsTheMessage_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QString>("message");
    QTest::newRow("body") << R"({"message":"a"})"_ba << ""_ba << u"a"_s;
    QTest::newRow("query") << ""_ba << "message=%E4%BD%A0"_ba << u"你"_s;
    QTest::newRow("body wins") << R"({"message":"a"})"_ba << "message=b"_ba << u"a"_s;
    QTest::newRow("body without") << R"({"other":1})"_ba << "message=b"_ba << u"b"_s;
    QTest::newRow("escapes") << R"({"message":"\u4f60\n\ud83d\ude00"})"_ba << ""_ba << u"你\n😀"_s;
    QTest::newRow("spaces count") << R"({"message":" "})"_ba << ""_ba << u" "_s;
}

void TestRequestBody::findsTheMessage()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, query);
    const auto message = chatMessage(post(body, query));
    QVERIFY(message);
    QTEST(*message, "message");
}

void TestRequestBody::refusesAMessageThatIsNone_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<int>("status");
    const auto row = [](const char* name, const QByteArray& body, const QByteArray& query, int status) {
        QTest::newRow(name) << body << query << status;
    };
    row("nothing", "", "", 422);
    row("empty query", "", "message=", 422);
    row("empty", R"({"message":""})", "message=b", 422);
    row("number", R"({"message":5})", "", 422);
    row("null", R"({"message":null})", "message=b", 422);
    row("array", R"([])", "", 422);
    row("scalar", R"("a")", "", 422);
    row("cut short", R"({"message":"a")", "", 400);
    row("single quotes", "{'message':'a'}", "", 400);
    row("rest behind it", R"({"message":"a"} x)", "", 400);
    row("bare line break", "{\"message\":\"a\nb\"}", "", 400);
    row("invalid UTF-8", "{\"message\":\"\xff\"}", "", 400);
    row("spaces only", "  ", "message=b", 400);
    row("too deep", QByteArray(5000, '[') + QByteArray(5000, ']'), "", 400);
}

void TestRequestBody::refusesAMessageThatIsNone()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, query);
    QFETCH(int, status);
    const auto message = chatMessage(post(body, query));
    QVERIFY(!message);
    QCOMPARE(message.error().status, status);
    QVERIFY(!message.error().detail.isEmpty());
}

void TestRequestBody::takesTheLastUserTurn_data()
{
    QTest::addColumn<QByteArray>("messages");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* name, const QByteArray& messages, const QString& message) {
        QTest::newRow(name) << messages << message;
    };
    row("one", R"({"role":"user","content":"a"})", u"a"_s);
    row("several",
        R"({"role":"system","content":"s"},{"role":"user","content":"a"},{"role":"assistant","content":null},{"role":"user","content":"b"})",
        u"b"_s);
    row("before an answer", R"({"role":"user","content":"a"},{"role":"assistant","content":"c"})", u"a"_s);
    row("parts",
        R"({"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{}},{"type":"text","text":"b"}]})",
        u"ab"_s);
}

void TestRequestBody::takesTheLastUserTurn()
{
    QFETCH(QByteArray, messages);
    const auto request = completionRequest(post(R"({"model":"any","messages":[)" + messages + "]}"));
    QVERIFY(request);
    QTEST(request->message, "message");
}

void TestRequestBody::refusesBadCompletions_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    const auto row = [](const char* name, const QByteArray& body, int status) { QTest::newRow(name) << body << status; };
    row("nothing", "", 400);
    row("bad JSON", "{", 400);
    row("array", "[]", 400);
    row("no messages", "{}", 400);
    row("messages empty", R"({"messages":[]})", 400);
    row("messages no array", R"({"messages":"x"})", 400);
    row("message no object", R"({"messages":["x"]})", 400);
    row("no role", R"({"messages":[{"content":"x"}]})", 400);
    row("content a number", R"({"messages":[{"role":"user","content":1}]})", 400);
    row("part without type", R"({"messages":[{"role":"user","content":[{"text":"x"}]}]})", 400);
    row("no user", R"({"messages":[{"role":"system","content":"x"}]})", 400);
    row("user says nothing", R"({"messages":[{"role":"user","content":""}]})", 400);
    row("stream a string", user(R"("stream":"true")"), 400);
    row("include_usage a number", user(R"("stream_options":{"include_usage":1})"), 400);
    row("demo no object", user(R"("demo":5)"), 422);
    row("demo value", user(R"("demo":{"demo_rate":"fast"})"), 422);
    row("demo value an object", user(R"("demo":{"demo_deltas":{}})"), 422);
}

void TestRequestBody::refusesBadCompletions()
{
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    const auto request = completionRequest(post(body));
    QVERIFY(!request);
    QCOMPARE(request.error().status, status);
    QVERIFY(!request.error().detail.isEmpty() && !request.error().code.isEmpty());
}

void TestRequestBody::readsStreamAndUsageFlags()
{
    const auto plain = completionRequest(post(user(R"("stream":null,"stream_options":null)")));
    QVERIFY(plain && !plain->stream && !plain->includeUsage);
    const auto both = completionRequest(post(user(R"("stream":true,"stream_options":{"include_usage":true})")));
    QVERIFY(both && both->stream && both->includeUsage);
}

void TestRequestBody::readsTheDemoObject()
{
    const auto request = completionRequest(
        post(user(R"("demo":{"demo_rate":0,"deltas":5,"demo_jitter":"0.5","stall_ms":null})"), "demo_rate=7&demo_seed=3"));
    QVERIFY(request);
    QCOMPARE(request->demo.rate, 0.0);
    QCOMPARE(request->demo.deltas, 5);
    QCOMPARE(request->demo.jitter, 0.5);
    QCOMPARE(request->demo.stall, Millis(0));
    QCOMPARE(request->demo.seed, 3u);
    const auto without = completionRequest(post(user(R"("demo":null)"), "demo_seed=3"));
    QVERIFY(without);
    QCOMPARE(without->demo.seed, 3u);
}

void TestRequestBody::takesWholeNumbersOfAnySize()
{
    const QByteArray body = user(R"("stream":true,"seed":123456789012345678901234567890)");
    const auto asked = completionRequest(post(body));
    QVERIFY(asked && asked->stream);
    const auto relayed = relayedRequest(post(body));
    QVERIFY(relayed && relayed->stream);
    QCOMPARE(relayed->body, body);
    QVERIFY(!completionRequest(post(user(R"("seed":12a)"))));
}

QTEST_GUILESS_MAIN(TestRequestBody)
#include "tst_requestbody.moc"
