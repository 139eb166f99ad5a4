#include "chatviewfixture.h"

#include "ui/theme.h"

using namespace sluice;
using namespace Qt::StringLiterals;

/// Where the messages stand in the view.
class TestChatColumn final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theColumnIsTheComposersWithAndWithoutAScrollBar_data()
    {
        QTest::addColumn<int>("width");
        for (const int width : {360, 700, 808, 820, 1401})
            QTest::addRow("%d px", width) << width;
    }

    void theColumnIsTheComposersWithAndWithoutAScrollBar()
    {
        QFETCH(const int, width);
        ChatViewFixture f;
        f.view.resize(width, 600);
        f.model.append(Role::Assistant, u"Short"_s);
        const Span column = currentTheme().columnIn(width);

        QVERIFY(!f.view.verticalScrollBar()->isVisible());
        QCOMPARE(f.view.layoutOf(0).footerRect().left(), column.left);
        QCOMPARE(f.view.layoutOf(0).footerRect().width(), column.width);
        f.model.growLast(LongText.repeated(40));
        QApplication::processEvents();

        QVERIFY(f.view.verticalScrollBar()->isVisible());
        QCOMPARE(f.view.layoutOf(0).footerRect().left(), column.left);
        QCOMPARE(f.view.layoutOf(0).footerRect().width(), column.width);
        QVERIFY(column.right() <= f.view.viewport()->width());
    }

    void theEndLeavesRoomBelowTheLastFooter()
    {
        ChatViewFixture f(50);
        f.model.append(Role::Assistant, LongText);

        const int footer = f.top(50) + f.view.layoutOf(50).footerRect().bottom() + 1;

        QCOMPARE(f.view.viewport()->height() - footer, 24);
    }

    void goingToTheLastMessageFollows()
    {
        ChatViewFixture f(200);
        f.model.append(Role::User, u"Short"_s);
        f.wheel(20);
        QVERIFY(!f.view.isFollowing());

        f.view.scrollTo(f.model.index(200));

        QVERIFY(f.view.isFollowing());
    }

    void theCurrentMessageIsMarkedForTheKeyboardOnly()
    {
        ChatViewFixture f(3);
        f.view.activateWindow();
        const auto isMarked = [&f] {
            const QImage image = f.view.viewport()->grab().toImage();
            for (int y = 0; y < image.height(); ++y) {
                if (image.pixelColor(currentTheme().columnIn(f.view.width()).left - 11, y) == currentTheme().accent)
                    return true;
            }
            return false;
        };

        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, {400, 30});
        QTRY_VERIFY(f.view.hasFocus());
        QVERIFY(!isMarked());
        QTest::keyClick(&f.view, Qt::Key_Up, Qt::ControlModifier);
        QVERIFY(isMarked());
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, {400, 30});
        QVERIFY(!isMarked());
    }
};

QTEST_MAIN(TestChatColumn)

#include "tst_chatcolumn.moc"
