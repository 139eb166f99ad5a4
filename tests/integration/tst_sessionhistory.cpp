#include "core/chat/requestcontext.h"
#include "core/engine/chatsession.h"
#include "tests/support/madeupsource.h"
#include "tests/support/sessionscripts.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int Million = 1'000'000;

// A session with stored messages.
struct Fixture
{
    ScriptedServer server;
    ChatEngine engine;
    MadeUpSource* source;
    ChatSession session;
    QSignalSpy loaded {&session, &ChatSession::messagesLoaded};

    explicit Fixture(int stored, std::vector<Script> scripts = {openAiAnswer("Answer")})
        : server(std::move(scripts))
        , source(new MadeUpSource(stored))
        , session(engine, u"1"_s, std::unique_ptr<MessageSource>(source))
    { }

    SessionTarget target() const { return targetAt(server.url()); }
    QByteArray body(int request = 0) const { return server.requests().at(size_t(request)).body; }

    // Answers the source's requests until the answer has come.
    bool finish()
    {
        return QTest::qWaitFor([this] {
            source->answer();
            return !session.isRunning();
        });
    }
};

}

class TestSessionHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void storedMessagesComeBeforeThoseOfThisRunAndAreReadWhenAskedFor()
    {
        Fixture f(Million);
        QCOMPARE(f.session.messageCount(), Million);
        QVERIFY(f.source->requests.isEmpty());
        QVERIFY(!f.session.loadedMessage(500'000));

        QVERIFY(!f.session.load(500'000));
        f.source->answer();

        QCOMPARE(f.session.loadedMessage(500'000)->text, u"Row 500000"_s);
        QCOMPARE(f.loaded.size(), 1);
        QCOMPARE(f.loaded.first(), (QList<QVariant> {499'968, 500'031}));
        QVERIFY(f.session.contains(u"row 500001"));
        QVERIFY(!f.session.contains(u"row 600000"));
    }

    void theStreamStartsWhenItsContextIsThere()
    {
        Fixture f(100);
        QSignalSpy status(&f.session, &ChatSession::statusChanged);

        f.session.send(u"Question"_s, f.target());

        QVERIFY(f.session.isRunning());
        QCOMPARE(f.session.status().state, StreamState::Connecting);
        QCOMPARE(status.size(), 1);
        QCOMPARE(f.session.messageCount(), 102);
        QCOMPARE(f.source->requests, QList<int> {64});
        QCOMPARE(f.server.requestCount(), 0);
        QVERIFY(f.finish());
        QCOMPARE(f.source->requests, (QList<int> {64, 0}));
        QCOMPARE(f.session.loadedMessage(101)->text, u"Answer"_s);
        QVERIFY(f.body().indexOf("Row 0") < f.body().indexOf("Row 99"));
        QVERIFY(f.body().indexOf("Row 99") < f.body().indexOf("Question"));
    }

    void aMillionMessagesDoNotMakeAnEndlessRequest()
    {
        Fixture f(Million);

        f.session.send(u"Question"_s, f.target());
        QVERIFY(f.finish());

        QVERIFY(f.body().contains("Row 999999"));
        QVERIFY(!f.body().contains("Row 998000\""));
        QVERIFY(f.body().size() < 1024 * 1024);
        QVERIFY(f.source->requests.size() <= RequestContext::MaxTurns / 64 + 2);
    }

    void messagesThatCannotBeReadAreNoContext()
    {
        Fixture f(100);
        f.source->unreadableFrom = 90;

        f.session.send(u"Question"_s, f.target());
        QVERIFY(f.finish());

        QVERIFY(f.body().contains("Row 89"));
        QVERIFY(!f.body().contains("Row 90"));
        QVERIFY(f.body().contains("Question"));
    }

    void stopBeforeTheContextIsThereSendsNothing()
    {
        Fixture f(100);
        f.session.send(u"Question"_s, f.target());

        f.session.stop();
        f.source->answer();

        QVERIFY(!f.session.isRunning());
        QCOMPARE(f.session.loadedMessage(101)->state, MessageState::Stopped);
        QCOMPARE(f.session.status().state, StreamState::Idle);
        QCOMPARE(f.server.requestCount(), 0);
    }

    void aStoredTurnIsEditedInPlaceOfWhatFollowedIt()
    {
        Fixture f(100);
        f.session.load(10);
        f.source->answer();

        f.session.editAndResend(10, u"Edited"_s, f.target());
        QVERIFY(f.finish());

        QCOMPARE(f.session.messageCount(), 12);
        QCOMPARE(f.session.siblingPlace(10), (SiblingPlace {.index = 1, .count = 2}));
        QVERIFY(f.body().contains("Row 9\""));
        QVERIFY(!f.body().contains("Row 10"));
        f.loaded.clear();
        f.session.switchSibling(10, -1);
        QCOMPARE(f.session.messageCount(), 100);
        QCOMPARE(f.session.loadedMessage(10)->text, u"Row 10"_s);
    }

    void rowsThatAreNotShownAreNotAnnounced()
    {
        Fixture f(200);
        f.session.load(10);
        f.source->answer();
        f.session.load(199);
        f.session.regenerate(11, f.target());
        f.loaded.clear();

        f.source->answer();

        QCOMPARE(f.loaded.size(), 0);
        f.session.stop();
    }

    void aStoredAnswerIsContinuedAndStaysInMemory()
    {
        Fixture f(2, {openAiAnswer(" and more")});
        f.source->lastState = MessageState::Interrupted;
        f.session.load(0);
        QVERIFY(!f.session.canContinue()); // nobody knows yet
        f.source->answer();
        QVERIFY(f.session.canContinue());

        f.session.continueAnswer(f.target());
        QVERIFY(f.finish());

        QCOMPARE(f.session.messageCount(), 2);
        QCOMPARE(f.session.loadedMessage(1)->text, u"Row 1 and more"_s);
        QCOMPARE(f.session.loadedMessage(1)->state, MessageState::Complete);
    }
};

QTEST_GUILESS_MAIN(TestSessionHistory)
#include "tst_sessionhistory.moc"
