#include "core/engine/streampipeline.h"
#include "tests/support/gzip.h"
#include "tests/support/scriptedserver.h"

#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;
using Progress = StreamPipeline::Progress;

namespace {

const TimePoint Start {std::chrono::hours(1)};
const QByteArray Body = "\xEF\xBB\xBF: hello\r\n\r\n" + openAiText("He") + openAiText("llo \xE2\x9C\x93 ")
    + openAiText("\xF0\x9F\x98\x80") + openAiFinish()
    + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}\n\n" + OpenAiDone + openAiText("never");

std::unique_ptr<DeltaDecoder> decoder()
{
    return providerNamed(u"openai")->newDecoder();
}

StrategyOptions strategy(const QString& name)
{
    StrategyOptions options;
    options.name = name;
    return options;
}

/// What stands in a queue, put together.
struct Taken
{
    QString text;
    QString held; ///< all that notes told of
    int flushes = 0;
    std::vector<StreamEnd> ends;
};

Taken takeAll(DeltaQueue& queue)
{
    Taken taken;
    for (const QueueItem& item : queue.take(1000000)) {
        if (const auto* end = std::get_if<StreamEnd>(&item)) {
            taken.ends.push_back(*end);
            continue;
        }
        if (const auto* held = std::get_if<HeldText>(&item)) {
            taken.held += held->text;
            continue;
        }
        ++taken.flushes;
        for (const Delta& delta : std::get<Flush>(item).deltas) {
            if (const auto* text = std::get_if<TextDelta>(&delta))
                taken.text += text->text;
        }
    }
    return taken;
}

AnswerTrace noted(const StreamPipeline& pipeline)
{
    AnswerTrace trace;
    pipeline.note(trace);
    return trace;
}

/// Feeds \a wire in pieces of at most \a piece bytes until the pipeline is done, fails or has eaten all. It came at \a noticed.
Result<Progress> feedAll(StreamPipeline& pipeline, QByteArrayView wire, qsizetype piece, TimePoint noticed = Start)
{
    Result<Progress> progress = pipeline.advance(Start);
    while (progress && *progress == Progress::NeedsInput && !wire.isEmpty()) {
        const std::span<char> space = pipeline.inputSpace();
        const qsizetype count = std::min({piece, wire.size(), static_cast<qsizetype>(space.size())});
        std::copy_n(wire.data(), count, space.data());
        wire = wire.sliced(count);
        pipeline.takeInput(count, noticed);
        progress = pipeline.advance(Start);
    }
    return progress;
}

}

class TestStreamPipeline : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySplitGivesTheSameAnswer_data();
    void everySplitGivesTheSameAnswer();
    void itIsDoneAtTheEndMarkAndReadsNoFurther();
    void aFullQueueBlocksAndNothingIsLost_data();
    void aFullQueueBlocksAndNothingIsLost();
    void heldTextIsDeliveredBeforeTheEnd_data();
    void heldTextIsDeliveredBeforeTheEnd();
    void dueTextIsReleasedByTime();
    void heldTextIsToldOfOnceAfterAWhile();
    void whatIsReleasedAtOnceIsNeverToldOf();
    void halfAPairIsToldOfWithItsOtherHalf();
    void aChangeOfStrategyReleasesWhatWasHeld();
    void deltasBeforeAnErrorAreKept();
    void anEndMarkWithoutAFinishFails();
    void jsonIsAnAnswerToo_data();
    void jsonIsAnAnswerToo();
    void whatIsNoStreamIsSaid();
    void damageBehindTheFinishIsForgiven();
    void cutGzipFailsWithoutAFinish();
    void aContinuedBodyKeepsItsDecoder();
    void limitsAreKept_data();
    void limitsAreKept();
    void figuresCount();
    void deltasAreMeasuredByWhenTheirBytesCame();
    void whatStoodBehindAFullQueueIsMeasuredFromWhenItWentOn();
    void aJsonAnswerIsThereWithItsLastByte();
};

void TestStreamPipeline::everySplitGivesTheSameAnswer_data()
{
    QTest::addColumn<QByteArray>("wire");
    QTest::addColumn<bool>("isGzip");
    QTest::newRow("plain") << Body << false;
    QTest::newRow("gzip") << gzip(Body) << true;
    QTest::newRow("gzip members") << gzip(Body.first(100)) + gzip(Body.sliced(100, 150)) + gzip(Body.sliced(250)) << true;
}

void TestStreamPipeline::everySplitGivesTheSameAnswer()
{
    QFETCH(QByteArray, wire);
    QFETCH(bool, isGzip);
    for (qsizetype cut = 0; cut <= wire.size(); ++cut) {
        DeltaQueue queue;
        StreamPipeline pipeline(strategy(u"none"_s), queue, Start);
        pipeline.beginBody(decoder(), {.gzip = isGzip, .declaredEventStream = false});

        Result<Progress> progress = feedAll(pipeline, QByteArrayView(wire).first(cut), cut);
        if (progress && *progress == Progress::NeedsInput)
            progress = feedAll(pipeline, QByteArrayView(wire).sliced(cut), wire.size());

        QVERIFY2(progress && *progress == Progress::Done, qPrintable(QString::number(cut)));
        const Taken taken = takeAll(queue);
        QCOMPARE(taken.text, u"Hello ✓ 😀"_s);
        QCOMPARE(pipeline.textDeltas(), 3);
        QCOMPARE(pipeline.finishReason(), u"stop"_s);
    }
}

void TestStreamPipeline::itIsDoneAtTheEndMarkAndReadsNoFurther()
{
    DeltaQueue queue;
    StreamPipeline pipeline(strategy(u"none"_s), queue, Start);
    pipeline.beginBody(decoder(), {});

    const Result<Progress> progress =
        feedAll(pipeline, openAiText("a") + openAiFinish() + OpenAiDone + "data: {broken\n\n", 1000000);

    QCOMPARE(progress, Result<Progress>(Progress::Done));
    QVERIFY(pipeline.isFinished());
}

void TestStreamPipeline::aFullQueueBlocksAndNothingIsLost_data()
{
    QTest::addColumn<bool>("isGzip");
    QTest::newRow("plain") << false;
    QTest::newRow("gzip") << true;
}

void TestStreamPipeline::aFullQueueBlocksAndNothingIsLost()
{
    QFETCH(bool, isGzip);
    QByteArray body;
    QString expected;
    for (int i = 0; i < 500; ++i) {
        body += openAiText(QByteArray::number(i));
        expected += QString::number(i);
    }
    const QByteArray wire = isGzip ? gzip(body) : body;
    DeltaQueue queue({.high = 4, .low = 1});
    StreamPipeline pipeline(strategy(u"none"_s), queue, Start);
    pipeline.beginBody(decoder(), {.gzip = isGzip});
    QString text;
    int blocked = 0;
    QByteArrayView rest = wire;

    for (Result<Progress> progress = pipeline.advance(Start);; progress = pipeline.advance(Start)) {
        QVERIFY(progress);
        QVERIFY(queue.size() <= 4);
        if (*progress == Progress::Blocked) {
            ++blocked;
            QCOMPARE(pipeline.advance(Start), Result<Progress>(Progress::Blocked)); // it stays so
            text += takeAll(queue).text;
            pipeline.unblock(Start);
            continue;
        }
        if (rest.isEmpty())
            break;
        const qsizetype count = std::min<qsizetype>(rest.size(), 1000);
        std::copy_n(rest.data(), count, pipeline.inputSpace().data());
        rest = rest.sliced(count);
        pipeline.takeInput(count, Start);
    }

    text += takeAll(queue).text;
    QCOMPARE(text, expected);
    QVERIFY(blocked >= 100);
}

void TestStreamPipeline::heldTextIsDeliveredBeforeTheEnd_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"none", "fixed", "adaptive", "sentence", "smooth"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TestStreamPipeline::heldTextIsDeliveredBeforeTheEnd()
{
    QFETCH(QString, name);
    DeltaQueue queue;
    StreamPipeline pipeline(strategy(name), queue, Start);
    pipeline.beginBody(decoder(), {});
    QVERIFY(feedAll(pipeline, openAiText("He") + openAiText("llo"), 7));
    const StreamEnd end {.finishReason = {}, .error = Error {.kind = ErrorKind::Cancelled, .message = u"x"_s}};

    pipeline.end(end, Start);

    const Taken taken = takeAll(queue);
    QCOMPARE(taken.text, u"Hello"_s);
    QCOMPARE(taken.ends.size(), std::size_t(1));
    QCOMPARE(taken.ends.front(), end);
}

void TestStreamPipeline::dueTextIsReleasedByTime()
{
    DeltaQueue queue;
    StrategyOptions fixed = strategy(u"fixed"_s);
    fixed.stallGuard = Millis(1000);
    StreamPipeline pipeline(fixed, queue, Start);
    pipeline.beginBody(decoder(), {});
    QVERIFY(feedAll(pipeline, openAiText("a"), 1000));
    QVERIFY(!pipeline.takePushed());

    pipeline.releaseDue(Start + StreamPipeline::HeldInterval); // told of
    QCOMPARE(pipeline.nextDue(), std::optional(Start + Millis(1000)));
    pipeline.releaseDue(Start + Millis(1000));

    QVERIFY(pipeline.takePushed());
    QCOMPARE(takeAll(queue).text, u"a"_s);
}

void TestStreamPipeline::heldTextIsToldOfOnceAfterAWhile()
{
    DeltaQueue queue;
    StrategyOptions fixed = strategy(u"fixed"_s);
    fixed.size = 4;
    StreamPipeline pipeline(fixed, queue, Start);
    pipeline.beginBody(decoder(), {});
    QVERIFY(feedAll(pipeline, openAiText("a") + openAiText("b"), 1000));
    QVERIFY(!pipeline.takePushed());
    QCOMPARE(pipeline.nextDue(), std::optional(Start + StreamPipeline::HeldInterval));

    pipeline.releaseDue(Start + StreamPipeline::HeldInterval);
    QVERIFY(pipeline.takePushed());
    QCOMPARE(takeAll(queue).held, u"ab"_s);
    pipeline.releaseDue(Start + StreamPipeline::HeldInterval * 2);
    QVERIFY(!pipeline.takePushed());

    // Only what is new since; what is released and told of is not told of again.
    QVERIFY(feedAll(pipeline, openAiText("c"), 1000));
    pipeline.releaseDue(Start + StreamPipeline::HeldInterval * 3);
    QCOMPARE(takeAll(queue).held, u"c"_s);
    QVERIFY(feedAll(pipeline, openAiText("d") + openAiText("e"), 1000));
    pipeline.releaseDue(Start + StreamPipeline::HeldInterval * 4);
    const Taken taken = takeAll(queue);
    QCOMPARE(taken.text, u"abcd"_s);
    QCOMPARE(taken.held, u"e"_s);
}

void TestStreamPipeline::whatIsReleasedAtOnceIsNeverToldOf()
{
    DeltaQueue queue;
    StreamPipeline pipeline(strategy(u"none"_s), queue, Start);
    pipeline.beginBody(decoder(), {});
    QVERIFY(feedAll(pipeline, openAiText("a"), 1000));
    QVERIFY(!pipeline.nextDue());
    pipeline.releaseDue(Start + Millis(1000));
    const Taken taken = takeAll(queue);
    QCOMPARE(taken.text, u"a"_s);
    QCOMPARE(taken.held, QString());
}

void TestStreamPipeline::halfAPairIsToldOfWithItsOtherHalf()
{
    DeltaQueue queue;
    StreamPipeline pipeline(strategy(u"fixed"_s), queue, Start);
    pipeline.beginBody(decoder(), {});
    QVERIFY(feedAll(pipeline, openAiText("a\\ud83d"), 1000));
    pipeline.releaseDue(Start + StreamPipeline::HeldInterval);
    QCOMPARE(takeAll(queue).held, u"a"_s);
    QVERIFY(feedAll(pipeline, openAiText("\\ude00"), 1000));
    pipeline.releaseDue(Start + StreamPipeline::HeldInterval * 2);
    QCOMPARE(takeAll(queue).held, u"😀"_s);
}

void TestStreamPipeline::aChangeOfStrategyReleasesWhatWasHeld()
{
    DeltaQueue queue;
    StreamPipeline pipeline(strategy(u"fixed"_s), queue, Start);
    pipeline.beginBody(decoder(), {});
    QVERIFY(feedAll(pipeline, openAiText("a"), 1000));

    pipeline.setStrategy(strategy(u"none"_s), Start);
    QCOMPARE(takeAll(queue).text, u"a"_s);
    QVERIFY(feedAll(pipeline, openAiText("b"), 1000));
    QCOMPARE(takeAll(queue).text, u"b"_s);
}

void TestStreamPipeline::deltasBeforeAnErrorAreKept()
{
    DeltaQueue queue;
    StreamPipeline pipeline(strategy(u"none"_s), queue, Start);
    pipeline.beginBody(decoder(), {});

    const Result<Progress> progress = feedAll(pipeline, openAiText("a") + "data: {broken\n\n" + openAiText("b"), 1000000);

    QVERIFY(!progress);
    QCOMPARE(progress.error().kind, ErrorKind::Protocol);
    QCOMPARE(takeAll(queue).text, u"a"_s);
}

void TestStreamPipeline::anEndMarkWithoutAFinishFails()
{
    DeltaQueue queue;
    StreamPipeline pipeline(strategy(u"none"_s), queue, Start);
    pipeline.beginBody(decoder(), {});

    const Result<Progress> progress = feedAll(pipeline, openAiText("a") + OpenAiDone, 1000000);

    QVERIFY(!progress);
    QCOMPARE(progress.error().kind, ErrorKind::Protocol);
}

void TestStreamPipeline::jsonIsAnAnswerToo_data()
{
    QTest::addColumn<QByteArray>("prefix");
    QTest::addColumn<bool>("declared");
    QTest::newRow("as JSON") << QByteArray() << false;
    QTest::newRow("as an event stream") << QByteArray() << true;
    QTest::newRow("behind white space") << "\r\n \t"_ba << false;
}

void TestStreamPipeline::jsonIsAnAnswerToo()
{
    QFETCH(QByteArray, prefix);
    QFETCH(bool, declared);
    const QByteArray json = prefix + R"({"choices":[{"index":0,"message":{"content":"Hello"},"finish_reason":"length"}]})";
    for (qsizetype piece = 1; piece <= json.size(); ++piece) {
        DeltaQueue queue;
        StreamPipeline pipeline(strategy(u"none"_s), queue, Start);
        pipeline.beginBody(decoder(), {.declaredEventStream = declared});

        QCOMPARE(feedAll(pipeline, json, piece), Result<Progress>(Progress::NeedsInput));
        QVERIFY(pipeline.endBody(Start));

        QCOMPARE(takeAll(queue).text, u"Hello"_s);
        QCOMPARE(pipeline.finishReason(), u"length"_s);
    }
}

void TestStreamPipeline::whatIsNoStreamIsSaid()
{
    for (const QByteArray& body : {"<html>"_ba, "hello"_ba, "dato: x"_ba}) {
        DeltaQueue queue;
        StreamPipeline pipeline(strategy(u"none"_s), queue, Start);
        pipeline.beginBody(decoder(), {.declaredEventStream = false});

        const Result<Progress> progress = feedAll(pipeline, body, 1);

        QVERIFY(!progress);
        QCOMPARE(progress.error().kind, ErrorKind::Protocol);
    }
}

void TestStreamPipeline::damageBehindTheFinishIsForgiven()
{
    DeltaQueue queue;
    StreamPipeline pipeline(strategy(u"none"_s), queue, Start);
    pipeline.beginBody(decoder(), {.gzip = true});

    const Result<Progress> progress = feedAll(pipeline, gzip(openAiText("a") + openAiFinish()) + "damage", 10);

    QCOMPARE(progress, Result<Progress>(Progress::Done));
}

void TestStreamPipeline::cutGzipFailsWithoutAFinish()
{
    DeltaQueue queue;
    StreamPipeline pipeline(strategy(u"none"_s), queue, Start);
    pipeline.beginBody(decoder(), {.gzip = true});
    const QByteArray wire = gzip(openAiText("a"));

    QCOMPARE(feedAll(pipeline, QByteArrayView(wire).chopped(8), 10), Result<Progress>(Progress::NeedsInput));
    const Result<void> end = pipeline.endBody(Start);

    QVERIFY(!end);
    QCOMPARE(end.error().kind, ErrorKind::Protocol);
    QCOMPARE(takeAll(queue).text, u"a"_s);
}

void TestStreamPipeline::aContinuedBodyKeepsItsDecoder()
{
    DeltaQueue queue;
    StreamPipeline pipeline(strategy(u"none"_s), queue, Start);
    pipeline.beginBody(decoder(), {});
    QVERIFY(feedAll(pipeline, "id: 7\n" + openAiText("a") + "id: 8\ndata: {\"cho", 1000));
    QCOMPARE(noted(pipeline).lastEventId, "7"_ba);

    pipeline.continueBody({.gzip = true});
    QVERIFY(feedAll(pipeline, gzip("id: 8\n" + openAiText("b") + openAiFinish()), 1000));

    QCOMPARE(takeAll(queue).text, u"ab"_s);
    QCOMPARE(pipeline.answerDeltas(), 2);
    QCOMPARE(noted(pipeline).lastEventId, "8"_ba);
    QVERIFY(pipeline.endBody(Start));
}

void TestStreamPipeline::limitsAreKept_data()
{
    QTest::addColumn<QByteArray>("wire");
    QTest::addColumn<bool>("isGzip");
    QTest::newRow("an event") << "data: " + QByteArray(3000, 'x') << false;
    QTest::newRow("a JSON answer") << "{" + QByteArray(3000, ' ') << false;
    QTest::newRow("a body") << openAiText("a").repeated(100) << false;
    QTest::newRow("a compressed body") << gzip(openAiText("a").repeated(100)) << true;
}

void TestStreamPipeline::limitsAreKept()
{
    QFETCH(QByteArray, wire);
    QFETCH(bool, isGzip);
    DeltaQueue queue;
    StreamPipeline pipeline(
        strategy(u"none"_s), queue, Start, {.maxEventBytes = 2000, .maxJsonBytes = 2000, .maxDecodedBytes = 5000});
    pipeline.beginBody(decoder(), {.gzip = isGzip, .declaredEventStream = false});

    const Result<Progress> progress = feedAll(pipeline, wire, 100);

    QVERIFY(!progress);
    QCOMPARE(progress.error().kind, ErrorKind::Overflow);
}

void TestStreamPipeline::figuresCount()
{
    const QByteArray wire = gzip(openAiText("a") + openAiText("b"));
    DeltaQueue queue;
    StreamPipeline pipeline(strategy(u"none"_s), queue, Start);
    pipeline.beginBody(decoder(), {.gzip = true});
    QVERIFY(!pipeline.firstTextAt());

    QVERIFY(feedAll(pipeline, wire, 1));

    QCOMPARE(pipeline.wireBytes(), wire.size());
    QCOMPARE(pipeline.decodedBytes(), 2 * openAiText("a").size());
    QCOMPARE(pipeline.textDeltas(), 2);
    QCOMPARE(pipeline.firstTextAt(), std::optional(Start));
}

void TestStreamPipeline::deltasAreMeasuredByWhenTheirBytesCame()
{
    DeltaQueue queue;
    StreamPipeline pipeline(strategy(u"none"_s), queue, Start - Millis(100));
    pipeline.startRecording(Start - Millis(100));
    pipeline.beginBody(decoder(), {});

    QVERIFY(feedAll(pipeline, openAiText("a"), 1000, Start - Millis(60)));
    QVERIFY(feedAll(pipeline, openAiText("b") + openAiFinish(), 1000, Start - Millis(10)));
    pipeline.end({.finishReason = pipeline.finishReason(), .error = {}}, Start);

    QCOMPARE(pipeline.firstTextAt(), Start - Millis(60));
    QCOMPARE(pipeline.lastEventAt(), Start - Millis(10));
    QCOMPARE(pipeline.arrivalFigures(Start, false)->timeline.itlMs.max(), 50.0);
    const std::vector<QueueItem> items = queue.take(10);
    QCOMPARE(items.size(), std::size_t(3)); // and the end
    QCOMPARE(std::get<Flush>(items[0]).firstReceived, Start - Millis(60)); // what a stall is told from
    QCOMPARE(std::get<Flush>(items[0]).released, Start);
    const std::optional<RecordedAnswer> answer = pipeline.takeRecording();
    QVERIFY(answer);
    RecordedAnswerReader recorded(*answer);
    for (const Millis at : {Millis(40), Millis(90)}) {
        QCOMPARE(recorded.at(), Micros(at));
        recorded.next();
    }
}

void TestStreamPipeline::whatStoodBehindAFullQueueIsMeasuredFromWhenItWentOn()
{
    DeltaQueue queue({.high = 1, .low = 0});
    StreamPipeline pipeline(strategy(u"none"_s), queue, Start);
    pipeline.beginBody(decoder(), {});
    QCOMPARE(feedAll(pipeline, openAiText("a") + openAiText("b"), 1000), Result<Progress>(Progress::Blocked));
    takeAll(queue);

    pipeline.unblock(Start + Millis(30));
    QCOMPARE(pipeline.advance(Start + Millis(30)), Result<Progress>(Progress::Blocked));

    QCOMPARE(pipeline.arrivalFigures(Start + Millis(30), false)->timeline.itlMs.max(), 30.0);
}

// Were its text older than its end, there would be a rate.
void TestStreamPipeline::aJsonAnswerIsThereWithItsLastByte()
{
    DeltaQueue queue;
    StreamPipeline pipeline(strategy(u"none"_s), queue, Start - Millis(100));
    pipeline.beginBody(decoder(), {});
    const QByteArray json = R"({"choices":[{"message":{"content":"Hello"},"finish_reason":"stop"}]})";
    QVERIFY(feedAll(pipeline, json, 10, Start - Millis(60)));

    QVERIFY(pipeline.endBody(Start));

    QCOMPARE(pipeline.firstTextAt(), Start - Millis(60));
    QCOMPARE(pipeline.lastEventAt(), pipeline.firstTextAt());
}

QTEST_GUILESS_MAIN(TestStreamPipeline)
#include "tst_streampipeline.moc"
