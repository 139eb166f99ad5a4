#include "core/gateway/answerflight.h"
#include "tests/support/notedanswer.h"
#include "tests/support/scriptedsource.h"

#include <boost/asio/io_context.hpp>

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

const StreamEnd Complete {.finishReason = QStringLiteral("stop"), .error = std::nullopt};

struct Fixture
{
    explicit Fixture(qsizetype partBytes = 1'000'000, qsizetype totalBytes = 10'000'000)
        : book {.loop = loop,
              .partBytes = partBytes,
              .totalBytes = totalBytes,
              .onReceived = [this](const SourceFigures& figures) { received.push_back(figures.wireBytes); }}
        , flight(std::make_shared<AnswerFlight>(book, std::make_unique<ScriptedSource>(origin), [this] { ++ended; }))
    { }
    ~Fixture() { loop.poll(); }

    std::unique_ptr<NotedAnswer> follow()
    {
        auto follower = std::make_unique<NotedAnswer>(flight->follow());
        settle();
        return follower;
    }
    void settle()
    {
        loop.restart();
        loop.poll();
    }
    void say(const QString& text) const { origin->sink->takeDelta(TextDelta {text}); }

    boost::asio::io_context loop;
    FlightBook book;
    std::shared_ptr<ScriptedSource::Shared> origin = std::make_shared<ScriptedSource::Shared>();
    int ended = 0;
    std::vector<qint64> received;
    std::shared_ptr<AnswerFlight> flight;
};

}

class TestAnswerFlight : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsCalledFromInsideStart();
    void everyFollowerGetsTheSameHoweverLateItCame();
    void oneThatComesAfterTheEndStillGetsAll();
    void theFastestFollowerSetsThePace();
    void aPausedFollowerGoesOnWhereItWas();
    void aFollowerThatCatchesUpDoesNotHurryTheOrigin();
    void aRefusalReachesAllOfThem();
    void anErrorReachesAllOfThemBehindWhatTheyLack();
    void whenTheFirstIsStoppedTheOthersGoOn();
    void whenTheLastLeavesTheOriginIsStopped();
    void aFollowerMayStopFromInsideADelta();
    void onlyACompleteAnswerIsAnAnswer_data();
    void onlyACompleteAnswerIsAnAnswer();
    void anAnswerThatIsTooLongIsPassedOnButNotKept();
    void oneThatStaysTooFarBehindIsCutWithAnError();
    void aCrowdKeepsLittle();
    void itsMemoryIsGivenBack();
    void whatCameFromTheOriginIsToldOnce();
};

void TestAnswerFlight::nothingIsCalledFromInsideStart()
{
    Fixture fixture;
    const auto first = fixture.follow();
    fixture.origin->sink->takeHead();
    fixture.say(u"a"_s);

    NotedAnswer second(fixture.flight->follow());
    QCOMPARE(second.heads + second.deltas, 0);
    second.source->setReading(Reading::Paused);
    second.source->setReading(Reading::Go);
    QCOMPARE(second.heads + second.deltas, 0);
    fixture.settle();
    QCOMPARE(second.heads, 1);
    QCOMPARE(second.said, u"a"_s);
}

void TestAnswerFlight::everyFollowerGetsTheSameHoweverLateItCame()
{
    Fixture fixture;
    const auto first = fixture.follow();
    QCOMPARE(first->heads, 0);
    fixture.origin->sink->takeHead();
    QCOMPARE(first->heads, 1);
    fixture.origin->sink->takeDelta(ReasoningDelta {u"hm"_s});
    QCOMPARE(first->said, u"[hm]"_s); // at once

    const auto second = fixture.follow();
    QCOMPARE(second->heads, 1);
    QCOMPARE(second->said, u"[hm]"_s);
    for (int i = 0; i < 100; ++i)
        fixture.say(u"x"_s);
    const auto third = fixture.follow(); // more than it gets at once
    fixture.say(u"y"_s);
    fixture.origin->sink->takeDelta(Usage {.promptTokens = 1, .completionTokens = 2});
    fixture.origin->sink->takeEnd(Complete);
    fixture.settle();
    for (const NotedAnswer* follower : {first.get(), second.get(), third.get()}) {
        QCOMPARE(follower->said, u"[hm]"_s + QString(100, u'x') + u"y#"_s);
        QCOMPARE(follower->deltas, 103);
        QCOMPARE(follower->heads, 1);
        QCOMPARE(follower->ends, 1);
        QCOMPARE(follower->end, Complete);
    }
    QCOMPARE(fixture.ended, 1);
    QVERIFY(!fixture.origin->alive);
}

void TestAnswerFlight::oneThatComesAfterTheEndStillGetsAll()
{
    Fixture fixture;
    const auto first = fixture.follow();
    fixture.origin->sink->takeHead();
    fixture.say(u"all of it"_s);
    fixture.origin->sink->takeEnd(Complete);

    const auto late = fixture.follow();
    QCOMPARE(late->said, u"all of it"_s);
    QCOMPARE(late->end, Complete);
    QCOMPARE(fixture.ended, 1);
}

void TestAnswerFlight::theFastestFollowerSetsThePace()
{
    Fixture fixture;
    const auto slow = fixture.follow();
    const auto fast = fixture.follow();
    slow->source->setReading(Reading::Paused);
    QCOMPARE(fixture.origin->reading, Reading::Go);
    QCOMPARE(fixture.origin->give(10, 1), 10);
    QCOMPARE(fast->deltas, 10);
    QCOMPARE(slow->deltas, 0);

    fast->pauseAfter = 15;
    QCOMPARE(fixture.origin->give(100, 1), 5);
    QCOMPARE(fixture.origin->reading, Reading::Paused);
    fast->source->setReading(Reading::Go);
    fixture.settle();
    QCOMPARE(fixture.origin->reading, Reading::Go);

    fast->source->stop();
    QCOMPARE(fixture.origin->reading, Reading::Paused);
    QVERIFY(fixture.origin->alive);
}

void TestAnswerFlight::aPausedFollowerGoesOnWhereItWas()
{
    Fixture fixture;
    const auto first = fixture.follow();
    const auto second = fixture.follow();
    second->pauseAfter = 2;
    for (const QString& text : {u"a"_s, u"b"_s, u"c"_s, u"d"_s})
        fixture.say(text);
    QCOMPARE(second->said, u"ab"_s);
    fixture.origin->sink->takeEnd(Complete);
    fixture.settle();
    QCOMPARE(second->said, u"ab"_s);
    QCOMPARE(second->ends, 0);

    second->source->setReading(Reading::Go);
    fixture.settle();
    QCOMPARE(second->said, u"abcd"_s);
    QCOMPARE(second->end, Complete);
}

void TestAnswerFlight::aFollowerThatCatchesUpDoesNotHurryTheOrigin()
{
    Fixture fixture;
    const auto first = fixture.follow();
    fixture.origin->give(1000, 1);
    first->source->setReading(Reading::Paused);
    QCOMPARE(fixture.origin->reading, Reading::Paused);

    NotedAnswer second(fixture.flight->follow());
    fixture.loop.restart();
    fixture.loop.poll_one();
    QVERIFY(second.deltas > 0 && second.deltas < 1000);
    QCOMPARE(fixture.origin->reading, Reading::Paused);
    fixture.settle();
    QCOMPARE(second.deltas, 1000);
    QCOMPARE(fixture.origin->reading, Reading::Go);
}

void TestAnswerFlight::aRefusalReachesAllOfThem()
{
    Fixture fixture;
    const auto first = fixture.follow();
    const auto second = fixture.follow();
    const Error refusal {.kind = ErrorKind::RateLimit, .message = u"Too many"_s, .httpStatus = 429};
    fixture.origin->sink->takeEnd({.finishReason = {}, .error = refusal});
    for (const NotedAnswer* follower : {first.get(), second.get()}) {
        QCOMPARE(follower->heads, 0);
        QCOMPARE(follower->ends, 1);
        QVERIFY(follower->end->error == refusal);
    }
    QVERIFY(!fixture.flight->answer());
}

void TestAnswerFlight::anErrorReachesAllOfThemBehindWhatTheyLack()
{
    Fixture fixture;
    const auto first = fixture.follow();
    const auto second = fixture.follow();
    second->source->setReading(Reading::Paused);
    fixture.origin->sink->takeHead();
    fixture.say(u"half"_s);
    const Error broken {.kind = ErrorKind::Network, .message = u"It broke"_s};
    fixture.origin->sink->takeEnd({.finishReason = {}, .error = broken});
    QVERIFY(first->end->error == broken);
    second->source->setReading(Reading::Go);
    fixture.settle();
    QCOMPARE(second->said, u"half"_s);
    QVERIFY(second->end->error == broken);
}

void TestAnswerFlight::whenTheFirstIsStoppedTheOthersGoOn()
{
    Fixture fixture;
    auto first = fixture.follow();
    const auto second = fixture.follow();
    fixture.say(u"a"_s);
    first->source->stop();
    first.reset();
    fixture.say(u"b"_s);
    fixture.origin->sink->takeEnd(Complete);
    QCOMPARE(second->said, u"ab"_s);
    QCOMPARE(second->end, Complete);
    QVERIFY(fixture.flight->answer());
}

void TestAnswerFlight::whenTheLastLeavesTheOriginIsStopped()
{
    Fixture fixture;
    auto first = fixture.follow();
    auto second = fixture.follow();
    fixture.say(u"a"_s);
    first.reset();
    QVERIFY(fixture.origin->sink);
    second.reset();
    QVERIFY(!fixture.origin->sink);
    QCOMPARE(fixture.ended, 1);
    fixture.settle();
    QVERIFY(!fixture.origin->alive);
    QVERIFY(!fixture.flight->answer());

    Fixture unused; // one that was opened and never started
    (void)unused.flight->follow();
    QCOMPARE(unused.ended, 1);
}

void TestAnswerFlight::aFollowerMayStopFromInsideADelta()
{
    Fixture fixture;
    const auto first = fixture.follow();
    const auto second = fixture.follow();
    const auto third = fixture.follow();
    first->stopAfter = 1;
    third->stopAfter = 2;
    fixture.say(u"a"_s);
    fixture.say(u"b"_s);
    fixture.say(u"c"_s);
    QCOMPARE(first->said, u"a"_s);
    QCOMPARE(second->said, u"abc"_s);
    QCOMPARE(third->said, u"ab"_s);
    second->stopAfter = 4;
    fixture.say(u"d"_s); // stops the origin, from inside its call
    QVERIFY(!fixture.origin->sink);
    QCOMPARE(fixture.ended, 1);
}

void TestAnswerFlight::onlyACompleteAnswerIsAnAnswer_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<bool>("failed");
    QTest::addColumn<bool>("isAnswer");
    QTest::newRow("complete") << u"text"_s << u"stop"_s << false << true;
    QTest::newRow("empty") << QString() << u"stop"_s << false << false;
    QTest::newRow("without a finish") << u"text"_s << QString() << false << false;
    QTest::newRow("failed") << u"text"_s << u"stop"_s << true << false;
}

void TestAnswerFlight::onlyACompleteAnswerIsAnAnswer()
{
    QFETCH(QString, text);
    QFETCH(QString, reason);
    QFETCH(bool, failed);
    QFETCH(bool, isAnswer);
    Fixture fixture;
    const auto follower = fixture.follow();
    if (!text.isEmpty())
        fixture.say(text);
    QVERIFY(!fixture.flight->answer());
    StreamEnd end {.finishReason = reason, .error = std::nullopt};
    if (failed)
        end.error = Error {.kind = ErrorKind::Server, .message = u"It broke"_s};
    fixture.origin->sink->takeEnd(end);
    QCOMPARE(fixture.flight->answer() != nullptr, isAnswer);
    if (isAnswer)
        QCOMPARE(fixture.flight->answer()->finishReason(), u"stop"_s);
}

void TestAnswerFlight::anAnswerThatIsTooLongIsPassedOnButNotKept()
{
    Fixture fixture(2000);
    const auto follower = fixture.follow();
    for (int i = 0; i < 1000; ++i) {
        fixture.say(u"0123456789"_s);
        QVERIFY(fixture.book.bytes <= 2 * 2000 + 100);
    }
    QVERIFY(!fixture.flight->isWhole());
    fixture.origin->sink->takeEnd(Complete);
    QCOMPARE(follower->said.size(), 10'000);
    QCOMPARE(follower->end, Complete);
    QVERIFY(!fixture.flight->answer());
}

void TestAnswerFlight::oneThatStaysTooFarBehindIsCutWithAnError()
{
    Fixture fixture(2000);
    const auto fast = fixture.follow();
    const auto near = fixture.follow(); // a part behind: it finds all
    const auto stalled = fixture.follow();
    near->source->setReading(Reading::Paused);
    stalled->pauseAfter = 3;
    while (fixture.flight->isWhole())
        fixture.say(u"0123456789"_s);
    for (int i = 0; i < 10; ++i)
        fixture.say(u"0123456789"_s);
    QCOMPARE(stalled->ends, 0);
    near->source->setReading(Reading::Go);
    fixture.settle();
    QCOMPARE(near->said, fast->said);

    for (int i = 0; i < 500; ++i)
        fixture.say(u"0123456789"_s);
    QCOMPARE(stalled->deltas, 3);
    QCOMPARE(stalled->ends, 1);
    QVERIFY(stalled->end->error->kind == ErrorKind::Overflow);
    fixture.origin->sink->takeEnd(Complete);
    QCOMPARE(fast->said, near->said);
    QCOMPARE(near->end, Complete);
}

void TestAnswerFlight::aCrowdKeepsLittle()
{
    Fixture fixture(1'000'000, 50'000);
    const auto follower = fixture.follow();
    for (int i = 0; i < 10'000; ++i) {
        fixture.say(u"0123456789"_s);
        QVERIFY(fixture.book.bytes < 100'000);
    }
    QVERIFY(!fixture.flight->isWhole());
    QCOMPARE(follower->said.size(), 100'000);
}

void TestAnswerFlight::itsMemoryIsGivenBack()
{
    Fixture fixture;
    {
        const auto follower = fixture.follow();
        fixture.say(u"0123456789"_s);
        QVERIFY(fixture.book.bytes > 0);
        fixture.origin->sink->takeEnd(Complete);
    }
    fixture.flight.reset();
    fixture.settle();
    QCOMPARE(fixture.book.bytes, 0);
}

void TestAnswerFlight::whatCameFromTheOriginIsToldOnce()
{
    Fixture whole;
    const auto first = whole.follow();
    const auto second = whole.follow();
    whole.say(u"a"_s);
    whole.origin->figures.wireBytes = 12;
    whole.origin->sink->takeEnd(Complete);
    whole.settle();
    first->source->stop();
    second->source->stop();
    QCOMPARE(whole.received, std::vector<qint64> {12});

    Fixture left;
    const auto last = left.follow();
    left.origin->figures.wireBytes = 7;
    last->source->stop();
    QCOMPARE(left.received, std::vector<qint64> {7});
}

QTEST_GUILESS_MAIN(TestAnswerFlight)
#include "tst_answerflight.moc"
