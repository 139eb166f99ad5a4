#include "tests/ui/imagebytes.h"
#include "ui/blocks/imagedecoder.h"

#include <QLoggingCategory>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr QSize Box(760, 900);

QString failureOf(const QByteArray& bytes)
{
    const Result<QImage> image = decodeImage(bytes, Box);
    return image ? u"decoded"_s : image.error().message;
}

const QString Damaged = u"The image is damaged."_s;
const QString Unknown = u"The image is of a kind that cannot be shown."_s;

}

class TestImageDecoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Qt tells what is wrong with each of the broken files.
    void initTestCase() { QLoggingCategory::setFilterRules(u"qt.gui.imageio*=false"_s); }

    void usualKindsAreDecoded_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QSize>("size");
        QTest::newRow("PNG") << imageFile({40, 30}, "png") << QSize(40, 30);
        QTest::newRow("JPEG") << imageFile({40, 30}, "jpeg") << QSize(40, 30);
        QTest::newRow("GIF") << smallGif() << QSize(1, 1);
        QTest::newRow("JPEG, turned") << imageFile({40, 30}, "jpeg", Qt::red, QImageIOHandler::TransformationRotate90)
                                      << QSize(30, 40);
    }

    void usualKindsAreDecoded()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QSize, size);

        const Result<QSize> announced = imageSize(bytes);
        const Result<QImage> image = decodeImage(bytes, Box);

        QVERIFY(announced);
        QCOMPARE(*announced, size);
        QVERIFY(image);
        QCOMPARE(image->size(), size);
        QVERIFY(image->pixelColor(0, 0).red() > 240);
        QVERIFY(image->pixelColor(0, 0).blue() < 20);
    }

    void largeImagesAreScaledDownToTheBox_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QSize>("size");
        QTest::newRow("PNG") << imageFile({3040, 1000}, "png") << QSize(760, 250);
        QTest::newRow("JPEG") << imageFile({3040, 1000}, "jpeg") << QSize(760, 250);
        QTest::newRow("high") << imageFile({900, 9000}, "png") << QSize(90, 900);
        QTest::newRow("a line") << imageFile({9000, 1}, "png") << QSize(760, 1);
        QTest::newRow("turned") << imageFile({3040, 1000}, "jpeg", Qt::red, QImageIOHandler::TransformationRotate90)
                                << QSize(296, 900);
    }

    void largeImagesAreScaledDownToTheBox()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QSize, size);
        const Result<QImage> image = decodeImage(bytes, Box);
        QVERIFY(image);
        QCOMPARE(image->size(), size);
    }

    void whatIsNoImageIsRefused()
    {
        QCOMPARE(failureOf({}), Unknown);
        QCOMPARE(failureOf("hello"), Unknown);
        QCOMPARE(failureOf("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"), Unknown);
        QCOMPARE(failureOf("BM"_ba + QByteArray(100, 0)), Unknown);
        QCOMPARE(failureOf(QByteArray("\xff\xd8\xff\xe0") + QByteArray(100, 'x')), Damaged);
        QCOMPARE(failureOf("GIF89a"), Damaged);
    }

    void aCutImageNeverCrashesAndAPngSaysSo()
    {
        const QByteArray png = imageFile({64, 64}, "png", Qt::blue);
        const QByteArray jpeg = imageFile({64, 64}, "jpeg");
        const QByteArray gif = smallGif();
        for (qsizetype length = 0; length < png.size() - 16; ++length)
            QVERIFY(failureOf(png.first(length)) != u"decoded"_s);
        for (qsizetype length = 0; length < jpeg.size(); length += 7)
            QVERIFY(!failureOf(jpeg.first(length)).isEmpty());
        for (qsizetype length = 0; length < gif.size(); ++length)
            QVERIFY(!failureOf(gif.first(length)).isEmpty());
    }

    void limitsHold()
    {
        QCOMPARE(failureOf(imageFile({4, 4}, "png") + QByteArray(MaxImageBytes, 'x')), u"The image is larger than 8 MB."_s);
        const QString tooMany = u"The image has more than 40 megapixels."_s;
        QCOMPARE(failureOf(greyPng({8000, 5001}, {})), tooMany);
        QCOMPARE(failureOf(greyPng({1'000'000, 1'000'000}, {})), tooMany);
        QVERIFY(failureOf(greyPng({1, 0x7fffffff}, {})) != u"decoded"_s); // libpng has a limit of its own
        QCOMPARE(failureOf(greyPng({0, 5}, {})), Damaged);
    }

    void aSmallFileThatUnpacksToALargePictureStaysInTheLimits()
    {
        const QSize size(6000, 6000);
        const QByteArray packed = qCompress(QByteArray(size.height() * (size.width() + 1), 0), 9).sliced(4);
        const QByteArray bomb = greyPng(size, packed);
        QVERIFY(bomb.size() < 100'000);

        const Result<QImage> image = decodeImage(bomb, Box);

        QVERIFY(image);
        QCOMPARE(image->size(), QSize(760, 760));
    }

    void dataBeyondThePictureIsNotUnpacked()
    {
        const QByteArray bomb = greyPng({4, 4}, qCompress(QByteArray(50'000'000, 0), 9).sliced(4));
        QVERIFY(!failureOf(bomb).isEmpty());
    }
};

QTEST_MAIN(TestImageDecoder)
#include "tst_imagedecoder.moc"
