#include "tests/support/manualclock.h"
#include "tests/support/windowfixture.h"
#include "ui/chat/composer.h"
#include "ui/chat/messageeditor.h"
#include "ui/chat/streamstatelabel.h"
#include "ui/chat/targetbar.h"
#include "ui/combobox.h"
#include "ui/comboboxaccess.h"
#include "ui/theme.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QInputMethodEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

const StreamStatus Streaming {.state = StreamState::Streaming};

struct Shown
{
    Composer composer;
    MessageEditor* editor = composer.editor();
    QSignalSpy sent {&composer, &Composer::sendRequested};

    Shown()
    {
        composer.resize(600, 200);
        composer.show();
        editor->setFocus();
    }

    QPushButton* button(const QString& name) const { return named<QPushButton>(&composer, name); }
};

}

class TestComposer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNewListOfModelsLeavesTheTextWhereItWas()
    {
        Composer composer;
        composer.resize(800, 140);
        composer.show();
        composer.targetBar()->setModels({u"alpha"_s}, u"alpha"_s);
        QApplication::processEvents();
        const auto* box = named<QComboBox>(&composer, u"Model"_s);
        const QPoint before = box->lineEdit()->pos();

        composer.targetBar()->setModels({u"alpha"_s, u"beta"_s}, u"alpha"_s);
        QApplication::processEvents();

        QCOMPARE(box->lineEdit()->pos(), before);
    }

    void theBoxIsAsWideAsTheColumn()
    {
        Composer composer;
        for (const int width : {360, 700, 808, 1401}) {
            composer.resize(width, 140);
            composer.show();
            QApplication::processEvents();

            const QWidget* box = composer.editor()->parentWidget();
            const Span column = currentTheme().columnIn(width);
            QCOMPARE(box->mapTo(&composer, QPoint()).x(), column.left);
            QCOMPARE(box->width(), column.width);
        }
    }

    void initTestCase() { installComboBoxAccess(); }

    void enterSendsTheText()
    {
        Shown shown;

        QTest::keyClicks(shown.editor, u"hello"_s);
        QTest::keyClick(shown.editor, Qt::Key_Return);
        QTest::keyClick(shown.editor, Qt::Key_Enter, Qt::KeypadModifier);

        QCOMPARE(shown.sent.size(), 2);
        QCOMPARE(shown.sent.first().first().toString(), u"hello"_s);
    }

    void enterDoesNotSendBlankText()
    {
        Shown shown;

        shown.composer.setText(u" \n\t "_s);
        QTest::keyClick(shown.editor, Qt::Key_Return);

        QCOMPARE(shown.sent.size(), 0);
        QVERIFY(!shown.button(u"Send"_s)->isEnabled());
    }

    void shiftEnterBreaksTheLine()
    {
        Shown shown;

        QTest::keyClicks(shown.editor, u"one"_s);
        QTest::keyClick(shown.editor, Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(shown.editor, u"two"_s);

        QCOMPARE(shown.composer.text(), u"one\ntwo"_s);
        QCOMPARE(shown.editor->document()->blockCount(), 2);
        QCOMPARE(shown.sent.size(), 0);
    }

    void upRecallsTheLastMessageOnlyIntoAnEmptyBox()
    {
        Shown shown;
        shown.composer.setRecall(u"what I said"_s);

        QTest::keyClick(shown.editor, Qt::Key_Up);
        QCOMPARE(shown.composer.text(), u"what I said"_s);

        shown.composer.setText(u"something else"_s);
        QTest::keyClick(shown.editor, Qt::Key_Up);
        QCOMPARE(shown.composer.text(), u"something else"_s);
    }

    void anInputMethodComposesWithoutSending()
    {
        Shown shown;

        QInputMethodEvent composing(u"ni"_s, {});
        QApplication::sendEvent(shown.editor, &composing);
        QCOMPARE(shown.sent.size(), 0);
        QCOMPARE(shown.composer.text(), QString());
        QInputMethodEvent done;
        done.setCommitString(u"你"_s);
        QApplication::sendEvent(shown.editor, &done);

        QCOMPARE(shown.composer.text(), u"你"_s);
        QVERIFY(shown.editor->testAttribute(Qt::WA_InputMethodEnabled));
    }

    void growsWithTheTextUpToEightLines()
    {
        Shown shown;
        const auto heightOf = [&shown](int lines) {
            shown.composer.setText(QStringList(lines, u"line"_s).join(u'\n'));
            return shown.editor->height();
        };

        const int one = heightOf(1);
        const int eight = heightOf(8);
        const int hundred = heightOf(100);

        QVERIFY(heightOf(2) > one);
        QVERIFY(eight > 7 * shown.editor->fontMetrics().lineSpacing());
        QCOMPARE(hundred, eight);
        QCOMPARE(heightOf(1), one);
    }

    void aTextOfOneLineNeedsNoScrollBar()
    {
        Shown shown;

        shown.composer.setText(u"one line"_s);

        QVERIFY(!shown.editor->verticalScrollBar()->isVisible());
        QCOMPARE(shown.editor->verticalScrollBar()->maximum(), 0);
    }

    void aPasteBeyondTheLimitIsRefusedAsAWhole()
    {
        Shown shown;
        shown.composer.setText(u"kept"_s);

        QApplication::clipboard()->setText(QString(MessageEditor::MaxCharacters, u'x'));
        shown.editor->paste();
        QCOMPARE(shown.composer.text(), u"kept"_s);

        QApplication::clipboard()->setText(u" and more"_s);
        shown.editor->paste();
        QCOMPARE(shown.composer.text(), u"kept and more"_s);
    }

    void sendTurnsIntoStopWhileAStreamRuns()
    {
        Shown shown;
        QSignalSpy stopped(&shown.composer, &Composer::stopRequested);
        QVERIFY(shown.button(u"Send"_s) && !shown.button(u"Stop"_s));

        shown.composer.setStatus(Streaming);
        QVERIFY(!shown.button(u"Send"_s) && shown.button(u"Stop"_s));
        shown.composer.setText(u"later"_s);
        QTest::keyClick(shown.editor, Qt::Key_Return);
        QCOMPARE(shown.sent.size(), 0);
        QTest::mouseClick(shown.button(u"Stop"_s), Qt::LeftButton);
        QCOMPARE(stopped.size(), 1);

        shown.composer.setStatus({.state = StreamState::Stopped});
        QVERIFY(shown.button(u"Send"_s)->isEnabled() && !shown.button(u"Stop"_s));
        QCOMPARE(shown.composer.text(), u"later"_s);
    }

    // As a screen reader presses it: it goes down, and is clicked a moment later.
    void aPressCountsForWhatTheButtonWasWhenItBegan()
    {
        Shown shown;
        QSignalSpy stopped(&shown.composer, &Composer::stopRequested);
        shown.composer.setText(u"draft"_s);
        QPushButton* button = shown.button(u"Send"_s);
        const auto press = [button] { QAccessible::queryAccessibleInterface(button)->actionInterface()->doAction(u"Press"_s); };

        press();
        shown.composer.setStatus(Streaming);
        QTRY_VERIFY(!button->isDown());
        QCOMPARE(stopped.size(), 0); // Send was pressed
        QCOMPARE(shown.sent.size(), 0);
        press();
        shown.composer.setStatus({});
        QTRY_VERIFY(!button->isDown());

        QCOMPARE(shown.sent.size(), 0); // Stop was pressed
    }

    void aPressThatIsFinishedAsksOnce()
    {
        Shown shown;
        shown.composer.setText(u"first"_s);
        QPushButton* button = shown.button(u"Send"_s);
        QAccessible::queryAccessibleInterface(button)->actionInterface()->doAction(u"Press"_s);

        shown.composer.finishPress();
        QCOMPARE(shown.sent, (QList<QList<QVariant>> {{u"first"_s}}));
        shown.composer.setText(u"second"_s);
        QTRY_VERIFY(!button->isDown());
        shown.composer.finishPress();

        QCOMPARE(shown.sent.size(), 1);
    }

    void aDoubleClickOnSendDoesNotStop()
    {
        Shown shown;
        shown.composer.setText(u"x"_s);
        QSignalSpy stopped(&shown.composer, &Composer::stopRequested);
        connect(&shown.composer, &Composer::sendRequested, &shown.composer, [&shown] { shown.composer.setStatus(Streaming); });
        QPushButton* button = shown.button(u"Send"_s);

        QTest::mouseClick(button, Qt::LeftButton);
        QMouseEvent second(QEvent::MouseButtonDblClick, button->rect().center(), button->mapToGlobal(button->rect().center()),
            Qt::LeftButton, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(button, &second);
        QTest::mouseRelease(button, Qt::LeftButton);

        QCOMPARE(shown.sent.size(), 1);
        QCOMPARE(stopped.size(), 0);
    }

    void theFocusGoesToTheTextWhenThereIsNothingToPress()
    {
        Shown shown;
        shown.composer.setText(u"x"_s);
        QApplication::setActiveWindow(&shown.composer);
        QPushButton* button = shown.button(u"Send"_s);
        button->setFocus();
        QTRY_VERIFY(button->hasFocus());

        shown.composer.setStatus(Streaming);
        shown.composer.setText({});
        QVERIFY(button->hasFocus());
        shown.composer.setStatus({.state = StreamState::Finished});

        QVERIFY(shown.editor->hasFocus());
    }

    void theStateIsReadableByItsName_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("name");
        QTest::newRow("idle") << static_cast<int>(StreamState::Idle) << u"Stream state: idle"_s;
        QTest::newRow("waiting") << static_cast<int>(StreamState::Waiting) << u"Stream state: waiting"_s;
        QTest::newRow("streaming") << static_cast<int>(StreamState::Streaming) << u"Stream state: streaming"_s;
        QTest::newRow("reconnecting") << static_cast<int>(StreamState::Reconnecting) << u"Stream state: reconnecting"_s;
        QTest::newRow("failed") << static_cast<int>(StreamState::Failed) << u"Stream state: failed"_s;
    }

    void theStateIsReadableByItsName()
    {
        QFETCH(const int, state);
        QFETCH(const QString, name);
        Shown shown;

        shown.composer.setStatus({.state = static_cast<StreamState>(state), .attempt = 2, .delay = Millis(1500)});

        QVERIFY(named<QLabel>(&shown.composer, name));
    }

    void theStateSaysWhatIsWaitedFor_data()
    {
        QTest::addColumn<StreamStatus>("status");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("name");
        QTest::newRow("idle") << StreamStatus {} << QString() << u"idle"_s;
        QTest::newRow("queued") << StreamStatus {.state = StreamState::Queued} << u"waiting for a free slot"_s << u"queued"_s;
        QTest::newRow("pause") << StreamStatus {.state = StreamState::Reconnecting, .attempt = 2, .delay = Millis(1500)}
                               << u"reconnecting (attempt 2, in 2 s)"_s << u"reconnecting"_s;
        QTest::newRow("at once") << StreamStatus {.state = StreamState::Reconnecting, .attempt = 1}
                                 << u"reconnecting (attempt 1)"_s << u"reconnecting"_s;
        QTest::newRow("offline") << StreamStatus {.state = StreamState::Reconnecting, .attempt = 1, .isOffline = true}
                                 << u"waiting for the network"_s << u"reconnecting"_s;
        QTest::newRow("stopped") << StreamStatus {.state = StreamState::Stopped} << u"stopped"_s << u"stopped"_s;
        QTest::newRow("confirmed") << StreamStatus {.state = StreamState::Stopped, .serverStop = ServerStop::Confirmed}
                                   << u"stopped (server confirmed)"_s << u"stopped (server confirmed)"_s;
        QTest::newRow("unknown") << StreamStatus {.state = StreamState::Stopped, .serverStop = ServerStop::Unknown}
                                 << u"stopped (server unknown)"_s << u"stopped (server unknown)"_s;
    }

    void theStateSaysWhatIsWaitedFor()
    {
        QFETCH(const StreamStatus, status);
        QFETCH(const QString, text);
        QFETCH(const QString, name);
        Shown shown;

        shown.composer.setStatus(status);

        const auto* label = named<QLabel>(&shown.composer, u"Stream state: "_s + name);
        QVERIFY(label);
        QCOMPARE(label->text(), text);
        QCOMPARE(label->accessibleDescription(), text);
    }

    void aPauseIsCountedDownWithoutAWordToScreenReaders()
    {
        ManualClock clock;
        StreamStateLabel label(nullptr, clock);

        label.setStatus({.state = StreamState::Reconnecting, .attempt = 3, .delay = Millis(2010)});
        QCOMPARE(label.text(), u"reconnecting (attempt 3, in 3 s)"_s);
        clock.advance(Millis(20));
        QTRY_COMPARE(label.text(), u"reconnecting (attempt 3, in 2 s)"_s);
        QCOMPARE(label.accessibleName(), u"Stream state: reconnecting"_s);
        QCOMPARE(label.accessibleDescription(), u"reconnecting (attempt 3, in 3 s)"_s);

        label.setStatus({.state = StreamState::Reconnecting, .attempt = 3, .delay = Millis(5)});
        clock.advance(Millis(5));
        QTRY_COMPARE(label.text(), u"reconnecting (attempt 3)"_s);
        label.setStatus({.state = StreamState::Waiting});
        QCOMPARE(label.text(), u"waiting"_s);
    }

    void comboBoxesAnswerWithTheirNamesAndTexts()
    {
        Shown shown;
        shown.composer.targetBar()->setModels({u"small"_s, u"large"_s}, u"large"_s);

        for (const QString& name : {u"Endpoint"_s, u"Model"_s, u"Buffer strategy"_s}) {
            auto* box = named<ComboBox>(&shown.composer, name);
            QVERIFY(box);
            QAccessibleInterface* access = QAccessible::queryAccessibleInterface(box);
            QCOMPARE(access->role(), QAccessible::ComboBox);
            QCOMPARE(access->text(QAccessible::Name), name);
            QCOMPARE(access->text(QAccessible::Value), box->currentText());
            QCOMPARE(access->indexOfChild(access->child(0)), 0);
        }
        QCOMPARE(named<ComboBox>(&shown.composer, u"Model"_s)->currentText(), u"large"_s);
    }

    void anItemChosenThroughAccessibilityIsChosen()
    {
        Shown shown;
        QSignalSpy chosen(shown.composer.targetBar(), &TargetBar::modelChosen);
        shown.composer.targetBar()->setModels({u"small"_s, u"large"_s}, u"large"_s);
        auto* box = named<ComboBox>(&shown.composer, u"Model"_s);
        QAccessibleInterface* list = QAccessible::queryAccessibleInterface(box)->child(0);

        list->child(0)->actionInterface()->doAction(QAccessibleActionInterface::toggleAction());

        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.first().first().toString(), u"small"_s);
    }

    void theLastEndpointItemAddsOne()
    {
        Shown shown;
        QSignalSpy added(shown.composer.targetBar(), &TargetBar::addEndpointRequested);
        QSignalSpy chosen(shown.composer.targetBar(), &TargetBar::endpointChosen);
        shown.composer.targetBar()->setEndpoints({WindowFixture::endpointAt(u"one"_s, 1)}, u"one"_s);
        auto* box = named<ComboBox>(&shown.composer, u"Endpoint"_s);

        Q_EMIT box->activated(box->count() - 1);
        Q_EMIT box->activated(0);

        QCOMPARE(added.size(), 1);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.first().first().toString(), u"one"_s);
    }

    void aNewListOfModelsDoesNotOverwriteWhatIsBeingTyped()
    {
        Shown shown;
        QApplication::setActiveWindow(&shown.composer);
        auto* box = named<ComboBox>(&shown.composer, u"Model"_s);
        box->lineEdit()->setFocus();
        QTRY_VERIFY(box->lineEdit()->hasFocus());
        box->lineEdit()->selectAll();
        QTest::keyClicks(box->lineEdit(), u"my-mod"_s);

        shown.composer.targetBar()->setModels({u"a"_s, u"b"_s}, u"a"_s);

        QCOMPARE(box->currentText(), u"my-mod"_s);
    }
};

QTEST_MAIN(TestComposer)
#include "tst_composer.moc"
