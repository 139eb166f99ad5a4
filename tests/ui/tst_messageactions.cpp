#include "chatviewfixture.h"

#include <QAccessible>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QSignalSpy>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

// Two turns with their answers, and what the view asks for.
struct Fixture : ChatViewFixture
{
    QSignalSpy edit {&view, &ChatView::editRequested};
    QSignalSpy regenerate {&view, &ChatView::regenerateRequested};
    QSignalSpy goOn {&view, &ChatView::continueRequested};
    QSignalSpy sibling {&view, &ChatView::siblingRequested};

    explicit Fixture(MessageState lastState = MessageState::Complete)
    {
        model.append(Role::User, u"Question one"_s);
        model.append(Role::Assistant, u"Answer one"_s);
        model.append(Role::User, u"Question two"_s);
        Message last;
        last.role = Role::Assistant;
        last.text = u"Answer two"_s;
        last.state = lastState;
        model.append(last);
        view.activateWindow();
        view.setFocus();
    }

    // The buttons of that name that show, from top to bottom.
    QList<QPushButton*> shown(const QString& name) const
    {
        QList<QPushButton*> found;
        for (auto* button : view.findChildren<QPushButton*>()) {
            if (button->isVisible() && (button->text() == name || button->accessibleName() == name))
                found << button;
        }
        std::ranges::sort(found, {}, [](const QPushButton* button) { return button->mapToGlobal(QPoint()).y(); });
        return found;
    }

    void pointAtRow(int row) const
    {
        const QPoint center = view.visualRect(model.index(row)).center();
        QTest::mouseMove(view.viewport(), center - QPoint(5, 0));
        QTest::mouseMove(view.viewport(), center);
    }

    // By keyboard.
    void goTo(int row)
    {
        QTest::keyClick(&view, Qt::Key_Up, Qt::ControlModifier);
        while (view.currentIndex().row() > row)
            QTest::keyClick(&view, Qt::Key_Up, Qt::ControlModifier);
        QCOMPARE(view.currentIndex().row(), row);
    }

    QStringList menuWords(int row)
    {
        const QPoint point = view.visualRect(model.index(row)).center();
        QContextMenuEvent event(QContextMenuEvent::Mouse, point, view.viewport()->mapToGlobal(point));
        QApplication::sendEvent(view.viewport(), &event);
        return takeMenu();
    }

    QStringList takeMenu()
    {
        auto* menu = view.findChild<QMenu*>();
        QStringList words;
        if (!menu)
            return words;
        for (const QAction* action : menu->actions())
            words << action->text();
        for (QAction* action : menu->actions()) {
            if (action->text().startsWith(chosen) && !chosen.isEmpty())
                action->trigger();
        }
        delete menu;
        return words;
    }
    QString chosen; // of the menu
};

}

class TestMessageActions final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAnswerThatWasCutShortCanBeContinued_data()
    {
        QTest::addColumn<MessageState>("state");
        QTest::addColumn<bool>("can");
        QTest::newRow("stopped") << MessageState::Stopped << true;
        QTest::newRow("interrupted") << MessageState::Interrupted << true;
        QTest::newRow("failed") << MessageState::Failed << true;
        QTest::newRow("complete") << MessageState::Complete << false;
        QTest::newRow("streaming") << MessageState::Streaming << false;
    }

    void anAnswerThatWasCutShortCanBeContinued()
    {
        QFETCH(MessageState, state);
        QFETCH(bool, can);
        Fixture f(state);

        QCOMPARE(f.shown(u"Continue"_s).size(), can ? 1 : 0);
        QCOMPARE(f.menuWords(3).contains(u"Continue"_s), can);
        if (can)
            QTest::mouseClick(f.shown(u"Continue"_s).first(), Qt::LeftButton);

        QCOMPARE(f.goOn.size(), can ? 1 : 0);
    }

    void continueAndRegenerateAreReachedAndPressedByKeyboard()
    {
        Fixture f(MessageState::Interrupted);
        QTRY_VERIFY(f.view.hasFocus());

        for (const QString& name : {u"Continue"_s, u"Regenerate"_s}) { // without the mouse over them
            QCOMPARE(f.shown(name).size(), 1);
            QPushButton* button = f.shown(name).first();
            QCOMPARE(button->accessibleName(), name);
            QCOMPARE(QAccessible::queryAccessibleInterface(button)->role(), QAccessible::Button);
            f.view.setFocus();
            for (int presses = 0; presses < 10 && !button->hasFocus(); ++presses)
                QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            QVERIFY(button->hasFocus());
            QTest::keyClick(button, Qt::Key_Space);
        }

        QCOMPARE(f.goOn.size(), 1);
        QCOMPARE(f.regenerate, (QList<QList<QVariant>> {{3}}));
    }

    // As a screen reader presses it: it goes down, and is clicked a moment later.
    void aPressCountsForWhatWasShownWhenItBegan()
    {
        Fixture f(MessageState::Interrupted);
        QPushButton* button = f.shown(u"Continue"_s).first();
        const auto press = [button] { QAccessible::queryAccessibleInterface(button)->actionInterface()->doAction(u"Press"_s); };
        press();
        QVERIFY(button->isDown());
        QCOMPARE(f.goOn.size(), 0);

        f.view.finishPress();
        QCOMPARE(f.goOn.size(), 1);
        QTRY_VERIFY(!button->isDown());
        QCOMPARE(f.goOn.size(), 1); // not for what is shown now

        press();
        QTRY_COMPARE(f.goOn.size(), 2);
        f.view.finishPress();
        QCOMPARE(f.goOn.size(), 2);
        QTest::mousePress(button, Qt::LeftButton);
        QTest::mouseRelease(button, Qt::LeftButton, {}, QPoint(-50, -50)); // thought better of it
        f.view.finishPress();
        QCOMPARE(f.goOn.size(), 2);
    }

    void theLastAnswerKeepsItsButtonsWhileTheMouseIsElsewhere()
    {
        Fixture f;
        QCOMPARE(f.shown(u"Regenerate"_s).size(), 1);

        f.pointAtRow(1);

        const QList<QPushButton*> buttons = f.shown(u"Regenerate"_s);
        QCOMPARE(buttons.size(), 2);
        QTest::mouseClick(buttons.first(), Qt::LeftButton);
        QTest::mouseClick(buttons.last(), Qt::LeftButton);
        QCOMPARE(f.regenerate, (QList<QList<QVariant>> {{1}, {3}}));
    }

    void aTurnOfTheUserIsEditedFromUnderItsCard()
    {
        Fixture f;
        QVERIFY(f.shown(u"Edit"_s).isEmpty());

        f.pointAtRow(0);

        QCOMPARE(f.shown(u"Edit"_s).size(), 1);
        const QPushButton* button = f.shown(u"Edit"_s).first();
        const QRect place(button->mapTo(f.view.viewport(), QPoint()), button->size());
        QVERIFY(place.top() >= f.top(1) - 12);
        QVERIFY(place.bottom() < f.top(1) + 12); // between the two texts
        QTest::mouseClick(f.shown(u"Edit"_s).first(), Qt::LeftButton);
        QCOMPARE(f.edit, (QList<QList<QVariant>> {{0}}));
        QTest::mouseClick(f.shown(u"Copy"_s).first(), Qt::LeftButton);
        QCOMPARE(QApplication::clipboard()->text(), u"Question one"_s);
    }

    void versionsAreSteppedThroughWhereThereAreSome()
    {
        Fixture f;
        QVERIFY(f.shown(u"Next version"_s).isEmpty());
        f.model.siblings = {{}, {}, {}, {.index = 1, .count = 3}};
        f.model.touchLast();

        QTest::mouseClick(f.shown(u"Previous version"_s).first(), Qt::LeftButton);
        QTest::mouseClick(f.shown(u"Next version"_s).first(), Qt::LeftButton);
        QCOMPARE(f.sibling, (QList<QList<QVariant>> {{3, -1}, {3, 1}}));
        QVERIFY(f.view.findChild<QLabel*>()->text() == u"2/3"_s);

        f.model.siblings[3].index = 2;
        f.model.touchLast();
        QVERIFY(!f.shown(u"Next version"_s).first()->isEnabled());
        QVERIFY(f.shown(u"Previous version"_s).first()->isEnabled());
    }

    void whileAnAnswerRunsNoOtherIsAskedFor()
    {
        Fixture f(MessageState::Streaming);

        f.pointAtRow(1);

        QVERIFY(f.shown(u"Regenerate"_s).isEmpty());
        QCOMPARE(f.shown(u"Copy"_s).size(), 1);
    }

    void lettersActOnTheMessageThatTheKeyboardIsOn()
    {
        Fixture f;
        f.model.siblings = {{}, {.index = 1, .count = 3}};
        f.goTo(2);
        QCOMPARE(f.shown(u"Edit"_s).size(), 1);

        QTest::keyClick(&f.view, Qt::Key_R); // not an answer
        QTest::keyClick(&f.view, Qt::Key_E);
        QTest::keyClick(&f.view, Qt::Key_C);
        QCOMPARE(f.edit, (QList<QList<QVariant>> {{2}}));
        QCOMPARE(QApplication::clipboard()->text(), u"Question two"_s);
        f.goTo(1);
        QTest::keyClick(&f.view, Qt::Key_R);
        QTest::keyClick(&f.view, Qt::Key_E);
        QTest::keyClick(&f.view, Qt::Key_Left, Qt::AltModifier);
        QTest::keyClick(&f.view, Qt::Key_Right, Qt::AltModifier);

        QCOMPARE(f.edit.size(), 1);
        QCOMPARE(f.regenerate, (QList<QList<QVariant>> {{1}}));
        QCOMPARE(f.sibling, (QList<QList<QVariant>> {{1, -1}, {1, 1}}));
    }

    void lettersDoNothingAfterAClick()
    {
        Fixture f;

        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, f.pointAt(2, 2));
        QTest::keyClick(&f.view, Qt::Key_E);

        QVERIFY(f.edit.isEmpty());
    }

    void theKeyboardOpensTheMenuOfItsMessage()
    {
        Fixture f;
        f.goTo(2);
        f.chosen = u"Edit"_s;

        QTest::keyClick(&f.view, Qt::Key_F10, Qt::ShiftModifier);

        QVERIFY(f.takeMenu().contains(u"Edit\tE"_s));
        QCOMPARE(f.edit, (QList<QList<QVariant>> {{2}}));
    }

    void theMenuHasEverythingAndNamesTheKeys()
    {
        Fixture f;
        f.model.siblings = {{.index = 0, .count = 2}, {.index = 1, .count = 3}};

        const QStringList user = f.menuWords(0);
        QVERIFY(user.contains(u"Copy message\tC"_s));
        QVERIFY(user.contains(u"Edit\tE"_s));
        QVERIFY(user.contains(u"Next version\tAlt+Right"_s));
        QVERIFY(user.filter(u"Previous"_s).isEmpty());
        QVERIFY(user.filter(u"Regenerate"_s).isEmpty());
        f.chosen = u"Regenerate"_s;
        const QStringList answer = f.menuWords(1);
        QVERIFY(answer.contains(u"Regenerate\tR"_s));
        QVERIFY(answer.contains(u"Previous version\tAlt+Left"_s));

        QCOMPARE(f.regenerate, (QList<QList<QVariant>> {{1}}));
    }
};

QTEST_MAIN(TestMessageActions)

#include "tst_messageactions.moc"
