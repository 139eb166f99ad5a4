#include "tests/support/ssesplits.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr qsizetype Limit = 4096;
constexpr qsizetype ThreeWayUpTo = 90; // bytes; the number of cuts grows with the square

struct Counts
{
    int streams = 0;
    int twoWay = 0;
    int threeWay = 0;
};
Counts counts;

SseEvent message(const QByteArray& data, const QByteArray& id = {})
{
    return {.type = "message"_ba, .data = data, .id = id, .errorField = {}};
}

SseEvent typed(const QByteArray& type, const QByteArray& data)
{
    return {.type = type, .data = data, .id = {}, .errorField = {}};
}

/// Runs \a stream byte by byte, in one piece, and cut at every one and (short streams) every two places. Empty when that gave
/// \a expected, always at the same byte; else what was different.
QByteArray problem(const QByteArray& stream, const QList<SseEvent>& expected)
{
    const SseRun bytewise = runByteByByte(stream, Limit);
    QList<SseEvent> events;
    for (const SeenEvent& seen : bytewise.events)
        events.append(seen.event);
    if (events != expected)
        return "byte by byte: " + differenceWhenCut(stream, {0}, {}, Limit);
    ++counts.streams;
    QByteArray different = differenceWhenCut(stream, {}, bytewise, Limit);
    for (qsizetype first = 0; first <= stream.size() && different.isEmpty(); ++first) {
        different = differenceWhenCut(stream, {first}, bytewise, Limit);
        ++counts.twoWay;
        if (stream.size() > ThreeWayUpTo)
            continue;
        for (qsizetype second = first + 1; second < stream.size() && different.isEmpty(); ++second) {
            different = differenceWhenCut(stream, {first, second}, bytewise, Limit);
            ++counts.threeWay;
        }
    }
    return different;
}

QList<qsizetype> dispatchOffsets(const QByteArray& stream)
{
    QList<qsizetype> offsets;
    const SseRun run = runByteByByte(stream, Limit);
    for (const SeenEvent& seen : run.events)
        offsets.append(seen.fedBytes);
    return offsets;
}

std::optional<Millis> retryAfter(const QByteArray& stream)
{
    return runByteByByte(stream, Limit).retry;
}

QByteArray lastIdAfter(const QByteArray& stream)
{
    return runByteByByte(stream, Limit).lastEventId;
}

const QByteArray Bom = "\xEF\xBB\xBF"_ba;
const QByteArray Replacement = "\xEF\xBF\xBD"_ba;

}

#define GIVES(stream, ...) QCOMPARE(problem(stream, QList<SseEvent> __VA_ARGS__), QByteArray())

/// The rules of the WHATWG HTML standard, sections 9.2.5 and 9.2.6, each at every split point.
class TestSseParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLeadingByteOrderMarkIsDropped() { GIVES(Bom + "data: x\n\n", {message("x")}); }
    void onlyOneLeadingByteOrderMarkIsDropped() { GIVES(Bom + Bom + "data: x\ndata: y\n\n", {message("y")}); }
    void aLaterByteOrderMarkBelongsToItsLine()
    {
        GIVES("data: a\n\n" + Bom + "data: b\ndata: " + Bom + "\n\n", {message("a"), message(Bom)});
    }
    void anUnfinishedByteOrderMarkIsNoMark()
    {
        GIVES("\xEF\xBB"
              "data: a\ndata: b\n\n"_ba,
            {message("b")});
    }
    void aByteOrderMarkBeforeABlankLineIsNothing() { GIVES(Bom + "\r\n\r\ndata: a\n\n", {message("a")}); }
    void anEmptyStreamHasNoEvents() { GIVES(""_ba, {}); }

    void linesEndInLf() { GIVES("data: a\ndata: b\n\ndata: c\n\n"_ba, {message("a\nb"), message("c")}); }
    void linesEndInCr() { GIVES("data: a\rdata: b\r\rdata: c\r\r"_ba, {message("a\nb"), message("c")}); }
    void linesEndInCrLf() { GIVES("data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n"_ba, {message("a\nb"), message("c")}); }
    void lineEndsMixFreely()
    {
        GIVES("data: a\rdata: b\ndata: c\r\n\ndata: d\n\r\ndata: e\r\r\ndata: f\r\n\r"_ba,
            {message("a\nb\nc"), message("d"), message("e"), message("f")});
    }
    void lfThenCrAreTwoLineEnds() { GIVES("data: a\n\rdata: b\r\n\n"_ba, {message("a"), message("b")}); }
    void crLfIsOneLineEndNotABlankLine() { GIVES("data: a\r\ndata: b\r\n\r\n"_ba, {message("a\nb")}); }
    void blankLinesAloneDispatchNothing() { GIVES("\n\r\n\r\r\n\n\n"_ba, {}); }
    void moreBlankLinesChangeNothing() { GIVES("data: a\n\n\n\r\n\rdata: b\n\n"_ba, {message("a"), message("b")}); }
    void theUnicodeLineSeparatorsEndNoLine()
    {
        GIVES("data: a\xE2\x80\xA8"
              "b\xC2\x85"
              "c\x0B"
              "d\x0C"
              "e\n\n"_ba,
            {message("a\xE2\x80\xA8"
                     "b\xC2\x85"
                     "c\x0B"
                     "d\x0C"
                     "e")});
    }

    void anEventComesWithTheByteThatEndsItsBlankLine()
    {
        QCOMPARE(dispatchOffsets("data: a\n\n:\n"_ba), QList<qsizetype>({9}));
        QCOMPARE(dispatchOffsets("data: a\r\n\r\n"_ba), QList<qsizetype>({10}));
        QCOMPARE(dispatchOffsets("data: a\r\rdata: b\r\r"_ba), QList<qsizetype>({9, 18}));
    }
    void aBlankLineOfALoneCrIsCompleteAtTheEndOfARead()
    {
        SseFeeder feeder(Limit);

        feeder.feed("data: a\r\n\r");
        QCOMPARE(feeder.run().events.size(), 1);
        feeder.feed("\n");
        feeder.feed("data: b\n\n");

        QCOMPARE(feeder.run().events.size(), 2);
        QCOMPARE(feeder.run().events.last().event, message("b"));
    }

    void aLineThatStartsWithAColonIsAComment()
    {
        GIVES(": c\n:\n:data: no\n::\ndata: a\n: c\ndata: b\n\n: c\n\n"_ba, {message("a\nb")});
    }
    void aCommentDoesNotEndABlock() { GIVES("event: e\n: c\n:\ndata: a\n:\n\n"_ba, {typed("e", "a")}); }

    void aLineWithoutAColonIsAFieldWithoutAValue()
    {
        GIVES("data\n\ndata\ndata\n\nevent\ndata: x\n\n"_ba, {message(""), message("\n"), message("x")});
    }
    void theNameEndsAtTheFirstColon() { GIVES("data:a:b: c\n\ndata::\n\n"_ba, {message("a:b: c"), message(":")}); }
    void exactlyOneLeadingSpaceIsRemoved()
    {
        GIVES("data:a\n\ndata: a\n\ndata:  a\n\ndata:   \n\n"_ba, {message("a"), message("a"), message(" a"), message("  ")});
    }
    void onlyASpaceIsRemoved()
    {
        GIVES("data:\ta\n\ndata:\xC2\xA0"
              "a\n\n"_ba,
            {message("\ta"),
                message("\xC2\xA0"
                        "a")});
    }
    void spaceAtTheEndOfAValueStays() { GIVES("data: a \n\ndata: a\t\n\n"_ba, {message("a "), message("a\t")}); }
    void spaceAroundANameMakesItUnknown() { GIVES("data : a\n data: b\n\tdata: c\n\n"_ba, {}); }
    void namesAreCaseSensitive() { GIVES("Data: a\nDATA: b\nEvent: e\nID: 1\ndata: c\n\n"_ba, {message("c")}); }
    void unknownFieldsAreIgnored()
    {
        GIVES("foo: 1\ndat: 2\ndatas: 3\nda\n: 4\nevents: 5\ni: 6\ndata\0: 7\ndata: a\nx\n\n"_ba, {message("a")});
    }

    void dataLinesAreJoinedByLf() { GIVES("data: a\ndata: b\ndata: c\n\n"_ba, {message("a\nb\nc")}); }
    void emptyDataLinesCount() { GIVES("data\ndata:\ndata: \ndata: a\ndata\n\n"_ba, {message("\n\n\na\n")}); }
    void onlyTheLastLfOfDataIsRemoved() { GIVES("data: a\ndata:\ndata:\n\n"_ba, {message("a\n\n")}); }
    void dataMayComeAroundOtherFields() { GIVES("data: a\nevent: e\ndata: b\nfoo\n:\ndata: c\n\n"_ba, {typed("e", "a\nb\nc")}); }
    void oneEmptyDataLineIsAnEvent() { GIVES("data:\n\n"_ba, {message("")}); }
    void aBlockWithoutDataIsNoEvent() { GIVES("event: e\n\nid: 1\n\nretry: 5\n\nfoo: x\n\n"_ba, {}); }
    void dataStartsAnewWithEachEvent() { GIVES("data: a\ndata: b\n\ndata: c\n\n"_ba, {message("a\nb"), message("c")}); }
    void nulInDataStays() { GIVES("data: a\0b\n\n"_ba, {message("a\0b"_ba)}); }

    void theEventFieldNamesTheType()
    {
        GIVES("event: add\ndata: 1\n\nevent:remove\ndata: 2\n\n"_ba, {typed("add", "1"), typed("remove", "2")});
    }
    void theTypeMayComeBehindTheData() { GIVES("data: 1\nevent: add\n\n"_ba, {typed("add", "1")}); }
    void theLastTypeOfABlockWins() { GIVES("event: a\nevent: b\ndata: 1\n\n"_ba, {typed("b", "1")}); }
    void anEmptyTypeIsMessage() { GIVES("event: a\nevent:\ndata: 1\n\nevent\ndata: 2\n\n"_ba, {message("1"), message("2")}); }
    void theTypeEndsWithItsEvent() { GIVES("event: a\ndata: 1\n\ndata: 2\n\n"_ba, {typed("a", "1"), message("2")}); }
    void theTypeEndsAlsoWithABlockWithoutData() { GIVES("event: a\n\ndata: 1\n\n"_ba, {message("1")}); }

    void theIdPersistsFromEventToEvent() { GIVES("id: 1\ndata: a\n\ndata: b\n\n"_ba, {message("a", "1"), message("b", "1")}); }
    void theLastIdOfABlockWins() { GIVES("id: 1\ndata: a\nid: 2\n\n"_ba, {message("a", "2")}); }
    void anEmptyIdResets()
    {
        GIVES("id: 1\ndata: a\n\nid\ndata: b\n\nid: 2\n\nid:\ndata: c\n\n"_ba, {message("a", "1"), message("b"), message("c")});
    }
    void anIdWithNulIsIgnored()
    {
        GIVES("id: 1\ndata: a\n\nid: 2\0\ndata: b\n\nid: \0\ndata: c\n\nid: 3\nid: 4\0004\ndata: d\n\n"_ba,
            {message("a", "1"), message("b", "1"), message("c", "1"), message("d", "3")});
    }
    void anIdOfABlockWithoutDataIsInForce()
    {
        GIVES("id: 1\n\ndata: a\n\n"_ba, {message("a", "1")});
        QCOMPARE(lastIdAfter("id: 1\n\n"), "1"_ba);
    }
    void anIdIsInForceFromItsBlankLineOn()
    {
        QCOMPARE(lastIdAfter("id: 1\n\nid: 2\ndata: x\n"), "1"_ba);
        QCOMPARE(lastIdAfter("id: 1\n\nid: 2\ndata: x\n\r"), "2"_ba);
    }
    void anIdKeepsItsSpaces() { GIVES("id:  a \ndata: x\n\n"_ba, {message("x", " a ")}); }
    void theIdOfAReconnectionIsInForceFromTheStart()
    {
        SseParser parser;
        parser.setLastEventId("7");

        parser.feed("data: x\n\n");
        const auto event = parser.next();

        QVERIFY(event && *event);
        QCOMPARE((*event)->id, QByteArrayView("7"));
    }

    void retryOfDigitsIsTaken()
    {
        QCOMPARE(retryAfter("retry: 3000\n"), Millis(3000));
        QCOMPARE(retryAfter("retry:0\n"), Millis(0));
        QCOMPARE(retryAfter("retry: 007\n"), Millis(7));
        QCOMPARE(retryAfter("retry: 1\nretry: 2\n\ndata: x\n\n"), Millis(2));
        GIVES("retry: 10\ndata: a\n\nretry: 20\n\n:\nretry: x\n"_ba, {message("a")});
    }
    void retryOfAnythingElseIsIgnored_data()
    {
        QTest::addColumn<QByteArray>("value");
        for (const char* value : {"", " ", "-1", "+1", "1.5", "1 ", "  1", "0x10", "1e3", "a", "1a", "\xD9\xA1", "\xEF\xBC\x91"})
            QTest::addRow("[%s]", value) << QByteArray(value);
    }
    void retryOfAnythingElseIsIgnored()
    {
        QFETCH(QByteArray, value);
        QCOMPARE(retryAfter("retry: 5\nretry: " + value + "\n"), Millis(5));
        GIVES("retry: 5\nretry: " + value + "\ndata: x\n\n", {message("x")});
    }
    void retryWithoutAValueIsIgnored() { QCOMPARE(retryAfter("retry\nretry:\n"), std::nullopt); }
    void aHugeRetryIsBounded()
    {
        const Millis most(std::numeric_limits<int>::max());
        QCOMPARE(retryAfter("retry: 99999999999\n"), most);
        QCOMPARE(retryAfter("retry: " + QByteArray(1000, '9') + "\n"), most);
    }

    void nothingIsDispatchedAtTheEndWithoutABlankLine()
    {
        GIVES("data: a\n\ndata: b"_ba, {message("a")});
        GIVES("data: a\n\ndata: b\n"_ba, {message("a")});
        GIVES("data: a\n\ndata: b\r\n"_ba, {message("a")});
        GIVES("data: a\n\ndata: b\n:"_ba, {message("a")});
    }

    void invalidUtf8IsReplaced_data();
    void invalidUtf8IsReplaced();
    void validUtf8Stays()
    {
        GIVES("data: \xE4\xBD\xA0\xE5\xA5\xBD\xF0\x9F\x98\x80\xC3\xA9\n\n"_ba,
            {message("\xE4\xBD\xA0\xE5\xA5\xBD\xF0\x9F\x98\x80\xC3\xA9")});
    }
    void aSequenceIsNotContinuedInTheNextLine()
    {
        GIVES("data: \xE4\xBD\ndata: \xA0\n\n"_ba, {message(Replacement + "\n" + Replacement)});
    }

    void anErrorFieldComesWithItsEvent()
    {
        GIVES("data: a\nerror: {\"m\":1}\n\ndata: b\n\n"_ba,
            {{.type = "message", .data = "a", .id = {}, .errorField = "{\"m\":1}"}, message("b")});
    }
    void anErrorFieldAloneIsHandedOutAndMarked()
    {
        const QByteArray stream = "event: e\nid: 3\nerror:first\nerror: last\xFF\n\ndata: b\n\n"_ba;
        GIVES(stream, {{.type = "e", .data = {}, .id = "3", .errorField = "last" + Replacement}, message("b", "3")});
        const SseRun run = runByteByByte(stream, Limit);
        QVERIFY(!run.events.first().hasData);
        QVERIFY(run.events.last().hasData);
    }
    void anEmptyErrorFieldIsNothing() { GIVES("error:\n\nerror\n\ndata:\nerror:\n\n"_ba, {message("")}); }

    void theExampleOfSeveralDataLines() { GIVES("data: YHOO\ndata: +2\ndata: 10\n\n"_ba, {message("YHOO\n+2\n10")}); }
    void theExampleOfFourBlocks()
    {
        GIVES(": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n"_ba,
            {message("first event", "1"), message("second event"), message(" third event")});
        GIVES(": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event"_ba,
            {message("first event", "1"), message("second event")});
    }
    void theExampleOfEmptyData() { GIVES("data\n\ndata\ndata\n\ndata:"_ba, {message(""), message("\n")}); }
    void theExampleOfTheOptionalSpace() { GIVES("data:test\n\ndata: test\n\n"_ba, {message("test"), message("test")}); }
    void theExampleOfNamedEvents()
    {
        GIVES("event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\nevent: add\ndata: 113411\n\n"_ba,
            {typed("add", "73857293"), typed("remove", "2153"), typed("add", "113411")});
    }

    void cleanupTestCase()
    {
        qInfo("%d streams; each in one piece and byte by byte, %d two-way and %d three-way splits", counts.streams, counts.twoWay,
            counts.threeWay);
    }
};

void TestSseParser::invalidUtf8IsReplaced_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("replacements");
    QTest::newRow("a lone continuation byte") << "\x80"_ba << 1;
    QTest::newRow("two continuation bytes") << "\xBF\x80"_ba << 2;
    QTest::newRow("a cut three-byte sequence is one part") << "\xE4\xBD"_ba << 1;
    QTest::newRow("a cut four-byte sequence is one part") << "\xF0\x9F\x98"_ba << 1;
    QTest::newRow("an overlong slash") << "\xC0\xAF"_ba << 2;
    QTest::newRow("an overlong of three bytes") << "\xE0\x80\xAF"_ba << 3;
    QTest::newRow("a surrogate") << "\xED\xA0\x80"_ba << 3;
    QTest::newRow("above U+10FFFF") << "\xF4\x90\x80\x80"_ba << 4;
    QTest::newRow("bytes that never occur") << "\xFE\xFF\xF5"_ba << 3;
    QTest::newRow("a cut sequence before another") << "\xE1\x80\xE2\xF0\x91\x92\xF1\xBF"_ba << 4;
}

void TestSseParser::invalidUtf8IsReplaced()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, replacements);
    const QByteArray text = Replacement.repeated(replacements) + "z";

    GIVES("data: " + bytes + "z\ndata: x\n\n", {message(text + "\nx")});
    GIVES("data: " + bytes + "z\n\n", {message(text)});
    GIVES("event: " + bytes + "z\ndata: x\n\n", {typed(text, "x")});
    GIVES("id: " + bytes + "z\ndata: x\n\ndata: y\n\n", {message("x", text), message("y", text)});
    GIVES(bytes + "data: no\ndata" + bytes + ": no\n: " + bytes + "\ndata: x\n\n", {message("x")});
}

QTEST_GUILESS_MAIN(TestSseParser)
#include "tst_sseparser.moc"
