#include "tests/support/windowfixture.h"
#include "ui/combobox.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QImage>
#include <QSignalSpy>
#include <QStyledItemDelegate>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

/// What \a window shows at a size and with a focus that are always the same; nothing when it does not come up.
QImage pictureOf(MainWindow& window)
{
    if (!QTest::qWaitForWindowExposed(&window))
        return {};
    window.resize(1120, 760);
    window.setFocus(); // no cursor that blinks
    return window.grab().toImage();
}

}

class TestDressing : public QObject
{
    Q_OBJECT

public:
    /// Before QApplication: the keyring of whoever runs this is none of our business.
    static void initMain() { qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"); }

private Q_SLOTS:
    void init() { qApp->setStyleSheet({}); }

    void theSheetComesWhenTheProgramIsDressedAndFollowsTheThemeFromThenOn()
    {
        const QTemporaryDir directory;
        Settings settings(directory.path());
        Appearance appearance(settings);
        settings.setColorScheme(ColorScheme::Dark);
        QVERIFY(qApp->styleSheet().isEmpty());

        appearance.dress();
        QCOMPARE(qApp->styleSheet(), styleSheetFor(currentTheme()));
        const QString dark = qApp->styleSheet();

        settings.setColorScheme(ColorScheme::Light);
        QCOMPARE(qApp->styleSheet(), styleSheetFor(currentTheme()));
        QVERIFY(qApp->styleSheet() != dark);
    }

    // The first window is made before the sheet is there, a later one (another language) with it.
    void aWindowLooksTheSameWhetherTheSheetCameBeforeOrAfterIt()
    {
        WindowFixture fixture;
        const QImage first = pictureOf(*fixture.window);
        QVERIFY(!first.isNull() && !qApp->styleSheet().isEmpty());

        fixture.open();

        const QImage second = pictureOf(*fixture.window);
        QCOMPARE(second.size(), first.size());
        QVERIFY(second == first);
    }

    void aBoxMakesItsListWhenItIsOpenedForTheFirstTime()
    {
        ComboBox box(ComboBox::Look::Quiet);
        box.addItems({u"one"_s, u"two"_s});
        box.show();
        QVERIFY(QTest::qWaitForWindowExposed(&box));
        qApp->setStyleSheet(styleSheetFor(currentTheme()));
        QVERIFY(!box.findChild<QAbstractItemView*>());
        QVERIFY(!box.isOpen());

        box.showPopup();

        QVERIFY(box.isOpen());
        QVERIFY(qobject_cast<QStyledItemDelegate*>(box.list()->itemDelegate()));
        box.hidePopup();
        QVERIFY(!box.isOpen());
    }

    void whoSelectsInTheClosedListChooses()
    {
        ComboBox box(ComboBox::Look::Framed);
        box.addItems({u"one"_s, u"two"_s});
        QSignalSpy chosen(&box, &QComboBox::textActivated);

        box.list()->selectionModel()->select(box.model()->index(1, 0), QItemSelectionModel::ClearAndSelect);

        QCOMPARE(chosen.size(), 1);
        QCOMPARE(box.currentText(), u"two"_s);
    }
};

QTEST_MAIN(TestDressing)
#include "tst_dressing.moc"
