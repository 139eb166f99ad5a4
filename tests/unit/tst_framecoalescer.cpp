#include "core/flow/framecoalescer.h"
#include "tests/support/flowhelpers.h"

#include <QTest>

#include <random>

using namespace sluice;
using namespace sluice::test;
using namespace Qt::StringLiterals;

class TestFrameCoalescer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void seamsTravelWithTheirFrame()
    {
        const Seam first {.means = ResumeMeans::LastEventId, .textAt = 1};
        const Seam second {.means = ResumeMeans::Restart, .textAt = 2, .repeated = 2, .replaced = 3};
        DeltaQueue queue;
        queue.push(flushOf({text(u"a"_s), SeamDelta {first}, text(u"b"_s)}));
        queue.push(flushOf({SeamDelta {second}}));
        FrameCoalescer coalescer;

        const FrameBatch batch = coalescer.takeFrame(queue);

        QCOMPARE(batch.text, u"ab"_s);
        QCOMPARE(batch.seams, (std::vector<Seam> {first, second}));
        QVERIFY(!batch.isEmpty());
    }

    void aRewriteBeginsAFrame()
    {
        DeltaQueue queue;
        queue.push(flushOf({text(u"old"_s), RewriteDelta {AnswerPart::Text, 1, u"new"_s}, text(u"er"_s)}));
        FrameCoalescer coalescer;

        const FrameBatch before = coalescer.takeFrame(queue);
        QVERIFY(coalescer.hasRest());
        const FrameBatch after = coalescer.takeFrame(queue);

        QCOMPARE(before.text, u"old"_s);
        QVERIFY(!before.keepText);
        QCOMPARE(after.keepText, std::optional(qint64(1)));
        QCOMPARE(after.text, u"newer"_s);
        QVERIFY(!coalescer.hasRest());
    }

    void bothPartsCanBeRewrittenInAFrame()
    {
        DeltaQueue queue;
        queue.push(flushOf({RewriteDelta {AnswerPart::Reasoning, 4, {}}, RewriteDelta {AnswerPart::Text, 0, {}}}));
        FrameCoalescer coalescer;

        const FrameBatch batch = coalescer.takeFrame(queue);

        QCOMPARE(batch.keepReasoning, std::optional(qint64(4)));
        QCOMPARE(batch.keepText, std::optional(qint64(0)));
        QVERIFY(!batch.isEmpty());
    }

    void aLongRewriteIsSplitAndCutsOnce()
    {
        DeltaQueue queue;
        queue.push(flushOf({RewriteDelta {AnswerPart::Text, 7, u"abcdefghij"_s}}));
        FrameCoalescer coalescer(4);
        QString all;
        int cuts = 0;

        do {
            const FrameBatch batch = coalescer.takeFrame(queue);
            cuts += batch.keepText ? 1 : 0;
            all += batch.text;
        } while (coalescer.hasRest());

        QCOMPARE(all, u"abcdefghij"_s);
        QCOMPARE(cuts, 1);
    }

    void mergesAFrameIntoOneBatch()
    {
        ManualClock clock;
        const TimePoint early = clock.now();
        DeltaQueue queue;
        queue.push(flushOf({CachedDelta {}, ReasoningDelta {u"r1"_s}}, 0, early));
        queue.push(flushOf({text(u"a"_s), ToolCallDelta {0, u"id"_s, u"f"_s, u"{}"_s}, Usage {1, 1}}, 3, early + Millis(5)));
        queue.push(flushOf({ReasoningDelta {u"r2"_s}, text(u"b"_s), Usage {1, 2}}, 2, early + Millis(9)));
        FrameCoalescer coalescer;

        const FrameBatch batch = coalescer.takeFrame(queue);

        QCOMPARE(batch.text, u"ab"_s);
        QCOMPARE(batch.reasoning, u"r1r2"_s);
        QCOMPARE(batch.toolCalls, (std::vector<ToolCallDelta> {{0, u"id"_s, u"f"_s, u"{}"_s}}));
        QCOMPARE(batch.usage, std::optional(Usage {1, 2}));
        QVERIFY(batch.cached);
        QCOMPARE(batch.textDeltas, 5);
        QCOMPARE(batch.firstReceived, std::optional(early));
        QVERIFY(!batch.end);
        QVERIFY(!batch.isEmpty());
        QVERIFY(coalescer.takeFrame(queue).isEmpty());
    }

    void nothingGivesAnEmptyBatch()
    {
        DeltaQueue queue;
        FrameCoalescer coalescer;

        const FrameBatch batch = coalescer.takeFrame(queue);

        QVERIFY(batch.isEmpty());
        QVERIFY(!batch.firstReceived);
        QVERIFY(!coalescer.hasRest());
    }

    void anythingAtAllMakesABatch()
    {
        const auto isEmptyWith = [](const std::function<void(FrameBatch&)>& change) {
            FrameBatch batch;
            change(batch);
            return batch.isEmpty();
        };

        QVERIFY(isEmptyWith([](FrameBatch&) { }));
        QVERIFY(!isEmptyWith([](FrameBatch& batch) { batch.text = u"x"_s; }));
        QVERIFY(!isEmptyWith([](FrameBatch& batch) { batch.reasoning = u"x"_s; }));
        QVERIFY(!isEmptyWith([](FrameBatch& batch) { batch.toolCalls = {ToolCallDelta {}}; }));
        QVERIFY(!isEmptyWith([](FrameBatch& batch) { batch.usage = Usage {}; }));
        QVERIFY(!isEmptyWith([](FrameBatch& batch) { batch.cached = true; }));
        QVERIFY(!isEmptyWith([](FrameBatch& batch) { batch.end = StreamEnd {}; }));
    }

    void whatDoesNotFitWaitsInTheQueue()
    {
        DeltaQueue queue;
        for (int i = 0; i < 10; ++i)
            queue.push(flushOf({text(QString(100, u'x'))}));
        FrameCoalescer coalescer(300);

        const FrameBatch batch = coalescer.takeFrame(queue);

        QVERIFY(batch.text.size() <= 300 && batch.text.size() >= 200);
        QVERIFY(queue.size() >= 7);
    }

    void aHugeFlushIsSplitOverFrames()
    {
        const QString huge = u"0123456789"_s.repeated(300000); // 3 million characters
        DeltaQueue queue;
        queue.push(flushOf({text(huge)}, 7));
        queue.push(StreamEnd {u"stop"_s, {}});
        FrameCoalescer coalescer;
        QString all;
        qint64 deltas = 0;
        int frames = 0;

        for (bool ended = false; !ended; ++frames) {
            const FrameBatch batch = coalescer.takeFrame(queue);
            QVERIFY(batch.text.size() <= 256 * 1024);
            QVERIFY(!batch.isEmpty());
            all += batch.text;
            deltas += batch.textDeltas;
            ended = batch.end.has_value();
            QVERIFY(!ended || all.size() == huge.size());
        }

        QCOMPARE(all, huge);
        QCOMPARE(deltas, 7);
        QVERIFY(frames >= 12);
    }

    void noFrameSplitsASurrogatePair()
    {
        const QString smiles = u"\U0001F600"_s.repeated(1000);
        for (const qsizetype limit : {2, 3, 5, 64, 999}) {
            DeltaQueue queue;
            queue.push(flushOf({text(u"x"_s + smiles), ReasoningDelta {smiles}}));
            queue.push(StreamEnd {});
            FrameCoalescer coalescer(limit);
            QString all;
            QString reasoning;

            for (bool ended = false; !ended;) {
                const FrameBatch batch = coalescer.takeFrame(queue);
                QVERIFY(batch.text.size() + batch.reasoning.size() <= limit);
                QVERIFY(batch.text.isValidUtf16() && batch.reasoning.isValidUtf16());
                all += batch.text;
                reasoning += batch.reasoning;
                ended = batch.end.has_value();
            }

            QCOMPARE(all, u"x"_s + smiles);
            QCOMPARE(reasoning, smiles);
        }
    }

    void longToolArgumentsAreSplitToo()
    {
        const QString arguments(1000, u'a');
        DeltaQueue queue;
        queue.push(flushOf({ToolCallDelta {3, u"id"_s, u"f"_s, arguments}}, 0));
        FrameCoalescer coalescer(100);
        std::vector<ToolCallDelta> pieces;

        do {
            const FrameBatch batch = coalescer.takeFrame(queue);
            QCOMPARE(batch.toolCalls.size(), 1u);
            pieces.push_back(batch.toolCalls[0]);
        } while (coalescer.hasRest());

        QCOMPARE(pieces.size(), 10u);
        QString all;
        for (const ToolCallDelta& piece : pieces) {
            QCOMPARE(piece.index, 3);
            all += piece.arguments;
        }
        QCOMPARE(pieces[0].name, u"f"_s);
        QVERIFY(pieces[1].name.isEmpty() && pieces[1].id.isEmpty()); // id and name come once
        QCOMPARE(all, arguments);
    }

    void aFrameTakesABoundedNumberOfItems()
    {
        DeltaQueue queue({.high = 1000000, .low = 1, .highBytes = qsizetype(1) << 40, .lowBytes = 1});
        for (int i = 0; i < 100000; ++i)
            queue.push(flushOf({Usage {1, i}}, 0));
        FrameCoalescer coalescer(1600);

        coalescer.takeFrame(queue);

        QVERIFY2(queue.size() >= 99900, qPrintable(QString::number(queue.size())));
    }

    void theEndComesWithTheLastText()
    {
        DeltaQueue queue;
        queue.push(flushOf({text(u"last"_s)}));
        queue.push(StreamEnd {{}, Error {}});
        FrameCoalescer coalescer;

        const FrameBatch batch = coalescer.takeFrame(queue);

        QCOMPARE(batch.text, u"last"_s);
        QVERIFY(batch.end && batch.end->error);
        QVERIFY(queue.isEmpty());
    }

    void saysWhatIsHeldBehindItsText()
    {
        DeltaQueue queue;
        FrameCoalescer coalescer;
        queue.push(HeldText {u"ab"_s});
        FrameBatch batch = coalescer.takeFrame(queue);
        QVERIFY(batch.isEmpty());
        QVERIFY(batch.heldMore);
        QCOMPARE(batch.held, u"ab"_s);

        queue.push(HeldText {u"cd"_s});
        queue.push(Flush {.deltas = {TextDelta {u"abc"_s}}, .textDeltas = 1, .firstReceived = {}, .released = {}});
        queue.push(HeldText {u"ef"_s});
        batch = coalescer.takeFrame(queue);
        QCOMPARE(batch.text, u"abc"_s);
        QCOMPARE(batch.held, u"def"_s);

        // More than was told of.
        queue.push(Flush {.deltas = {TextDelta {u"defgh"_s}}, .textDeltas = 1, .firstReceived = {}, .released = {}});
        queue.push(HeldText {u"i"_s});
        batch = coalescer.takeFrame(queue);
        QCOMPARE(batch.text, u"defgh"_s);
        QCOMPARE(batch.held, u"i"_s);
    }

    void losesNothingWhateverTheLimit()
    {
        for (unsigned seed = 0; seed < 200; ++seed) {
            std::mt19937 random(seed);
            DeltaQueue queue;
            FrameCoalescer coalescer(qsizetype(2 + random() % 200));
            QString sentText;
            QString sentReasoning;
            QString receivedText;
            QString receivedReasoning;
            const auto take = [&] {
                const FrameBatch batch = coalescer.takeFrame(queue);
                receivedText += batch.text;
                receivedReasoning += batch.reasoning;
                return batch.end.has_value();
            };

            for (int i = 0; i < 50; ++i) {
                const QString part(int(random() % 150), QChar(u'a' + char16_t(random() % 26)));
                sentText += part;
                sentReasoning += part.left(20);
                queue.push(flushOf({text(part), ReasoningDelta {part.left(20)}}));
                if (random() % 3 == 0)
                    take();
            }
            queue.push(StreamEnd {});
            while (!take()) { }

            QCOMPARE(receivedText, sentText);
            QCOMPARE(receivedReasoning, sentReasoning);
        }
    }
};

QTEST_GUILESS_MAIN(TestFrameCoalescer)
#include "tst_framecoalescer.moc"
