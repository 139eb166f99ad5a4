#include "core/engine/answerreplay.h"
#include "core/flow/framecoalescer.h"
#include "tests/support/flowhelpers.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

using Progress = AnswerReplay::Progress;

/// Reasoning, then \a words pieces of text with a tool call among them, 7 ms apart.
std::shared_ptr<const RecordedAnswer> recorded(int words)
{
    auto answer = std::make_shared<RecordedAnswer>();
    answer->append(ReasoningDelta {u"Let me think."_s}, Millis(30));
    Micros at = Millis(50);
    for (int i = 0; i < words; ++i, at += Millis(7)) {
        answer->append(TextDelta {u"word%1%2 "_s.arg(i).arg(i % 9 == 8 ? u"."_s : QString())}, at);
        if (i == words / 2)
            answer->append(ToolCallDelta {0, u"call"_s, u"look"_s, u"{}"_s}, at);
    }
    answer->append(Usage {.promptTokens = 3, .completionTokens = words}, at);
    answer->finish(u"stop"_s, at + Millis(20));
    return answer;
}

QString textOf(const RecordedAnswer& answer)
{
    QString text;
    for (RecordedAnswerReader reader(answer); !reader.isAtEnd();) {
        const Delta delta = reader.next();
        if (const auto* piece = std::get_if<TextDelta>(&delta))
            text += piece->text;
    }
    return text;
}

/// What a consumer has.
struct Taken
{
    QString text;
    QString reasoning;
    std::vector<ToolCallDelta> toolCalls;
    std::optional<Usage> usage;
    bool cached = false;
    std::optional<StreamEnd> end;

    void add(const FrameBatch& batch)
    {
        text += batch.text;
        reasoning += batch.reasoning;
        toolCalls.insert(toolCalls.end(), batch.toolCalls.begin(), batch.toolCalls.end());
        if (batch.usage)
            usage = batch.usage;
        cached = cached || batch.cached;
        if (batch.end)
            end = batch.end;
    }
};

/// A replay with its clock, driven as CachedStream does it.
struct Player
{
    Player(const std::shared_ptr<const RecordedAnswer>& answer, ReplayPace pace, const StrategyOptions& strategy,
        const DeltaQueueLimits& limits = {})
        : queue(limits, [this] { wasLow = true; })
        , start(clock.now())
        , replay(answer, pace, strategy, queue, start, start)
    { }

    /// To the end, with a consumer that takes at once. Returns how often it had to be called.
    int play()
    {
        int calls = 0;
        for (Progress progress = Progress::More; progress != Progress::Ended; ++calls) {
            progress = replay.advance(clock.now());
            take();
            if (std::exchange(wasLow, false))
                replay.unblock(clock.now());
            else if (progress == Progress::Waiting)
                clock.moveTo(*replay.nextDue());
        }
        return calls;
    }

    void take()
    {
        while (coalescer.hasRest() || !queue.isEmpty())
            taken.add(coalescer.takeFrame(queue));
    }

    TimePoint::duration elapsed() const { return clock.now() - start; }

    ManualClock clock;
    bool wasLow = false;
    DeltaQueue queue;
    FrameCoalescer coalescer;
    Taken taken;
    TimePoint start;
    AnswerReplay replay;
};

StrategyOptions strategyNamed(const QString& name)
{
    StrategyOptions options;
    options.name = name;
    return options;
}

}

class TestAnswerReplay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPaceAndStrategyGivesTheSameAnswer_data();
    void everyPaceAndStrategyGivesTheSameAnswer();
    void instantTakesNoTime();
    void pacedTakesTenMillisecondsADelta();
    void originalTakesItsOwnTime();
    void textThatAStrategyHoldsIsReleasedByTime();
    void aFullQueueIsWaitedFor();
    void aLongAnswerLetsOthersWork();
    void stoppingDeliversWhatIsHeld();
    void aStrategyCanBeChanged();
};

void TestAnswerReplay::everyPaceAndStrategyGivesTheSameAnswer_data()
{
    QTest::addColumn<ReplayPace>("pace");
    QTest::addColumn<QString>("strategy");
    for (const ReplayPace pace : {ReplayPace::Instant, ReplayPace::Paced, ReplayPace::Original}) {
        for (const QString& strategy : strategyNames())
            QTest::addRow("%s %s", qPrintable(replayPaceName(pace)), qPrintable(strategy)) << pace << strategy;
    }
}

void TestAnswerReplay::everyPaceAndStrategyGivesTheSameAnswer()
{
    QFETCH(ReplayPace, pace);
    QFETCH(QString, strategy);
    const auto answer = recorded(300);
    Player player(answer, pace, strategyNamed(strategy));

    player.play();

    const Taken& taken = player.taken;
    QCOMPARE(taken.text, textOf(*answer));
    QCOMPARE(taken.reasoning, u"Let me think."_s);
    QCOMPARE(taken.toolCalls, (std::vector<ToolCallDelta> {{0, u"call"_s, u"look"_s, u"{}"_s}}));
    QCOMPARE(taken.usage, (Usage {.promptTokens = 3, .completionTokens = 300}));
    QVERIFY(taken.cached);
    QCOMPARE(*taken.end, (StreamEnd {.finishReason = u"stop"_s, .error = {}}));
    QCOMPARE(player.replay.textDeltas(), 300);
    QVERIFY(!player.replay.nextDue());
    QCOMPARE(player.replay.advance(player.clock.now()), Progress::Ended);
    QVERIFY(player.queue.isEmpty()); // one end
}

void TestAnswerReplay::instantTakesNoTime()
{
    Player player(recorded(300), ReplayPace::Instant, strategyNamed(u"none"_s));

    QCOMPARE(player.play(), 1);

    QCOMPARE(player.elapsed(), TimePoint::duration(0));
    QCOMPARE(*player.replay.firstTextAt(), player.start);
}

void TestAnswerReplay::pacedTakesTenMillisecondsADelta()
{
    Player player(recorded(300), ReplayPace::Paced, strategyNamed(u"none"_s));
    player.replay.advance(player.clock.now());
    player.take();
    QVERIFY(!player.taken.reasoning.isEmpty()); // the first comes at once
    QVERIFY(player.taken.text.isEmpty());
    player.clock.advance(Micros(9999));
    QCOMPARE(player.replay.advance(player.clock.now()), Progress::Waiting);
    player.take();
    QVERIFY(player.taken.text.isEmpty());

    player.play();

    QCOMPARE(*player.replay.firstTextAt() - player.start, Millis(10));
    QCOMPARE(player.elapsed(), Millis(10) * 302); // reasoning, 300 words, a tool call, usage: 303 deltas
}

void TestAnswerReplay::originalTakesItsOwnTime()
{
    Player player(recorded(300), ReplayPace::Original, strategyNamed(u"none"_s));
    QCOMPARE(player.replay.advance(player.clock.now()), Progress::Waiting);
    QVERIFY(!player.replay.hasBegun(player.clock.now()));
    QVERIFY(player.replay.hasBegun(player.start + Millis(30)));
    QCOMPARE(*player.replay.nextDue(), player.start + Millis(30));

    player.play();

    QCOMPARE(*player.replay.firstTextAt() - player.start, Millis(50));
    QCOMPARE(player.elapsed(), Millis(50 + 300 * 7 + 20));
}

void TestAnswerReplay::textThatAStrategyHoldsIsReleasedByTime()
{
    auto answer = std::make_shared<RecordedAnswer>();
    answer->append(TextDelta {u"one"_s}, Millis(0));
    answer->append(TextDelta {u"two"_s}, Millis(60'000));
    answer->finish(u"stop"_s, Millis(60'000));
    StrategyOptions fixed = strategyNamed(u"fixed"_s);
    fixed.stallGuard = Millis(1000);
    Player player(answer, ReplayPace::Original, fixed);
    QCOMPARE(player.replay.advance(player.clock.now()), Progress::Waiting);
    player.take();
    QCOMPARE(player.taken.text, QString());
    QCOMPARE(*player.replay.nextDue(), player.start + Millis(1000));

    player.clock.advance(Millis(1000));
    player.replay.advance(player.clock.now());
    player.take();

    QCOMPARE(player.taken.text, u"one"_s);
    QCOMPARE(*player.replay.nextDue(), player.start + Millis(60'000));
}

void TestAnswerReplay::aFullQueueIsWaitedFor()
{
    const auto answer = recorded(300);
    Player player(answer, ReplayPace::Instant, strategyNamed(u"none"_s), {.high = 20, .low = 5});
    QCOMPARE(player.replay.advance(player.clock.now()), Progress::Blocked);
    QVERIFY(player.queue.size() <= 20);
    QVERIFY(!player.replay.nextDue()); // no busy loop
    QCOMPARE(player.replay.advance(player.clock.now()), Progress::Blocked);
    QVERIFY(player.queue.size() <= 20);

    player.play();

    QCOMPARE(player.taken.text, textOf(*answer));
    QVERIFY(player.queue.highWaterCount() >= 300 / 20);
}

void TestAnswerReplay::aLongAnswerLetsOthersWork()
{
    const auto answer = recorded(10'000);
    StrategyOptions fixed = strategyNamed(u"fixed"_s);
    fixed.size = 5000; // the queue never fills
    Player player(answer, ReplayPace::Instant, fixed);
    QCOMPARE(player.replay.advance(player.clock.now()), Progress::More);
    QVERIFY(*player.replay.nextDue() <= player.clock.now());

    QVERIFY(player.play() >= 10'000 / AnswerReplay::MaxDeltasAtOnce - 1);

    QCOMPARE(player.taken.text, textOf(*answer));
}

void TestAnswerReplay::stoppingDeliversWhatIsHeld()
{
    StrategyOptions fixed = strategyNamed(u"fixed"_s);
    fixed.size = 1000;
    fixed.stallGuard = Millis(0);
    Player player(recorded(300), ReplayPace::Paced, fixed);
    player.replay.advance(player.start + Millis(35));
    player.take();
    QCOMPARE(player.taken.text, QString());

    player.replay.stop(player.start + Millis(36));
    player.take();

    QCOMPARE(player.taken.text, u"word0 word1 word2 "_s);
    QCOMPARE(player.taken.end->error->kind, ErrorKind::Cancelled);
    QCOMPARE(player.replay.advance(player.start + Millis(1000)), Progress::Ended);
    QVERIFY(player.queue.isEmpty());
}

void TestAnswerReplay::aStrategyCanBeChanged()
{
    StrategyOptions fixed = strategyNamed(u"fixed"_s);
    fixed.size = 1000;
    Player player(recorded(300), ReplayPace::Paced, fixed);
    player.replay.advance(player.start + Millis(20));

    player.replay.setStrategy(strategyNamed(u"none"_s), player.start + Millis(20));
    player.take();
    QCOMPARE(player.taken.text, u"word0 word1 "_s);
    player.replay.advance(player.start + Millis(30));
    player.take();

    QCOMPARE(player.taken.text, u"word0 word1 word2 "_s);
}

QTEST_GUILESS_MAIN(TestAnswerReplay)

#include "tst_answerreplay.moc"
