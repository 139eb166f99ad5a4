#include "core/flow/strategysample.h"
#include "tests/support/manualclock.h"
#include "ui/appearance.h"
#include "ui/settings/previewtext.h"
#include "ui/settings/strategypreview.h"
#include "ui/theme.h"

#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

QString wholeSample()
{
    QString whole;
    for (const TimedText& delta : strategySample())
        whole += delta.text;
    return whole;
}

}

/// The live preview of buffer strategies, on a clock that the test moves.
class TestStrategyPreview : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothSidesShowTheSampleAsFarAsTimeHasCome()
    {
        ManualClock clock;
        StrategyPreview preview(nullptr, clock);
        preview.setStrategy({.name = u"fixed"_s, .size = 50});
        preview.show();

        clock.advance(Millis(1000));

        QTRY_VERIFY(!preview.shownTexts().first.isEmpty());
        const auto [plain, chosen] = preview.shownTexts();
        QVERIFY(wholeSample().startsWith(plain));
        QVERIFY(chosen.size() < plain.size()); // it waits for fifty
    }

    void itBeginsAgainWhenItIsThrough()
    {
        ManualClock clock;
        StrategyPreview preview(nullptr, clock);
        preview.setStrategy({.name = u"sentence"_s});
        preview.show();
        const Micros end = strategySample().back().at;
        clock.advance(std::chrono::duration_cast<Millis>(end) + Millis(500));
        QTRY_COMPARE(preview.shownTexts().first, wholeSample());
        QCOMPARE(preview.shownTexts().second, wholeSample());

        clock.advance(Millis(9000));

        QTRY_VERIFY(preview.shownTexts().first.isEmpty());
        QVERIFY(preview.isPlaying());
    }

    void itStandsStillWhileNobodySeesIt()
    {
        StrategyPreview preview;
        QVERIFY(!preview.isPlaying());
        preview.show();
        QVERIFY(preview.isPlaying());

        preview.hide();

        QVERIFY(!preview.isPlaying());
    }

    void aChangeBeginsItAgainAndChangesTheFigures()
    {
        ManualClock clock;
        StrategyPreview preview(nullptr, clock);
        preview.setStrategy({.name = u"fixed"_s, .size = 2});
        preview.show();
        clock.advance(Millis(4000));
        QTRY_VERIFY(!preview.shownTexts().first.isEmpty());
        const auto before = preview.figures();

        preview.setStrategy({.name = u"fixed"_s, .size = 20});

        QVERIFY(preview.shownTexts().first.isEmpty());
        QCOMPARE(preview.figures().first, before.first);
        QVERIFY(preview.figures().second != before.second);
        QVERIFY(before.first.contains("p50 0 ms, p95 0 ms"_L1));
    }

    void theFiguresAreThoseOfThePlay()
    {
        StrategyPreview preview;
        preview.setFrameInterval(Millis(100));
        const StrategyPlay play = playStrategy(strategySample(), {.name = u"none"_s});

        const QString wanted = u"Repaints: %1, for %2 flushes"_s.arg(play.frames(Millis(100))).arg(play.flushes.size());

        QVERIFY(preview.figures().first.endsWith(wanted));
    }

    void withReducedMotionItPlaysOnceAndOnlyWhenAsked()
    {
        ManualClock clock;
        Theme still = Theme::light();
        still.reducesMotion = true;
        setCurrentTheme(still);
        const auto reset = qScopeGuard([] { setCurrentTheme(Theme::light()); });
        StrategyPreview preview(nullptr, clock);
        preview.show();
        QVERIFY(!preview.isPlaying());
        QCOMPARE(preview.shownTexts().first, wholeSample());
        auto* button = preview.findChild<QPushButton*>();
        QCOMPARE(button->text(), u"Play"_s);

        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(preview.isPlaying());
        clock.advance(Millis(30000));

        QTRY_VERIFY(!preview.isPlaying());
        QCOMPARE(preview.shownTexts().first, wholeSample());
    }

    void linesStandAtTheSameHeightWhateverIsInThem()
    {
        // The lowest row that is painted: the foot of the last x.
        const auto footOf = [](const QString& text) {
            PreviewText preview;
            preview.resize(240, preview.sizeHint().height());
            preview.setText(text);
            const QImage image = preview.grab().toImage();
            const QRgb background = image.pixel(image.width() / 2, 4);
            for (int y = image.height() - 8; y > 8; --y) { // not the corners
                for (int x = 12; x < 60; ++x) {
                    if (image.pixel(x, y) != background)
                        return y;
                }
            }
            return -1;
        };

        QVERIFY(footOf(u"x\nx\nx"_s) > 0);
        QCOMPARE(footOf(u"x\n中文\nx"_s), footOf(u"x\nx\nx"_s));
        QCOMPARE(footOf(u"x\n"_s.repeated(20) + u'x'), footOf(u"x\n"_s.repeated(6) + u'x')); // the end is what is seen
        QCOMPARE(footOf(u"中文\n"_s.repeated(9) + u'x'), footOf(u"x\n"_s.repeated(6) + u'x'));
    }

    void whatTheUserHasPausedStaysSo()
    {
        StrategyPreview preview;
        preview.show();
        QTest::mouseClick(preview.findChild<QPushButton*>(), Qt::LeftButton);
        QVERIFY(!preview.isPlaying());

        preview.hide();
        preview.show();

        QVERIFY(!preview.isPlaying());
    }
};

QTEST_MAIN(TestStrategyPreview)
#include "tst_strategypreview.moc"
