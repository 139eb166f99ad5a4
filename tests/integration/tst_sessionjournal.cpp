#include "core/engine/chatsession.h"
#include "tests/support/madeupsource.h"
#include "tests/support/notedsink.h"
#include "tests/support/sessionscripts.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

/// What a NotedSink was told, as the next run reads it.
class NotedSource final : public MessageSource
{
public:
    explicit NotedSource(const NotedSink& sink)
        : m_shape(sink.shape())
        , m_messages(sink.stored)
    { }

    int count() const override { return m_shape.count; }
    MessageShape shape() const override { return m_shape; }

    void request(int first, int number) override
    {
        QList<Message> messages;
        for (int id = first; id < first + number; ++id)
            messages << m_messages.at(id);
        Q_EMIT loaded(first, messages);
    }

private:
    const MessageShape m_shape;
    const std::map<int, Message> m_messages;
};

QStringList textsOf(ChatSession& session)
{
    QStringList texts;
    for (int row = 0; row < session.messageCount(); ++row) {
        const Message* message = session.load(row) ? session.loadedMessage(row) : nullptr;
        texts << (message ? message->text : u"?"_s);
    }
    return texts;
}

/// Goes with its session; what it was told stays.
class ForwardingSink final : public MessageSink
{
public:
    explicit ForwardingSink(NotedSink& notes)
        : m_notes(notes)
    { }

    void put(int id, int parent, const Message& message) override { m_notes.put(id, parent, message); }
    void grow(int id, const QString& text, const QString& reasoning) override { m_notes.grow(id, text, reasoning); }
    void choose(int parent, int child) override { m_notes.choose(parent, child); }

private:
    NotedSink& m_notes;
};

struct Fixture
{
    ScriptedServer server;
    ChatEngine engine;
    NotedSink notes;
    std::unique_ptr<ChatSession> session;

    explicit Fixture(std::vector<Script> scripts, std::unique_ptr<MessageSource> source = nullptr)
        : server(std::move(scripts))
        , session(std::make_unique<ChatSession>(engine, u"1"_s, std::move(source), std::make_unique<ForwardingSink>(notes)))
    { }

    SessionTarget target() const
    {
        SessionTarget target = targetAt(server.url());
        target.strategy.name = u"none"_s;
        return target;
    }
    bool finish() const
    {
        return QTest::qWaitFor([this] { return !session->isRunning(); });
    }
    bool say(const QString& text) const
    {
        session->send(text, target());
        return finish();
    }
    // The same conversation in another run.
    std::unique_ptr<ChatSession> reopened()
    {
        return std::make_unique<ChatSession>(engine, u"1"_s, std::make_unique<NotedSource>(notes));
    }
};

}

class TestSessionJournal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyStateOfAnAnswerIsKept()
    {
        Script script {send(chunkedHead() + chunk(openAiText("Some"))), awaitRelease()};
        script.push_back(send(chunk(openAiText(" more") + openAiFinish() + OpenAiDone) + lastChunk()));
        Fixture f({script});

        f.session->send(u"Hi"_s, f.target());
        QCOMPARE(f.notes.notes, (QStringList {u"put 0 after -1: complete 'Hi'"_s, u"put 1 after 0: pending ''"_s}));
        QTRY_COMPARE(f.notes.notes.value(2), u"put 1 after 0: streaming 'Some'"_s);
        f.server.release();
        QVERIFY(f.finish());

        QCOMPARE(f.notes.notes.last(), u"put 1 after 0: complete 'Some more'"_s);
        QVERIFY(f.notes.puts.last().figures.e2eMs);
        QCOMPARE(f.notes.puts.last().finishReason, u"stop"_s);
    }

    void whatHasComeIsKeptAlsoWhenNothingFollows()
    {
        Script script {send(chunkedHead() + chunk(openAiText("Some"))), awaitRelease()};
        script.push_back(send(chunk(openAiText(" more"))));
        script.push_back(hold());
        Fixture f({script});
        f.session->send(u"Hi"_s, f.target());
        QTRY_COMPARE(f.notes.notes.size(), 3);

        f.server.release();

        QTRY_COMPARE(f.notes.notes.value(3), u"grow 1: ' more' ''"_s);
    }

    void whatAStrategyHoldsIsKeptBeforeItIsShown()
    {
        Fixture f({{send(chunkedHead() + chunk(openAiText("One") + openAiText(" two"))), hold()}});
        SessionTarget target = f.target();
        target.strategy.name = u"adaptive"_s; // waits for a third one
        target.strategy.stallGuard = Millis(0);
        f.session->send(u"Hi"_s, target);

        QTRY_COMPARE(f.notes.notes.value(2), u"grow 1: 'One two' ''"_s);
        QCOMPARE(f.notes.notes.size(), 3);
        QCOMPARE(f.session->loadedMessage(1)->text, QString());
        QCOMPARE(f.session->loadedMessage(1)->state, MessageState::Pending);

        f.session.reset(); // the program ends
        QCOMPARE(f.notes.stored.at(1).text, u"One two"_s);
        QCOMPARE(f.notes.stored.at(1).state, MessageState::Interrupted);
    }

    void aSessionThatEndsWhileItAnswersLeavesItInterrupted()
    {
        Fixture f({{send(chunkedHead() + chunk(openAiText("Some"))), hold()}});
        f.session->send(u"Hi"_s, f.target());
        QTRY_COMPARE(f.session->loadedMessage(1)->text, u"Some"_s);

        f.session.reset();

        QCOMPARE(f.notes.stored.at(1).text, u"Some"_s);
        QCOMPARE(f.notes.stored.at(1).state, MessageState::Interrupted);
        const auto again = f.reopened();
        QVERIFY(again->load(1));
        QVERIFY(again->canContinue());
    }

    void versionsAndWhatIsChosenAreKept()
    {
        Fixture f({openAiAnswer("First"), openAiAnswer("Second"), openAiAnswer("Other"), openAiAnswer("Third")});
        QVERIFY(f.say(u"Hi"_s));

        f.session->regenerate(f.target());
        QCOMPARE(
            f.notes.notes.mid(f.notes.notes.size() - 2), (QStringList {u"put 2 after 0: pending ''"_s, u"choose 2 after 0"_s}));
        QVERIFY(f.finish());
        f.session->editAndResend(0, u"Ho"_s, f.target());
        QVERIFY(f.finish());
        f.session->switchSibling(0, -1);
        QCOMPARE(f.notes.notes.last(), u"choose 0 after -1"_s);
        f.session->switchSibling(1, -1);
        QVERIFY(f.say(u"And?"_s));

        QCOMPARE(textsOf(*f.session), (QStringList {u"Hi"_s, u"First"_s, u"And?"_s, u"Third"_s}));
        const auto again = f.reopened();
        QCOMPARE(textsOf(*again), textsOf(*f.session));
        QCOMPARE(again->siblingPlace(1), (SiblingPlace {.index = 0, .count = 2}));
        again->switchSibling(0, 1);
        QCOMPARE(textsOf(*again), (QStringList {u"Ho"_s, u"Other"_s}));
    }

    void aContinuedAnswerIsKeptWithWhatCame()
    {
        Fixture f({brokenAnswer("Once"), openAiAnswer(" upon a time.")});
        QVERIFY(f.say(u"Tell"_s));
        QCOMPARE(f.notes.notes.last(), u"put 1 after 0: failed 'Once'"_s);

        f.session->continueAnswer(f.target());
        QCOMPARE(f.notes.notes.last(), u"put 1 after 0: pending 'Once'"_s);
        QVERIFY(f.finish());

        QCOMPARE(f.notes.notes.last(), u"put 1 after 0: complete 'Once upon a time.'"_s);
        QCOMPARE(f.notes.stored.size(), 2u);
    }

    void theRowsOfAStoredConversationAreItsChosenVersions()
    {
        auto stored = std::make_unique<MadeUpSource>(300);
        MadeUpSource* source = stored.get();
        source->jumps = {{.parent = 9, .child = 200}}; // 10 to 199 are an older version
        Fixture f({openAiAnswer("Answer")}, std::move(stored));
        QSignalSpy loaded(f.session.get(), &ChatSession::messagesLoaded);

        QCOMPARE(f.session->messageCount(), 110);
        QVERIFY(!f.session->load(0));
        QVERIFY(!f.session->load(10));
        source->answer();

        QCOMPARE(source->requests, (QList<int> {0, 192}));
        QCOMPARE(f.session->loadedMessage(9)->text, u"Row 9"_s);
        QCOMPARE(f.session->loadedMessage(10)->text, u"Row 200"_s);
        QCOMPARE(loaded.size(), 2);
        QCOMPARE(loaded.at(0), (QList<QVariant> {0, 9}));
        QCOMPARE(loaded.at(1), (QList<QVariant> {10, 65}));
        f.session->switchSibling(10, -1);
        QCOMPARE(f.session->messageCount(), 200);
        QCOMPARE(f.session->loadedMessage(10)->text, u"Row 10"_s);
    }

    void aMessageOnAnOlderVersionIsShown()
    {
        auto stored = std::make_unique<MadeUpSource>(300, true);
        stored->jumps = {{.parent = 9, .child = 100}, {.parent = 19, .child = 200}};
        Fixture f({}, std::move(stored));
        QCOMPARE(f.session->messageCount(), 110);
        QSignalSpy appended(f.session.get(), &ChatSession::messagesAppended);

        QCOMPARE(f.session->showMessage(50), 50);

        QCOMPARE(f.session->messageCount(), 100);
        QCOMPARE(appended.size(), 1);
        QCOMPARE(appended.first(), (QList<QVariant> {10, 99}));
        QVERIFY(f.session->load(50));
        QCOMPARE(f.session->loadedMessage(50)->text, u"Row 50"_s);
        QCOMPARE(f.notes.notes, (QStringList {u"choose 20 after 19"_s, u"choose 10 after 9"_s}));
        QCOMPARE(f.session->showMessage(51), 51); // it is there already
        QCOMPARE(appended.size(), 1);
        QCOMPARE(f.session->showMessage(300), -1);
        QCOMPARE(f.session->showMessage(-1), -1);
    }

    void attachmentsAreKept()
    {
        Fixture f({openAiAnswer("One")});
        const QList<Attachment> attachments {{.name = u"a.txt"_s, .mimeType = "text/plain", .data = "text"}};
        f.session->send(u"Look"_s, f.target(), attachments);
        QVERIFY(f.finish());

        QCOMPARE(f.notes.stored.at(0).attachments, attachments);
    }
};

QTEST_GUILESS_MAIN(TestSessionJournal)
#include "tst_sessionjournal.moc"
