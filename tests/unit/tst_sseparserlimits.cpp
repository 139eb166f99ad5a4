#include "core/wire/sseparser.h"
#include "tests/support/ssesplits.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

/// Feeds \a piece again and again, at most \a times, until the parser fails; how often that was.
int feedUntilFailure(SseParser& parser, QByteArrayView piece, int times)
{
    for (int i = 1; i <= times; ++i) {
        parser.feed(piece);
        for (;;) {
            const auto event = parser.next();
            if (!event)
                return i;
            if (!*event)
                break;
        }
    }
    return times + 1;
}

bool isOverflowing(SseParser& parser)
{
    const auto event = parser.next();
    return !event && event.error().kind == ErrorKind::Overflow;
}

}

/// What the parser may hold, for how long its views live, and what a long line costs.
class TestSseParserLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBlockOfExactlyTheLimitPasses_data() { blocks(); }
    void aBlockOfExactlyTheLimitPasses()
    {
        QFETCH(QByteArray, block);
        const QByteArray stream = "data: before\r\n\r\n" + block;

        const SseRun bytewise = runByteByByte(stream, block.size());

        QVERIFY(!bytewise.error);
        QCOMPARE(bytewise.events.size(), 2);
        for (qsizetype cut = 0; cut <= stream.size(); ++cut)
            QCOMPARE(differenceWhenCut(stream, {cut}, bytewise, block.size()), QByteArray());
    }

    void aBlockOfOneByteMoreOverflowsAndWhatStoodBeforeItIsKept_data() { blocks(); }
    void aBlockOfOneByteMoreOverflowsAndWhatStoodBeforeItIsKept()
    {
        QFETCH(QByteArray, block);
        const QByteArray stream = "data: before\r\n\r\n" + block + "data: after\n\n";

        const SseRun bytewise = runByteByByte(stream, block.size() - 1);

        QCOMPARE(bytewise.error, ErrorKind::Overflow);
        QCOMPARE(bytewise.events.size(), 1);
        for (qsizetype cut = 0; cut <= stream.size(); ++cut)
            QCOMPARE(differenceWhenCut(stream, {cut}, bytewise, block.size() - 1), QByteArray());
    }

    void aLineOf100MegabytesFailsEarlyAndHoldsNothing()
    {
        SseParser parser;
        const QByteArray piece = QByteArray(64 * 1024, 'x');

        const int fed = feedUntilFailure(parser, piece, 1600);

        QCOMPARE(fed, 8 * 1024 / 64 + 1);
        QCOMPARE(parser.pendingBytes(), 0);
        QVERIFY(isOverflowing(parser));
    }

    void aLineOf100MegabytesInOneReadFailsToo()
    {
        SseParser parser;
        const QByteArray line = "data: " + QByteArray(100'000'000, 'x') + "\n\n";

        parser.feed(line);

        QVERIFY(isOverflowing(parser));
        QCOMPARE(parser.pendingBytes(), 0);
    }

    void manySmallLinesOfOneBlockFail_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("comments") << ": c\n"_ba;
        QTest::newRow("empty data") << "data\n"_ba;
        QTest::newRow("data") << "data: some text\r\n"_ba;
        QTest::newRow("unknown fields") << "foo: x\r"_ba;
        QTest::newRow("ids") << "id: 1\n"_ba;
    }
    void manySmallLinesOfOneBlockFail()
    {
        QFETCH(QByteArray, line);
        SseParser parser(1024 * 1024);

        const int fed = feedUntilFailure(parser, line, 1024 * 1024);

        QCOMPARE(fed, 1024 * 1024 / int(line.size()) + 1);
        QCOMPARE(parser.pendingBytes(), 0);
    }

    void theLimitIsPerBlockNotPerStream()
    {
        SseParser parser(100);

        QCOMPARE(feedUntilFailure(parser, ": heartbeat\r\n\r\n", 10'000), 10'001);
        QCOMPARE(feedUntilFailure(parser, "id: 1\ndata: x\n\n", 10'000), 10'001);
    }

    void afterAnOverflowNothingComesAnyMore()
    {
        SseParser parser(16);
        parser.feed("data: much too long a line");
        QVERIFY(isOverflowing(parser));

        parser.feed("\n\ndata: x\n\n");

        QVERIFY(isOverflowing(parser));
        QVERIFY(isOverflowing(parser));
    }

    void aWholeEventIsAViewIntoTheBytesThatWereFed()
    {
        SseParser parser;
        const QByteArray chunk = "event: add\ndata: text\n\n"_ba;

        parser.feed(chunk);
        const auto event = parser.next();

        QVERIFY(event && *event);
        QVERIFY((*event)->data.data() == chunk.constData() + chunk.indexOf("text"));
        QVERIFY((*event)->type.data() == chunk.constData() + chunk.indexOf("add"));
        QCOMPARE(parser.pendingBytes(), 0);
    }

    void onlyWhatIsUnfinishedIsHeld()
    {
        SseParser parser;
        parser.feed("data: 1\n\n: comment\ndata: 12\nda");

        QVERIFY(parser.next().value());
        QVERIFY(!parser.next().value());
        QCOMPARE(parser.pendingBytes(), 4);

        parser.feed("ta: 3\n\n");
        QVERIFY(parser.next().value());
        QVERIFY(!parser.next().value());
        QCOMPARE(parser.pendingBytes(), 0);
    }

    void aLongLineInSingleBytesIsNotScannedAgainAndAgain()
    {
        // 2 MB byte by byte: some milliseconds when each byte is looked at once, half an hour when each feed starts over.
        SseParser parser;
        QCOMPARE(feedUntilFailure(parser, "x", 2'000'000), 2'000'001);
        QCOMPARE(parser.pendingBytes(), 2'000'000);
    }

    void manyDataLinesAreJoinedInLinearTime()
    {
        SseParser parser;
        QByteArray block = QByteArray("data: x\n").repeated(500'000);
        parser.feed(block);
        QVERIFY(!parser.next().value());

        parser.feed("\n");
        const auto event = parser.next();

        QVERIFY(event && *event);
        QCOMPARE((*event)->data.size(), 999'999);
    }

private:
    static void blocks()
    {
        QTest::addColumn<QByteArray>("block");
        QTest::newRow("data") << "data: 0123456789\n\n"_ba;
        QTest::newRow("CRLF") << "data: 0123\r\ndata: 4567\r\n\r"_ba;
        QTest::newRow("comments count") << ": comment\r\ndata: x\r\r"_ba;
        QTest::newRow("the LF of a CRLF counts in its block only") << "event: e\r\nid: 1\r\ndata: a\r\n\r"_ba;
    }
};

QTEST_GUILESS_MAIN(TestSseParserLimits)
#include "tst_sseparserlimits.moc"
