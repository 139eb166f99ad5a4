#include "core/flow/bufferstrategy.h"
#include "tests/support/flowhelpers.h"

#include <QTest>
#include <QTextBoundaryFinder>

#include <random>

using namespace sluice;
using namespace sluice::test;
using namespace Qt::StringLiterals;

namespace {

const StrategyOptions smooth {.name = u"smooth"_s};

/// How much left in each \a window of the run between \a from and \a to.
std::vector<int> charactersPerWindow(const StrategyRun& run, TimePoint from, TimePoint to, Millis window)
{
    std::vector<int> counts(std::size_t((to - from) / window), 0);
    for (const Flush& flush : run.flushes()) {
        if (flush.released >= from && flush.released < from + window * int(counts.size()))
            counts[std::size_t((flush.released - from) / window)] += int(textOf(flush).size());
    }
    return counts;
}

}

class TestSmoothStrategy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFirstDeltaDoesNotWait()
    {
        StrategyRun run(smooth);
        run.wait(Millis(3000));

        run.push(u"Hello"_s);

        QCOMPARE(run.texts(), QStringList {u"Hello"_s});
    }

    void anEvenSourceIsHardlyDelayed()
    {
        StrategyRun run(smooth);

        for (int i = 0; i < 200; ++i) {
            run.push(u"word "_s);
            run.wait(Millis(20));
        }

        std::vector<TimePoint::duration> delays;
        for (const Flush& flush : run.flushes())
            delays.push_back(flush.released - flush.firstReceived);
        std::sort(delays.begin(), delays.end());
        QVERIFY(delays[delays.size() / 2] <= Millis(1));
        QVERIFY(delays.back() <= Millis(20));
    }

    void burstsReadEvenly()
    {
        StrategyRun run(smooth);
        TimePoint warm;

        for (int burst = 0; burst < 30; ++burst) { // 100 deltas a second, but twenty at a time
            if (burst == 10)
                warm = run.now();
            for (int i = 0; i < 20; ++i)
                run.push(u"word "_s);
            run.wait(Millis(200));
        }

        const std::vector<int> counts = charactersPerWindow(run, warm, run.now(), Millis(40));
        QCOMPARE(counts.size(), 100u);
        const auto [least, most] = std::minmax_element(counts.begin(), counts.end()); // 20 on the average, 100 if not smoothed
        QVERIFY2(*most <= 30, qPrintable(QString::number(*most)));
        QVERIFY2(*least >= 5, qPrintable(QString::number(*least)));
    }

    void theFirstBurstIsSpreadOverTheDelay()
    {
        StrategyRun run(smooth);
        const TimePoint start = run.now();

        for (int i = 0; i < 50; ++i)
            run.push(u"word "_s);
        run.wait(Millis(250));

        const std::vector<int> counts = charactersPerWindow(run, start, start + Millis(250), Millis(50));
        for (const int count : counts)
            QVERIFY2(count >= 40 && count <= 70, qPrintable(QString::number(count)));
        QCOMPARE(run.texts().join(QString()).size(), 250);
        QCOMPARE(run.strategy().heldTextDeltas(), 0);
    }

    void noDeltaIsDelayedLongerThanTheBound()
    {
        for (unsigned seed = 0; seed < 300; ++seed) {
            std::mt19937 random(seed);
            const StrategyOptions options {.name = u"smooth"_s, .stallGuard = Millis(0), .delay = Millis(random() % 500)};
            StrategyRun run(options);
            const auto pick = [&](unsigned limit) { return random() % limit; };

            for (int i = 0; i < 150; ++i) {
                run.push(QString(pick(20) == 0 ? int(pick(3000)) : int(1 + pick(8)), u'x'));
                run.wait(Micros(pick(3) == 0 ? pick(150000) : pick(2000)));
                QVERIFY(run.strategy().heldTextDeltas() == 0 || run.strategy().nextDue() <= run.now() + options.delay);
            }
            run.wait(options.delay);

            for (const Flush& flush : run.flushes())
                QVERIFY2(flush.released - flush.firstReceived <= options.delay, qPrintable(u"seed %1"_s.arg(seed)));
            QCOMPARE(run.strategy().heldTextDeltas(), 0);
        }
    }

    void theStallGuardBoundsALongerDelay()
    {
        StrategyRun run({.name = u"smooth"_s, .stallGuard = Millis(100), .delay = Millis(5000)});
        for (int i = 0; i < 200; ++i)
            run.push(u"word "_s);

        run.wait(Millis(100));

        QCOMPARE(run.strategy().heldTextDeltas(), 0);
    }

    void withoutADelayNothingWaits()
    {
        StrategyRun run({.name = u"smooth"_s, .delay = Millis(0)});

        for (int i = 0; i < 20; ++i)
            run.push(QString(100, u'x'));

        QCOMPARE(run.flushes().size(), 20u);
        QCOMPARE(run.strategy().heldTextDeltas(), 0);
    }

    void tokensStayWholeAndBigDeltasAreSplit()
    {
        StrategyRun run(smooth);
        for (int i = 0; i < 30; ++i)
            run.push(u"token "_s);
        run.wait(Millis(250));
        for (const QString& part : run.texts())
            QCOMPARE(part.size() % 6, 0);
        const std::size_t before = run.flushes().size();

        run.push(QString(2000, u'x'));
        run.wait(Millis(250));

        QVERIFY(run.flushes().size() - before >= 10);
        int counted = 0;
        for (const Flush& flush : run.flushes())
            counted += flush.textDeltas;
        QCOMPARE(counted, 31);
    }

    void aBigDeltaIsSplitBetweenGraphemesOnly()
    {
        const QString family = u"\U0001F468\u200D\U0001F469\u200D\U0001F467e\u0301x"_s;
        const QString all = family.repeated(200);
        QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, all);
        StrategyRun run(smooth);

        run.push(all);
        run.wait(Millis(250));

        QVERIFY(run.flushes().size() >= 10);
        qsizetype at = 0;
        for (const QString& part : run.texts()) {
            at += part.size();
            finder.setPosition(at);
            QVERIFY2(finder.isAtBoundary(), qPrintable(QString::number(at)));
        }
        QCOMPARE(run.texts().join(QString()), all);
    }

    void wakesUpNoMoreThanAHundredTimesASecond()
    {
        StrategyRun run({.name = u"smooth"_s, .stallGuard = Millis(0), .delay = Millis(2000)});
        run.push(QString(100000, u'x'));

        run.wait(Millis(2000));

        QVERIFY2(run.flushes().size() <= 205, qPrintable(QString::number(run.flushes().size())));
        QCOMPARE(run.strategy().heldCharacters(), 0);
    }
};

QTEST_GUILESS_MAIN(TestSmoothStrategy)
#include "tst_smoothstrategy.moc"
