#include "core/chat/answerrecorder.h"
#include "core/chat/replaypace.h"

#include <QTest>

#include <random>
#include <vector>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

using Timed = std::vector<std::pair<Delta, Micros>>;

const Timed Pieces {
    {CachedDelta {}, Micros(0)},
    {ReasoningDelta {u"hm"_s}, Micros(1500)},
    {TextDelta {u"流"_s}, Micros(1500)},
    {TextDelta {QString(QChar(0xD83D))}, Micros(90'000)}, // half a surrogate pair stays one
    {TextDelta {QString(QChar(0xDE00))}, Micros(90'001)},
    {ToolCallDelta {0, u"call_1"_s, u"search"_s, u"{\"q\":"_s}, Micros(100'000)},
    {ToolCallDelta {0, {}, {}, u"1}"_s}, Micros(100'000)},
    {TextDelta {}, Micros(100'001)},
    {Usage {.promptTokens = 3, .completionTokens = std::nullopt},
        Micros(5'000'000'000)}, // beyond 71 minutes in one gap: see below
    {Usage {.promptTokens = 3, .completionTokens = 0}, Micros(5'000'000'001)},
};

RecordedAnswer recorded(const Timed& pieces)
{
    RecordedAnswer answer;
    for (const auto& [delta, at] : pieces)
        answer.append(delta, at);
    answer.finish(u"stop"_s, pieces.back().second + Micros(7));
    return answer;
}

Timed readAll(const RecordedAnswer& answer)
{
    Timed all;
    for (RecordedAnswerReader reader(answer); !reader.isAtEnd();) {
        const Micros at = reader.at();
        all.emplace_back(reader.next(), at);
    }
    return all;
}

Timed withoutLongGap()
{
    Timed pieces = Pieces;
    pieces.resize(8);
    return pieces;
}

constexpr TimePoint Start {std::chrono::hours(1)};
const StreamEnd Whole {.finishReason = u"stop"_s, .error = {}};

}

class TestRecordedAnswer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void deltasAndTheirTimesComeBack()
    {
        const Timed pieces = withoutLongGap();

        QVERIFY(readAll(recorded(pieces)) == pieces);
        QCOMPARE(recorded(pieces).duration(), Micros(100'008));
        QVERIFY(readAll(RecordedAnswer()).empty());
    }

    void aGapOfHoursIsCut()
    {
        const Timed back = readAll(recorded(Pieces));

        QCOMPARE(back.size(), Pieces.size());
        QCOMPARE(back[8].second, Micros(100'001) + Micros(std::numeric_limits<quint32>::max()));
        QCOMPARE(std::get<Usage>(back[9].first), std::get<Usage>(Pieces[9].first));
    }

    void timeThatRunsBackIsNoGap()
    {
        const Timed back = readAll(recorded({{TextDelta {u"a"_s}, Micros(10)}, {TextDelta {u"b"_s}, Micros(4)}}));

        QCOMPARE(back[1].second, Micros(10));
    }

    void bytesOnDiskAreTheSameAnswer()
    {
        const RecordedAnswer answer = recorded(Pieces);

        const std::optional<RecordedAnswer> back = RecordedAnswer::fromBytes(answer.toBytes());

        QVERIFY(back);
        QVERIFY(*back == answer);
        QCOMPARE(back->finishReason(), u"stop"_s);
    }

    void bytesThatWereCutOffAreNoAnswer()
    {
        const QByteArray bytes = recorded(Pieces).toBytes();

        for (qsizetype size = 0; size < bytes.size(); ++size)
            QVERIFY2(!RecordedAnswer::fromBytes(bytes.first(size)), qPrintable(QString::number(size)));
        QVERIFY(!RecordedAnswer::fromBytes(bytes + '\0'));
    }

    void bytesThatWereChangedNeverRunOverAnEnd()
    {
        const QByteArray bytes = recorded(Pieces).toBytes();
        std::mt19937 random(1);
        int sound = 0;
        for (int round = 0; round < 20'000; ++round) {
            QByteArray changed = bytes;
            for (int i = 0; i <= int(random() % 3); ++i)
                changed[qsizetype(random() % std::size_t(bytes.size()))] = char(random());

            if (const std::optional<RecordedAnswer> answer = RecordedAnswer::fromBytes(changed)) {
                QCOMPARE(qsizetype(readAll(*answer).size()), answer->count());
                ++sound;
            }
        }
        QVERIFY(sound > 0); // a changed letter of the text is an answer too
    }

    void aCompleteAnswerIsRecordedFromItsRequestOn()
    {
        AnswerRecorder recorder(Start);
        recorder.take(TextDelta {u"Hello"_s}, Start + Millis(120));
        recorder.end(Whole, Start + Millis(200));

        const std::optional<RecordedAnswer> answer = recorder.takeAnswer();

        QVERIFY(answer);
        QVERIFY(readAll(*answer) == (Timed {{TextDelta {u"Hello"_s}, Micros(120'000)}}));
        QCOMPARE(answer->duration(), Micros(200'000));
        QVERIFY(!recorder.takeAnswer()); // once
    }

    void whatIsNotCompleteIsNotRecorded_data()
    {
        QTest::addColumn<bool>("hasText");
        QTest::addColumn<QString>("finishReason");
        QTest::addColumn<int>("error");
        QTest::newRow("stopped") << true << QString() << int(ErrorKind::Cancelled);
        QTest::newRow("broken") << true << QString() << int(ErrorKind::Network);
        QTest::newRow("an error behind the finish") << true << u"stop"_s << int(ErrorKind::Protocol);
        QTest::newRow("no finish") << true << QString() << -1;
        QTest::newRow("empty") << false << u"stop"_s << -1;
    }

    void whatIsNotCompleteIsNotRecorded()
    {
        QFETCH(bool, hasText);
        QFETCH(QString, finishReason);
        QFETCH(int, error);
        AnswerRecorder recorder(Start);
        recorder.take(Usage {.promptTokens = 1, .completionTokens = 0}, Start);
        if (hasText)
            recorder.take(TextDelta {u"Hello"_s}, Start);

        StreamEnd end {.finishReason = finishReason, .error = {}};
        if (error >= 0)
            end.error = Error {.kind = ErrorKind(error), .message = u"Oh."_s};
        recorder.end(end, Start);

        QVERIFY(!recorder.takeAnswer());
    }

    void anAnswerBeforeItsEndIsNone()
    {
        AnswerRecorder recorder(Start);
        recorder.take(TextDelta {u"Hello"_s}, Start);

        QVERIFY(!recorder.takeAnswer());
    }

    void aLongAnswerIsGivenUp()
    {
        AnswerRecorder recorder(Start, 1000);
        for (int i = 0; i < 100; ++i)
            recorder.take(TextDelta {u"a"_s}, Start); // 11 bytes each
        recorder.end(Whole, Start);

        QVERIFY(!recorder.takeAnswer());
    }

    void aBreakThatWasReplayedLeavesNoTrace()
    {
        for (const ResumeMeans means : {ResumeMeans::LastEventId, ResumeMeans::StreamOffset, ResumeMeans::Prefill,
                 ResumeMeans::QuotedTurn, ResumeMeans::Restart}) {
            AnswerRecorder recorder(Start);
            recorder.take(TextDelta {u"Hel"_s}, Start);
            recorder.take(SeamDelta {{.means = means, .textAt = 3}}, Start + Millis(5));
            recorder.take(TextDelta {u"lo"_s}, Start + Millis(5));
            recorder.end(Whole, Start + Millis(5));

            const std::optional<RecordedAnswer> answer = recorder.takeAnswer();

            QCOMPARE(answer.has_value(), !isPaidAgain(means)); // pieces of two answers are none
            QVERIFY(
                !answer || readAll(*answer) == (Timed {{TextDelta {u"Hel"_s}, Micros(0)}, {TextDelta {u"lo"_s}, Micros(5000)}}));
        }
    }

    void anAnswerThatWasRewrittenIsGivenUp()
    {
        AnswerRecorder recorder(Start);
        recorder.take(TextDelta {u"Hello"_s}, Start);
        recorder.take(RewriteDelta {.part = AnswerPart::Text, .keep = 2, .text = u"y"_s}, Start);
        recorder.end(Whole, Start);

        QVERIFY(!recorder.takeAnswer());
    }

    void pacesKeepTheirTimes()
    {
        QCOMPARE(replayTime(ReplayPace::Instant, 7, Micros(5000)), Micros(0));
        QCOMPARE(replayTime(ReplayPace::Paced, 0, Micros(5000)), Micros(0));
        QCOMPARE(replayTime(ReplayPace::Paced, 7, Micros(5000)), Micros(70'000));
        QCOMPARE(replayTime(ReplayPace::Original, 7, Micros(5000)), Micros(5000));
        for (const ReplayPace pace : {ReplayPace::Instant, ReplayPace::Paced, ReplayPace::Original})
            QCOMPARE(*replayPaceFromName(replayPaceName(pace)), pace);
        QVERIFY(!replayPaceFromName(u"slow"));
    }
};

QTEST_GUILESS_MAIN(TestRecordedAnswer)

#include "tst_recordedanswer.moc"
