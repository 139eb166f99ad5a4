#include "tests/support/tabwalk.h"
#include "tests/support/windowfixture.h"
#include "ui/chat/chatpane.h"
#include "ui/chat/chatview.h"
#include "ui/chat/composer.h"
#include "ui/chat/messageeditor.h"
#include "ui/noticebar.h"
#include "ui/settings/settingsdialog.h"

#include <QAction>
#include <QClipboard>
#include <QListWidget>
#include <QMenu>
#include <QScrollArea>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

struct Typing : WindowFixture
{
    Typing()
    {
        window->resize(1400, 900);
        window->activateWindow();
        [[maybe_unused]] const bool isActive = QTest::qWaitForWindowActive(window.get());
        QApplication::setCursorFlashTime(0); // a blink is no mark of the focus
    }

    Composer* composer() const { return window->findChild<Composer*>(); }
    ChatView* view() const { return window->findChild<ChatView*>(); }
    ChatSession* session() const { return window->findChild<ChatPane*>()->session(); }
    void focusEditor() const { composer()->editor()->setFocus(Qt::TabFocusReason); }

    void ask(const QString& text) const
    {
        composer()->setText(text);
        QTest::keyClick(composer()->editor(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(session()->messageCount() == 2 && !session()->isRunning(), 60000);
    }
};

/// Of a desktop with a high-contrast theme.
QPalette yellowOnBlack()
{
    QPalette palette(Qt::black);
    for (const QPalette::ColorRole role : {QPalette::Window, QPalette::Base})
        palette.setColor(role, Qt::black);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text})
        palette.setColor(role, Qt::yellow);
    return palette;
}

/// Of stops within \a page: from where the keyboard goes up to something that stands above all of where it was.
QStringList upwardsIn(const QWidget* page, const QList<TabStop>& stops)
{
    QStringList steps;
    const TabStop* before = nullptr;
    for (const TabStop& stop : stops) {
        if (!page->isAncestorOf(stop.widget))
            continue;
        const auto top = [page](const TabStop* at) { return at->widget->mapTo(page, QPoint()).y(); };
        if (before && top(&stop) + stop.widget->height() <= top(before))
            steps += before->name + u" → "_s + stop.name;
        before = &stop;
    }
    return steps;
}

void verifyInOrder(const QStringList& names, const QStringList& wanted)
{
    qsizetype at = 0;
    for (const QString& name : wanted) {
        const qsizetype found = names.indexOf(name, at);
        QVERIFY2(found >= 0, qPrintable(name + u" is not in its place: "_s + names.join(u" | "_s)));
        at = found + 1;
    }
}

}

/// Everything by keyboard: in a sensible order, without a trap, and so that one sees where one is.
class TestKeyboard : public QObject
{
    Q_OBJECT

public:
    /// Before QApplication: the keyring of whoever runs this is none of our business.
    static void initMain() { qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"); }

private Q_SLOTS:
    void cleanup() { QApplication::setPalette(QPalette()); }

    void tabGoesThroughTheWindowInOrder_data()
    {
        QTest::addColumn<ColorScheme>("scheme");
        QTest::addColumn<bool>("isHighContrast");
        QTest::newRow("light") << ColorScheme::Light << false;
        QTest::newRow("dark") << ColorScheme::Dark << false;
        QTest::newRow("high contrast, light") << ColorScheme::Light << true;
        QTest::newRow("high contrast of the desktop") << ColorScheme::System << true;
    }

    void tabGoesThroughTheWindowInOrder()
    {
        QFETCH(const ColorScheme, scheme);
        QFETCH(const bool, isHighContrast);
        if (isHighContrast)
            QApplication::setPalette(yellowOnBlack());
        Typing typing;
        typing.settings.setColorScheme(scheme);
        QCOMPARE(currentTheme().isHighContrast, isHighContrast);
        typing.ask(u"Show me a link and code"_s);
        typing.window->findChild<ChatPane*>()->panelButton()->click();
        typing.window->showNotice(u"Something happened."_s);
        typing.composer()->setText(u"a draft, so that Send is there"_s);
        typing.focusEditor();

        const QList<TabStop> forward = walkByTab(*typing.window);
        const QStringList names = namesOf(forward);
        verifyInOrder(names,
            {u"Message"_s, u"Attach files"_s, u"Endpoint"_s, u"Model"_s, u"Buffer strategy"_s, u"Send"_s, u"Export figures"_s,
                u"Close the panel"_s, u"Stream figures"_s, u"New conversation"_s, u"Menu"_s, u"Search conversations"_s,
                u"Conversations"_s, u"Sidebar"_s, u"Performance panel"_s, u"Dismiss"_s, u"Messages"_s, u"Copy"_s,
                u"Regenerate"_s});
        QCOMPARE(unmarkedOf(forward).join(u" | "_s), QString());
        QVERIFY2(names.filter(u"["_s).isEmpty(), qPrintable(names.join(u" | "_s)));

        typing.focusEditor();
        const QStringList back = namesOf(walkByTab(*typing.window, false));
        verifyInOrder(back,
            {u"Message"_s, u"Regenerate"_s, u"Copy"_s, u"Messages"_s, u"Dismiss"_s, u"Conversations"_s, u"Search conversations"_s,
                u"New conversation"_s, u"Stream figures"_s, u"Send"_s, u"Attach files"_s});
    }

    void theEmptyWindowHasItsSuggestionsInTheOrder()
    {
        Typing typing;
        typing.focusEditor();

        const QList<TabStop> stops = walkByTab(*typing.window);

        QVERIFY(stops.size() > 8 && stops.size() < 80);
        QCOMPARE(unmarkedOf(stops), QStringList());
        QVERIFY(namesOf(stops).filter(u"["_s).isEmpty());
    }

    void eachPageOfTheSettingsIsWalkedThrough()
    {
        Typing typing;
        typing.window->openSettings();
        auto* dialog = typing.window->findChild<SettingsDialog*>();
        QVERIFY(QTest::qWaitForWindowActive(dialog));
        auto* pages = named<QListWidget>(dialog, u"Pages"_s);
        dialog->activateWindow();
        QTRY_COMPARE(QApplication::focusWidget(), pages);
        QVERIFY(pages->count() >= 7);
        for (int row = 0; row < pages->count(); ++row) {
            pages->setCurrentRow(row);
            pages->setFocus(Qt::TabFocusReason);

            const QList<TabStop> stops = walkByTab(*dialog, true, 120);

            const QString page = pages->item(row)->text();
            QVERIFY2(stops.size() > 1 && stops.size() < 120, qPrintable(page + u": "_s + namesOf(stops).join(u" | "_s)));
            QVERIFY2(unmarkedOf(stops).isEmpty(), qPrintable(page + u" shows no focus: "_s + unmarkedOf(stops).join(u" | "_s)));
            QVERIFY2(namesOf(stops).filter(u"["_s).isEmpty(), qPrintable(page + u": "_s + namesOf(stops).join(u" | "_s)));
            const auto* area = qobject_cast<QScrollArea*>(dialog->findChild<QStackedWidget*>()->currentWidget());
            QVERIFY(area);
            const QStringList upwards = upwardsIn(area->widget(), stops);
            QVERIFY2(upwards.isEmpty(), qPrintable(page + u" goes up: "_s + upwards.join(u", "_s)));
        }
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(!dialog->isVisible());
    }

    void tabStopsAtLinksAndCodeOfAMessage()
    {
        Typing typing;
        typing.ask(u"hello"_s);
        auto* view = typing.view();
        const int row = view->model()->rowCount() - 1;
        view->setFocus(Qt::TabFocusReason);
        view->selectionModel()->setCurrentIndex(view->model()->index(row, 0), QItemSelectionModel::NoUpdate);
        const QList<MessageStop> stops = view->layoutOf(row).stops();
        QVERIFY(!stops.isEmpty());
        QSignalSpy words(view, &ChatView::stopFocused);
        QImage before = view->grab().toImage();

        for (const MessageStop& stop : stops) {
            QTest::keyClick(view, Qt::Key_Tab);
            QVERIFY(view->hasFocus());
            QCoreApplication::processEvents();
            const QImage now = view->grab().toImage();
            QVERIFY(now != before);
            before = now;
            if (stop.hit.kind != MessageHit::Kind::CopyCode)
                continue;
            QApplication::clipboard()->clear();
            QTest::keyClick(view, Qt::Key_Return);
            QCOMPARE(QApplication::clipboard()->text(), view->layoutOf(row).blockText(stop.hit));
        }
        QCOMPARE(words.size(), stops.size());
        QTest::keyClick(view, Qt::Key_Tab);
        QVERIFY(!view->hasFocus());

        view->setFocus(Qt::TabFocusReason);
        QTest::keyClick(view, Qt::Key_Tab);
        QTest::keyClick(view, Qt::Key_Backtab, Qt::ShiftModifier); // back to the message itself
        QVERIFY(view->hasFocus());
        QTest::keyClick(view, Qt::Key_Backtab, Qt::ShiftModifier);
        QVERIFY(!view->hasFocus());
    }

    void theMenuIsWalkedByArrows()
    {
        Typing typing;
        QTest::keyClick(typing.window.get(), Qt::Key_F10);
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QStringList reached;
        QSignalSpy hovered(menu, &QMenu::hovered);
        for (int i = 0; i < menu->actions().size(); ++i)
            QTest::keyClick(menu, Qt::Key_Down);
        for (const QList<QVariant>& hover : hovered)
            reached += hover.first().value<QAction*>()->text();

        for (const QAction* action : menu->actions())
            QVERIFY2(
                action->isSeparator() || !action->isEnabled() || reached.contains(action->text()), qPrintable(action->text()));
        QTest::keyClick(menu, Qt::Key_Escape);
        QVERIFY(!menu->isVisible());
    }
};

QTEST_MAIN(TestKeyboard)
#include "tst_keyboard.moc"
