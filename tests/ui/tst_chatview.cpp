#include "chatviewfixture.h"

#include "ui/panel/owncost.h"
#include "ui/theme.h"

#include <QAccessible>
#include <QSignalSpy>

using namespace sluice;
using namespace Qt::StringLiterals;

class TestChatView final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void worksWithoutRows()
    {
        ChatViewFixture f;

        for (const Qt::Key key :
            {Qt::Key_Up, Qt::Key_Down, Qt::Key_PageUp, Qt::Key_PageDown, Qt::Key_Home, Qt::Key_End, Qt::Key_A})
            QTest::keyClick(&f.view, key);
        QTest::keyClick(&f.view, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(&f.view, Qt::Key_Down, Qt::ControlModifier);
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, {50, 50});
        f.view.followLatest();

        QVERIFY(f.view.isFollowing());
        QVERIFY(f.view.selectedText().isEmpty());
        QVERIFY(!f.jumpButton()->isVisible());
    }

    void readsOnlyTheRowsInView()
    {
        const double before = OwnCost::threadCpuSeconds(); // not the clock's: on a busy machine this thread may have to wait
        ChatViewFixture f(1'000'000);
        const double openSeconds = OwnCost::threadCpuSeconds() - before;

        QVERIFY2(f.model.reads < 100, qPrintable(QString::number(f.model.reads)));
        QVERIFY(f.top(999'999) < 600);
        QVERIFY2(openSeconds < 1, qPrintable(QString::number(openSeconds)));
        f.view.verticalScrollBar()->setValue(f.end() / 2);
        QApplication::processEvents();
        QVERIFY2(f.model.reads < 300, qPrintable(QString::number(f.model.reads)));
    }

    void typingIntoTheListSearchesNothing()
    {
        ChatViewFixture f(100'000);
        f.model.reads = 0;

        QTest::keyClick(&f.view, Qt::Key_Q);

        QVERIFY(f.model.reads < 100);
    }

    void followsTextThatStreamsIn()
    {
        ChatViewFixture f(50);
        f.model.append(Role::User, u"Question"_s);
        f.model.append(Role::Assistant, {});

        for (int i = 0; i < 20; ++i) {
            f.model.growLast(LongText);
            QCOMPARE(f.offset(), f.end());
        }

        QVERIFY(f.view.isFollowing());
        QVERIFY(!f.jumpButton()->isVisible());
    }

    void onlyTheReadersOwnScrollStopsFollowing()
    {
        ChatViewFixture f(50);
        f.model.append(Role::Assistant, LongText);
        QSignalSpy changes(&f.view, &ChatView::followingChanged);

        f.model.growLast(LongText);
        f.view.resize(500, 400);
        QApplication::processEvents();
        f.model.append(Role::User, LongText);
        f.view.resize(820, 600);
        QApplication::processEvents();
        QVERIFY(f.view.isFollowing());
        QCOMPARE(f.offset(), f.end());
        QCOMPARE(changes.size(), 0);

        f.wheel(1);
        QVERIFY(!f.view.isFollowing());
        f.wheel(-3);
        QVERIFY(f.view.isFollowing());
        QCOMPARE(changes.size(), 2);
    }

    void staysPutToThePixelWhileTextStreamsIn()
    {
        ChatViewFixture f(50);
        f.model.append(Role::Assistant, LongText.repeated(10));
        f.wheel(3);
        const int row = f.view.rowAtViewport(0);
        const int top = f.top(row);
        const int offset = f.offset();

        for (int i = 0; i < 50; ++i) {
            f.model.growLast(LongText);
            QCOMPARE(f.top(row), top);
            QCOMPARE(f.offset(), offset);
        }

        QVERIFY(!f.view.isFollowing());
        QVERIFY(f.jumpButton()->isVisible());
    }

    void jumpToLatestGoesOnFollowing()
    {
        ChatViewFixture f(50);
        f.wheel(5);
        QVERIFY(f.jumpButton()->isVisible());
        QCOMPARE(QAccessible::queryAccessibleInterface(f.jumpButton())->text(QAccessible::Name), u"Jump to latest"_s);

        QTest::mouseClick(f.jumpButton(), Qt::LeftButton);

        QVERIFY(f.view.isFollowing());
        QCOMPARE(f.offset(), f.end());
        QVERIFY(!f.jumpButton()->isVisible());
    }

    void scrollingUpOverUnmeasuredRowsMovesNothingElse()
    {
        ChatViewFixture f(1'000'000);
        f.view.verticalScrollBar()->setValue(f.end() / 2);
        QApplication::processEvents();

        for (int moved = 0; moved < 10'000; moved += 40) {
            const int row = f.view.rowAtViewport(300);
            const int before = f.top(row);
            f.view.scrollByPixels(-40);
            QCOMPARE(f.top(row), before + 40);
        }
    }

    void rowsBeforeTheViewLeaveItAlone()
    {
        ChatViewFixture f;
        for (int i = 0; i < 30; ++i)
            f.model.append(i % 2 ? Role::Assistant : Role::User, LongText);
        f.wheel(10);
        const int row = f.view.rowAtViewport(200);
        const int before = f.top(row);
        Message early;
        early.text = LongText;

        for (int i = 0; i < 5; ++i)
            f.model.prepend(early);

        QCOMPARE(f.top(row + 5), before);
    }

    void theLastAnswerCanBeReplaced()
    {
        ChatViewFixture f(20);
        f.model.append(Role::Assistant, LongText);

        f.model.removeLast();
        f.model.append(Role::Assistant, u"again"_s);

        QVERIFY(f.view.isFollowing());
        QCOMPARE(f.offset(), f.end());
        QCOMPARE(f.view.layoutOf(20).text(0, 100), u"again"_s);
    }

    void anotherWidthKeepsTheLineAtTheTop()
    {
        ChatViewFixture f;
        f.model.append(Role::Assistant, LongText.repeated(60));
        f.view.verticalScrollBar()->setValue(f.end() / 2);
        const auto atTop = [&] { return f.view.layoutOf(0).positionAt(QPointF(0, f.offset() + 2)); };
        const qsizetype position = atTop();

        f.view.resize(480, 600);
        QApplication::processEvents();
        MessageLayout& narrow = f.view.layoutOf(0);
        QVERIFY(std::abs(narrow.lineTop(position) - f.offset()) < 24);
        f.view.resize(820, 600);
        QApplication::processEvents();

        QVERIFY(std::abs(f.view.layoutOf(0).lineTop(position) - f.offset()) < 24);
    }

    void aWindowMadeNarrowAndWideAgainShowsTheSameLine()
    {
        ChatViewFixture f;
        for (int i = 0; i < 40; ++i)
            f.model.append(i % 2 ? Role::Assistant : Role::User, LongText.repeated(1 + i % 3));
        f.wheel(17);
        const int row = f.view.rowAtViewport(0);
        const int top = f.top(row);

        for (const int width : {700, 531, 420, 611, 820})
            f.view.resize(width, 600);
        QApplication::processEvents();

        QCOMPARE(f.top(row), top);
    }

    void twoVeryLongMessagesInViewLeaveEachOtherAlone()
    {
        ChatViewFixture f;
        f.model.append(Role::User, u"short"_s);
        f.model.append(Role::Assistant, u"one **paragraph** after the other\n\n"_s.repeated(40'000));
        f.model.append(Role::User, u"short again"_s);
        f.view.scrollTo(f.model.index(1), QAbstractItemView::PositionAtTop);

        QTRY_VERIFY(!f.view.layoutOf(1).isBehind());
        f.view.scrollByPixels(-60);
        QApplication::processEvents();

        QVERIFY(!f.view.layoutOf(1).isBehind());
        QVERIFY(f.view.layoutOf(1).text(0, f.view.layoutOf(1).length()).size() > 1'000'000);
    }

    void textStaysPutWhileReasoningGrowsAboveIt()
    {
        ChatViewFixture f(10);
        Message answer;
        answer.role = Role::Assistant;
        answer.state = MessageState::Streaming;
        answer.reasoning = u"A thought. "_s.repeated(40);
        answer.text = LongText.repeated(30);
        f.model.append(answer);
        f.wheel(5);
        MessageLayout& layout = f.view.layoutOf(10);
        const qsizetype position = layout.positionAt(QPointF(300, 300 - f.top(10)));
        const qreal before = f.top(10) + layout.lineTop(position);

        for (int i = 0; i < 20; ++i) {
            f.model.last().reasoning += u"And another one, which is longer. "_s;
            f.model.touchLast();
            QCOMPARE(f.top(10) + f.view.layoutOf(10).lineTop(position), before);
        }
    }

    void halfWrittenMarkupDoesNotFlashUp()
    {
        ChatViewFixture f;
        Message answer;
        answer.role = Role::Assistant;
        answer.state = MessageState::Streaming;
        answer.text = u"3. three"_s;
        f.model.append(answer);
        const auto shown = [&] { return f.view.layoutOf(0).text(0, f.view.layoutOf(0).length()); };

        f.model.growLast(u"\n4"_s);
        QCOMPARE(shown(), u"3. three"_s);
        f.model.growLast(u". four **"_s);
        QCOMPARE(shown(), u"3. three\n4. four"_s);
        f.model.last().state = MessageState::Stopped;
        f.model.touchLast();

        QCOMPARE(shown(), u"3. three\n4. four **"_s);
    }

    void keysScrollAndEndFollows()
    {
        ChatViewFixture f(200);

        QTest::keyClick(&f.view, Qt::Key_PageUp);
        QCOMPARE(f.offset(), f.end() - 560);
        QTest::keyClick(&f.view, Qt::Key_Up);
        QCOMPARE(f.offset(), f.end() - 600);
        QVERIFY(!f.view.isFollowing());
        QTest::keyClick(&f.view, Qt::Key_Home);
        QCOMPARE(f.offset(), 0);
        QTest::keyClick(&f.view, Qt::Key_End);
        QCOMPARE(f.offset(), f.end());
        QVERIFY(f.view.isFollowing());
    }

    void controlAndArrowsGoFromMessageToMessage()
    {
        ChatViewFixture f(200);

        f.view.setCurrentIndex(f.model.index(199));
        QTest::keyClick(&f.view, Qt::Key_Up, Qt::ControlModifier);
        QTest::keyClick(&f.view, Qt::Key_Up, Qt::ControlModifier);

        QCOMPARE(f.view.currentIndex().row(), 197);
        QVERIFY(f.view.viewport()->rect().intersects(f.view.visualRect(f.view.currentIndex())));
    }

    void scrollToShowsTheRowWhereverItIs()
    {
        ChatViewFixture f(100'000);

        f.view.scrollTo(f.model.index(5), QAbstractItemView::PositionAtTop);
        QCOMPARE(f.top(5), 0);
        f.view.scrollTo(f.model.index(70'000), QAbstractItemView::PositionAtBottom);
        QCOMPARE(f.view.visualRect(f.model.index(70'000)).bottom(), 599);
        f.view.scrollTo(f.model.index(70'001));
        QVERIFY(f.view.visualRect(f.model.index(70'001)).bottom() <= 599 || f.top(70'001) == 0);
        QVERIFY(!f.view.isFollowing());
    }

    void theErrorStandsBelowTheKeptText()
    {
        ChatViewFixture f;
        f.model.append(Role::Assistant, u"Kept text"_s);
        const int before = f.view.layoutOf(0).height();

        f.model.last().state = MessageState::Failed;
        f.model.last().error = Error {.message = u"It broke."_s};
        f.model.touchLast();

        QVERIFY(f.view.layoutOf(0).height() > before);
        QCOMPARE(f.view.layoutOf(0).text(0, 100), u"Kept text"_s);
    }

    void screenReadersFindAListOfMessages()
    {
        ChatViewFixture f;
        f.model.append(Role::User, u"Hello"_s);
        f.model.append(Role::Assistant, u"Hi there"_s);

        QAccessibleInterface* list = QAccessible::queryAccessibleInterface(&f.view);

        QCOMPARE(list->role(), QAccessible::List);
        QCOMPARE(list->text(QAccessible::Name), u"Messages"_s);
        QCOMPARE(list->childCount(), 2);
        QCOMPARE(list->child(0)->text(QAccessible::Name), u"You: Hello"_s);
        QCOMPARE(list->child(1)->text(QAccessible::Name), u"Assistant: Hi there"_s);
        QVERIFY(!list->child(1)->rect().isEmpty());
    }

    void anotherThemeIsTakenOverInPlace()
    {
        ChatViewFixture f(30);
        f.wheel(4);
        const int offset = f.offset();

        setCurrentTheme(Theme::dark());
        QEvent event(QEvent::PaletteChange);
        QApplication::sendEvent(&f.view, &event);
        const QImage image = f.view.grab().toImage();
        setCurrentTheme(Theme::light());

        QCOMPARE(f.offset(), offset);
        QCOMPARE(image.pixelColor(4, 300), Theme::dark().background);
    }
};

QTEST_MAIN(TestChatView)

#include "tst_chatview.moc"
