#include "core/wire/deflater.h"
#include "core/wire/inflater.h"

#include <QTest>

#include <random>

#include <malloc.h>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

QByteArray eventNumber(int number)
{
    return "id: " + QByteArray::number(number) + "\ndata: word " + QByteArray::number(number * 7919 % 1000) + "\n\n";
}

/// What comes out of \a inflater by now.
QByteArray taken(Inflater& inflater)
{
    QByteArray all;
    for (Result<QByteArrayView> piece = inflater.next(); piece && !piece->isEmpty(); piece = inflater.next())
        all += *piece;
    return all;
}

}

class TestDeflater : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachPieceCanBeReadAtOnce_data();
    void eachPieceCanBeReadAtOnce();
    void eachPieceOfAnyTextCanBeReadAtOnce();
    void itIsOneMemberThatEndsWithItsChecksum();
    void nothingGivesNothing();
    void aLargePieceIsWhole();
    void aSmallOneTakes32KiBAtMost();
};

void TestDeflater::eachPieceCanBeReadAtOnce_data()
{
    QTest::addColumn<int>("windowBits");
    QTest::addColumn<int>("memoryLevel");
    QTest::newRow("default") << DeflaterOptions().windowBits << DeflaterOptions().memoryLevel;
    QTest::newRow("small") << SmallDeflater.windowBits << SmallDeflater.memoryLevel;
}

void TestDeflater::eachPieceCanBeReadAtOnce()
{
    QFETCH(int, windowBits);
    QFETCH(int, memoryLevel);
    Deflater deflater({.windowBits = windowBits, .memoryLevel = memoryLevel});
    Inflater inflater;
    for (int i = 0; i < 2000; ++i) {
        const QByteArray packed = deflater.take(eventNumber(i));
        QVERIFY(packed.endsWith(QByteArray::fromHex("0000ffff"))); // the empty stored block
        inflater.feed(packed);
        QCOMPARE(taken(inflater), eventNumber(i));
    }
    QVERIFY(!inflater.finish());
    inflater.feed(deflater.finish());
    QCOMPARE(taken(inflater), QByteArray());
    QVERIFY(inflater.finish());
}

void TestDeflater::eachPieceOfAnyTextCanBeReadAtOnce()
{
    std::minstd_rand random(7);
    for (int round = 0; round < 40; ++round) {
        Deflater deflater(SmallDeflater);
        Inflater inflater;
        for (int i = 0; i < 200; ++i) {
            QString text;
            for (auto length = random() % 9; length > 0; --length)
                text += random() % 2 == 0 ? QChar(char16_t(0x4e00 + random() % 0x5000)) : QChar(char16_t(' ' + random() % 95));
            const QByteArray event = "data: " + text.toUtf8() + "\n\n";
            inflater.feed(deflater.take(event));
            QCOMPARE(taken(inflater), event);
        }
        inflater.feed(deflater.finish());
        QCOMPARE(taken(inflater), QByteArray());
        QVERIFY(inflater.finish());
    }
}

void TestDeflater::itIsOneMemberThatEndsWithItsChecksum()
{
    Deflater deflater;
    QByteArray packed = deflater.take("one");
    packed += deflater.take("two");
    packed += deflater.finish();
    QVERIFY(packed.startsWith(QByteArray::fromHex("1f8b")));
    QCOMPARE(packed.lastIndexOf(QByteArray::fromHex("1f8b08")), 0);
    QVERIFY(packed.endsWith(QByteArray::fromHex("06000000"))); // the length
}

void TestDeflater::nothingGivesNothing()
{
    Deflater deflater;
    QCOMPARE(deflater.take({}), QByteArray());
    Inflater inflater;
    inflater.feed(deflater.finish());
    QCOMPARE(taken(inflater), QByteArray());
    QVERIFY(inflater.finish());
}

void TestDeflater::aLargePieceIsWhole()
{
    QByteArray large;
    for (int i = 0; large.size() < 300'000; ++i)
        large += eventNumber(i);
    Deflater deflater(SmallDeflater);
    Inflater inflater;
    inflater.feed(deflater.take(large));
    QCOMPARE(taken(inflater), large);
}

void TestDeflater::aSmallOneTakes32KiBAtMost()
{
    constexpr int Count = 200;
    std::vector<std::unique_ptr<Deflater>> all(Count);
    const auto before = mallinfo2();
    for (auto& deflater : all) {
        deflater = std::make_unique<Deflater>(SmallDeflater);
        (void)deflater->take(eventNumber(1));
    }
    const auto after = mallinfo2();
    if (after.uordblks + after.hblkhd == before.uordblks + before.hblkhd)
        QSKIP("another allocator counts");
    const std::size_t each = (after.uordblks + after.hblkhd - before.uordblks - before.hblkhd) / Count;
    QVERIFY2(each > 1000 && each <= 32 * 1024, QByteArray::number(qint64(each)).constData());
}

QTEST_GUILESS_MAIN(TestDeflater)
#include "tst_deflater.moc"
