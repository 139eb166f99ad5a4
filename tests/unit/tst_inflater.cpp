#include "core/wire/inflater.h"

#include <QRandomGenerator>
#include <QTest>

#include <zlib.h>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

enum class Flush { None, AfterEach };

/// \a pieces as one gzip member; AfterEach makes a sync flush behind every piece.
QByteArray gzipped(const QByteArrayList& pieces, Flush flush = Flush::None, int level = 6)
{
    z_stream stream {};
    deflateInit2(&stream, level, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    QByteArray out;
    const auto run = [&](QByteArray piece, int mode) {
        stream.next_in = reinterpret_cast<Bytef*>(piece.data());
        stream.avail_in = uInt(piece.size());
        QByteArray room(64 * 1024, '\0');
        do {
            stream.next_out = reinterpret_cast<Bytef*>(room.data());
            stream.avail_out = uInt(room.size());
            deflate(&stream, mode);
            out += room.first(room.size() - stream.avail_out);
        } while (stream.avail_out == 0);
    };
    for (const QByteArray& piece : pieces)
        run(piece, flush == Flush::AfterEach ? Z_SYNC_FLUSH : Z_NO_FLUSH);
    run({}, Z_FINISH);
    deflateEnd(&stream);
    return out;
}

struct Run
{
    QByteArray text;
    std::optional<ErrorKind> error; ///< of next(), or of finish()
    qsizetype largestPiece = 0;

    bool operator==(const Run&) const = default;
};

void drain(Inflater& inflater, Run& run)
{
    while (!run.error) {
        const Result<QByteArrayView> piece = inflater.next();
        if (!piece)
            run.error = piece.error().kind;
        if (!piece || piece->isEmpty())
            return;
        run.text += *piece;
        run.largestPiece = std::max(run.largestPiece, piece->size());
    }
}

Run inflated(const QByteArrayList& wire, InflaterLimits limits = {})
{
    Inflater inflater(limits);
    Run run;
    for (const QByteArray& piece : wire) {
        inflater.feed(piece);
        drain(inflater, run);
    }
    const Result<void> end = inflater.finish();
    if (!end && !run.error)
        run.error = end.error().kind;
    return run;
}

QByteArrayList singleBytes(const QByteArray& bytes)
{
    QByteArrayList pieces;
    for (const char byte : bytes)
        pieces.append(QByteArray(1, byte));
    return pieces;
}

QByteArray noise(qsizetype size)
{
    QRandomGenerator random(3);
    QByteArray bytes(size, '\0');
    for (char& byte : bytes)
        byte = char(random.bounded(256));
    return bytes;
}

const QByteArrayList Events {"data: one\n\n"_ba, "data: two\n\n"_ba, "data: 你好\n\n"_ba};

}

class TestInflater : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneStreamComesOutWholeAtEverySplit_data() { streams(); }
    void oneStreamComesOutWholeAtEverySplit()
    {
        QFETCH(QByteArray, wire);
        QFETCH(QByteArray, text);

        for (qsizetype cut = 0; cut <= wire.size(); ++cut)
            QCOMPARE(inflated({wire.first(cut), wire.sliced(cut)}).text, text);
        const Run bytewise = inflated(singleBytes(wire));
        QCOMPARE(bytewise.text, text);
        QVERIFY(!bytewise.error);
    }

    void aSyncFlushGivesItsTextAtOnce()
    {
        z_stream stream {};
        deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
        Inflater inflater;
        for (QByteArray event : Events) {
            QByteArray room(1024, '\0');
            stream.next_in = reinterpret_cast<Bytef*>(event.data());
            stream.avail_in = uInt(event.size());
            stream.next_out = reinterpret_cast<Bytef*>(room.data());
            stream.avail_out = uInt(room.size());
            deflate(&stream, Z_SYNC_FLUSH);

            inflater.feed(room.first(room.size() - stream.avail_out));
            const Result<QByteArrayView> piece = inflater.next();

            QVERIFY(piece);
            QCOMPARE(*piece, QByteArrayView(event));
        }
        deflateEnd(&stream);
        QCOMPARE(inflater.finish().error().kind, ErrorKind::Protocol);
    }

    void aMemberPerEventGivesEachAtOnce()
    {
        Inflater inflater;
        for (const QByteArray& event : Events) {
            inflater.feed(gzipped({event}));
            const Result<QByteArrayView> piece = inflater.next();

            QVERIFY(piece);
            QCOMPARE(*piece, QByteArrayView(event));
            QVERIFY(inflater.next()->isEmpty());
            QVERIFY(inflater.finish());
        }
    }

    void aCutStreamIsAProtocolErrorAfterWhatCouldBeDecoded()
    {
        const QByteArray wire = gzipped(Events, Flush::AfterEach);
        const QByteArray text = Events.join();
        for (qsizetype size = 1; size < wire.size(); ++size) {
            const Run run = inflated({wire.first(size)});
            QCOMPARE(run.error, ErrorKind::Protocol);
            QVERIFY(text.startsWith(run.text));
            QCOMPARE(run.text, inflated(singleBytes(wire.first(size))).text);
        }
        QCOMPARE(inflated({wire.chopped(1)}).text, text);
    }

    void aDamagedByteIsAProtocolErrorAfterWhatCouldBeDecoded()
    {
        const QByteArray wire = gzipped({Events.join(), noise(300)}, Flush::AfterEach);
        for (qsizetype at = 0; at < wire.size(); ++at) {
            if (at >= 4 && at < 10)
                continue; // time, extra flags and system: nothing depends on them
            QByteArray damaged = wire;
            damaged[at] = char(damaged[at] ^ 0x55);
            const Run whole = inflated({damaged});
            QVERIFY2(whole.error == ErrorKind::Protocol, QByteArray::number(at).constData());
            QCOMPARE(inflated(singleBytes(damaged)).text, whole.text);
        }
    }

    void aWrongChecksumComesAfterTheWholeText()
    {
        QByteArray wire = gzipped(Events);
        wire[wire.size() - 6] = char(wire[wire.size() - 6] ^ 1);

        const Run run = inflated({wire});

        QCOMPARE(run.text, Events.join());
        QCOMPARE(run.error, ErrorKind::Protocol);
    }

    void whatIsNoMemberBehindAMemberIsAProtocolError_data()
    {
        QTest::addColumn<QByteArray>("rest");
        QTest::newRow("text") << "<html>"_ba;
        QTest::newRow("one byte") << "x"_ba;
        QTest::newRow("zeros") << QByteArray(512, '\0');
        QTest::newRow("half a header") << "\x1f\x8b\x08"_ba;
        QTest::newRow("the first byte of one") << "\x1f"_ba;
    }
    void whatIsNoMemberBehindAMemberIsAProtocolError()
    {
        QFETCH(QByteArray, rest);
        const QByteArray wire = gzipped(Events) + rest;

        for (const QByteArrayList& pieces : {QByteArrayList {wire}, singleBytes(wire)}) {
            const Run run = inflated(pieces);
            QCOMPARE(run.text, Events.join());
            QCOMPARE(run.error, ErrorKind::Protocol);
        }
    }

    void whatIsNotGzipIsAProtocolError()
    {
        QCOMPARE(inflated({"data: plain\n\n"}), Run({{}, ErrorKind::Protocol}));
        QCOMPARE(inflated({"\x78\x9c\x4b\x04\x00"_ba}), Run({{}, ErrorKind::Protocol})); // a zlib header
    }

    void anEmptyBodyIsWhole() { QCOMPARE(inflated({}), Run()); }

    void aFaultIsForGood()
    {
        Inflater inflater;
        inflater.feed("nonsense");
        QVERIFY(!inflater.next());

        inflater.feed(gzipped(Events));

        QVERIFY(!inflater.next());
        QVERIFY(!inflater.finish());
    }

    void piecesAreAtMost16KiB()
    {
        const QByteArray text = noise(100'000) + QByteArray(100'000, 'x');
        const Run run = inflated({gzipped({text})});
        QCOMPARE(run.text, text);
        QCOMPARE(run.largestPiece, 16 * 1024);
    }

    void feedingBeforeAllWasTakenLosesNothing()
    {
        const QByteArray text = noise(50'000) + QByteArray(200'000, 'x') + noise(50'000);
        const QByteArray wire = gzipped({text});
        Inflater inflater;
        Run run;

        for (qsizetype at = 0; at < wire.size(); at += 1000) {
            inflater.feed(wire.mid(at, 1000));
            if (const auto piece = inflater.next())
                run.text += *piece;
        }
        drain(inflater, run);

        QCOMPARE(run.text, text);
        QVERIFY(inflater.finish());
        QCOMPARE(inflater.wireBytes(), wire.size());
        QCOMPARE(inflater.decodedBytes(), text.size());
    }

    void theTotalIsBoundedToTheByte()
    {
        const QByteArray text = noise(40'000);
        const QByteArrayList wire {gzipped({text})};

        const Run exact = inflated(wire, {.maxDecodedBytes = 40'000});
        const Run tooMuch = inflated(wire, {.maxDecodedBytes = 39'999});

        QVERIFY(!exact.error);
        QCOMPARE(exact.text, text);
        QCOMPARE(tooMuch.error, ErrorKind::Overflow);
        QCOMPARE(tooMuch.text, text.first(39'999));
    }

    void theTotalCountsOverAllMembers()
    {
        const QByteArrayList wire(100, gzipped({"0123456789"}));
        QCOMPARE(inflated(wire, {.maxDecodedBytes = 1000}).error, std::nullopt);
        const Run run = inflated(wire, {.maxDecodedBytes = 995});
        QCOMPARE(run.error, ErrorKind::Overflow);
        QCOMPARE(run.text.size(), 995);
    }

    void aBombIsStoppedByItsRatio()
    {
        const QByteArray bomb = gzipped({QByteArray(64'000'000, '\0')}, Flush::None, 9);
        QVERIFY(bomb.size() < 64'000'000 / 500);

        const Run run = inflated({bomb});

        QCOMPARE(run.error, ErrorKind::Overflow);
        QVERIFY(run.text.size() >= 8 * 1024 * 1024);
        QVERIFY(run.text.size() < 9 * 1024 * 1024);
    }

    void aSmallRepetitiveStreamIsNoBomb()
    {
        const QByteArray text(8 * 1024 * 1024 - 1, 'x');
        const Run run = inflated({gzipped({text}, Flush::None, 9)});
        QVERIFY(!run.error);
        QCOMPARE(run.text.size(), text.size());
    }

    void longHonestStreamsPass()
    {
        const QByteArray text = QByteArray("data: {\"choices\":[{\"delta\":{\"content\":\"word\"}}]}\n\n").repeated(400'000);
        QVERIFY(text.size() > 16 * 1024 * 1024);
        const Run run = inflated({gzipped({text})});
        QVERIFY(!run.error);
        QCOMPARE(run.text.size(), text.size());
    }

    void emptyMembersAreNothing()
    {
        const QByteArray empty = gzipped({});
        const Run run = inflated({empty.repeated(1000) + gzipped(Events) + empty});
        QVERIFY(!run.error);
        QCOMPARE(run.text, Events.join());
    }

private:
    static void streams()
    {
        QTest::addColumn<QByteArray>("wire");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("one block") << gzipped(Events) << Events.join();
        QTest::newRow("sync flushes") << gzipped(Events, Flush::AfterEach) << Events.join();
        QTest::newRow("stored") << gzipped(Events, Flush::AfterEach, 0) << Events.join();
        QTest::newRow("a member per event") << gzipped({Events[0]}) + gzipped({Events[1]}) + gzipped({Events[2]})
                                            << Events.join();
        QTest::newRow("empty") << gzipped({}) << QByteArray();
        QByteArray named = gzipped(Events); // RFC 1952 section 2.3: flag 8 puts a name behind the ten bytes of the header
        named[3] = 8;
        named.insert(10, "name\0"_ba);
        QTest::newRow("with a file name") << named << Events.join();
    }
};

QTEST_GUILESS_MAIN(TestInflater)
#include "tst_inflater.moc"
