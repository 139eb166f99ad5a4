// The line below an answer that shows how it came.
#include "chatviewfixture.h"

#include "ui/chat/answerstripview.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>
#include <QSet>
#include <QSignalSpy>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

Message answer(const AnswerStrip& strip)
{
    Message message;
    message.role = Role::Assistant;
    message.text = u"An answer."_s;
    message.model = u"m"_s;
    message.figures.ttftMs = 1234;
    message.figures.strip = strip;
    return message;
}

const AnswerStrip Mixed {.waiting = 0.25, .cells = "19qqh9r9"_ba};

struct Shown
{
    ChatViewFixture f {0};

    explicit Shown(const Message& message)
    {
        f.model.append(message);
        QApplication::processEvents();
    }

    QRect row() const { return f.view.visualRect(f.model.index(0)); }

    // The middle of the strip, in the viewport; null where none is.
    QPoint strip() const
    {
        MessageLayout& layout = f.view.layoutOf(0);
        for (int y = 0; y < row().height(); ++y) {
            for (int x = 0; x < row().width(); x += 4) {
                if (layout.hit(QPointF(x, y)).kind == MessageHit::Kind::Strip)
                    return row().topLeft() + QPoint(x + 5 + StripSize::Width / 2, y + 5 + StripSize::Height / 2);
            }
        }
        return {};
    }

    QImage screen() const
    {
        QImage image(f.view.viewport()->size(), QImage::Format_RGB32);
        f.view.viewport()->render(&image);
        return image;
    }
};

// How many different colours \a strip is drawn in, background included.
int coloursOf(const AnswerStrip& strip, const Theme& theme)
{
    QImage image(StripSize::Width, StripSize::Height, QImage::Format_RGB32);
    image.fill(theme.background);
    {
        QPainter painter(&image);
        paintStrip(painter, {}, strip, theme);
    }
    QSet<QRgb> colours;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            colours.insert(image.pixel(x, y));
    }
    return int(colours.size());
}

}

class TestAnswerStripView final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAnswerWithoutAStripHasNoRoomForIt()
    {
        const Shown with(answer(Mixed));
        const Shown without(answer({}));

        QVERIFY(!with.strip().isNull());
        QVERIFY(without.strip().isNull());
        QCOMPARE(with.row().height() - without.row().height(), 8);
        QVERIFY(!without.f.view.layoutOf(0).hasStrip());
    }

    void aUsersTurnHasNone()
    {
        Message turn = answer(Mixed);
        turn.role = Role::User;

        QVERIFY(Shown(turn).strip().isNull());
    }

    void itIsDrawnWhereTheMouseFindsIt()
    {
        const Shown shown(answer({.waiting = 0, .cells = "99999999"_ba}));

        const QColor colour = shown.screen().pixelColor(shown.strip());

        QVERIFY(colour != currentTheme().background);
        QVERIFY(colour.blue() > colour.red()); // a tint of the accent
    }

    void eachKindOfCellLooksDifferent_data()
    {
        QTest::addColumn<bool>("isDark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void eachKindOfCellLooksDifferent()
    {
        QFETCH(const bool, isDark);
        const Theme theme = isDark ? Theme::dark() : Theme::light();

        QCOMPARE(coloursOf({.waiting = 0, .cells = "123456789"_ba}, theme), 9);
        // background, waiting, nothing, a rate, quiet, held back, tick
        QCOMPARE(coloursOf({.waiting = 0.3, .cells = "09qhr"_ba}, theme), 7);
    }

    void aStallIsAlsoASilhouette()
    {
        const Theme theme = Theme::light();
        QImage image(StripSize::Width, StripSize::Height, QImage::Format_RGB32);
        image.fill(theme.background);
        QPainter painter(&image);
        paintStrip(painter, {}, {.waiting = 0, .cells = "qh"_ba}, theme);
        painter.end();

        QCOMPARE(image.pixelColor(10, 0), theme.background);
        QVERIFY(image.pixelColor(10, StripSize::Height - 1) != theme.background);
        QVERIFY(image.pixelColor(StripSize::Width - 10, 0) != theme.background);
    }

    void aClickAsksForTheTimeline()
    {
        Shown shown(answer(Mixed));
        QSignalSpy wanted(&shown.f.view, &ChatView::timelineWanted);

        QTest::mouseClick(shown.f.view.viewport(), Qt::LeftButton, {}, shown.strip());
        QTest::mouseClick(shown.f.view.viewport(), Qt::LeftButton, {}, shown.strip() - QPoint(0, 30));

        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted.first().first().toInt(), 0);
    }

    void theKeyboardAsksForIt_data()
    {
        QTest::addColumn<Qt::Key>("key");
        QTest::addColumn<bool>("hasStrip");
        QTest::newRow("P") << Qt::Key_P << true;
        QTest::newRow("Enter") << Qt::Key_Return << true;
        QTest::newRow("P, nothing there") << Qt::Key_P << false;
        QTest::newRow("Enter, nothing there") << Qt::Key_Return << false;
    }
    void theKeyboardAsksForIt()
    {
        QFETCH(const Qt::Key, key);
        QFETCH(const bool, hasStrip);
        Shown shown(answer(hasStrip ? Mixed : AnswerStrip()));
        QSignalSpy wanted(&shown.f.view, &ChatView::timelineWanted);
        shown.f.view.setFocus();
        QTest::keyClick(&shown.f.view, Qt::Key_Up, Qt::ControlModifier); // to the message

        QTest::keyClick(&shown.f.view, key);

        QCOMPARE(wanted.count(), hasStrip ? 1 : 0);
    }

    void theMenuOffersIt()
    {
        Shown shown(answer(Mixed));
        QSignalSpy wanted(&shown.f.view, &ChatView::timelineWanted);
        const QPoint point = shown.strip();
        QContextMenuEvent event(QContextMenuEvent::Mouse, point, shown.f.view.viewport()->mapToGlobal(point));
        QApplication::sendEvent(shown.f.view.viewport(), &event);
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        QVERIFY(menu);

        for (QAction* action : menu->actions()) {
            if (action->text().startsWith(u"Show performance"_s))
                action->trigger();
        }
        menu->close();

        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted.first().first().toInt(), 0);
    }

    void theToolTipSaysItInWords()
    {
        const Shown shown(answer(Mixed));

        const QString words = shown.f.view.layoutOf(0).toolTipAt(shown.strip() - shown.row().topLeft());

        QVERIFY(words.contains(u"Waited 1.2 s for the first text."_s));
        QVERIFY(words.contains(u"Stalled once: the network was quiet."_s)); // two cells, one stall
        QVERIFY(words.contains(u"Stalled once: held back by Sluice."_s));
        QVERIFY(words.contains(u"Asked again once."_s));
    }

    void itGrowsWithARunningAnswer()
    {
        Shown shown(answer({}));
        QVERIFY(shown.strip().isNull());
        const QImage before = shown.screen();

        shown.f.model.last().figures.strip = Mixed;
        shown.f.model.touchLast();
        QApplication::processEvents();

        QVERIFY(!shown.strip().isNull());
        QVERIFY(shown.screen() != before);
    }
};

QTEST_MAIN(TestAnswerStripView)
#include "tst_answerstripview.moc"
