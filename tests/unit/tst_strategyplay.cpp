#include "core/flow/strategyplay.h"
#include "core/flow/strategysample.h"

#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

Micros ms(int value)
{
    return Millis(value);
}

QString textOf(const StrategyPlay& play)
{
    QString text;
    for (const PlayedFlush& flush : play.flushes)
        text += flush.text;
    return text;
}

std::vector<TimedText> letters(int count, Micros gap)
{
    std::vector<TimedText> sample;
    for (int i = 0; i < count; ++i)
        sample.push_back({.at = gap * i, .text = QString(QChar(u'a' + i))});
    return sample;
}

}

/// A sample of a stream, played through a strategy without waiting.
class TestStrategyPlay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noneAddsNoDelay()
    {
        const StrategyPlay play = playStrategy(letters(3, ms(20)), {.name = u"none"_s});

        QCOMPARE(play.flushes.size(), size_t(3));
        QCOMPARE(play.flushes[2], (PlayedFlush {.at = ms(40), .text = u"c"_s, .textDeltas = 1}));
        QCOMPARE(play.addedDelays, (std::vector<Micros> {ms(0), ms(0), ms(0)}));
        QCOMPARE(play.end, ms(40));
    }

    void aDelayIsFromADeltaToItsLastCharacter()
    {
        const StrategyPlay play = playStrategy(letters(5, ms(20)), {.name = u"fixed"_s, .size = 3});

        QCOMPARE(play.flushes.size(), size_t(2)); // the rest at the end
        QCOMPARE(play.addedDelays, (std::vector<Micros> {ms(40), ms(20), ms(0), ms(20), ms(0)}));
    }

    void theLongestGapIsBetweenTwoFlushes()
    {
        const std::vector<TimedText> sample {{ms(500), u"a"_s}, {ms(520), u"b"_s}, {ms(900), u"c"_s}, {ms(950), u"d"_s}};

        QCOMPARE(playStrategy(sample, {.name = u"none"_s}).longestGap(), ms(380));
        QCOMPARE(playStrategy(sample, {.name = u"fixed"_s, .size = 4}).longestGap(), ms(0)); // one flush
        QCOMPARE(StrategyPlay().longestGap(), ms(0));
    }

    void aSentenceEndInsideADeltaDelaysItsRest()
    {
        const std::vector<TimedText> sample {{ms(0), u"One. Two"_s}, {ms(100), u" more. "_s}};

        const StrategyPlay play = playStrategy(sample, {.name = u"sentence"_s});

        QCOMPARE(play.flushes.size(), size_t(2));
        QCOMPARE(play.flushes[0].at, ms(0));
        QCOMPARE(play.addedDelays, (std::vector<Micros> {ms(100), ms(0)}));
    }

    void whatTimeAloneReleasesComesBetweenDeltas()
    {
        const std::vector<TimedText> sample {{ms(0), u"a"_s}, {ms(5000), u"b"_s}};

        const StrategyPlay play = playStrategy(sample, {.name = u"fixed"_s, .size = 5, .stallGuard = Millis(700)});

        QCOMPARE(play.flushes.size(), size_t(2));
        QCOMPARE(play.flushes[0].at, ms(700));
        QCOMPARE(play.addedDelays, (std::vector<Micros> {ms(700), ms(0)}));
    }

    void aLaterEndLetsTimeReleaseFirst()
    {
        const StrategyPlay play = playStrategy(letters(1, ms(0)), {.name = u"fixed"_s, .stallGuard = Millis(300)}, ms(2000));

        QCOMPARE(play.addedDelays, (std::vector<Micros> {ms(300)}));
        QCOMPARE(play.end, ms(2000));
    }

    void everyStrategyKeepsTheSampleWhole()
    {
        const std::vector<TimedText> sample = strategySample();
        QString whole;
        for (const TimedText& delta : sample)
            whole += delta.text;

        for (const QString& name : strategyNames()) {
            const StrategyPlay play = playStrategy(sample, {.name = name});

            QCOMPARE(textOf(play), whole);
            QCOMPARE(play.addedDelays.size(), sample.size());
            QVERIFY(*std::min_element(play.addedDelays.begin(), play.addedDelays.end()) >= Micros(0));
        }
    }

    void smoothStaysWithinItsDelay()
    {
        const StrategyPlay play = playStrategy(strategySample(), {.name = u"smooth"_s, .delay = Millis(250)});

        QVERIFY(percentile(play.addedDelays, 100) <= ms(250));
    }

    void flushesWithinAFrameShareIt()
    {
        StrategyPlay play;
        for (const int at : {0, 4, 10, 16, 17, 100})
            play.flushes.push_back({.at = ms(at), .text = u"a"_s, .textDeltas = 1});

        QCOMPARE(play.frames(ms(16)), 4); // 0; 16 with 4, 10 and 16; 32 with 17; 100
        QCOMPARE(play.frames(ms(0)), 6);
        QCOMPARE(StrategyPlay().frames(ms(16)), 0);
    }

    void percentilesAreOfNearestRank()
    {
        QCOMPARE(percentile({}, 50), std::nullopt);
        QCOMPARE(percentile({ms(3), ms(1), ms(2), ms(4)}, 50), ms(2));
        QCOMPARE(percentile({ms(3), ms(1), ms(2), ms(4)}, 95), ms(4));
        QCOMPARE(percentile({ms(7)}, 0), ms(7));
    }

    void theSampleIsAPlausibleStream()
    {
        const std::vector<TimedText> sample = strategySample();

        QCOMPARE(sample, strategySample());
        QVERIFY(sample.size() > 100);
        QVERIFY(sample.back().at > ms(5000) && sample.back().at < ms(12000));
        QVERIFY(std::is_sorted(sample.begin(), sample.end(), [](const auto& a, const auto& b) { return a.at < b.at; }));
    }
};

QTEST_APPLESS_MAIN(TestStrategyPlay)
#include "tst_strategyplay.moc"
