#include "core/chat/answerjoiner.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

/// An answer as it is shown, and what its joiner says about it.
struct Shown
{
    AnswerJoiner joiner;
    QString text;
    QString reasoning;
    QList<Seam> seams;
    int rewrites = 0;

    explicit Shown(const PartialAnswer& partial, AnswerJoiner::Keeping keeping = AnswerJoiner::Keeping::Text)
        : joiner(partial, keeping)
        , text(partial.text)
        , reasoning(partial.reasoning)
    { }

    void apply(const Deltas& deltas)
    {
        for (const Delta& delta : deltas) {
            if (const auto* piece = std::get_if<TextDelta>(&delta))
                text += piece->text;
            else if (const auto* thought = std::get_if<ReasoningDelta>(&delta))
                reasoning += thought->text;
            else if (const auto* seam = std::get_if<SeamDelta>(&delta))
                seams.append(seam->seam);
            else if (const auto* rewrite = std::get_if<RewriteDelta>(&delta))
                replace(*rewrite);
        }
    }

    void replace(const RewriteDelta& rewrite)
    {
        QString& part = rewrite.part == AnswerPart::Text ? text : reasoning;
        part = part.first(rewrite.keep) + rewrite.text;
        ++rewrites;
    }

    void take(Delta delta)
    {
        Deltas out;
        joiner.take(std::move(delta), out);
        apply(out);
    }

    void say(const QString& words) // one character a delta
    {
        for (const QChar c : words)
            take(TextDelta {QString(c)});
    }

    void end()
    {
        Deltas out;
        joiner.end(out);
        apply(out);
    }
};

Seam seam(ResumeMeans means, qint64 textAt, qint64 repeated = 0, qint64 replaced = 0)
{
    return {.means = means, .textAt = textAt, .repeated = repeated, .replaced = replaced};
}

}

class TestAnswerJoiner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anUndisturbedAnswerHasNoSeam()
    {
        Shown shown({});

        shown.say(u"Hello"_s);
        shown.end();

        QCOMPARE(shown.text, u"Hello"_s);
        QCOMPARE(shown.joiner.text(), u"Hello"_s);
        QCOMPARE(shown.seams, QList<Seam>());
    }

    void aReplayIsSewnBeforeItsFirstNewPiece()
    {
        Shown shown({}, AnswerJoiner::Keeping::Nothing);
        shown.say(u"Hel"_s);

        shown.joiner.goOn(ResumeMeans::LastEventId);
        QCOMPARE(shown.seams, QList<Seam>());
        shown.say(u"lo"_s);

        QCOMPARE(shown.text, u"Hello"_s);
        QCOMPARE(shown.seams, QList({seam(ResumeMeans::LastEventId, 3)}));
        QCOMPARE(shown.joiner.text(), QString());
    }

    void aReplayThatBringsNothingLeavesNoSeam()
    {
        Shown shown({});
        shown.joiner.goOn(ResumeMeans::LastEventId); // nothing came yet either
        shown.say(u"Hel"_s);
        shown.joiner.goOn(ResumeMeans::StreamOffset);
        shown.joiner.goOn(ResumeMeans::ResponseSequence);
        shown.say(u"lo"_s);
        shown.joiner.goOn(ResumeMeans::LastEventId);
        shown.end();

        QCOMPARE(shown.seams, QList({seam(ResumeMeans::ResponseSequence, 3)}));
    }

    void aReplayFromTheStartPassesOverWhatStandsThere()
    {
        Shown shown({.text = u"Hel"_s, .reasoning = u"thou"_s});

        shown.joiner.goOnFromStart(ResumeMeans::StreamOffset);
        shown.take(ReasoningDelta {u"thought"_s});
        shown.say(u"Hel"_s);
        shown.joiner.goOn(ResumeMeans::StreamOffset); // broke, and goes on where it was
        shown.say(u"lo"_s);
        shown.end();

        QCOMPARE(shown.text, u"Hello"_s);
        QCOMPARE(shown.reasoning, u"thought"_s);
        QCOMPARE(shown.rewrites, 0);
        QCOMPARE(shown.seams, QList({seam(ResumeMeans::StreamOffset, 3, 3)}));
    }

    void aReplayFromTheStartThatBringsNothingLeavesNoSeam()
    {
        Shown shown({.text = u"Hello"_s, .reasoning = {}});

        shown.joiner.goOnFromStart(ResumeMeans::LastEventId);
        shown.say(u"Hello"_s);
        shown.end();

        QCOMPARE(shown.text, u"Hello"_s);
        QCOMPARE(shown.seams, QList<Seam>());
    }

    void aReplayFromTheStartMayBeFollowedByANewRequest()
    {
        Shown shown({.text = u"Hello"_s, .reasoning = {}});

        shown.joiner.goOnFromStart(ResumeMeans::LastEventId);
        shown.say(u"Hel"_s);
        shown.joiner.goOn(ResumeMeans::QuotedTurn);
        shown.say(u", you"_s);
        shown.end();

        QCOMPARE(shown.text, u"Hello, you"_s);
        QCOMPARE(shown.seams, QList({seam(ResumeMeans::QuotedTurn, 5)}));
    }

    void aPrefilledAnswerGoesOn_data()
    {
        QTest::addColumn<QString>("stood");
        QTest::addColumn<QString>("came");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<int>("repeated");
        QTest::newRow("no echo") << u"Once"_s << u" upon"_s << u"Once upon"_s << 0;
        QTest::newRow("echo") << u"Once"_s << u"Once upon"_s << u"Once upon"_s << 4;
        QTest::newRow("white space said again") << u"Once \n"_s << u" \nupon"_s << u"Once \nupon"_s << 2;
        QTest::newRow("some of it said again") << u"Once\n\n"_s << u"\nupon"_s << u"Once\n\nupon"_s << 1;
        QTest::newRow("echo and white space") << u"Once "_s << u"Once upon"_s << u"Once upon"_s << 5;
        QTest::newRow("white space not said again") << u"Once "_s << u"upon"_s << u"Once upon"_s << 0;
        QTest::newRow("too short for an echo") << u"On"_s << u"One"_s << u"OnOne"_s << 0;
    }

    void aPrefilledAnswerGoesOn()
    {
        QFETCH(const QString, stood);
        QFETCH(const QString, came);
        QFETCH(const QString, expected);
        QFETCH(const int, repeated);
        for (const ResumeMeans means : {ResumeMeans::Prefill, ResumeMeans::QuotedTurn}) {
            Shown shown({.text = stood, .reasoning = {}});

            shown.joiner.goOn(means);
            shown.say(came);
            shown.end();

            QCOMPARE(shown.text, expected);
            QCOMPARE(shown.seams, QList({seam(means, stood.size(), repeated)}));
            QCOMPARE(shown.joiner.hasEchoed(), repeated >= 4);
            QCOMPARE(shown.rewrites, 0);
        }
    }

    void anEchoIsRecognisedAcrossAReplay()
    {
        Shown shown({.text = u"Once upon"_s, .reasoning = {}});
        shown.joiner.goOn(ResumeMeans::Prefill);
        shown.say(u"Once"_s);

        shown.joiner.goOn(ResumeMeans::StreamOffset);
        shown.say(u" upon a time"_s);

        QCOMPARE(shown.text, u"Once upon a time"_s);
        QCOMPARE(shown.seams, QList({seam(ResumeMeans::Prefill, 9, 9)}));
    }

    void aSeamCountsTheRequestsThatBroughtNothingNew()
    {
        Shown shown({.text = u"Once upon"_s, .reasoning = {}});
        shown.joiner.goOn(ResumeMeans::Prefill);
        shown.say(u"Once"_s); // cut inside the echo
        shown.joiner.goOn(ResumeMeans::Prefill);
        shown.joiner.goOn(ResumeMeans::Restart);
        shown.say(u"Once upon a time"_s);
        shown.joiner.goOn(ResumeMeans::Restart);
        shown.say(u"Once upon a time."_s);

        QCOMPARE(shown.seams.size(), 2);
        QCOMPARE(shown.seams.at(0).attempts, 3);
        QCOMPARE(shown.seams.at(1).attempts, 1);
    }

    void aRestartReplacesFromTheDivergenceOn()
    {
        Shown shown({.text = u"Once upon"_s, .reasoning = u"Hm, a tale"_s});
        shown.joiner.goOn(ResumeMeans::Restart);

        shown.take(ReasoningDelta {u"Hm, so"_s});
        QCOMPARE(shown.reasoning, u"Hm, a tale"_s);
        shown.say(u"Once mor"_s);
        QCOMPARE(shown.text, u"Once upon"_s);
        QCOMPARE(shown.rewrites, 0);
        shown.say(u"e, then"_s);
        QCOMPARE(shown.text, u"Once more, then"_s);
        shown.end();

        QCOMPARE(shown.reasoning, u"Hm, so"_s);
        QCOMPARE(shown.joiner.text(), shown.text);
        QCOMPARE(shown.seams, QList({seam(ResumeMeans::Restart, 5, 5, 4)}));
    }

    void aRestartThatSaysTheSameReplacesNothing()
    {
        Shown shown({.text = u"Once upon"_s, .reasoning = {}});
        shown.joiner.goOn(ResumeMeans::Restart);

        shown.say(u"Once upon a time"_s);
        shown.end();

        QCOMPARE(shown.text, u"Once upon a time"_s);
        QCOMPARE(shown.rewrites, 0);
        QCOMPARE(shown.seams, QList({seam(ResumeMeans::Restart, 9, 9)}));
    }

    void aRestartOfWhatWasOnlyThoughtShowsTheAnswer()
    {
        Shown shown({.text = {}, .reasoning = u"Hm"_s});
        shown.joiner.goOn(ResumeMeans::Restart);

        shown.take(ReasoningDelta {u"Hm, well"_s});
        shown.say(u"Once"_s);
        shown.end();

        QCOMPARE(shown.reasoning, u"Hm, well"_s);
        QCOMPARE(shown.text, u"Once"_s);
        QCOMPARE(shown.rewrites, 0);
    }

    void aSecondRestartIsHeldAgainstWhatTheFirstLeft()
    {
        Shown shown({.text = u"abcdef"_s, .reasoning = {}});
        shown.joiner.goOn(ResumeMeans::Restart);
        shown.say(u"abcXYZ12"_s);
        QCOMPARE(shown.text, u"abcXYZ12"_s);

        shown.joiner.goOn(ResumeMeans::Restart);
        shown.say(u"abcXYZ123"_s);
        shown.end();

        QCOMPARE(shown.text, u"abcXYZ123"_s);
        QCOMPARE(shown.rewrites, 1);
        QCOMPARE(shown.seams, QList({seam(ResumeMeans::Restart, 3, 3, 3), seam(ResumeMeans::Restart, 8, 8)}));
    }

    void aToolCallIsSeen()
    {
        Shown shown({});
        QVERIFY(!shown.joiner.hasContent());

        shown.take(ToolCallDelta {.index = 0, .id = u"1"_s, .name = u"f"_s, .arguments = {}});

        QVERIFY(shown.joiner.hasContent());
        QVERIFY(shown.joiner.hasToolCall());
    }
};

QTEST_GUILESS_MAIN(TestAnswerJoiner)
#include "tst_answerjoiner.moc"
