#include "core/engine/chatsession.h"
#include "tests/support/sessionscripts.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

// A session on a server, and what it tells.
struct Fixture
{
    ScriptedServer server;
    ChatEngine engine;
    ChatSession session {engine, u"1"_s};
    QStringList told;

    explicit Fixture(std::vector<Script> scripts)
        : server(std::move(scripts))
    {
        const auto tell = [this](const QString& what) {
            return [this, what](int first, int last) {
                told << what + u" %1-%2 of %3"_s.arg(first).arg(last).arg(session.messageCount());
            };
        };
        QObject::connect(&session, &ChatSession::messagesAppended, &session, tell(u"appended"_s));
        QObject::connect(&session, &ChatSession::messagesAboutToBeRemoved, &session, tell(u"removing"_s));
        QObject::connect(&session, &ChatSession::messagesRemoved, &session, tell(u"removed"_s));
    }

    SessionTarget target() const { return targetAt(server.url()); }
    bool isIdle() const { return !session.isRunning(); }

    QStringList texts() const
    {
        QStringList texts;
        for (int row = 0; row < session.messageCount(); ++row)
            texts << session.loadedMessage(row)->text;
        return texts;
    }

    bool say(const QString& text)
    {
        session.send(text, target());
        const bool isDone = QTest::qWaitFor([this] { return isIdle(); });
        told.clear();
        return isDone;
    }

    QByteArray body(int request) const { return server.requests().at(size_t(request)).body; }
};

}

class TestSessionBranches : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void regenerateMakesAnotherVersionOfTheAnswer()
    {
        Fixture f({openAiAnswer("First"), openAiAnswer("Second")});
        QVERIFY(f.say(u"Hi"_s));

        f.session.regenerate(f.target());

        QCOMPARE(f.told, (QStringList {u"removing 1-1 of 2"_s, u"removed 1-1 of 1"_s, u"appended 1-1 of 2"_s}));
        QCOMPARE(f.session.loadedMessage(1)->state, MessageState::Pending);
        QTRY_VERIFY(f.isIdle());
        QCOMPARE(f.texts(), (QStringList {u"Hi"_s, u"Second"_s}));
        QCOMPARE(f.session.siblingPlace(1), (SiblingPlace {.index = 1, .count = 2}));
        QVERIFY(!f.body(1).contains("First"));
        f.session.switchSibling(1, -1);
        QCOMPARE(f.texts(), (QStringList {u"Hi"_s, u"First"_s}));
    }

    void anAnswerInTheMiddleIsAskedForAgainWithoutWhatFollowedIt()
    {
        Fixture f({openAiAnswer("A1"), openAiAnswer("A2"), openAiAnswer("A3")});
        QVERIFY(f.say(u"Q1"_s));
        QVERIFY(f.say(u"Q2"_s));

        f.session.regenerate(1, f.target());
        QTRY_VERIFY(f.isIdle());

        QCOMPARE(f.told, (QStringList {u"removing 1-3 of 4"_s, u"removed 1-3 of 1"_s, u"appended 1-1 of 2"_s}));
        QCOMPARE(f.texts(), (QStringList {u"Q1"_s, u"A3"_s}));
        QVERIFY(!f.body(2).contains("Q2"));
        f.told.clear();
        f.session.switchSibling(1, -1);
        QCOMPARE(f.texts(), (QStringList {u"Q1"_s, u"A1"_s, u"Q2"_s, u"A2"_s}));
        QCOMPARE(f.told, (QStringList {u"removing 1-1 of 2"_s, u"removed 1-1 of 1"_s, u"appended 1-3 of 4"_s}));
    }

    void aFailedRegenerationLeavesTheOldAnswerOneStepAway()
    {
        Fixture f({openAiAnswer("First"), {send(wholeResponse(401, "application/json", "{}"))}});
        QVERIFY(f.say(u"Hi"_s));

        f.session.regenerate(f.target());
        QTRY_VERIFY(f.isIdle());

        QCOMPARE(f.session.loadedMessage(1)->error->kind, ErrorKind::Auth);
        f.session.switchSibling(1, -1);
        QCOMPARE(f.session.loadedMessage(1)->text, u"First"_s);
        QVERIFY(!f.session.loadedMessage(1)->error);
    }

    void anEditedTurnIsAVersionWithAnAnswerOfItsOwn()
    {
        Fixture f({openAiAnswer("A1"), openAiAnswer("A2"), openAiAnswer("A3")});
        QVERIFY(f.say(u"Q1"_s));
        QVERIFY(f.say(u"Q2"_s));

        f.session.editAndResend(2, u"Q2 better"_s, f.target());
        QTRY_VERIFY(f.isIdle());

        QCOMPARE(f.texts(), (QStringList {u"Q1"_s, u"A1"_s, u"Q2 better"_s, u"A3"_s}));
        QCOMPARE(f.told, (QStringList {u"removing 2-3 of 4"_s, u"removed 2-3 of 2"_s, u"appended 2-3 of 4"_s}));
        QVERIFY(f.body(2).contains("A1"));
        QVERIFY(!f.body(2).contains("A2"));
        QCOMPARE(f.session.title(), u"Q1"_s);
        f.session.switchSibling(2, -1);
        QCOMPARE(f.texts(), (QStringList {u"Q1"_s, u"A1"_s, u"Q2"_s, u"A2"_s}));
    }

    void theFirstTurnCanBeEditedToo()
    {
        Fixture f({openAiAnswer("A1"), openAiAnswer("A2")});
        QVERIFY(f.say(u"Q1"_s));

        f.session.editAndResend(0, u"Q2"_s, f.target());
        QTRY_VERIFY(f.isIdle());

        QCOMPARE(f.texts(), (QStringList {u"Q2"_s, u"A2"_s}));
        QVERIFY(!f.body(1).contains("Q1"));
    }

    void onlyWhatIsThereCanBeBranched()
    {
        Fixture f({openAiAnswer("A1")});
        QVERIFY(f.say(u"Q1"_s));

        f.session.regenerate(0, f.target());
        f.session.regenerate(7, f.target());
        f.session.editAndResend(1, u"x"_s, f.target());
        f.session.switchSibling(1, 1);
        f.session.switchSibling(-1, 1);
        f.session.continueAnswer(f.target());

        QVERIFY(f.isIdle());
        QVERIFY(f.told.isEmpty());
        QCOMPARE(f.server.requestCount(), 1);
    }

    void aStreamGoesOnInTheVersionThatIsNotShown()
    {
        Script second = openAiAnswer("Second");
        second.insert(second.begin(), awaitRelease());
        Fixture f({openAiAnswer("First"), second});
        QVERIFY(f.say(u"Hi"_s));
        f.session.regenerate(f.target());
        QTRY_COMPARE(f.server.waitingForRelease(), 1);
        f.session.switchSibling(1, -1);
        QSignalSpy changed(&f.session, &ChatSession::messageChanged);

        f.server.release();
        QTRY_VERIFY(f.isIdle());

        QCOMPARE(changed.size(), 0);
        QCOMPARE(f.texts(), (QStringList {u"Hi"_s, u"First"_s}));
        f.session.switchSibling(1, 1);
        QCOMPARE(f.texts(), (QStringList {u"Hi"_s, u"Second"_s}));
        QCOMPARE(f.session.loadedMessage(1)->state, MessageState::Complete);
    }

    void aBrokenAnswerGoesOnWhereItEnded_data()
    {
        QTest::addColumn<QByteArray>("rest");
        QTest::newRow("a server that goes on") << QByteArray(" upon a time.");
        QTest::newRow("a server that repeats the beginning") << QByteArray("Once upon a time.");
    }

    void aBrokenAnswerGoesOnWhereItEnded()
    {
        QFETCH(QByteArray, rest);
        Fixture f({brokenAnswer("Once"), openAiAnswer(rest)});
        QVERIFY(f.say(u"Tell"_s));
        QVERIFY(f.session.canContinue());
        QCOMPARE(f.session.loadedMessage(1)->state, MessageState::Failed);

        f.session.continueAnswer(f.target());
        QVERIFY(!f.session.canContinue());
        QCOMPARE(f.session.loadedMessage(1)->text, u"Once"_s);
        QVERIFY(!f.session.loadedMessage(1)->error);
        QTRY_VERIFY(f.isIdle());

        QCOMPARE(f.session.messageCount(), 2);
        QCOMPARE(f.session.loadedMessage(1)->text, u"Once upon a time."_s);
        QCOMPARE(f.session.loadedMessage(1)->state, MessageState::Complete);
        QCOMPARE(f.session.loadedMessage(1)->rewrites, 0);
        QVERIFY(f.told.isEmpty());
        QVERIFY(f.body(1).contains(R"({"content":"Tell","role":"user"},{"content":"Once","role":"assistant"}])"));
    }

    void aContinuationThatFailsKeepsTheText()
    {
        Fixture f({brokenAnswer("Once "), brokenAnswer("upon"), {send(wholeResponse(401, "application/json", "{}"))}});
        QVERIFY(f.say(u"Tell"_s));

        f.session.continueAnswer(f.target());
        QTRY_VERIFY(f.isIdle());
        QCOMPARE(f.session.loadedMessage(1)->text, u"Once upon"_s);
        QCOMPARE(f.session.loadedMessage(1)->error->kind, ErrorKind::Network);
        f.session.continueAnswer(f.target());
        QTRY_VERIFY(f.isIdle());

        QCOMPARE(f.session.loadedMessage(1)->text, u"Once upon"_s);
        QCOMPARE(f.session.loadedMessage(1)->error->kind, ErrorKind::Auth);
        QVERIFY(f.session.canContinue());
    }

    void aBeginningThatIsRepeatedInPartIsNoEcho()
    {
        Fixture f({brokenAnswer("Once upon"), openAiAnswer("Once more")});
        QVERIFY(f.say(u"Tell"_s));

        f.session.continueAnswer(f.target());
        QTRY_VERIFY(f.isIdle());

        QCOMPARE(f.session.loadedMessage(1)->text, u"Once uponOnce more"_s);
    }

    void aContinuationIsSewnAndFallsBackToAQuote()
    {
        Fixture f({brokenAnswer("Once "), {send(wholeResponse(400, "application/json", "{}"))}, openAiAnswer("upon")});
        QVERIFY(f.say(u"Tell"_s));

        f.session.continueAnswer(f.target());
        QTRY_VERIFY(f.isIdle());

        const Message& answer = *f.session.loadedMessage(1);
        QCOMPARE(answer.text, u"Once upon"_s);
        QCOMPARE(answer.state, MessageState::Complete);
        QCOMPARE(answer.seams, QList({Seam {.means = ResumeMeans::QuotedTurn, .textAt = 5}}));
        QVERIFY(isPaidAgain(answer.seams.first().means));
        QVERIFY(f.body(2).contains("<partial_answer>\\nOnce\\n"));
    }

    void aRestartRewritesTheMessage()
    {
        const QByteArray head = chunkedHead();
        Fixture f({{send(head + chunk("data: Once upon\n\n")), closeConnection()},
            {send(head + chunk("data: Once more, then\n\nevent: done\ndata: {}\n\n") + lastChunk())}});
        SessionTarget target = f.target();
        target.endpoint.provider = u"sluice"_s;
        f.session.send(u"Tell"_s, target);
        QTRY_VERIFY(f.isIdle());
        QCOMPARE(f.session.loadedMessage(1)->state, MessageState::Failed);

        f.session.continueAnswer(target);
        QTRY_VERIFY(f.isIdle());

        const Message& answer = *f.session.loadedMessage(1);
        QCOMPARE(answer.text, u"Once more, then"_s);
        QCOMPARE(answer.rewrites, 1);
        QCOMPARE(answer.seams, QList({Seam {.means = ResumeMeans::Restart, .textAt = 5, .repeated = 5, .replaced = 4}}));
    }
};

QTEST_GUILESS_MAIN(TestSessionBranches)
#include "tst_sessionbranches.moc"
