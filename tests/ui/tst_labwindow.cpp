#include "tests/support/windowfixture.h"
#include "ui/lab/labaction.h"
#include "ui/lab/labwindow.h"

#include <QAccessible>
#include <QAction>
#include <QListWidget>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

/// The Lab's window: what is around its pages.
class TestLabWindow : public QObject
{
    Q_OBJECT

public:
    /// Before QApplication: the keyring of whoever runs this is none of our business.
    static void initMain() { qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"); }

private Q_SLOTS:
    void theKeyOpensAWindowOfItsOwn()
    {
        WindowFixture fixture;
        QVERIFY(QTest::qWaitForWindowActive(fixture.window.get()));
        QVERIFY(!fixture.window->lab().window()); // costs nothing before it is wanted

        QTest::keyClick(fixture.window.get(), Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);

        const LabWindow* lab = fixture.window->lab().window();
        QVERIFY(lab && lab->isVisible() && lab->isWindow() && !lab->isModal() && !lab->parentWidget());
        QAccessibleInterface* access = QAccessible::queryAccessibleInterface(fixture.window->lab().window());
        QCOMPARE(access->text(QAccessible::Name), u"Lab"_s);
        QCOMPARE(access->role(), QAccessible::Window);
    }

    void itsPagesAreMadeWhenTheyAreShown()
    {
        WindowFixture fixture;
        fixture.window->lab().open();
        LabWindow* lab = fixture.window->lab().window();
        QCOMPARE(named<QListWidget>(lab, u"Pages"_s)->count(), int(labPages().size()));
        QVERIFY(lab->page(u"load"_s)->isVisible());
        QVERIFY(!lab->page(u"strategies"_s));

        lab->showPage(u"strategies"_s);

        QVERIFY(lab->page(u"strategies"_s)->isVisible());
        QVERIFY(!lab->page(u"load"_s)->isVisible());
    }

    void theNextRunOpensItWhereItWas()
    {
        WindowFixture fixture;
        fixture.window->lab().open();
        fixture.window->lab().window()->showPage(u"strategies"_s);
        fixture.window->lab().window()->resize(900, 600);
        fixture.window->lab().close();
        fixture.window.reset();

        fixture.open();
        fixture.window->lab().open();

        QCOMPARE(fixture.window->lab().window()->size(), QSize(900, 600));
        QVERIFY(fixture.window->lab().window()->page(u"strategies"_s));
    }

    void closingItTellsThePagesAndLeavesThemAsTheyAre()
    {
        WindowFixture fixture;
        fixture.window->lab().open();
        LabWindow* lab = fixture.window->lab().window();
        const QWidget* page = lab->page(u"load"_s);
        const QSignalSpy closing(lab, &LabWindow::closing);
        QVERIFY(QTest::qWaitForWindowActive(lab));

        QTest::keyClick(lab, Qt::Key_W, Qt::ControlModifier);

        QTRY_VERIFY(!lab->isVisible());
        QCOMPARE(closing.count(), 1);
        fixture.window->lab().open();
        QCOMPARE(lab->page(u"load"_s), page);
    }

    void itClosesWithTheMainWindow()
    {
        WindowFixture fixture;
        fixture.window->lab().open();

        fixture.window->close();

        QVERIFY(!fixture.window->lab().window()->isVisible());
    }
};

QTEST_MAIN(TestLabWindow)
#include "tst_labwindow.moc"
