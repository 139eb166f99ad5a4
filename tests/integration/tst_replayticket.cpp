// What was being answered when the program was killed is asked for again at the server that kept it: see ReplayTicket. The killed
// program is a session that goes on; what its sink had is what the next one finds.

#include "core/engine/chatsession.h"
#include "tests/support/llamaserver.h"
#include "tests/support/notedsink.h"
#include "tests/support/responsesserver.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/sessionscripts.h"
#include "tests/support/storedturns.h"

#include <QTest>

#include <atomic>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr Millis Pace {15};

QStringList pieces()
{
    QStringList all;
    for (int i = 0; i < 40; ++i)
        all << u"%1 é😀 "_s.arg(i, 3);
    return all;
}

/// Is not over before somebody stops it.
QStringList endlessPieces()
{
    return QStringList(4000, u"word "_s);
}

QString whole()
{
    return pieces().join(QString());
}

SessionTarget targetAt(const QUrl& url, const QString& provider)
{
    SessionTarget target = test::targetAt(url);
    target.endpoint.provider = provider;
    return target;
}

int asked(const std::vector<ReceivedRequest>& requests)
{
    return int(std::ranges::count(requests, "POST"_ba, &ReceivedRequest::method));
}

/// The gateway: event for event with an id, and the same again for whoever asks for the stream.
Script gatewayAnswer(const ReceivedRequest& request, const QStringList& texts)
{
    QByteArray events;
    for (qsizetype i = 0; i < texts.size(); ++i)
        events += "id: " + QByteArray::number(i + 1) + "\ndata: " + texts[i].toUtf8() + "\n\n";
    const QByteArray end = "id: 99\nevent: done\ndata: {\"finish_reason\":\"stop\"}\n\n";
    if (request.method == "POST") {
        const qsizetype half = events.indexOf("id: 20\n");
        return {send(chunkedHead(200, "text/event-stream", {{"X-Stream-Id", "s1"}}) + chunk(events.first(half))), hold()};
    }
    const bool isWhole = request.target == "/streams/s1" && headerValue(request.headers, "Last-Event-ID").isEmpty();
    if (request.method != "GET" || !isWhole)
        return {send(wholeResponse(404, "application/json", "{}"))};
    return {send(chunkedHead() + chunk(events + end) + lastChunk())};
}

}

class TestReplayTicket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theAnswerIsHadFromItsServerAgain_data();
    void theAnswerIsHadFromItsServerAgain();
    void aResponseIsPolledWhereItCannotBeStreamed();
    void theGatewayIsAskedForTheStream();
    void whatBreaksOffAgainGoesOnFromThere();
    void whatItsServerHasForgottenIsAskedForAnew();
    void whatItsServerGaveUpMeanwhileIsAskedForAnew();
    void anotherServerIsNotAskedForIt();
    void aTicketGoesWithTheAnswerThatHasEnded();
    void whoEndsTheProgramLeavesNoTicket();
    void anAnswerThatIsGoneOnWithLacksItsBeginningThere();
};

namespace {

/// The program that is killed: its session stays, and its server does not notice.
struct Killed
{
    ChatEngine engine;
    NotedSink notes;
    qsizetype wanted = -1; ///< characters
    QList<Message> found; ///< as has() asked for it, whatever comes later
    std::unique_ptr<ChatSession> session;

    struct Sink final : MessageSink
    {
        explicit Sink(Killed& to)
            : owner(to)
        { }
        void put(int id, int parent, const Message& message) override
        {
            owner.notes.put(id, parent, message);
            owner.look();
        }
        void grow(int id, const QString& text, const QString& reasoning) override
        {
            owner.notes.grow(id, text, reasoning);
            owner.look();
        }
        void choose(int parent, int child) override { owner.notes.choose(parent, child); }
        Killed& owner;
    };

    explicit Killed(const SessionTarget& target)
        : session(std::make_unique<ChatSession>(engine, u"1"_s, nullptr, std::make_unique<Sink>(*this)))
    {
        session->send(u"Tell"_s, target);
    }

    bool has(qsizetype characters)
    {
        wanted = characters;
        look();
        return QTest::qWaitFor([this] { return !found.isEmpty(); }, 20'000);
    }

    void look()
    {
        const auto answer = notes.stored.find(1);
        if (wanted < 0 || !found.isEmpty() || answer == notes.stored.end())
            return;
        if (answer->second.text.size() >= wanted && answer->second.ticket)
            found = {notes.stored[0], answer->second};
    }

    /// What the next start reads: what has() asked for, or only so many characters of it.
    QList<Message> left(qsizetype characters = -1) const
    {
        QList<Message> turns = found;
        turns[1].state = MessageState::Interrupted;
        turns[1].text.truncate(characters >= 0 ? characters : wanted);
        return turns;
    }
};

/// The next start, where Continue is pressed.
struct Next
{
    ChatEngine engine;
    ChatSession session;

    explicit Next(const QList<Message>& turns)
        : session(engine, u"1"_s, std::make_unique<StoredTurns>(turns))
    {
        session.load(1);
    }

    const Message& answer() const { return *session.loadedMessage(1); }

    bool goOn(const SessionTarget& target)
    {
        session.continueAnswer(target);
        return QTest::qWaitFor([this] { return !session.isRunning(); }, 20'000);
    }
};

}

void TestReplayTicket::theAnswerIsHadFromItsServerAgain_data()
{
    QTest::addColumn<QString>("provider");
    QTest::addColumn<int>("characters");
    for (const QString& provider : {u"openai"_s, u"responses"_s}) {
        for (const int characters : {0, 1, 5, 40})
            QTest::addRow("%s, %d characters", qPrintable(provider), characters) << provider << characters;
    }
}

void TestReplayTicket::theAnswerIsHadFromItsServerAgain()
{
    QFETCH(QString, provider);
    QFETCH(int, characters);
    const bool isLlama = provider == u"openai"_s;
    LlamaServer llama({.deltas = pieces(), .pace = Pace});
    ResponsesServer responses({.deltas = pieces(), .pace = Pace});
    const SessionTarget target = targetAt(isLlama ? llama.url() : responses.url(), provider);
    Killed killed(target);
    QVERIFY(killed.has(40));

    Next next(killed.left(characters));
    QVERIFY(next.session.canContinue());
    QVERIFY(next.goOn(target));

    QCOMPARE(next.answer().state, MessageState::Complete);
    QCOMPARE(next.answer().text, whole());
    QCOMPARE(asked(isLlama ? llama.requests() : responses.requests()), 1);
    QCOMPARE(next.answer().rewrites, 0);
    QVERIFY(!next.answer().ticket);
    QCOMPARE(next.answer().seams.size(), characters > 0 ? 1 : 0);
    if (characters > 0) {
        const Seam expected {.means = isLlama ? ResumeMeans::StreamOffset : ResumeMeans::ResponseSequence,
            .textAt = characters,
            .repeated = characters};
        QCOMPARE(next.answer().seams.first(), expected);
    }
}

void TestReplayTicket::aResponseIsPolledWhereItCannotBeStreamed()
{
    ResponsesServer server({.deltas = pieces(), .pace = Pace, .replaysStreams = false});
    const SessionTarget target = targetAt(server.url(), u"responses"_s);
    Killed killed(target);
    QVERIFY(killed.has(40));

    Next next(killed.left());
    QVERIFY(next.goOn(target));

    QCOMPARE(next.answer().state, MessageState::Complete);
    QCOMPARE(next.answer().text, whole());
    QCOMPARE(asked(server.requests()), 1);
    QVERIFY(!next.answer().seams.isEmpty()); // each poll that brings something new may be one
    for (const Seam& seam : next.answer().seams)
        QCOMPARE(seam.means, ResumeMeans::ResponseSequence);
}

void TestReplayTicket::theGatewayIsAskedForTheStream()
{
    ScriptedServer server([](const ReceivedRequest& request) { return gatewayAnswer(request, pieces()); });
    const SessionTarget target = targetAt(server.url(u"/"_s), u"sluice"_s);
    Killed killed(target);
    QVERIFY(killed.has(40));

    Next next(killed.left());
    QVERIFY(next.goOn(target));

    QCOMPARE(next.answer().text, whole());
    QCOMPARE(asked(server.requests()), 1);
    QCOMPARE(next.answer().seams.size(), 1);
    QCOMPARE(next.answer().seams.first().means, ResumeMeans::LastEventId);
}

void TestReplayTicket::whatBreaksOffAgainGoesOnFromThere()
{
    const QByteArray body = openAiText("One ") + openAiText("two ") + openAiText("three") + openAiFinish() + OpenAiDone;
    const HttpHeaders llamaCpp {{"Server", "llama.cpp"}};
    ScriptedServer server([&](const ReceivedRequest& request) -> Script {
        const QByteArray head = chunkedHead(200, "text/event-stream", llamaCpp);
        if (request.method == "POST")
            return {send(head + chunk(body.first(openAiText("One ").size() + openAiText("two ").size()))), hold()};
        const qsizetype from = request.target.mid(request.target.indexOf("from=") + 5).toLongLong();
        if (from == 0) // in mid-repetition, inside an event
            return {send(head + chunk(body.first(openAiText("One ").size() + 7))), closeConnection()};
        return {send(head + chunk(body.sliced(from)) + lastChunk())};
    });
    const SessionTarget target = targetAt(server.url(), u"openai"_s);
    Killed killed(target);
    QVERIFY(killed.has(8));

    Next next(killed.left());
    QVERIFY(next.goOn(target));

    QCOMPARE(next.answer().text, u"One two three"_s);
    QCOMPARE(asked(server.requests()), 1);
    QCOMPARE(next.answer().seams, (QList<Seam> {{.means = ResumeMeans::StreamOffset, .textAt = 8, .repeated = 8}}));
}

void TestReplayTicket::whatItsServerHasForgottenIsAskedForAnew()
{
    LlamaServer server({.deltas = pieces(), .pace = Pace});
    const SessionTarget target = targetAt(server.url(), u"openai"_s);
    Killed killed(target);
    QVERIFY(killed.has(40));
    server.forgetAll();

    Next next(killed.left());
    QVERIFY(next.goOn(target));

    QCOMPARE(asked(server.requests()), 2);
    QCOMPARE(next.answer().state, MessageState::Complete);
    QVERIFY(next.answer().text.endsWith(pieces().last()));
    QCOMPARE(next.answer().seams.size(), 1);
    QVERIFY(isPaidAgain(next.answer().seams.first().means));
}

// A gateway waits some seconds for its reader.
void TestReplayTicket::whatItsServerGaveUpMeanwhileIsAskedForAnew()
{
    std::atomic<int> posts = 0;
    ScriptedServer server([&posts](const ReceivedRequest& request) -> Script {
        const QByteArray head = chunkedHead(200, "text/event-stream", {{"X-Stream-Id", "s1"}});
        const QByteArray begun = "id: 1\ndata: One \n\nid: 2\ndata: two \n\n";
        if (request.method == "POST" && ++posts == 1)
            return {send(head + chunk(begun)), hold()};
        if (request.method == "POST") {
            return {send(head + chunk("id: 1\ndata: One two three\n\nid: 2\nevent: done\ndata: {\"finish_reason\":\"stop\"}\n\n")
                + lastChunk())};
        }
        if (request.method == "DELETE")
            return {send(wholeResponse(204, {}, {}))};
        const QByteArray gone =
            "event: error\ndata: {\"error\":{\"type\":\"cancelled\",\"message\":\"Nobody was reading it\"}}\n\n";
        return {send(head + chunk(begun + "id: 3\ndata: th\n\n" + gone) + lastChunk())};
    });
    const SessionTarget target = targetAt(server.url(u"/"_s), u"sluice"_s);
    Killed killed(target);
    QVERIFY(killed.has(8));

    Next next(killed.left());
    QVERIFY(next.goOn(target));

    QCOMPARE(next.answer().state, MessageState::Complete);
    QCOMPARE(next.answer().text, u"One two three"_s);
    QCOMPARE(posts.load(), 2);
    QCOMPARE(next.answer().seams,
        (QList<Seam> {{.means = ResumeMeans::LastEventId, .textAt = 8, .repeated = 8},
            {.means = ResumeMeans::Restart, .textAt = 10, .repeated = 10}}));
}

void TestReplayTicket::anotherServerIsNotAskedForIt()
{
    LlamaServer server({.deltas = pieces(), .pace = Pace});
    LlamaServer other({.deltas = pieces()});
    Killed killed(targetAt(server.url(), u"openai"_s));
    QVERIFY(killed.has(40));

    Next next(killed.left());
    QVERIFY(next.goOn(targetAt(other.url(), u"openai"_s)));

    QCOMPARE(server.requestCount(), 1);
    QCOMPARE(asked(other.requests()), other.requestCount());
    QVERIFY(isPaidAgain(next.answer().seams.first().means));
}

void TestReplayTicket::aTicketGoesWithTheAnswerThatHasEnded()
{
    LlamaServer server({.deltas = pieces(), .pace = Pace});
    LlamaServer endless({.deltas = endlessPieces(), .pace = Pace});
    Killed complete(targetAt(server.url(), u"openai"_s));
    QVERIFY(complete.has(1));
    Killed stopped(targetAt(endless.url(), u"openai"_s));
    QVERIFY(stopped.has(1));
    stopped.session->stop();

    QTRY_COMPARE(stopped.notes.stored[1].state, MessageState::Stopped);
    QVERIFY(!stopped.notes.stored[1].ticket);
    QTRY_COMPARE(complete.notes.stored[1].state, MessageState::Complete);
    QVERIFY(!complete.notes.stored[1].ticket);
}

void TestReplayTicket::whoEndsTheProgramLeavesNoTicket()
{
    LlamaServer server({.deltas = endlessPieces(), .pace = Pace});
    Killed closed(targetAt(server.url(), u"openai"_s));
    QVERIFY(closed.has(1));

    closed.session.reset(); // which stops the server, too

    QCOMPARE(closed.notes.stored[1].state, MessageState::Interrupted);
    QVERIFY(!closed.notes.stored[1].ticket);
    QTRY_COMPARE(server.stopped().size(), 1u);
}

// What its server has of it is not the whole answer.
void TestReplayTicket::anAnswerThatIsGoneOnWithLacksItsBeginningThere()
{
    LlamaServer server({.deltas = pieces(), .pace = Pace});
    Message question;
    question.text = u"Tell"_s;
    Message answer;
    answer.role = Role::Assistant;
    answer.text = u"Once upon"_s;
    answer.state = MessageState::Interrupted;
    Next next({question, answer});

    next.session.continueAnswer(targetAt(server.url(), u"openai"_s));

    QTRY_VERIFY(next.answer().text.size() > 40);
    QVERIFY(!next.answer().ticket);
}

QTEST_GUILESS_MAIN(TestReplayTicket)
#include "tst_replayticket.moc"
