#include "core/engine/chatsession.h"
#include "tests/support/sessionscripts.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

class TestChatSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAnswerGrowsIntoTheConversation();
    void theWholeConversationIsSent();
    void anErrorStandsBesideTheKeptText();
    void stopKeepsTheText();
    void aFrameIsAppendedInPlace();
    void theTitleComesFromTheFirstMessage_data();
    void theTitleComesFromTheFirstMessage();
    void aGivenTitleStays();
    void destroyingARunningSessionIsClean();
};

void TestChatSession::anAnswerGrowsIntoTheConversation()
{
    ScriptedServer server({openAiAnswer("Hello")});
    ChatEngine engine;
    ChatSession session(engine, u"1"_s);
    QSignalSpy appended(&session, &ChatSession::messagesAppended);
    QSignalSpy changed(&session, &ChatSession::messageChanged);

    session.send(u"Hi"_s, targetAt(server.url()));

    QVERIFY(session.isRunning());
    QCOMPARE(session.status().state, StreamState::Connecting);
    QCOMPARE(appended.count(), 1);
    QCOMPARE(session.messageCount(), 2);
    QCOMPARE(session.loadedMessage(0)->role, Role::User);
    QCOMPARE(session.loadedMessage(1)->state, MessageState::Pending);
    QTRY_VERIFY_WITH_TIMEOUT(!session.isRunning(), 20000);
    const Message& message = *session.loadedMessage(1);
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
    ScriptedServer server({openAiAnswer("First"), openAiAnswer("Second")});
    ChatEngine engine;
    ChatSession session(engine, u"1"_s);
    session.send(u"One"_s, targetAt(server.url()));
    QTRY_VERIFY_WITH_TIMEOUT(!session.isRunning(), 20000);

    session.send(u"Two"_s, targetAt(server.url()));
    QTRY_VERIFY_WITH_TIMEOUT(!session.isRunning(), 20000);

    const QByteArray body = server.requests().at(1).body;
    QVERIFY(body.indexOf("One") < body.indexOf("First"));
    QVERIFY(body.indexOf("First") < body.indexOf("Two"));
    QVERIFY(body.contains("One"));
    QCOMPARE(session.messageCount(), 4);
    QCOMPARE(session.loadedMessage(3)->text, u"Second"_s);
}

void TestChatSession::anErrorStandsBesideTheKeptText()
{
    ScriptedServer server({{send(chunkedHead() + chunk(openAiText("Some"))), closeConnection()}});
    ChatEngine engine;
    ChatSession session(engine, u"1"_s);

    session.send(u"Hi"_s, targetAt(server.url()));

    QTRY_VERIFY_WITH_TIMEOUT(!session.isRunning(), 20000);
    QCOMPARE(session.loadedMessage(1)->text, u"Some"_s);
    QCOMPARE(session.loadedMessage(1)->state, MessageState::Failed);
    QCOMPARE(session.loadedMessage(1)->error->kind, ErrorKind::Network);
}

void TestChatSession::stopKeepsTheText()
{
    ScriptedServer server({{send(chunkedHead() + chunk(openAiText("Some") + openAiText(" text") + openAiText("!"))), hold()}});
    ChatEngine engine;
    ChatSession session(engine, u"1"_s);
    session.send(u"Hi"_s, targetAt(server.url()));
    QTRY_COMPARE(session.status().state, StreamState::Streaming);

    session.stop();

    QTRY_VERIFY_WITH_TIMEOUT(!session.isRunning(), 20000);
    QCOMPARE(session.loadedMessage(1)->text, u"Some text!"_s);
    QCOMPARE(session.loadedMessage(1)->state, MessageState::Stopped);
    QVERIFY(!session.loadedMessage(1)->error);
}

// What a frame costs must not grow with the answer: its text is moved only when its room is used up.
void TestChatSession::aFrameIsAppendedInPlace()
{
    constexpr int Pieces = 40;
    Script script {send(chunkedHead())};
    for (int i = 0; i < Pieces; ++i) {
        script.push_back(send(chunk(openAiText(QByteArray(100, 'x')))));
        script.push_back(awaitRelease());
    }
    script.push_back(send(chunk(openAiFinish() + OpenAiDone) + lastChunk()));
    ScriptedServer server({script});
    ChatEngine engine;
    ChatSession session(engine, u"1"_s);
    const QChar* where = nullptr;
    int frames = 0;
    int moves = 0;
    connect(&session, &ChatSession::messageChanged, &session, [&](int row) {
        const QString copy = session.loadedMessage(row)->text; // as a view does, which then lets go of it
        moves += copy.constData() != where;
        where = copy.constData();
        ++frames;
        server.release();
    });

    SessionTarget target = targetAt(server.url());
    target.strategy.name = u"none"_s;
    session.send(u"Hi"_s, target);
    QTRY_VERIFY_WITH_TIMEOUT(!session.isRunning(), 20000);

    QCOMPARE(session.loadedMessage(1)->text.size(), Pieces * 100);
    QVERIFY(frames >= Pieces);
    QVERIFY2(moves <= 12, qPrintable(QString::number(moves)));
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
    ScriptedServer server({openAiAnswer("Hello")});
    ChatEngine engine;
    ChatSession session(engine, u"1"_s);
    QSignalSpy changed(&session, &ChatSession::titleChanged);

    session.send(text, targetAt(server.url()));

    QCOMPARE(session.title(), title);
    QCOMPARE(changed.count(), 1);
}

void TestChatSession::aGivenTitleStays()
{
    ScriptedServer server({openAiAnswer("Hello")});
    ChatEngine engine;
    ChatSession session(engine, u"1"_s);
    session.setTitle(u"Mine"_s);

    session.send(u"Hi"_s, targetAt(server.url()));

    QCOMPARE(session.title(), u"Mine"_s);
}

void TestChatSession::destroyingARunningSessionIsClean()
{
    ScriptedServer server({{send(chunkedHead() + chunk(openAiText("Some"))), hold()}});
    ChatEngine engine;
    auto session = std::make_unique<ChatSession>(engine, u"1"_s);
    session->send(u"Hi"_s, targetAt(server.url()));
    QTRY_COMPARE(session->status().state, StreamState::Streaming);

    session.reset();

    QTRY_COMPARE(server.openConnections(), 0);
}

QTEST_GUILESS_MAIN(TestChatSession)
#include "tst_chatsession.moc"
