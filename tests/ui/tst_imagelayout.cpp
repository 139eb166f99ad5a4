#include "tests/ui/imagebytes.h"
#include "ui/blocks/imagelayout.h"
#include "ui/theme.h"

#include <QPainter>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int PatienceMs = 30'000;

const Theme& theme()
{
    static const Theme light = Theme::light();
    return light;
}

BlockLayout::Context contextOf(int width)
{
    return {.theme = theme(), .width = width};
}

QImage painted(ImageLayout& layout, int width)
{
    QImage canvas(width, layout.height(), QImage::Format_RGB32);
    canvas.fill(Qt::white);
    QPainter painter(&canvas);
    layout.paint(painter, {}, {.text = {.theme = theme(), .clip = canvas.rect()}});
    return canvas;
}

int heightNow(ImageLayout& layout)
{
    layout.takeNews();
    return layout.height();
}

/// A picture no other test has used: the last ones are kept.
QByteArray freshImage(const QSize& size)
{
    static int count = 0;
    return imageFile(size, "png", QColor(255, ++count, 0));
}

}

class TestImageLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itHoldsAPlaceUntilTheSizeIsKnown()
    {
        BlockWorker worker;
        ImageLayout layout(freshImage({600, 400}), {}, contextOf(760));
        QCOMPARE(layout.height(), 180);
        QCOMPARE(layout.usedWidth(), 320);

        QTRY_COMPARE_WITH_TIMEOUT(heightNow(layout), 400, PatienceMs);

        QCOMPARE(layout.usedWidth(), 600);
        QCOMPARE(layout.takeNews(), BlockLayout::NothingChanged);
    }

    void thePictureIsPaintedWithRoundCorners()
    {
        BlockWorker worker;
        QSignalSpy changed(&worker, &BlockWorker::changed);
        ImageLayout layout(freshImage({100, 50}), {}, contextOf(760));
        const auto middle = [&] {
            layout.takeNews();
            return painted(layout, 760).pixelColor(50, 25);
        };
        QTRY_COMPARE_WITH_TIMEOUT(middle().red(), 255, PatienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(middle().blue(), 0, PatienceMs);
        const QImage canvas = painted(layout, 760);
        QCOMPARE(canvas.pixelColor(0, 0), QColor(Qt::white));
        QCOMPARE(canvas.pixelColor(99, 49), QColor(Qt::white));
        QCOMPARE(canvas.pixelColor(101, 25), QColor(Qt::white));
        QVERIFY(changed.count() >= 1);
    }

    void aWidePictureFitsTheColumn()
    {
        BlockWorker worker;
        MarkdownBlock block {.kind = MarkdownBlock::Kind::Image};
        block.image = freshImage({1520, 800});
        ImageLayout layout(block.image, {}, contextOf(760));
        QTRY_COMPARE_WITH_TIMEOUT(heightNow(layout), 400, PatienceMs);

        QCOMPARE(layout.update(block, contextOf(380)), 0);
        block.image = freshImage({2, 2});
        QCOMPARE(layout.update(block, contextOf(380)), BlockLayout::MakeAnew);

        QCOMPARE(layout.height(), 200);
        QCOMPARE(layout.usedWidth(), 380);
    }

    void aStripIsNoMileOfPage()
    {
        BlockWorker worker;
        ImageLayout layout(freshImage({10, 9000}), {}, contextOf(760));
        QTRY_COMPARE_WITH_TIMEOUT(heightNow(layout), 900, PatienceMs);
        QCOMPARE(layout.usedWidth(), 1);
    }

    void theDescriptionStandsBelowAndIsTheText()
    {
        ImageLayout layout(freshImage({10, 10}), u"A cat"_s, contextOf(760));
        QVERIFY(layout.height() > 180 + 8);
        QCOMPARE(layout.positionAt({1, 180 + 10}), 0);
        QCOMPARE(layout.positionAt({700, 180 + 10}), 5);
        QVERIFY(layout.lineTop(3) >= 180);
        QVERIFY(layout.hit({1, 190}).isText);
        QVERIFY(!layout.hit({1, 90}).isText);
    }

    void aDamagedImageSaysSoInALine()
    {
        BlockWorker worker;
        ImageLayout layout(freshImage({10, 10}).first(30), {}, contextOf(760));
        QTRY_COMPARE_WITH_TIMEOUT(heightNow(layout), 48, PatienceMs);
        const QImage canvas = painted(layout, 760);
        bool isInked = false;
        for (int x = 16; x < 200; ++x)
            isInked = isInked || canvas.pixelColor(x, 24).lightness() < 140;
        QVERIFY(isInked);
    }

    void anImageThatWasShownHasItsHeightAtOnce()
    {
        BlockWorker worker;
        const QByteArray bytes = freshImage({600, 400});
        {
            ImageLayout first(bytes, {}, contextOf(760));
            QTRY_COMPARE_WITH_TIMEOUT(heightNow(first), 400, PatienceMs);
            ImageDecoding decoding(bytes, {760, 900});
            QTRY_COMPARE_WITH_TIMEOUT(decoding.state(), ImageDecoding::State::Ready, PatienceMs);
        }
        ImageLayout again(QByteArray(bytes.constData(), bytes.size()), {}, contextOf(500));
        QCOMPARE(again.height(), 333);
    }

    void withoutAWorkerThePlaceStaysEmpty()
    {
        ImageLayout layout(freshImage({600, 400}), {}, contextOf(760));
        QCOMPARE(layout.takeNews(), BlockLayout::NothingChanged);
        QCOMPARE(painted(layout, 760).pixelColor(160, 90), theme().codeBackground);
    }

    void anImageThatIsGoneDisturbsNobody()
    {
        BlockWorker worker;
        for (int i = 0; i < 10; ++i)
            ImageLayout(freshImage({2000, 2000}), {}, contextOf(760));
        ImageLayout stays(freshImage({600, 400}), {}, contextOf(760));
        QTRY_COMPARE_WITH_TIMEOUT(heightNow(stays), 400, PatienceMs);
    }

    void theWorkerMayGoWhileItDecodes()
    {
        auto worker = std::make_unique<BlockWorker>();
        ImageLayout layout(freshImage({3000, 3000}), {}, contextOf(760));
        worker.reset();
        QCoreApplication::processEvents();
        layout.takeNews();
        QCOMPARE(layout.height(), 180);
    }
};

QTEST_MAIN(TestImageLayout)
#include "tst_imagelayout.moc"
