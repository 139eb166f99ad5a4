#include "chatviewfixture.h"

#include <QAccessible>
#include <QClipboard>
#include <QDesktopServices>
#include <QSignalSpy>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

class UrlCatcher final : public QObject
{
    Q_OBJECT

public:
    QList<QUrl> opened;

public Q_SLOTS:
    void open(const QUrl& url) { opened << url; }
};

}

class TestMessageInteraction final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMouseDragSelectsAcrossMessages()
    {
        ChatViewFixture f;
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
        const int usualMs = QApplication::doubleClickInterval();
        const auto reset = qScopeGuard([usualMs] { QApplication::setDoubleClickInterval(usualMs); });
        QApplication::setDoubleClickInterval(60'000); // this thread may stand still between two clicks
        ChatViewFixture f;
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
        ChatViewFixture f;
        f.model.append(Role::Assistant, u"alpha beta gamma"_s);
        f.drag(f.pointAt(0, 6), f.pointAt(0, 10));
        QCOMPARE(f.view.selectedText(), u"beta"_s);

        for (int i = 0; i < 30; ++i)
            f.model.growLast(u" more **text**\n\n- and"_s);

        QCOMPARE(f.view.selectedText(), u"beta"_s);
    }

    void copiedTextKeepsListsAndTables()
    {
        ChatViewFixture f;
        f.model.append(
            Role::Assistant, u"# Title\n\n1. one\n2. two\n   - three\n\n| a | b |\n|---|---|\n| c | d |\n\n```\nx\ny\n```"_s);

        QTest::keyClick(&f.view, Qt::Key_A, Qt::ControlModifier);

        QCOMPARE(f.view.selectedText(), u"Title\n\n1. one\n2. two\n  - three\n\na\tb\nc\td\n\nx\ny"_s);
    }

    void linksOpenAfterAClickAndOnlyThen()
    {
        UrlCatcher catcher;
        QDesktopServices::setUrlHandler(u"https"_s, &catcher, "open");
        ChatViewFixture f;
        f.model.append(Role::Assistant, u"see [the page](https://p.example/x) and [a file](file:///etc/passwd)"_s);

        f.drag(f.pointAt(0, 5), f.pointAt(0, 9));
        QVERIFY(catcher.opened.isEmpty());
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, f.pointAt(0, 7));
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, f.pointAt(0, 22));
        QDesktopServices::unsetUrlHandler(u"https"_s);

        QCOMPARE(catcher.opened, QList<QUrl> {QUrl(u"https://p.example/x"_s)});
    }

    void theKeyboardGoesThroughLinksAndCode()
    {
        UrlCatcher catcher;
        QDesktopServices::setUrlHandler(u"https"_s, &catcher, "open");
        const auto reset = qScopeGuard([] { QDesktopServices::unsetUrlHandler(u"https"_s); });
        ChatViewFixture f;
        f.model.append(Role::Assistant,
            u"[one](https://a.example/) and [two **bold** words](https://b.example/)\n\n```\ncode\n```\n\n| [in a table](https://c.example/) |\n|---|\n"_s);
        f.view.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&f.view));
        f.view.clearFocus();
        f.view.setFocus(Qt::TabFocusReason);
        QSignalSpy words(&f.view, &ChatView::stopFocused);

        for (int i = 0; i < 4; ++i) {
            QTest::keyClick(&f.view, Qt::Key_Tab);
            QTest::keyClick(&f.view, i % 2 == 0 ? Qt::Key_Return : Qt::Key_Space);
        }

        QCOMPARE(catcher.opened,
            (QList<QUrl> {QUrl(u"https://a.example/"_s), QUrl(u"https://b.example/"_s), QUrl(u"https://c.example/"_s)}));
        QCOMPARE(QApplication::clipboard()->text(), u"code"_s);
        QCOMPARE(words.size(), 4);
        QCOMPARE(words.at(2).first().toString(), u"Copy code"_s);
        const qsizetype opened = catcher.opened.size();
        QTest::keyClick(&f.view, Qt::Key_Backtab, Qt::ShiftModifier);
        QTest::keyClick(&f.view, Qt::Key_Backtab, Qt::ShiftModifier);
        QTest::keyClick(&f.view, Qt::Key_Return);
        QCOMPARE(catcher.opened.size(), opened + 1);
        QCOMPARE(catcher.opened.last(), QUrl(u"https://b.example/"_s));
        f.model.append(Role::User, u"next"_s); // what the keyboard was on may be elsewhere now
        QTest::keyClick(&f.view, Qt::Key_Return);
        QCOMPARE(catcher.opened.size(), opened + 1);
    }

    void codeIsCopiedByItsButton()
    {
        ChatViewFixture f;
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
        ChatViewFixture f;
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
        QCOMPARE(regenerate.first(), QList<QVariant> {1});
        QCOMPARE(QApplication::clipboard()->text(), u"Answer"_s);
        QVERIFY(!button->isVisible());
    }

    void theReasoningFoldsWhenTheAnswerBegins()
    {
        ChatViewFixture f;
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
        ChatViewFixture f;
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
};

QTEST_MAIN(TestMessageInteraction)

#include "tst_messageinteraction.moc"
