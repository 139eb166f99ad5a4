#include "tests/support/windowfixture.h"
#include "ui/chat/chatview.h"
#include "ui/chat/composer.h"
#include "ui/chat/messageeditor.h"

#include <QAccessible>
#include <QScrollBar>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int PatienceMs = 30'000;

/// Every interface below \a root, as a screen reader finds them.
QList<QAccessibleInterface*> allBelow(QAccessibleInterface* root)
{
    QList<QAccessibleInterface*> all {root};
    for (int i = 0; i < root->childCount(); ++i) {
        if (QAccessibleInterface* child = root->child(i))
            all += allBelow(child);
    }
    return all;
}

QAccessibleInterface* find(const QWidget& window, QAccessible::Role role, const QString& name)
{
    const QList<QAccessibleInterface*> all = allBelow(QAccessible::queryAccessibleInterface(const_cast<QWidget*>(&window)));
    for (QAccessibleInterface* candidate : all) {
        if (candidate->role() == role && candidate->text(QAccessible::Name) == name)
            return candidate;
    }
    return nullptr;
}

bool isShown(const QAccessibleInterface* interface)
{
    return interface && !interface->state().invisible;
}

/// A question and the beginning of its answer.
struct Chat : WindowFixture
{
    void ask()
    {
        auto* composer = window->findChild<Composer*>();
        composer->setText(u"One\nTwo\nThree\nFour\nFive\nSix\nSeven\nEight"_s);
        QTest::keyClick(composer->editor(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(find(*window, QAccessible::StaticText, u"Stream state: streaming"_s), PatienceMs);
        QTest::keyClick(window.get(), Qt::Key_Escape);
        QTRY_VERIFY_WITH_TIMEOUT(find(*window, QAccessible::StaticText, u"Stream state: stopped"_s), PatienceMs);
    }
};

}

/// The window as assistive technology walks through it, from the top down.
class TestAccessibleTree : public QObject
{
    Q_OBJECT

public:
    /// Before QApplication: the keyring of whoever runs this is none of our business.
    static void initMain() { qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"); }

private Q_SLOTS:
    void everythingOfTheContractIsFound_data()
    {
        QTest::addColumn<QAccessible::Role>("role");
        const QList<std::pair<QString, QAccessible::Role>> contract {{u"Conversations"_s, QAccessible::List},
            {u"Search conversations"_s, QAccessible::EditableText}, {u"New conversation"_s, QAccessible::Button},
            {u"Messages"_s, QAccessible::List}, {u"Message"_s, QAccessible::EditableText}, {u"Send"_s, QAccessible::Button},
            {u"Jump to latest"_s, QAccessible::Button}, {u"Regenerate"_s, QAccessible::Button},
            {u"Endpoint"_s, QAccessible::ComboBox}, {u"Model"_s, QAccessible::ComboBox},
            {u"Buffer strategy"_s, QAccessible::ComboBox}, {u"Stream state: idle"_s, QAccessible::StaticText}};
        for (const auto& [name, role] : contract)
            QTest::newRow(qPrintable(name)) << role;
    }

    void everythingOfTheContractIsFound()
    {
        QFETCH(const QAccessible::Role, role);
        const WindowFixture fixture;

        QVERIFY(find(*fixture.window, role, QString::fromUtf8(QTest::currentDataTag())));
    }

    void aListHasNothingButItsRows()
    {
        Chat chat;
        chat.ask();

        const QAccessibleInterface* messages = find(*chat.window, QAccessible::List, u"Messages"_s);

        QCOMPARE(messages->childCount(), 2);
        QCOMPARE(messages->child(0)->text(QAccessible::Name), u"You: One\nTwo\nThree\nFour\nFive\nSix\nSeven\nEight"_s);
        QVERIFY(messages->child(1)->text(QAccessible::Name).startsWith("Assistant: "_L1));
    }

    void buttonsOverTheMessagesAreFoundWhileTheyShow()
    {
        Chat chat;
        chat.ask();
        QVERIFY(isShown(find(*chat.window, QAccessible::Button, u"Regenerate"_s)));
        QVERIFY(!isShown(find(*chat.window, QAccessible::Button, u"Jump to latest"_s)));

        chat.window->resize(600, 300);
        QApplication::processEvents();
        chat.window->findChild<ChatView*>()->verticalScrollBar()->setValue(0);

        QVERIFY(isShown(find(*chat.window, QAccessible::Button, u"Jump to latest"_s)));
    }

    void aConversationIsChosenByItsAction()
    {
        Chat chat;
        chat.ask();
        QTest::keyClick(chat.window.get(), Qt::Key_N, Qt::ControlModifier);
        const QAccessibleInterface* messages = find(*chat.window, QAccessible::List, u"Messages"_s);
        QTRY_COMPARE(messages->childCount(), 0);
        const QAccessibleInterface* list = find(*chat.window, QAccessible::List, u"Conversations"_s);
        QCOMPARE(list->childCount(), 2);

        for (int i = 0; i < 2; ++i) { // the second time takes the selection away, which changes nothing
            list->child(1)->actionInterface()->doAction(QAccessibleActionInterface::toggleAction());
            QTRY_COMPARE(messages->childCount(), 2);
            QTRY_VERIFY(list->child(1)->state().selected);
        }
    }

    void everyChildIsWhereItsParentSaysItIs()
    {
        Chat chat;
        chat.ask();
        const QList<QAccessibleInterface*> all = allBelow(QAccessible::queryAccessibleInterface(chat.window.get()));

        QVERIFY(all.size() > 40);
        for (const QAccessibleInterface* parent : all) {
            for (int i = 0; i < parent->childCount(); ++i) {
                const QAccessibleInterface* child = parent->child(i);
                if (!child || child->role() == QAccessible::ListItem)
                    continue; // Qt's own tables do not know the rows of their lists by index
                QCOMPARE(parent->indexOfChild(child), i);
            }
        }
    }
};

QTEST_MAIN(TestAccessibleTree)
#include "tst_accessibletree.moc"
