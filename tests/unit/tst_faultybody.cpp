#include "core/faults/faultwords.h"
#include "core/faults/faultybody.h"
#include "core/wire/inflater.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

/// What came out of a body.
struct Run
{
    QByteArray bytes;
    QStringList shape; ///< "3" a piece of three bytes, "+50" a pause before the next
    FaultyBody::State state = FaultyBody::State::Open;

    bool operator==(const Run&) const = default;
};

void drain(FaultyBody& body, Run& run)
{
    while (const std::optional<FaultyBody::Piece> piece = body.next()) {
        if (piece->pause > Millis(0))
            run.shape.append(u'+' + QString::number(piece->pause.count()));
        if (!piece->bytes.isEmpty())
            run.shape.append(QString::number(piece->bytes.size()));
        run.bytes += piece->bytes;
    }
}

Run play(const QString& words, const QByteArray& origin, qsizetype feedBytes = 0)
{
    const Fault fault = parseFault(words).value();
    FaultyBody body(fault);
    Run run;
    const qsizetype step = feedBytes > 0 ? feedBytes : std::max<qsizetype>(origin.size(), 1);
    drain(body, run);
    for (qsizetype at = 0; at < origin.size(); at += step) {
        body.feed(QByteArrayView(origin).sliced(at, std::min(step, origin.size() - at)));
        drain(body, run);
    }
    body.finish();
    drain(body, run);
    run.state = body.state();
    return run;
}

QByteArray inflated(const QByteArray& bytes, bool& isWhole)
{
    Inflater inflater;
    inflater.feed(bytes);
    QByteArray out;
    for (Result<QByteArrayView> piece = inflater.next(); piece && !piece->isEmpty(); piece = inflater.next())
        out += *piece;
    isWhole = inflater.finish().has_value();
    return out;
}

const QByteArray Events = ": hello\n\nid: 1\ndata: a\n\nid: 2\r\ndata: b\r\n\r\ndata: c\rid: 3\r\rdata: d\n\n";

}

/// What a fault makes of a body, without a socket.
class TestFaultyBody : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void passesEverythingOn();
    void stopsAtTheByte();
    void aStopBehindTheEndIsNone();
    void pausesWhereTheScriptSays();
    void dripsAndSplits();
    void corruptsOneByte();
    void eventFaultsEditEvents_data();
    void eventFaultsEditEvents();
    void everyWayOfFeedingGivesTheSame_data();
    void everyWayOfFeedingGivesTheSame();
    void compressesSoThatEveryPieceCanBeRead();
    void truncatesGzip();
    void passesAnEventThatIsTooLong();
};

void TestFaultyBody::passesEverythingOn()
{
    QCOMPARE(play(u"pass"_s, "abc"), (Run {"abc", {u"3"_s}, FaultyBody::State::Whole}));
    QCOMPARE(play(u"pass"_s, {}), (Run {{}, {}, FaultyBody::State::Whole}));
}

void TestFaultyBody::stopsAtTheByte()
{
    for (qsizetype at = 0; at <= 5; ++at) {
        for (qsizetype feed = 1; feed <= 5; ++feed) {
            const QString n = QString::number(at);
            const Run cut = play(u"cut:"_s + n, "abcde", feed);
            QCOMPARE(cut.bytes, QByteArray("abcde").first(at));
            QCOMPARE(cut.state, FaultyBody::State::Stopped);
            const Run end = play(u"end:"_s + n, "abcde", feed);
            QCOMPARE(end.bytes, cut.bytes);
            QCOMPARE(end.state, FaultyBody::State::Whole);
        }
    }
}

void TestFaultyBody::aStopBehindTheEndIsNone()
{
    QCOMPARE(play(u"cut:6"_s, "abcde").state, FaultyBody::State::Whole);
    QCOMPARE(play(u"cut-event:5"_s, Events).state, FaultyBody::State::Whole);
}

void TestFaultyBody::pausesWhereTheScriptSays()
{
    QCOMPARE(play(u"stall:7"_s, "abcde").shape, QStringList({u"+7"_s, u"5"_s}));
    QCOMPARE(play(u"stall:7@2,stall:8@2,stall:9@4"_s, "abcde").shape,
        QStringList({u"2"_s, u"+7"_s, u"+8"_s, u"2"_s, u"+9"_s, u"1"_s}));
    QCOMPARE(play(u"stall:7@5"_s, "abcde").shape, QStringList({u"5"_s, u"+7"_s}));
    QCOMPARE(play(u"stall:7@6"_s, "abcde").shape, QStringList({u"5"_s}));
    QCOMPARE(play(u"stall:7@3,cut:3"_s, "abcde").shape, QStringList({u"3"_s, u"+7"_s}));
}

void TestFaultyBody::dripsAndSplits()
{
    QCOMPARE(play(u"split"_s, "abc").shape, QStringList({u"1"_s, u"1"_s, u"1"_s}));
    QCOMPARE(play(u"drip:2/5ms"_s, "abcde").shape, QStringList({u"2"_s, u"+5"_s, u"2"_s, u"+5"_s, u"1"_s}));
}

void TestFaultyBody::corruptsOneByte()
{
    for (qsizetype feed = 1; feed <= 3; ++feed)
        QCOMPARE(play(u"corrupt:1"_s, "abc", feed).bytes,
            QByteArray("a\xFF"
                       "c"));
    QCOMPARE(play(u"corrupt:3"_s, "abc").bytes, QByteArray("abc"));
}

void TestFaultyBody::eventFaultsEditEvents_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QByteArray>("expected");
    const QByteArray comment = ": hello\n\n";
    const QByteArray a = "id: 1\ndata: a\n\n";
    const QByteArray b = "id: 2\r\ndata: b\r\n\r"; // an event is over at the CR of its blank line
    const QByteArray c = "\ndata: c\rid: 3\r\r";
    const QByteArray d = "data: d\n\n";
    QTest::newRow("nothing") << u"dup-event:9"_s << comment + a + b + c + d;
    QTest::newRow("an event twice") << u"dup-event:2"_s << comment + a + b + b + c + d;
    QTest::newRow("an event left out") << u"skip-event:1"_s << comment + b + c + d;
    QTest::newRow("an id twice") << u"dup-id:2"_s << comment + a + "id: 1\ndata: b\r\n\r" + c + d;
    QTest::newRow("an id twice, last") << u"dup-id:3"_s << comment + a + b + "\ndata: c\rid: 2\r\n\r" + d;
    QTest::newRow("an id left out") << u"skip-id:1"_s << comment + "data: a\n\n" + b + c + d;
    QTest::newRow("cut before the first event") << u"cut-event:0"_s << QByteArray();
    QTest::newRow("cut behind the first") << u"cut-event:1"_s << comment + a;
    QTest::newRow("cut behind the third") << u"cut-event:3"_s << comment + a + b + c;
}

void TestFaultyBody::eventFaultsEditEvents()
{
    QFETCH(QString, words);
    QFETCH(QByteArray, expected);
    for (qsizetype feed = 1; feed <= Events.size(); ++feed)
        QCOMPARE(play(words, Events, feed).bytes, expected);
}

void TestFaultyBody::everyWayOfFeedingGivesTheSame_data()
{
    QTest::addColumn<QString>("words");
    for (const char* words :
        {"pass", "cut:20", "cut-event:2", "end:9", "split", "drip:3/5ms", "corrupt:30", "dup-event:2", "stall:5@10,cut:30"})
        QTest::newRow(words) << QString::fromLatin1(words);
}

void TestFaultyBody::everyWayOfFeedingGivesTheSame()
{
    QFETCH(QString, words);
    const Run whole = play(words, Events);
    for (qsizetype feed = 1; feed < Events.size(); ++feed) {
        const Run run = play(words, Events, feed);
        QCOMPARE(run.bytes, whole.bytes);
        QCOMPARE(run.state, whole.state);
    }
}

void TestFaultyBody::compressesSoThatEveryPieceCanBeRead()
{
    FaultyBody body(parseFault(u"gzip").value());
    QByteArray wire;
    for (const char* piece : {"one", "two", "three"}) {
        body.feed(piece);
        while (const auto out = body.next())
            wire += out->bytes;
        bool isWhole = true;
        QVERIFY(inflated(wire, isWhole).endsWith(piece));
        QVERIFY(!isWhole);
    }
    body.finish();
    while (const auto out = body.next())
        wire += out->bytes;
    bool isWhole = false;
    QCOMPARE(inflated(wire, isWhole), QByteArray("onetwothree"));
    QVERIFY(isWhole);
    QCOMPARE(body.state(), FaultyBody::State::Whole);
}

void TestFaultyBody::truncatesGzip()
{
    const Run run = play(u"gzip-cut:20"_s, QByteArray("some text that is long enough"), 5);
    QCOMPARE(run.bytes.size(), 20);
    QCOMPARE(run.state, FaultyBody::State::Whole);
    bool isWhole = true;
    QCOMPARE(inflated(run.bytes, isWhole).first(5), QByteArray("some "));
    QVERIFY(!isWhole);
}

void TestFaultyBody::passesAnEventThatIsTooLong()
{
    const QByteArray huge = "data: " + QByteArray(3 * 1024 * 1024, 'x') + "\n\n";
    FaultyBody body(parseFault(u"skip-event:1").value());
    body.feed(QByteArrayView(huge).first(2 * 1024 * 1024));
    QVERIFY(!body.isEmpty()); // it is not held
    body.feed(QByteArrayView(huge).sliced(2 * 1024 * 1024));
    body.feed("data: a\n\ndata: b\n\n");
    body.finish();
    Run run;
    drain(body, run);
    QVERIFY(run.bytes == huge + "data: b\n\n");
}

QTEST_GUILESS_MAIN(TestFaultyBody)
#include "tst_faultybody.moc"
