#include "tests/support/windowfixture.h"
#include "ui/chat/chatpane.h"
#include "ui/chat/composer.h"
#include "ui/chat/findbar.h"
#include "ui/chat/messageeditor.h"
#include "ui/settings/endpointactions.h"
#include "ui/settings/endpointtest.h"
#include "ui/settings/numberfield.h"
#include "ui/settings/settingsdialog.h"
#include "ui/sidebar/undobar.h"
#include "ui/spokennotice.h"

#include <QAccessible>
#include <QAction>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

struct Found
{
    QAccessibleInterface* interface = nullptr;
    QString path; ///< of the names above it
};

void collect(QAccessibleInterface* root, const QString& path, QList<Found>& all)
{
    if (!root || root->state().invisible)
        return;
    all.append({.interface = root, .path = path});
    const QString name = root->text(QAccessible::Name).left(40);
    if (root->role() == QAccessible::ListItem || root->role() == QAccessible::MenuItem)
        return;
    for (int i = 0; i < root->childCount(); ++i)
        collect(root->child(i), path + u" / "_s + name, all);
}

QList<Found> shownBelow(QWidget* root)
{
    QList<Found> all;
    collect(QAccessible::queryAccessibleInterface(root), {}, all);
    return all;
}

bool isInteractive(QAccessibleInterface* interface)
{
    switch (interface->role()) {
    case QAccessible::Button:
    case QAccessible::CheckBox:
    case QAccessible::RadioButton:
    case QAccessible::ComboBox:
    case QAccessible::EditableText:
    case QAccessible::SpinBox:
    case QAccessible::Slider:
    case QAccessible::List:
    case QAccessible::ListItem:
    case QAccessible::Table:
    case QAccessible::MenuItem:
    case QAccessible::PageTab:
    case QAccessible::Dialog:
        return true;
    default:
        return interface->state().focusable;
    }
}

/// What a person could use, but that a screen reader would have no word for.
QStringList namelessIn(QWidget* root)
{
    QStringList nameless;
    const QList<Found> all = shownBelow(root);
    for (const Found& found : all) {
        if (!isInteractive(found.interface) || !found.interface->text(QAccessible::Name).trimmed().isEmpty())
            continue;
        const QObject* object = found.interface->object();
        nameless += u"%1 (%2) in %3"_s.arg(QString::fromLatin1(object ? object->metaObject()->className() : "?"))
                        .arg(int(found.interface->role()))
                        .arg(found.path);
    }
    return nameless;
}

QAccessibleInterface* find(QWidget* root, QAccessible::Role role, const QString& name)
{
    const QList<Found> all = shownBelow(root);
    for (const Found& found : all) {
        if (found.interface->role() == role && found.interface->text(QAccessible::Name) == name)
            return found.interface;
    }
    return nullptr;
}

struct Opened : WindowFixture
{
    Opened() { window->resize(1400, 900); }

    void ask() const
    {
        auto* composer = window->findChild<Composer*>();
        composer->setText(u"hello"_s);
        QTest::keyClick(composer->editor(), Qt::Key_Return);
        const ChatSession* session = window->findChild<ChatPane*>()->session();
        QTRY_VERIFY_WITH_TIMEOUT(session->messageCount() == 2 && !session->isRunning(), 60000);
    }
    QToolButton* panelButton() const { return window->findChild<ChatPane*>()->panelButton(); }
};

}

/// Names, roles and states of all controls, as a screen reader gets them.
class TestAccessibleControls : public QObject
{
    Q_OBJECT

public:
    /// Before QApplication: the keyring of whoever runs this is none of our business.
    static void initMain() { qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"); }

private Q_SLOTS:
    void everyControlOfTheWindowHasAName()
    {
        const Opened opened;
        QCOMPARE(namelessIn(opened.window.get()).join(u'\n'), QString()); // with the suggestions of an empty one
        opened.ask();
        opened.window->showNotice(u"Something happened."_s);
        opened.panelButton()->click();
        QTest::keyClick(opened.window.get(), Qt::Key_F, Qt::ControlModifier);

        QCOMPARE(namelessIn(opened.window.get()).join(u'\n'), QString());
        QVERIFY(shownBelow(opened.window.get()).size() > 60);
    }

    void everyControlOfTheSettingsHasAName()
    {
        const Opened opened;
        opened.window->openSettings();
        auto* dialog = opened.window->findChild<SettingsDialog*>();
        auto* pages = named<QListWidget>(dialog, u"Pages"_s);
        for (int row = 0; row < pages->count(); ++row) {
            pages->setCurrentRow(row);
            const QStringList nameless = namelessIn(dialog);
            QVERIFY2(nameless.isEmpty(), qPrintable(pages->item(row)->text() + u": "_s + nameless.join(u'\n')));
        }
        QVERIFY(find(dialog, QAccessible::Dialog, u"Settings"_s));
    }

    void numberFieldsTellTheirUnit()
    {
        const Opened opened;
        opened.window->openSettings();
        auto* dialog = opened.window->findChild<SettingsDialog*>();
        int units = 0;
        for (const SettingsPage& page : settingsPages()) {
            opened.window->openSettings(page.name);
            const QList<NumberField*> fields = dialog->findChildren<NumberField*>();
            for (const NumberField* field : fields) {
                const QAccessibleInterface* line = QAccessible::queryAccessibleInterface(field->line());
                if (const QString unit = field->findChild<QLabel*>(u"unit"_s)->text(); !unit.isEmpty()) {
                    QVERIFY2(line->text(QAccessible::Description).startsWith(unit), qPrintable(field->accessibleName()));
                    ++units;
                }
            }
        }
        QVERIFY(units > 8);
    }

    void whatARequestCameToIsSaid()
    {
        const Opened opened;
        const auto said = [](const QWidget* by) {
            return by->findChild<SpokenNotice*>(QString(), Qt::FindDirectChildrenOnly)->accessibleName();
        };
        opened.window->openSettings(u"endpoints"_s);
        auto* test = opened.window->findChild<EndpointTest*>();
        QTest::mouseClick(test->findChild<QPushButton*>(), Qt::LeftButton);
        QTRY_VERIFY2_WITH_TIMEOUT(test->resultText().startsWith(u"It answered"_s), qPrintable(test->resultText()), 60000);
        QCOMPARE(said(test), test->resultText());

        opened.window->openSettings(u"cache"_s);
        auto* field = opened.window->findChild<SettingsDialog*>()->findChild<NumberField*>();
        field->line()->clear();
        QTest::keyClick(field->line(), Qt::Key_X);
        QVERIFY(!field->note().isEmpty());
        QCOMPARE(said(field), field->note());

        UndoBar bar;
        bar.offer(u"Deleted “a”"_s);
        QCOMPARE(said(&bar), u"Deleted “a”"_s);

        FindBar find;
        find.open(u"needle"_s);
        find.setProgress(0, 0, false, true);
        QCOMPARE(said(&find), QString());
        find.setProgress(0, 0, false, false);
        QCOMPARE(said(&find), u"Nothing found"_s);
        find.setProgress(1, 3, false, false);
        QCOMPARE(said(&find), u"1 of 3"_s);
        find.setProgress(1, 4, false, false); // an answer grows
        QCOMPARE(said(&find), u"1 of 3"_s);
        find.setProgress(2, 4, false, false);
        QCOMPARE(said(&find), u"2 of 4"_s);
    }

    void aPageIsChosenByItsAction()
    {
        const Opened opened;
        opened.window->openSettings();
        auto* dialog = opened.window->findChild<SettingsDialog*>();
        const auto* pages = named<QListWidget>(dialog, u"Pages"_s);
        const QAccessibleInterface* list = find(dialog, QAccessible::List, u"Pages"_s);

        for (int i = 0; i < 2; ++i) { // the second time takes the selection away, which changes nothing
            list->child(3)->actionInterface()->doAction(QAccessibleActionInterface::toggleAction());
            QTRY_COMPARE(pages->currentRow(), 3);
            QTRY_VERIFY(list->child(3)->state().selected);
        }
    }

    void theMenuIsAChildOfItsButton()
    {
        const Opened opened;
        QAccessibleInterface* button = find(opened.window.get(), QAccessible::Button, u"Menu"_s);
        QVERIFY(button->state().hasPopup && button->state().collapsed);
        QVERIFY(!find(opened.window.get(), QAccessible::MenuItem, u"Settings…"_s));

        button->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QAccessibleInterface* entry = find(opened.window.get(), QAccessible::MenuItem, u"Settings…"_s);
        QVERIFY(entry && button->state().expanded);
        entry->actionInterface()->doAction(QAccessibleActionInterface::pressAction());

        QTRY_VERIFY(opened.window->findChild<SettingsDialog*>());
    }

    void everyControlOfTheEndpointDialogHasAName()
    {
        const Opened opened;
        opened.window->findChild<EndpointActions*>()->add();
        QDialog* dialog = opened.window->findChild<QDialog*>();
        QVERIFY(dialog && dialog->isVisible());

        QCOMPARE(namelessIn(dialog).join(u'\n'), QString());
    }

    void everyEntryOfTheMenuHasAName()
    {
        const Opened opened;
        const QList<QMenu*> menus = opened.window->findChildren<QMenu*>();
        QVERIFY(menus.size() >= 4);
        for (QMenu* menu : menus) {
            for (const QAction* action : menu->actions())
                QVERIFY(action->isSeparator() || !action->text().isEmpty());
        }
    }

    void statesAreTold()
    {
        const Opened opened;
        opened.ask();
        const auto state = [&opened](QAccessible::Role role, const QString& name) {
            const QAccessibleInterface* found = find(opened.window.get(), role, name);
            return found ? found->state() : QAccessible::State();
        };
        const QString panel = u"Performance panel"_s;
        const QAccessibleInterface* toggle = QAccessible::queryAccessibleInterface(opened.panelButton());
        QCOMPARE(toggle->text(QAccessible::Name), panel);
        QVERIFY(toggle->state().checkable && !toggle->state().checked);
        opened.panelButton()->click();
        QVERIFY(toggle->state().checked);

        const QString strategy = u"Buffer strategy"_s;
        QVERIFY(state(QAccessible::ComboBox, strategy).hasPopup);
        QVERIFY(state(QAccessible::ComboBox, strategy).collapsed && !state(QAccessible::ComboBox, strategy).expanded);
        named<QComboBox>(opened.window.get(), strategy)->showPopup();
        QVERIFY(state(QAccessible::ComboBox, strategy).expanded && !state(QAccessible::ComboBox, strategy).collapsed);
        named<QComboBox>(opened.window.get(), strategy)->hidePopup();

        const QAccessibleInterface* conversations = find(opened.window.get(), QAccessible::List, u"Conversations"_s);
        QVERIFY(conversations && conversations->childCount() > 0);
        QVERIFY(conversations->child(0)->state().selected);
        QVERIFY(state(QAccessible::EditableText, u"Message"_s).multiLine);
        QVERIFY(!state(QAccessible::Button, u"Send"_s).invisible
            && state(QAccessible::Button, u"Send"_s).disabled); // nothing to send
    }

    void theFiguresAreATableOfNamesAndValues()
    {
        const Opened opened;
        opened.ask();
        opened.panelButton()->click();

        QAccessibleInterface* table = find(opened.window.get(), QAccessible::Table, u"Stream figures"_s);
        QVERIFY(table && table->tableInterface());
        QTRY_VERIFY(table->tableInterface()->rowCount() > 10);
        QCOMPARE(table->tableInterface()->columnCount(), 2);
        int values = 0;
        for (int row = 0; row < table->tableInterface()->rowCount(); ++row) {
            QVERIFY(!table->tableInterface()->cellAt(row, 0)->text(QAccessible::Name).isEmpty());
            values += !table->tableInterface()->cellAt(row, 1)->text(QAccessible::Name).isEmpty();
        }
        QVERIFY(values > 10);
        for (const QString& drawing : {u"Timeline"_s, u"Waiting"_s, u"ITL"_s}) {
            const QList<Found> all = shownBelow(opened.window.get());
            const auto found = std::find_if(all.begin(), all.end(),
                [&](const Found& one) { return one.interface->text(QAccessible::Name).startsWith(drawing); });
            QVERIFY2(found != all.end(), qPrintable(drawing));
        }
    }
};

QTEST_MAIN(TestAccessibleControls)
#include "tst_accessiblecontrols.moc"
