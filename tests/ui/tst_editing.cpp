#include "tests/support/windowfixture.h"
#include "ui/chat/chatpane.h"
#include "ui/chat/chatview.h"
#include "ui/chat/composer.h"
#include "ui/chat/editbar.h"
#include "ui/chat/messageeditor.h"

#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int PatienceMs = 30'000;

// The whole window, after an exchange with the demo.
struct Driven : WindowFixture
{
    Composer* composer() const { return window->findChild<Composer*>(); }
    ChatView* view() const { return window->findChild<ChatView*>(); }
    EditBar* bar() const { return window->findChild<EditBar*>(); }
    ChatSession& session() const { return *window->findChild<ChatPane*>()->session(); }

    void enter(const QString& text) const
    {
        composer()->setText(text);
        QTest::keyClick(composer()->editor(), Qt::Key_Return);
    }

    bool say(const QString& text) const
    {
        enter(text);
        return isDone();
    }

    // As soon as there is an answer: nobody waits for all of it.
    bool isDone() const
    {
        const auto hasAnswer = [this] {
            const int last = session().messageCount() - 1;
            return last > 0 && !session().loadedMessage(last)->text.isEmpty();
        };
        const bool answered = QTest::qWaitFor(hasAnswer, PatienceMs);
        session().stop();
        return answered && QTest::qWaitFor([this] { return !session().isRunning(); }, PatienceMs);
    }

    QString rowText(int row) const { return view()->model()->index(row, 0).data(Qt::AccessibleTextRole).toString(); }

    // By keyboard, and then that key.
    void pressAt(int row, Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        view()->setFocus();
        QTest::keyClick(view(), Qt::Key_Up, Qt::ControlModifier);
        for (int i = 0; i < 10 && view()->currentIndex().row() != row; ++i)
            QTest::keyClick(view(), view()->currentIndex().row() > row ? Qt::Key_Up : Qt::Key_Down, Qt::ControlModifier);
        QTest::keyClick(view(), key, modifiers);
    }

    QPushButton* shown(const QString& name) const
    {
        for (auto* button : view()->findChildren<QPushButton*>()) {
            if (button->isVisible() && (button->text() == name || button->accessibleName() == name))
                return button;
        }
        return nullptr;
    }
};

}

class TestEditing : public QObject
{
    Q_OBJECT

public:
    /// Before QApplication: the keyring of whoever runs this is none of our business.
    static void initMain() { qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"); }

private Q_SLOTS:
    void anEditIsSentAsAnotherVersionAndTheDraftComesBack()
    {
        Driven driven;
        QVERIFY(driven.say(u"hello"_s));
        driven.composer()->setText(u"half a thought"_s);
        QVERIFY(!driven.bar()->isVisible());

        driven.pressAt(0, Qt::Key_E);
        QVERIFY(driven.bar()->isVisible());
        QCOMPARE(driven.composer()->text(), u"hello"_s);
        driven.enter(u"hello again"_s);

        QVERIFY(!driven.bar()->isVisible());
        QCOMPARE(driven.composer()->text(), u"half a thought"_s);
        QVERIFY(driven.isDone());
        QCOMPARE(driven.view()->model()->rowCount(), 2);
        QCOMPARE(driven.rowText(0), u"You: hello again"_s);
        QCOMPARE(driven.session().siblingPlace(0), (SiblingPlace {.index = 1, .count = 2}));
        driven.pressAt(0, Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(driven.rowText(0), u"You: hello"_s);
        QTest::keyClick(driven.view(), Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(driven.rowText(0), u"You: hello again"_s);
    }

    void anEditIsCancelledByEscape()
    {
        Driven driven;
        QVERIFY(driven.say(u"hello"_s));
        driven.composer()->setText(u"half a thought"_s);
        driven.pressAt(0, Qt::Key_E);
        driven.composer()->setText(u"something else"_s);

        QTest::keyClick(driven.composer()->editor(), Qt::Key_Escape);

        QVERIFY(!driven.bar()->isVisible());
        QCOMPARE(driven.composer()->text(), u"half a thought"_s);
        QCOMPARE(driven.rowText(0), u"You: hello"_s);
        QCOMPARE(driven.session().siblingPlace(0), SiblingPlace());
    }

    void escapeEndsTheEditBeforeTheStream()
    {
        Driven driven;
        QVERIFY(driven.say(u"hello"_s));
        driven.enter(u"long"_s);
        QVERIFY(driven.session().isRunning());
        driven.pressAt(0, Qt::Key_E);
        QVERIFY(driven.bar()->isVisible());

        QTest::keyClick(driven.composer()->editor(), Qt::Key_Escape);
        QVERIFY(!driven.bar()->isVisible());
        QVERIFY(driven.session().isRunning());
        QTest::keyClick(driven.composer()->editor(), Qt::Key_Escape);

        QTRY_VERIFY_WITH_TIMEOUT(!driven.session().isRunning(), PatienceMs);
        QCOMPARE(driven.session().loadedMessage(3)->state, MessageState::Stopped);
    }

    void anEditDoesNotFollowIntoAnotherConversation()
    {
        Driven driven;
        QVERIFY(driven.say(u"hello"_s));
        ChatSession& first = driven.session();
        driven.composer()->setText(u"half a thought"_s);
        driven.pressAt(0, Qt::Key_E);

        QTest::keyClick(driven.window.get(), Qt::Key_N, Qt::ControlModifier);

        QVERIFY(&driven.session() != &first);
        QVERIFY(!driven.bar()->isVisible());
        QCOMPARE(driven.composer()->text(), QString());
        QCOMPARE(driven.conversations.draft(&first), u"half a thought"_s);
    }

    void anEditEndsWhenItsTurnIsNoLongerShown()
    {
        Driven driven;
        QVERIFY(driven.say(u"hello"_s));
        driven.pressAt(0, Qt::Key_E);
        driven.enter(u"hello again"_s);
        QVERIFY(driven.isDone());
        driven.pressAt(0, Qt::Key_E);
        QVERIFY(driven.bar()->isVisible());

        driven.session().switchSibling(0, -1);

        QVERIFY(!driven.bar()->isVisible());
        QCOMPARE(driven.composer()->text(), QString());
    }

    void aRegeneratedAnswerStandsBesideTheOld()
    {
        Driven driven;
        QVERIFY(driven.say(u"hello"_s));

        QTest::mouseClick(driven.shown(u"Regenerate"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(driven.session().siblingPlace(1), (SiblingPlace {.index = 1, .count = 2}), PatienceMs);
        QVERIFY(driven.isDone());
        QVERIFY(driven.view()->isFollowing());
        QTest::mouseClick(driven.shown(u"Previous version"_s), Qt::LeftButton);

        QCOMPARE(driven.session().siblingPlace(1), (SiblingPlace {.index = 0, .count = 2}));
        QVERIFY(driven.shown(u"Next version"_s)->isEnabled());
    }

    void theKeyboardStaysWithAMessageThatIsRegenerated()
    {
        Driven driven;
        QVERIFY(driven.say(u"hello"_s));

        driven.pressAt(1, Qt::Key_R);
        QVERIFY(driven.isDone());
        QCOMPARE(driven.view()->currentIndex().row(), 1);
        QTest::keyClick(driven.view(), Qt::Key_Left, Qt::AltModifier);

        QCOMPARE(driven.session().siblingPlace(1), (SiblingPlace {.index = 0, .count = 2}));
    }

    void aStoppedAnswerGoesOn()
    {
        Driven driven;
        driven.enter(u"long"_s);
        QTRY_VERIFY_WITH_TIMEOUT(
            driven.session().messageCount() == 2 && driven.session().loadedMessage(1)->text.size() > 20, PatienceMs);
        QTest::mouseClick(named<QPushButton>(driven.window.get(), u"Stop"_s), Qt::LeftButton);
        QVERIFY(driven.isDone());
        const QString before = driven.session().loadedMessage(1)->text;

        QTest::mouseClick(driven.shown(u"Continue"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(driven.session().loadedMessage(1)->text.size() > before.size(), PatienceMs);
        driven.session().stop();
        QVERIFY(driven.isDone());

        QVERIFY(driven.session().loadedMessage(1)->text.startsWith(before));
        QCOMPARE(driven.session().messageCount(), 2);
        QVERIFY(driven.shown(u"Continue"_s));
    }
};

QTEST_MAIN(TestEditing)
#include "tst_editing.moc"
