#include "fakeconversation.h"

#include "ui/chat/chatview.h"
#include "ui/chat/messagelayout.h"
#include "ui/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QElapsedTimer>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <memory>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

const QString LongText =
    u"Some words of a paragraph that is long enough to be broken into several lines at any width. "_s.repeated(6) + u"\n\n"_s;

// A view on a conversation, shown offscreen.
struct Fixture
{
    FakeConversation model;
    ChatView view;

    explicit Fixture(int virtualRows = 0)
    {
        model.virtualRows = virtualRows;
        view.resize(820, 600);
        view.setModel(&model);
        view.show();
        QApplication::processEvents();
    }

    int offset() const { return view.verticalScrollBar()->value(); }
    int end() const { return view.verticalScrollBar()->maximum(); }
    int top(int row) const { return view.visualRect(model.index(row)).top(); }

    void wheel(int notches)
    {
        const QPointF at = QRectF(view.viewport()->rect()).center();
        QWheelEvent event(
            at, view.viewport()->mapToGlobal(at), {}, {0, notches * 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(view.viewport(), &event);
    }

    // A point in the text of a row, near its position.
    QPoint pointAt(int row, qsizetype position)
    {
        const QRect rect = view.visualRect(model.index(row));
        MessageLayout& layout = view.layoutOf(row);
        const int y = int(layout.lineTop(position)) + 10;
        for (int x = 0; x < rect.width(); ++x) {
            if (layout.positionAt(QPointF(x, y)) == position && layout.hit(QPointF(x, y)).kind != MessageHit::Kind::Nothing)
                return rect.topLeft() + QPoint(x, y);
        }
        return {};
    }

    void drag(const QPoint& from, const QPoint& to)
    {
        QTest::mousePress(view.viewport(), Qt::LeftButton, {}, from);
        QTest::mouseMove(view.viewport(), to);
        QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, to);
    }

    QPushButton* button(const QString& text) const
    {
        for (auto* candidate : view.findChildren<QPushButton*>()) {
            if (candidate->text() == text)
                return candidate;
        }
        return nullptr;
    }

    QPushButton* jumpButton() const { return button(u"Jump to latest"_s); }
};

class UrlCatcher final : public QObject
{
    Q_OBJECT

public:
    QList<QUrl> opened;

public Q_SLOTS:
    void open(const QUrl& url) { opened << url; }
};

}

class TestChatView final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void worksWithoutRows()
    {
        Fixture f;

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
        QElapsedTimer timer;
        timer.start();
        Fixture f(1'000'000);
        const qint64 openMs = timer.elapsed();

        QVERIFY2(f.model.reads < 100, qPrintable(QString::number(f.model.reads)));
        QVERIFY(f.top(999'999) < 600);
        QVERIFY2(openMs < 1000, qPrintable(QString::number(openMs)));
        f.view.verticalScrollBar()->setValue(f.end() / 2);
        QApplication::processEvents();
        QVERIFY2(f.model.reads < 300, qPrintable(QString::number(f.model.reads)));
    }

    void typingIntoTheListSearchesNothing()
    {
        Fixture f(100'000);
        f.model.reads = 0;

        QTest::keyClick(&f.view, Qt::Key_Q);

        QVERIFY(f.model.reads < 100);
    }

    void followsTextThatStreamsIn()
    {
        Fixture f(50);
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
        Fixture f(50);
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
        Fixture f(50);
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
        Fixture f(50);
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
        Fixture f(1'000'000);
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
        Fixture f;
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
        Fixture f(20);
        f.model.append(Role::Assistant, LongText);

        f.model.removeLast();
        f.model.append(Role::Assistant, u"again"_s);

        QVERIFY(f.view.isFollowing());
        QCOMPARE(f.offset(), f.end());
        QCOMPARE(f.view.layoutOf(20).text(0, 100), u"again"_s);
    }

    void anotherWidthKeepsTheLineAtTheTop()
    {
        Fixture f;
        f.model.append(Role::Assistant, LongText.repeated(60));
        f.view.verticalScrollBar()->setValue(f.end() / 2);
        const auto atTop = [&] { return f.view.layoutOf(0).positionAt(QPointF(0, f.offset() + 2)); };
        const qsizetype position = atTop();

        f.view.resize(480, 600);
        QApplication::processEvents();
        const MessageLayout& narrow = f.view.layoutOf(0);
        QVERIFY(std::abs(narrow.lineTop(position) - f.offset()) < 24);
        f.view.resize(820, 600);
        QApplication::processEvents();

        QVERIFY(std::abs(f.view.layoutOf(0).lineTop(position) - f.offset()) < 24);
    }

    void keysScrollAndEndFollows()
    {
        Fixture f(200);

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
        Fixture f(200);

        f.view.setCurrentIndex(f.model.index(199));
        QTest::keyClick(&f.view, Qt::Key_Up, Qt::ControlModifier);
        QTest::keyClick(&f.view, Qt::Key_Up, Qt::ControlModifier);

        QCOMPARE(f.view.currentIndex().row(), 197);
        QVERIFY(f.view.viewport()->rect().intersects(f.view.visualRect(f.view.currentIndex())));
    }

    void scrollToShowsTheRowWhereverItIs()
    {
        Fixture f(100'000);

        f.view.scrollTo(f.model.index(5), QAbstractItemView::PositionAtTop);
        QCOMPARE(f.top(5), 0);
        f.view.scrollTo(f.model.index(70'000), QAbstractItemView::PositionAtBottom);
        QCOMPARE(f.view.visualRect(f.model.index(70'000)).bottom(), 599);
        f.view.scrollTo(f.model.index(70'001));
        QVERIFY(f.view.visualRect(f.model.index(70'001)).bottom() <= 599 || f.top(70'001) == 0);
        QVERIFY(!f.view.isFollowing());
    }

    void aMouseDragSelectsAcrossMessages()
    {
        Fixture f;
        f.model.append(Role::User, u"first message"_s);
        f.model.append(Role::Assistant, u"second **message** here"_s);

        f.drag(f.pointAt(0, 6), f.pointAt(1, 6));

        QCOMPARE(f.view.selectedText(), u"message\n\nsecond"_s);
        QTest::keyClick(&f.view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), u"message\n\nsecond"_s);
        QTest::keyClick(&f.view, Qt::Key_Escape);
        QVERIFY(f.view.selectedText().isEmpty());
    }

    void aDoubleClickTakesTheWordAndAThirdTheParagraph()
    {
        Fixture f;
        f.model.append(Role::Assistant, u"one two three\n\nfour five"_s);
        const QPoint point = f.pointAt(0, 5);

        QTest::mousePress(f.view.viewport(), Qt::LeftButton, {}, point);
        QTest::mouseRelease(f.view.viewport(), Qt::LeftButton, {}, point);
        QTest::mouseDClick(f.view.viewport(), Qt::LeftButton, {}, point);
        QCOMPARE(f.view.selectedText(), u"two"_s);
        QTest::mousePress(f.view.viewport(), Qt::LeftButton, {}, point);
        QTest::mouseRelease(f.view.viewport(), Qt::LeftButton, {}, point);

        QCOMPARE(f.view.selectedText(), u"one two three"_s);
    }

    void aSelectionStaysWhileTheAnswerGrows()
    {
        Fixture f;
        f.model.append(Role::Assistant, u"alpha beta gamma"_s);
        f.drag(f.pointAt(0, 6), f.pointAt(0, 10));
        QCOMPARE(f.view.selectedText(), u"beta"_s);

        for (int i = 0; i < 30; ++i)
            f.model.growLast(u" more **text**\n\n- and"_s);

        QCOMPARE(f.view.selectedText(), u"beta"_s);
    }

    void copiedTextKeepsListsAndTables()
    {
        Fixture f;
        f.model.append(
            Role::Assistant, u"# Title\n\n1. one\n2. two\n   - three\n\n| a | b |\n|---|---|\n| c | d |\n\n```\nx\ny\n```"_s);

        QTest::keyClick(&f.view, Qt::Key_A, Qt::ControlModifier);

        QCOMPARE(f.view.selectedText(), u"Title\n\n1. one\n2. two\n  - three\n\na\tb\nc\td\n\nx\ny"_s);
    }

    void linksOpenAfterAClickAndOnlyThen()
    {
        UrlCatcher catcher;
        QDesktopServices::setUrlHandler(u"https"_s, &catcher, "open");
        Fixture f;
        f.model.append(Role::Assistant, u"see [the page](https://p.example/x) and [a file](file:///etc/passwd)"_s);

        f.drag(f.pointAt(0, 5), f.pointAt(0, 9));
        QVERIFY(catcher.opened.isEmpty());
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, f.pointAt(0, 7));
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, f.pointAt(0, 22));
        QDesktopServices::unsetUrlHandler(u"https"_s);

        QCOMPARE(catcher.opened, QList<QUrl> {QUrl(u"https://p.example/x"_s)});
    }

    void codeIsCopiedByItsButton()
    {
        Fixture f;
        f.model.append(Role::Assistant, u"```cpp\nint a;\n\nint b;\n```"_s);
        const QRect row = f.view.visualRect(f.model.index(0));
        QPoint button;
        for (int x = 0; x < row.width() && button.isNull(); ++x) {
            if (f.view.layoutOf(0).hit(QPointF(x, 28)).kind == MessageHit::Kind::CopyCode)
                button = row.topLeft() + QPoint(x + 10, 28);
        }
        QVERIFY(!button.isNull());

        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, button);

        QCOMPARE(QApplication::clipboard()->text(), u"int a;\n\nint b;"_s);
    }

    void theLastAnswerCanBeAskedForAgain()
    {
        Fixture f;
        f.model.append(Role::User, u"Question"_s);
        f.model.append(Role::Assistant, u"Answer"_s);
        QSignalSpy regenerate(&f.view, &ChatView::regenerateRequested);
        QPushButton* button = f.button(u"Regenerate"_s);
        QVERIFY(button->isVisible());
        QCOMPARE(QAccessible::queryAccessibleInterface(button)->role(), QAccessible::PushButton);

        QTest::mouseClick(button, Qt::LeftButton);
        QTest::mouseClick(f.button(u"Copy"_s), Qt::LeftButton);
        f.model.last().state = MessageState::Streaming;
        f.model.touchLast();

        QCOMPARE(regenerate.size(), 1);
        QCOMPARE(QApplication::clipboard()->text(), u"Answer"_s);
        QVERIFY(!button->isVisible());
    }

    void theReasoningFoldsWhenTheAnswerBegins()
    {
        Fixture f;
        Message message;
        message.role = Role::Assistant;
        message.state = MessageState::Streaming;
        message.reasoning = u"thinking about it"_s;
        f.model.append(message);
        QVERIFY(f.view.layoutOf(0).isReasoningOpen());

        f.model.growLast(u"The answer"_s);
        QVERIFY(!f.view.layoutOf(0).isReasoningOpen());
        f.view.toggleReasoning(0);

        QVERIFY(f.view.layoutOf(0).isReasoningOpen());
    }

    void aReaderWhoScrolledAwayKeepsTheReasoningOpen()
    {
        Fixture f;
        Message message;
        message.role = Role::Assistant;
        message.state = MessageState::Streaming;
        message.reasoning = LongText.repeated(20);
        f.model.append(message);
        f.wheel(3);
        const int offset = f.offset();

        f.model.growLast(u"The answer"_s);

        QVERIFY(f.view.layoutOf(0).isReasoningOpen());
        QCOMPARE(f.offset(), offset);
    }

    void theErrorStandsBelowTheKeptText()
    {
        Fixture f;
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
        Fixture f;
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
        Fixture f(30);
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

    void hostileMarkdownNeitherHangsNorCrashes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("nested quotes") << u">"_s.repeated(10'000) + u"x"_s;
        QTest::newRow("quotes on every line") << (u">"_s.repeated(200) + u"x\n"_s).repeated(500);
        QTest::newRow("nested lists") << u"- "_s.repeated(10'000);
        QTest::newRow("backticks") << u"`"_s.repeated(1'000'000);
        QTest::newRow("backticks apart") << u"` "_s.repeated(200'000);
        QTest::newRow("stars") << u"*a **b "_s.repeated(50'000);
        QTest::newRow("brackets") << u"["_s.repeated(200'000);
        QTest::newRow("links") << u"[a](b "_s.repeated(50'000);
        QTest::newRow("wide table") << u"|a"_s.repeated(20'000) + u"|\n"_s + u"|-"_s.repeated(20'000) + u"|\n"_s;
        QTest::newRow("long table") << u"|a|b|c|\n|-|-|-|\n"_s + u"|1|2|3|\n"_s.repeated(20'000);
        QTest::newRow("zalgo") << (u"a"_s + QString(QChar(0x0301)).repeated(200)).repeated(500);
        QTest::newRow("overrides") << (QString(QChar(0x202e)) + u"text "_s).repeated(20'000);
        QTest::newRow("one word") << u"w"_s.repeated(1'000'000);
        QTest::newRow("joiners") << QString(QChar(0x200d)).repeated(100'000);
        QTest::newRow("emoji") << u"😀"_s.repeated(50'000);
        QTest::newRow("entities") << u"&a;"_s.repeated(100'000);
        QTest::newRow("definitions") << u"[a]: b\n\n[a]\n\n"_s.repeated(10'000);
        QTest::newRow("dollars") << u"$a"_s.repeated(100'000);
    }

    void hostileMarkdownNeitherHangsNorCrashes()
    {
        QFETCH(QString, text);
        Fixture f;
        f.model.append(Role::Assistant, {});
        QElapsedTimer timer;

        timer.start();
        f.model.growLast(text);
        const qint64 layoutMs = timer.restart();
        f.view.grab();
        const qint64 paintMs = timer.restart();
        f.model.growLast(u" more"_s);
        f.view.grab();
        const qint64 growMs = timer.elapsed();

        qInfo() << text.size() << "characters: layout" << layoutMs << "ms, paint" << paintMs << "ms, one more flush" << growMs
                << "ms";
        QVERIFY(layoutMs < 5000);
        QVERIFY(paintMs < 300);
        QVERIFY(growMs < 500);
    }

    void aFlushCostsTheSameAtAnyLength_data()
    {
        QTest::addColumn<QString>("unit");
        QTest::newRow("prose") << u"Some **bold** text and `code` in a paragraph of ordinary length, as answers have them.\n\n"_s;
        QTest::newRow("code") << u"```cpp\n"_s;
        QTest::newRow("paragraph") << u"one endless paragraph without a break "_s;
    }

    void aFlushCostsTheSameAtAnyLength()
    {
        QFETCH(QString, unit);
        const bool isCode = unit.startsWith(u'`');
        Fixture f;
        f.model.append(Role::Assistant, isCode ? unit : QString());
        const QString line = isCode ? u"int function(int x) { return x * 42; }\n"_s : unit;
        const auto medianAt = [&](qsizetype size) {
            while (f.model.last().text.size() < size)
                f.model.last().text += line;
            f.model.touchLast();
            std::vector<qint64> costs;
            for (int i = 0; i < 101; ++i) {
                QElapsedTimer timer;
                timer.start();
                f.model.growLast(line.mid(i * 20 % line.size(), 20));
                costs.push_back(timer.nsecsElapsed() / 1000);
            }
            std::nth_element(costs.begin(), costs.begin() + 50, costs.end());
            return costs[50];
        };

        const qint64 small = medianAt(2'000);
        const qint64 large = medianAt(200'000);

        qInfo() << "flush at 2k" << small << "µs, at 200k" << large << "µs";
        QVERIFY2(large < 4 * small + 1000, "a flush must not cost more the longer the answer is");
    }
};

QTEST_MAIN(TestChatView)

#include "tst_chatview.moc"
