#include "core/flow/bufferstrategy.h"
#include "tests/support/flowhelpers.h"

#include <QTest>

using namespace sluice;
using namespace sluice::test;
using namespace Qt::StringLiterals;

namespace {

const StrategyOptions sentence {.name = u"sentence"_s};

/// What must have left once all of \a text came: up to and including its last sentence end.
QString sentencesOf(const QString& text)
{
    qsizetype end = 0;
    for (const QString& mark : {u". "_s, u"。"_s, u"! "_s, u"！"_s, u"? "_s, u"？"_s, u"\n"_s}) {
        if (const qsizetype at = text.lastIndexOf(mark); at >= 0)
            end = std::max(end, at + mark.size());
    }
    return text.first(end);
}

}

class TestSentenceStrategy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void releasesAtEachSentenceEnd_data()
    {
        QTest::addColumn<QString>("mark");
        QTest::newRow("full stop and space") << u". "_s;
        QTest::newRow("exclamation mark and space") << u"! "_s;
        QTest::newRow("question mark and space") << u"? "_s;
        QTest::newRow("ideographic full stop") << u"。"_s;
        QTest::newRow("fullwidth exclamation mark") << u"！"_s;
        QTest::newRow("fullwidth question mark") << u"？"_s;
        QTest::newRow("newline") << u"\n"_s;
    }

    void releasesAtEachSentenceEnd()
    {
        QFETCH(QString, mark);
        StrategyRun run(sentence);

        run.push(u"One"_s);
        QVERIFY(run.flushes().empty());
        run.push(mark);

        QCOMPARE(run.texts(), QStringList {u"One"_s + mark});
        QCOMPARE(run.flushes()[0].textDeltas, 2);
    }

    /// A defect of many: only the end of the buffer was looked at, so an end inside a chunk was missed.
    void anEndInsideADeltaIsNotMissed()
    {
        StrategyRun run(sentence);

        run.push(u"Hello world. And mo"_s);

        QCOMPARE(run.texts(), QStringList {u"Hello world. "_s});
        QCOMPARE(run.flushes()[0].textDeltas, 0); // the delta is still held in part
        QCOMPARE(run.strategy().heldTextDeltas(), 1);
        QCOMPARE(run.strategy().heldCharacters(), 6);
    }

    /// Its twin: the mark in one chunk, the space in the next.
    void anEndInTwoDeltasIsNotMissed_data()
    {
        QTest::addColumn<QString>("mark");
        QTest::newRow(".") << u"."_s;
        QTest::newRow("!") << u"!"_s;
        QTest::newRow("?") << u"?"_s;
    }

    void anEndInTwoDeltasIsNotMissed()
    {
        QFETCH(QString, mark);
        StrategyRun run(sentence);

        run.push(u"Hello"_s + mark);
        QVERIFY(run.flushes().empty());
        run.push(u" World"_s);

        QCOMPARE(run.texts(), QStringList {u"Hello"_s + mark + u' '});
        QCOMPARE(run.flushes()[0].textDeltas, 1);
    }

    void theLastOfSeveralEndsCounts()
    {
        StrategyRun run(sentence);

        run.push(u"a. b! c"_s);
        run.push(u"? d。e\nf. g"_s);

        QCOMPARE(run.texts(), (QStringList {u"a. b! "_s, u"c? d。e\nf. "_s}));
    }

    void pointsWithoutASpaceAreNoEnd()
    {
        StrategyRun run(sentence);

        run.push(u"3.14 and a.b and x!y and z?w ."_s);

        QVERIFY(run.flushes().empty());
    }

    void releasesTheSameAtEverySplitPoint()
    {
        const QString text = u"Yes. No! Why?  3.14 好。真的？对！\nTwo\n\nlines. \U0001F600. End"_s;
        for (qsizetype a = 0; a <= text.size(); ++a) {
            for (qsizetype b = a; b <= text.size(); ++b) {
                StrategyRun run(sentence);

                run.push(text.first(a));
                QCOMPARE(run.texts().join(QString()), sentencesOf(text.first(a)));
                run.push(text.mid(a, b - a));
                QCOMPARE(run.texts().join(QString()), sentencesOf(text.first(b)));
                run.push(text.mid(b));

                QCOMPARE(run.texts().join(QString()), sentencesOf(text));
            }
        }
    }

    void anUnfinishedSentenceLeavesAtTheStallGuard()
    {
        StrategyRun run(sentence);
        run.push(u"One. Two"_s);

        run.wait(Millis(999));
        QCOMPARE(run.texts(), QStringList {u"One. "_s});
        run.wait(Millis(1));

        QCOMPARE(run.texts(), (QStringList {u"One. "_s, u"Two"_s}));
    }
};

QTEST_GUILESS_MAIN(TestSentenceStrategy)
#include "tst_sentencestrategy.moc"
