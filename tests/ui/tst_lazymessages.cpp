#include "chatviewfixture.h"

#include "ui/blocks/markdownlayout.h"
#include "ui/theme.h"

#include <QClipboard>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

QString longAnswer(int paragraphs)
{
    QString text;
    for (int i = 0; i < paragraphs; ++i)
        text += u"Paragraph %1 "_s.arg(i) + u"has words enough to be broken into lines, as many as "_s.repeated(2 + i % 7)
            + u"\n\n"_s;
    return text;
}

}

class TestLazyMessages final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyWhatIsAskedForIsLaidOut()
    {
        MarkdownDocument document;
        document.setText(longAnswer(1000));
        MarkdownLayout layout;
        layout.update(document.parts(), {.theme = currentTheme(), .width = 600});
        const int estimated = layout.height();

        (void)layout.layOut(0, 400); // the estimate may have been right
        QVERIFY(!layout.layOut(0, 100));

        // Twenty blocks at most have their true height by now; had all of them, this would be thousands of pixels.
        QVERIFY(std::abs(layout.height() - estimated) < 20 * 200);
        (void)layout.layOut(layout.height() - 400, layout.height());
        QCOMPARE(layout.text(0, layout.length()).count(u"Paragraph"_s), 1000);
    }

    void scrollingUpInsideALongAnswerMovesNothingElse()
    {
        ChatViewFixture f(10);
        f.model.append(Role::Assistant, longAnswer(2000));
        QTRY_VERIFY(!f.view.layoutOf(10).isBehind()); // on a busy machine it is read over several frames
        QVERIFY(f.view.isFollowing());
        QCOMPARE(f.offset(), f.end());

        for (int moved = 0; moved < 10'000; moved += 40) {
            MessageLayout& layout = f.view.layoutOf(10);
            const qsizetype position = layout.positionAt(QPointF(300, 300 - f.top(10)));
            const qreal before = f.top(10) + layout.lineTop(position);
            f.view.scrollByPixels(-40);
            QCOMPARE(f.top(10) + f.view.layoutOf(10).lineTop(position), before + 40);
        }
    }

    void aLineInTheMiddleStaysPutWhileTheAnswerGrows()
    {
        ChatViewFixture f(10);
        f.model.append(Role::Assistant, longAnswer(500));
        f.view.verticalScrollBar()->setValue(f.end() / 2);
        MessageLayout& layout = f.view.layoutOf(10);
        const qsizetype position = layout.positionAt(QPointF(300, 300 - f.top(10)));
        const qreal before = f.top(10) + layout.lineTop(position);

        for (int i = 0; i < 50; ++i) {
            f.model.growLast(LongText);
            QCOMPARE(f.top(10) + f.view.layoutOf(10).lineTop(position), before);
        }
    }

    void theEndOfALongAnswerIsShownToWhoFollows()
    {
        ChatViewFixture f;
        f.model.append(Role::Assistant, longAnswer(3000) + u"\n\nThe very end."_s);

        MessageLayout& layout = f.view.layoutOf(0);
        const qreal end = f.top(0) + layout.lineTop(layout.length());

        QVERIFY(end > 400 && end < 600);
        QCOMPARE(f.offset(), f.end());
    }

    void textIsSelectedAndCopiedAlsoWhereNothingIsLaidOut()
    {
        ChatViewFixture f;
        f.model.append(Role::Assistant, longAnswer(1000));
        f.view.setCurrentIndex(f.model.index(0));

        QTest::keyClick(&f.view, Qt::Key_A, Qt::ControlModifier);

        QCOMPARE(f.view.selectedText().count(u"Paragraph"_s), 1000);
    }

    void textThatTakesLongToReadIsReadOverSeveralFrames()
    {
        ChatViewFixture f;
        QString hostile; // each definition makes the parser look at all that was said before
        for (int i = 0; i < 20'000; ++i)
            hostile += u"[a%1]: b\n\n[a%1]\n\n"_s.arg(i);
        f.model.append(Role::Assistant, hostile + u"the end"_s);

        QTRY_VERIFY(!f.view.layoutOf(0).isBehind());

        QVERIFY(f.view.layoutOf(0).text(0, f.view.layoutOf(0).length()).endsWith(u"the end"_s));
        QCOMPARE(f.offset(), f.end());
    }

    void aMessageThatIsNotReadYetIsCopiedWhole()
    {
        ChatViewFixture f(5);
        const QString text = u"[a]: b\n\n[a] some *text*\n\n"_s.repeated(60'000) + u"the end"_s;
        f.model.append(Role::Assistant, text);
        f.view.setCurrentIndex(f.model.index(5));

        QTest::keyClick(&f.view, Qt::Key_A, Qt::ControlModifier);

        QVERIFY(f.view.selectedText().endsWith(u"the end"_s));
        QCOMPARE(f.view.selectedText().count(u"some"_s), 60'000);
    }

    void aSelectionIsCopiedAsMarkdown()
    {
        ChatViewFixture f;
        f.model.append(Role::Assistant, u"Some **bold** text.\n\n1. one\n2. two"_s);
        f.view.setCurrentIndex(f.model.index(0));
        f.view.setFocus();

        QTest::keyClick(&f.view, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(QApplication::clipboard()->text(), f.model.last().text);
        f.drag(f.pointAt(0, 5), f.pointAt(0, 14));
        QTest::keyClick(&f.view, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);

        QCOMPARE(QApplication::clipboard()->text(), u"**bold** text"_s);
    }

    void codeThatIsTooWideScrollsSideways()
    {
        ChatViewFixture f;
        f.model.append(Role::Assistant, u"```\n"_s + u"wide "_s.repeated(100) + u"\nshort\n```"_s);
        f.view.grab();
        const QPoint inside = f.view.visualRect(f.model.index(0)).topLeft() + QPoint(200, 34);
        MessageLayout& layout = f.view.layoutOf(0);
        SidewaysScroll* scroll = layout.sidewaysOf(layout.hit(inside));
        QVERIFY(scroll && scroll->isNeeded());
        const qsizetype before = layout.positionAt(inside);
        const int offset = f.offset();

        QWheelEvent event(inside, f.view.viewport()->mapToGlobal(inside), {-80, 0}, {-240, 0}, Qt::NoButton, Qt::NoModifier,
            Qt::NoScrollPhase, false);
        QApplication::sendEvent(f.view.viewport(), &event);

        QCOMPARE(scroll->offset(), 80.0);
        QVERIFY(layout.positionAt(inside) > before);
        QCOMPARE(f.offset(), offset);
    }

    void aTableThatIsTooWideScrollsSidewaysByKeyboard()
    {
        ChatViewFixture f;
        QString table = u"|"_s;
        for (const QString& line : {u"a long heading "_s, u"---"_s, u"UnbreakableCellText"_s})
            table += (line + u"|"_s).repeated(20) + u"\n|"_s;
        f.model.append(Role::Assistant, table.chopped(1));
        f.view.setCurrentIndex(f.model.index(0));
        f.view.grab();
        MessageLayout& layout = f.view.layoutOf(0);
        SidewaysScroll* scroll = layout.sidewaysOf(layout.hit(QPointF(200, 40)));
        QVERIFY(scroll);

        QTest::keyClick(&f.view, Qt::Key_Right);
        QTest::keyClick(&f.view, Qt::Key_Right);
        QTest::keyClick(&f.view, Qt::Key_Left);

        QCOMPARE(scroll->offset(), 40.0);
    }

    void aBlockThatFitsLeavesTheWheelToTheView()
    {
        ChatViewFixture f(50);
        f.model.append(Role::Assistant, u"```\nshort\n```"_s);
        const int offset = f.offset();

        f.wheel(1);

        QVERIFY(f.offset() < offset);
    }
};

QTEST_MAIN(TestLazyMessages)

#include "tst_lazymessages.moc"
