#include "core/engine/chatsession.h"
#include "tests/support/scriptedserver.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

Script answer(const QByteArray& text)
{
    const QByteArray usage = R"(data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}})"
                             "\n\n";
    return {send(chunkedHead() + chunk(openAiText(text) + openAiFinish() + usage + OpenAiDone) + lastChunk())};
}

SessionTarget at(const QUrl& url)
{
    SessionTarget target;
    target.endpoint = {.id = u"test"_s, .name = u"Test"_s, .provider = u"openai"_s, .baseUrl = url, .model = u"m"_s};
    return target;
}

}

class TestChatSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAnswerGrowsIntoTheConversation();
    void theWholeConversationIsSent();
    void anErrorStandsBesideTheKeptText();
    void stopKeepsTheText();
    void theTitleComesFromTheFirstMessage_data();
    void theTitleComesFromTheFirstMessage();
    void aGivenTitleStays();
    void regenerateReplacesTheAnswerOnceANewOneComes();
    void regenerateKeepsTheAnswerWhenNothingComes();
    void destroyingARunningSessionIsClean();
};

void TestChatSession::anAnswerGrowsIntoTheConversation()
{
    ScriptedServer server({answer("Hello")});
    ChatEngine engine;
    ChatSession session(engine, u"1"_s);
    QSignalSpy appended(&session, &ChatSession::messagesAppended);
    QSignalSpy changed(&session, &ChatSession::messageChanged);

    session.send(u"Hi"_s, at(server.url()));

    QVERIFY(session.isRunning());
    QCOMPARE(session.status().state, StreamState::Connecting);
    QCOMPARE(appended.count(), 1);
    QCOMPARE(session.messageCount(), 2);
    QCOMPARE(session.message(0).role, Role::User);
    QCOMPARE(session.message(1).state, MessageState::Pending);
    QTRY_VERIFY(!session.isRunning());
    const Message& message = session.message(1);
    QCOMPARE(message.text, u"Hello"_s);
    QCOMPARE(message.state, MessageState::Complete);
    QCOMPARE(message.finishReason, u"stop"_s);
    QCOMPARE(message.model, u"m"_s);
    QCOMPARE(message.figures.usage, (Usage {.promptTokens = 3, .completionTokens = 2}));
    QVERIFY(message.figures.ttftMs && message.figures.e2eMs);
    QVERIFY(!message.error);
    QVERIFY(changed.count() >= 2);
    QCOMPARE(session.status().state, StreamState::Finished);
}

void TestChatSession::theWholeConversationIsSent()
{
    ScriptedServer server({answer("First"), answer("Second")});
    ChatEngine engine;
    ChatSession session(engine, u"1"_s);
    session.send(u"One"_s, at(server.url()));
    QTRY_VERIFY(!session.isRunning());

    session.send(u"Two"_s, at(server.url()));
    QTRY_VERIFY(!session.isRunning());

    const QByteArray body = server.requests().at(1).body;
    QVERIFY(body.indexOf("One") < body.indexOf("First"));
    QVERIFY(body.indexOf("First") < body.indexOf("Two"));
    QVERIFY(body.contains("One"));
    QCOMPARE(session.messageCount(), 4);
    QCOMPARE(session.message(3).text, u"Second"_s);
}

void TestChatSession::anErrorStandsBesideTheKeptText()
{
    ScriptedServer server({{send(chunkedHead() + chunk(openAiText("Some"))), closeConnection()}});
    ChatEngine engine;
    ChatSession session(engine, u"1"_s);

    session.send(u"Hi"_s, at(server.url()));

    QTRY_VERIFY(!session.isRunning());
    QCOMPARE(session.message(1).text, u"Some"_s);
    QCOMPARE(session.message(1).state, MessageState::Failed);
    QCOMPARE(session.message(1).error->kind, ErrorKind::Network);
}

void TestChatSession::stopKeepsTheText()
{
    ScriptedServer server({{send(chunkedHead() + chunk(openAiText("Some") + openAiText(" text") + openAiText("!"))), hold()}});
    ChatEngine engine;
    ChatSession session(engine, u"1"_s);
    session.send(u"Hi"_s, at(server.url()));
    QTRY_COMPARE(session.status().state, StreamState::Streaming);

    session.stop();

    QTRY_VERIFY(!session.isRunning());
    QCOMPARE(session.message(1).text, u"Some text!"_s);
    QCOMPARE(session.message(1).state, MessageState::Stopped);
    QVERIFY(!session.message(1).error);
}

void TestChatSession::theTitleComesFromTheFirstMessage_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("title");
    QTest::newRow("short") << u"Hello"_s << u"Hello"_s;
    QTest::newRow("first line with text") << u"\n\n  What is\ta  stream?\nTell me."_s << u"What is a stream?"_s;
    QTest::newRow("cut at a word") << u"word "_s.repeated(20) << (u"word "_s.repeated(12).trimmed() + u'…');
    QTest::newRow("cut without a word") << QString(100, u'x') << (QString(60, u'x') + u'…');
    QTest::newRow("not inside a character") << (QString(59, u'x') + u"😀😀"_s) << (QString(59, u'x') + u'…');
}

void TestChatSession::theTitleComesFromTheFirstMessage()
{
    QFETCH(QString, text);
    QFETCH(QString, title);
    ScriptedServer server({answer("Hello")});
    ChatEngine engine;
    ChatSession session(engine, u"1"_s);
    QSignalSpy changed(&session, &ChatSession::titleChanged);

    session.send(text, at(server.url()));

    QCOMPARE(session.title(), title);
    QCOMPARE(changed.count(), 1);
}

void TestChatSession::aGivenTitleStays()
{
    ScriptedServer server({answer("Hello")});
    ChatEngine engine;
    ChatSession session(engine, u"1"_s);
    session.setTitle(u"Mine"_s);

    session.send(u"Hi"_s, at(server.url()));

    QCOMPARE(session.title(), u"Mine"_s);
}

void TestChatSession::regenerateReplacesTheAnswerOnceANewOneComes()
{
    Script second = answer("Second");
    second.insert(second.begin(), awaitRelease());
    ScriptedServer server({answer("First"), second});
    ChatEngine engine;
    ChatSession session(engine, u"1"_s);
    session.send(u"Hi"_s, at(server.url()));
    QTRY_VERIFY(!session.isRunning());
    QSignalSpy removed(&session, &ChatSession::messageRemoved);

    session.regenerate(at(server.url()));
    QTRY_COMPARE(server.waitingForRelease(), 1);
    QCOMPARE(session.message(1).text, u"First"_s);
    server.release();

    QTRY_VERIFY(!session.isRunning());
    QCOMPARE(session.messageCount(), 2);
    QCOMPARE(session.message(1).text, u"Second"_s);
    QCOMPARE(session.message(1).state, MessageState::Complete);
    QCOMPARE(removed.count(), 1);
    QVERIFY(!server.requests().at(1).body.contains("First"));
}

void TestChatSession::regenerateKeepsTheAnswerWhenNothingComes()
{
    ScriptedServer server({answer("First"), {send(wholeResponse(401, "application/json", "{}"))}});
    ChatEngine engine;
    ChatSession session(engine, u"1"_s);
    session.send(u"Hi"_s, at(server.url()));
    QTRY_VERIFY(!session.isRunning());

    session.regenerate(at(server.url()));

    QTRY_VERIFY(!session.isRunning());
    QCOMPARE(session.message(1).text, u"First"_s);
    QCOMPARE(session.message(1).state, MessageState::Complete);
    QCOMPARE(session.message(1).error->kind, ErrorKind::Auth);
}

void TestChatSession::destroyingARunningSessionIsClean()
{
    ScriptedServer server({{send(chunkedHead() + chunk(openAiText("Some"))), hold()}});
    ChatEngine engine;
    auto session = std::make_unique<ChatSession>(engine, u"1"_s);
    session->send(u"Hi"_s, at(server.url()));
    QTRY_COMPARE(session->status().state, StreamState::Streaming);

    session.reset();

    QTRY_COMPARE(server.openConnections(), 0);
}

QTEST_GUILESS_MAIN(TestChatSession)
#include "tst_chatsession.moc"
