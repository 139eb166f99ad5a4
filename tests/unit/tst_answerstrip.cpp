#include "core/figures/stripmaker.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

/// \a deltas of each bucket of 50 ms.
StreamTimeline timelineOf(const std::vector<int>& deltas)
{
    StreamTimeline timeline;
    for (const int count : deltas)
        timeline.buckets.push_back({.textDeltas = count});
    timeline.lastMs = 50.0 * double(deltas.size());
    return timeline;
}

}

class AnswerStripTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theRateIsRelativeToTheFastestPart()
    {
        const AnswerStrip strip = makeStrip(timelineOf({0, 0, 10, 5, 0, 1}));

        QCOMPARE(strip.cells, "9501"_ba);
        QCOMPARE(strip.waiting, 2.0 / 6);
        QVERIFY(strip.isValid());
    }

    void aStreamThatBroughtNothingHasNone()
    {
        QVERIFY(makeStrip({}).isEmpty());
        QVERIFY(makeStrip(timelineOf({0, 0, 0})).isEmpty());
    }

    void aLongStreamHasSixtyFourCells()
    {
        const AnswerStrip strip = makeStrip(timelineOf(std::vector<int>(600, 4)));

        QCOMPARE(strip.cells, QByteArray(64, '9'));
        QCOMPARE(strip.waiting, 0.0);
    }

    void reasoningCountsLikeText()
    {
        StreamTimeline timeline = timelineOf({0, 3});
        timeline.buckets[0].reasoningDeltas = 3;

        QCOMPARE(makeStrip(timeline).cells, "99"_ba);
    }

    void stallsShowTheirCause()
    {
        StreamTimeline timeline = timelineOf({4, 0, 0, 0, 0, 0, 4, 4, 0, 0, 0, 0, 0, 4});
        timeline.stalls = {{.startMs = 50, .lengthMs = 250, .cause = StallCause::NetworkQuiet},
            {.startMs = 400, .lengthMs = 250, .cause = StallCause::HeldBack}};

        QCOMPARE(makeStrip(timeline).cells, "9qqqqq99hhhhh9"_ba);
    }

    void aStallThatIsShorterThanACellShows()
    {
        StreamTimeline timeline = timelineOf(std::vector<int>(600, 4));
        timeline.bucketMs = 1600;
        timeline.lastMs = 600 * 1600;
        timeline.stalls = {{.startMs = 900, .lengthMs = 300, .cause = StallCause::NetworkQuiet}};

        QCOMPARE(makeStrip(timeline).cells, "q"_ba + QByteArray(63, '9'));
    }

    void aNewAttemptIsATick()
    {
        StreamTimeline timeline = timelineOf({4, 0, 0, 4});
        timeline.attempts = {{.firstDeltaMs = 0}, {.startMs = 110}};

        QCOMPARE(makeStrip(timeline).cells, "90r9"_ba);
    }

    void theFirstDeltaIsWhenItCame()
    {
        StreamTimeline timeline = timelineOf({0, 4, 4});
        timeline.attempts = {{.firstDeltaMs = 75}};

        QCOMPARE(makeStrip(timeline).waiting, 0.5);
    }

    void withoutWordFromTheNetworkItShowsWhatWasShown()
    {
        StreamTimeline timeline;
        timeline.bucketMs = 500;
        timeline.buckets = {{}, {.shownDeltas = 2}, {.shownDeltas = 4}};
        timeline.lastMs = 1500;

        QCOMPARE(makeStrip(timeline).cells, "59"_ba);
    }

    void aSteadyPaceIsNoComb()
    {
        StreamTimeline received; // ten a second
        StreamTimeline shown; // sixty a second, ten at once
        for (int i = 0; i < 60; ++i) {
            received.buckets.push_back({.textDeltas = i % 2 == 0 ? 1 : 0});
            shown.buckets.push_back({.shownDeltas = i % 3 == 0 ? 10 : 0});
        }
        received.lastMs = shown.lastMs = 3000;
        received.itlMs.add(100, 29);

        for (const StreamTimeline& timeline : {received, shown}) {
            const QByteArray cells = makeStrip(timeline).cells;
            QVERIFY2(std::ranges::all_of(cells, [](char cell) { return cell >= '6' && cell <= '9'; }), cells.constData());
        }
    }

    void whatIsNoStripIsNotValid()
    {
        QVERIFY(!AnswerStrip({.waiting = 2, .cells = "9"_ba}).isValid());
        QVERIFY(!AnswerStrip({.waiting = std::nan(""), .cells = "9"_ba}).isValid());
        QVERIFY(!AnswerStrip({.waiting = 0, .cells = "9x"_ba}).isValid());
        QVERIFY(!AnswerStrip({.waiting = 0, .cells = QByteArray(65, '1')}).isValid());
    }
};

QTEST_GUILESS_MAIN(AnswerStripTest)
#include "tst_answerstrip.moc"
