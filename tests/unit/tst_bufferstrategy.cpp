#include "core/flow/bufferstrategy.h"
#include "tests/support/flowhelpers.h"

#include <QTest>

using namespace sluice;
using namespace sluice::test;
using namespace Qt::StringLiterals;

namespace {

/// A strategy that holds everything until the guard, so that only the rules common to all are seen.
StrategyOptions patient(Millis guard = Millis(1000))
{
    return {.name = u"fixed"_s, .size = 10000, .stallGuard = guard};
}

}

/// The rules that hold for every strategy.
class TestBufferStrategy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsTheFiveStrategiesInOrder()
    {
        QCOMPARE(strategyNames(), (QStringList {u"none"_s, u"fixed"_s, u"adaptive"_s, u"sentence"_s, u"smooth"_s}));
        QCOMPARE(validate({}), std::nullopt);
        for (const QString& name : strategyNames())
            QCOMPARE(validate({.name = name}), std::nullopt);
    }

    void refusesOptionsThatCannotWork_data()
    {
        QTest::addColumn<StrategyOptions>("options");
        QTest::addColumn<QString>("word");
        QTest::newRow("unknown name") << StrategyOptions {.name = u"magic"_s} << u"magic"_s;
        QTest::newRow("empty name") << StrategyOptions {.name = QString()} << u"adaptive"_s;
        QTest::newRow("size 0") << StrategyOptions {.size = 0} << u"size"_s;
        QTest::newRow("size 10001") << StrategyOptions {.size = 10001} << u"size"_s;
        QTest::newRow("min 0") << StrategyOptions {.min = 0} << u"minimum"_s;
        QTest::newRow("max 10001") << StrategyOptions {.max = 10001} << u"maximum"_s;
        QTest::newRow("min above max") << StrategyOptions {.min = 11} << u"above"_s;
        QTest::newRow("timeout -1") << StrategyOptions {.timeout = Millis(-1)} << u"timeout"_s;
        QTest::newRow("timeout 60001") << StrategyOptions {.timeout = Millis(60001)} << u"timeout"_s;
        QTest::newRow("guard -1") << StrategyOptions {.stallGuard = Millis(-1)} << u"stall guard"_s;
        QTest::newRow("guard 60001") << StrategyOptions {.stallGuard = Millis(60001)} << u"stall guard"_s;
        QTest::newRow("delay 60001") << StrategyOptions {.name = u"smooth"_s, .delay = Millis(60001)} << u"delay"_s;
    }

    void refusesOptionsThatCannotWork()
    {
        QFETCH(StrategyOptions, options);
        QFETCH(QString, word);

        const std::optional<QString> reason = validate(options);

        QVERIFY(reason);
        QVERIFY2(reason->contains(word) && reason->endsWith(u'.'), qPrintable(*reason));
    }

    void takesTheLimitsThemselves()
    {
        const Millis longest(60000);
        QCOMPARE(validate({.size = 1, .min = 1, .max = 1, .timeout = Millis(0), .stallGuard = Millis(0), .delay = Millis(0)}),
            std::nullopt);
        QCOMPARE(
            validate({.size = 10000, .min = 10000, .max = 10000, .timeout = longest, .stallGuard = longest, .delay = longest}),
            std::nullopt);
        QCOMPARE(validate({.name = u"fixed"_s, .min = 11}), std::nullopt); // fixed has no minimum
    }

    void releasesHeldTextBehindWhichSomethingElseCame_data()
    {
        QTest::addColumn<Delta>("other");
        QTest::newRow("reasoning") << Delta(ReasoningDelta {u"hm"_s});
        QTest::newRow("tool call") << Delta(ToolCallDelta {0, u"id"_s, u"f"_s, u"{"_s});
        QTest::newRow("cached") << Delta(CachedDelta {});
        QTest::newRow("seam") << Delta(SeamDelta {{.means = ResumeMeans::StreamOffset, .textAt = 2}});
        QTest::newRow("rewrite") << Delta(RewriteDelta {AnswerPart::Text, 1, u"x"_s});
    }

    void releasesHeldTextBehindWhichSomethingElseCame()
    {
        QFETCH(Delta, other);
        StrategyRun run(patient());

        run.push(u"a"_s);
        run.push(u"b"_s);
        run.push(other);

        QCOMPARE(run.flushes().size(), 1u);
        QCOMPARE(run.flushes()[0].deltas, (Deltas {text(u"ab"_s), other}));
        QCOMPARE(run.flushes()[0].textDeltas, 2);
        QCOMPARE(run.strategy().nextDue(), std::nullopt);
    }

    void usageInEveryChunkDoesNotDefeatTheStrategy()
    {
        StrategyRun run({.name = u"fixed"_s, .size = 3});

        for (int i = 1; i <= 7; ++i) {
            run.push(u"x"_s);
            run.push(Delta(Usage {10, i}));
        }
        run.drain();

        QCOMPARE(run.texts(), (QStringList {u"xxx"_s, u"xxx"_s, u"x"_s}));
        QCOMPARE(run.flushes()[0].deltas.back(), Delta(Usage {10, 2}));
        QCOMPARE(run.flushes()[1].deltas.back(), Delta(Usage {10, 5}));
        QCOMPARE(run.flushes()[2].deltas.back(), Delta(Usage {10, 7}));
    }

    void usageThatNothingFollowsComesAloneAtTheStallGuard()
    {
        StrategyRun run(patient());
        const TimePoint sent = run.now();
        run.push(Delta(Usage {1, 2}));
        run.wait(Millis(400));
        run.push(Delta(Usage {1, 3}));

        run.wait(Millis(599));
        QVERIFY(run.flushes().empty());
        run.wait(Millis(1));

        QCOMPARE(run.flushes().size(), 1u);
        QCOMPARE(run.flushes()[0].deltas, (Deltas {Usage {1, 3}}));
        QCOMPARE(run.flushes()[0].firstReceived, sent);
        QCOMPARE(run.strategy().nextDue(), std::nullopt);
    }

    void seamsAndRewritesAreNeverMerged()
    {
        StrategyOptions options;
        options.name = u"none"_s;
        StrategyRun run(options);
        const Deltas all {SeamDelta {{.textAt = 1}}, SeamDelta {{.textAt = 2}}, RewriteDelta {AnswerPart::Text, 1, u"x"_s},
            RewriteDelta {AnswerPart::Text, 2, u"y"_s}};

        for (const Delta& delta : all)
            run.strategy().push(delta, run.now());

        QCOMPARE(run.strategy().drain(run.now()).deltas, all);
    }

    void emptyDeltasDoNotCount()
    {
        StrategyRun run({.name = u"fixed"_s, .size = 2});

        run.push(QString());
        run.push(u""_s);
        run.push(Delta(ReasoningDelta {}));
        run.push(u"a"_s);

        QVERIFY(run.flushes().empty());
        QCOMPARE(run.strategy().heldTextDeltas(), 1);
        QCOMPARE(run.strategy().heldCharacters(), 1);
    }

    void theStallGuardReleasesWhatHasWaitedTooLong()
    {
        StrategyRun run(patient());
        const TimePoint sent = run.now();
        run.push(u"a"_s);
        run.wait(Millis(700));
        run.push(u"b"_s);

        QCOMPARE(run.strategy().nextDue(), std::optional(sent + Millis(1000)));
        run.wait(Millis(300));

        QCOMPARE(run.texts(), QStringList {u"ab"_s});
        QCOMPARE(run.flushes()[0].firstReceived, sent);
        QCOMPARE(run.flushes()[0].released, sent + Millis(1000));
    }

    // Its socket was read while the strategy's thread did something else.
    void aDeltaMayHaveComeBeforeTheLastRelease()
    {
        StrategyRun run({.name = u"adaptive"_s, .min = 1, .max = 2, .timeout = Millis(100)});
        const TimePoint start = run.now();
        run.wait(Millis(100));
        run.push(u"a"_s);
        QCOMPARE(run.texts(), QStringList {u"a"_s});

        for (const QString& late : {u"b"_s, u"c"_s, u"d"_s})
            run.strategy().push(TextDelta {late}, start + Millis(99));

        const Flush full = run.strategy().release(run.now());
        QCOMPARE(textOf(full), u"bc"_s);
        QCOMPARE(full.firstReceived, start + Millis(99));
        QCOMPARE(full.released, start + Millis(100));
        QVERIFY(run.strategy().release(run.now()).isEmpty());
        QCOMPARE(run.strategy().nextDue(), std::optional(start + Millis(200))); // from the release at 100
    }

    void theLastReleaseIsWhenTextLeftNotWhenItCame()
    {
        StrategyRun run({.name = u"adaptive"_s, .min = 1, .max = 2, .timeout = Millis(100)});
        const TimePoint start = run.now();
        run.wait(Millis(90));
        for (const QString& late : {u"a"_s, u"b"_s})
            run.strategy().push(TextDelta {late}, start + Millis(10));
        QCOMPARE(textOf(run.strategy().release(run.now())), u"ab"_s);

        run.push(u"c"_s);

        QCOMPARE(run.strategy().nextDue(), std::optional(start + Millis(190)));
    }

    void withoutAStallGuardNothingBecomesDue()
    {
        StrategyRun run(patient(Millis(0)));
        run.push(u"a"_s);
        run.push(Delta(Usage {1, 1}));

        QCOMPARE(run.strategy().nextDue(), std::nullopt);
        run.wait(std::chrono::hours(1));

        QVERIFY(run.flushes().empty());
    }

    void textWithoutAnEndDoesNotEatMemory_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString& name : strategyNames())
            QTest::newRow(qPrintable(name)) << name;
    }

    void textWithoutAnEndDoesNotEatMemory()
    {
        QFETCH(QString, name);
        StrategyRun run(
            {.name = name, .size = 10000, .min = 10000, .max = 10000, .stallGuard = Millis(0), .delay = Millis(60000)});
        const QString block(1000, u'x');
        qsizetype most = 0;

        for (int i = 0; i < 2000; ++i) {
            run.push(block);
            most = std::max(most, run.strategy().heldCharacters());
        }

        QVERIFY2(most <= BufferStrategy::MaxHeldCharacters, qPrintable(QString::number(most)));
    }

    void halfASurrogatePairWaitsForTheOther_data() { textWithoutAnEndDoesNotEatMemory_data(); }

    void halfASurrogatePairWaitsForTheOther()
    {
        QFETCH(QString, name);
        StrategyRun run({.name = name, .size = 1, .min = 1, .max = 1});
        const QString smile = u"\U0001F600"_s;

        run.push(u"a\n"_s + smile[0]);
        run.push(Delta(Usage {1, 1}));
        run.wait(Millis(5000));

        QCOMPARE(run.texts().join(QString()), u"a\n"_s);
        QCOMPARE(run.strategy().heldTextDeltas(), 1);
        QCOMPARE(run.strategy().nextDue(), std::nullopt);

        run.push(smile[1] + u"b\n"_s);
        run.wait(Millis(5000));

        QCOMPARE(run.texts().join(QString()), u"a\n"_s + smile + u"b\n"_s);
        QCOMPARE(run.strategy().heldTextDeltas(), 0);
    }

    void drainReleasesALoneHalfToo()
    {
        StrategyRun run({.name = u"none"_s});
        run.push(QString(QChar(0xd83d)));
        QVERIFY(run.flushes().empty());

        run.drain();

        QCOMPARE(run.texts(), QStringList {QString(QChar(0xd83d))});
    }

    void neighboursOfOneKindAreMerged()
    {
        StrategyRun run(patient());
        BufferStrategy& strategy = run.strategy();
        const auto push = [&](const Delta& delta) { strategy.push(delta, run.now()); };

        push(ReasoningDelta {u"let "_s});
        push(ReasoningDelta {u"me"_s});
        push(text(u"a"_s));
        push(text(u"b"_s));
        push(ToolCallDelta {0, u"1"_s, u"f"_s, u"{"_s});
        push(ToolCallDelta {0, {}, {}, u"}"_s});
        push(ToolCallDelta {1, u"2"_s, u"f"_s, u"{}"_s});
        push(Usage {1, 1});
        push(Usage {1, 2});
        const Flush flush = strategy.drain(run.now());

        QCOMPARE(flush.deltas,
            (Deltas {ReasoningDelta {u"let me"_s}, text(u"ab"_s), ToolCallDelta {0, u"1"_s, u"f"_s, u"{}"_s},
                ToolCallDelta {1, u"2"_s, u"f"_s, u"{}"_s}, Usage {1, 2}}));
        QCOMPARE(flush.textDeltas, 2);
        QVERIFY(strategy.drain(run.now()).isEmpty());
    }

    void aStrategyCanBeChangedInMidStream()
    {
        StrategyRun first(patient());
        first.push(u"one "_s);
        first.push(u"two "_s);

        first.drain();
        StrategyRun second({.name = u"none"_s});
        second.push(u"three"_s);

        QCOMPARE(first.texts() + second.texts(), (QStringList {u"one two "_s, u"three"_s}));
        QCOMPARE(first.strategy().heldTextDeltas(), 0);
    }
};

QTEST_GUILESS_MAIN(TestBufferStrategy)
#include "tst_bufferstrategy.moc"
