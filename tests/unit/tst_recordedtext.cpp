#include "core/recording/strategycomparison.h"
#include "tests/support/gzip.h"
#include "tests/support/recordingvalues.h"
#include "tests/support/scriptedserver.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

const QByteArray FinishEvent = openAiFinish() + OpenAiDone;

/// Begins after a millisecond.
RecordedExchange answered(const QList<RecordedPiece>& body, const HttpHeaders& headers = {})
{
    RecordedExchange exchange = exchangeOf(body, {}, 200, headers);
    exchange.at = Micros(1000);
    exchange.headAt = Micros(1500);
    return exchange;
}

Recording recordingFor(const QString& provider, const QList<RecordedExchange>& exchanges)
{
    Recording recording = recordingOf(exchanges);
    recording.header.provider = provider;
    return recording;
}

/// A clock of CPU time that moves a tenth of a millisecond with each look.
std::function<double()> fakeCpu()
{
    return [seconds = 0.0]() mutable { return seconds += 0.0001; };
}

}

class TestRecordedText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void deltasHaveTheTimesOfTheirBytes();
    void aPieceMayEndAnywhere();
    void compressedAnswersAreRead();
    void theTryWithTheMostTextIsTaken();
    void whatIsCutHasItsText();
    void withoutTextThereIsNothingToPlay_data();
    void withoutTextThereIsNothingToPlay();
    void strategiesAreMeasuredByTheTimesOfTheRecording();
};

void TestRecordedText::deltasHaveTheTimesOfTheirBytes()
{
    const Result<RecordedText> text = recordedText(recordingOf({answered({{Micros(2000), openAiText("a") + openAiText("bc")},
        {Micros(5000), openAiText("d")}, {Micros(9000), FinishEvent}, {Micros(9500), ": behind the end\n\n"}})}));

    QVERIFY(text);
    QCOMPARE(text->deltas, (std::vector<TimedText> {{Micros(1000), u"a"_s}, {Micros(1000), u"bc"_s}, {Micros(4000), u"d"_s}}));
    QCOMPARE(text->end, Micros(8000));
    QCOMPARE(text->characters, 4);
}

void TestRecordedText::aPieceMayEndAnywhere()
{
    const QByteArray all = openAiText("wörld") + FinishEvent;
    for (qsizetype cut = 1; cut < all.size(); ++cut) {
        const Result<RecordedText> text =
            recordedText(recordingOf({answered({{Micros(2000), all.first(cut)}, {Micros(3000), all.sliced(cut)}})}));

        QCOMPARE(text->deltas.size(), 1u);
        QCOMPARE(text->deltas.front().text, u"wörld"_s);
        QCOMPARE(text->deltas.front().at, cut < openAiText("wörld").size() ? Micros(2000) : Micros(1000));
    }
}

void TestRecordedText::compressedAnswersAreRead()
{
    const Result<RecordedText> text = recordedText(
        recordingOf({answered({{Micros(2000), gzip(openAiText("a") + FinishEvent)}}, {{"Content-Encoding", "gzip"}})}));

    QCOMPARE(text->deltas, (std::vector<TimedText> {{Micros(1000), u"a"_s}}));
}

void TestRecordedText::theTryWithTheMostTextIsTaken()
{
    RecordedExchange refused = answered({{Micros(2000), openAiText("this is no answer")}});
    refused.head->status = 503;
    const Result<RecordedText> text = recordedText(recordingOf(
        {refused, answered({{Micros(2000), openAiText("a")}}), answered({{Micros(2000), openAiText("ab") + FinishEvent}})}));

    QCOMPARE(text->characters, 2);
}

void TestRecordedText::whatIsCutHasItsText()
{
    const Result<RecordedText> text = recordedText(recordingOf({answered({{Micros(2000), openAiText("a") + "data: {\"choi"}})}));

    QCOMPARE(text->characters, 1);
}

void TestRecordedText::withoutTextThereIsNothingToPlay_data()
{
    QTest::addColumn<QString>("provider");
    QTest::addColumn<QByteArray>("body");

    QTest::newRow("an unknown provider") << u"telepathy"_s << openAiText("a");
    QTest::newRow("no text") << u"openai"_s << FinishEvent;
    QTest::newRow("nothing") << u"openai"_s << QByteArray();
}

void TestRecordedText::withoutTextThereIsNothingToPlay()
{
    QFETCH(QString, provider);
    QFETCH(QByteArray, body);

    QVERIFY(!recordedText(recordingFor(provider, {answered({{Micros(2000), body}})})));
    QVERIFY(!recordedText(recordingFor(provider, {})));
}

void TestRecordedText::strategiesAreMeasuredByTheTimesOfTheRecording()
{
    // Four deltas, 10 ms apart, and the end 10 ms later.
    RecordedText text;
    for (int i = 0; i < 4; ++i)
        text.deltas.push_back({Micros(10000 * i), u"ab"_s});
    text.end = Micros(40000);
    text.characters = 8;

    const StrategyOutcome none = playedThrough(text, {.name = u"none"_s}, fakeCpu(), Millis(1));
    QCOMPARE(none.events, 4);
    QCOMPARE(none.bytes, 4 * qint64(sizeof("id: 1\ndata: ab\n\n") - 1));
    QCOMPARE(none.longestHold, Micros(0));
    QCOMPARE(none.repaints, 3); // the frame of the first one, and then one every 16 ms: the last has the last two
    QVERIFY(none.cpuMicrosPerDelta > 0);

    const StrategyOutcome fixed = playedThrough(text, {.name = u"fixed"_s, .size = 3}, fakeCpu(), Millis(1));
    QCOMPARE(fixed.events, 2);
    QCOMPARE(fixed.addedMedian, Micros(10000)); // 20, 10 and 0 ms for three, and 10 ms until the end for the fourth
    QCOMPARE(fixed.longestHold, Micros(20000));
    QCOMPARE(fixed.repaints, 2);
}

QTEST_GUILESS_MAIN(TestRecordedText)
#include "tst_recordedtext.moc"
