#include "tests/support/windowfixture.h"
#include "ui/chat/chatpane.h"
#include "ui/chat/chatview.h"
#include "ui/chat/composer.h"
#include "ui/chat/messageeditor.h"
#include "ui/chat/welcomepanel.h"
#include "ui/elidedlabel.h"
#include "ui/noticebar.h"
#include "ui/sidebar/undobar.h"

#include <QAccessible>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScreen>
#include <QShortcut>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int PatienceMs = 30'000;

struct Driven : WindowFixture
{
    Composer* composer() const { return window->findChild<Composer*>(); }
    ChatPane* pane() const { return window->findChild<ChatPane*>(); }
    ChatSession* session() const { return pane()->session(); }
    QAbstractItemModel* messages() const { return window->findChild<ChatView*>()->model(); }
    QListView* list() const { return named<QListView>(window.get(), u"Conversations"_s); }

    void say(const QString& text) const
    {
        composer()->setText(text);
        QTest::keyClick(composer()->editor(), Qt::Key_Return);
    }

    QString rowText(int row) const { return messages()->index(row, 0).data(Qt::AccessibleTextRole).toString(); }
    bool showsState(const QString& state) const { return named<QLabel>(window.get(), u"Stream state: "_s + state); }
    QString notice() const
    {
        const QList<ElidedLabel*> labels = composer()->findChildren<ElidedLabel*>();
        return labels.isEmpty() ? QString() : labels.first()->text();
    }
    bool hasText() const { return session()->messageCount() == 2 && !session()->loadedMessage(1)->text.isEmpty(); }

    void clickRow(int row) const
    {
        const QRect rect = list()->visualRect(list()->model()->index(row, 0));
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, rect.center());
    }
};

}

class TestMainWindow : public QObject
{
    Q_OBJECT

public:
    /// Before QApplication: the keyring of whoever runs this is none of our business.
    static void initMain() { qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"); }

private Q_SLOTS:
    void everythingOfTheContractHasItsName()
    {
        Driven driven;
        const QWidget* root = driven.window.get();

        QVERIFY(named<QLineEdit>(root, u"Search conversations"_s));
        QVERIFY(named<QListView>(root, u"Conversations"_s));
        QVERIFY(named<QListView>(root, u"Messages"_s));
        QVERIFY(named<QPlainTextEdit>(root, u"Message"_s));
        QVERIFY(named<QPushButton>(root, u"Send"_s));
        QVERIFY(!named<QPushButton>(root, u"Stop"_s)); // it is Send while nothing runs
        QVERIFY(named<QComboBox>(root, u"Endpoint"_s));
        QVERIFY(named<QComboBox>(root, u"Model"_s));
        QVERIFY(named<QComboBox>(root, u"Buffer strategy"_s));
        QVERIFY(driven.showsState(u"idle"_s));
    }

    void theMenuSaysWhetherABrokenAnswerMayCostAgain()
    {
        Driven driven;
        Settings& settings = driven.settings;
        const QList<QAction*> actions = driven.window->findChildren<QAction*>();
        const auto found = std::ranges::find(
            actions, u"Continue automatically when that is paid again"_s, [](const QAction* action) { return action->text(); });
        QVERIFY(found != actions.end());
        QAction* action = *found;
        QVERIFY(action->isCheckable() && !action->isChecked());
        QCOMPARE(action->toolTip().count(u'.'), 1); // one sentence

        action->trigger();
        QVERIFY(settings.mayPayAgain() && action->isChecked());
        settings.setMayPayAgain(false);
        QVERIFY(!action->isChecked());
    }

    void aMessageStreamsAnAnswer()
    {
        bool hasStreamed = false;
        Driven driven;
        connect(driven.session(), &ChatSession::statusChanged, this,
            [&driven, &hasStreamed] { hasStreamed = hasStreamed || driven.showsState(u"streaming"_s); });

        driven.say(u"hello"_s);

        QTRY_COMPARE(driven.messages()->rowCount(), 2);
        QCOMPARE(driven.composer()->text(), QString());
        QTRY_VERIFY_WITH_TIMEOUT(hasStreamed, PatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(driven.showsState(u"finished"_s), PatienceMs);
        QCOMPARE(driven.rowText(0), u"You: hello"_s);
        QVERIFY(driven.rowText(1).startsWith("Assistant: "_L1));
        QVERIFY(driven.session()->loadedMessage(1)->text.size() > 20);
    }

    void escapeStopsWhileAnAnswerRunsAndOnlyThen()
    {
        bool wasEnabled = false;
        Driven driven;
        const QList<QShortcut*> shortcuts = driven.window->findChildren<QShortcut*>();
        const auto found = std::ranges::find(shortcuts, QKeySequence(Qt::Key_Escape), &QShortcut::key);
        QVERIFY(found != shortcuts.end());
        QVERIFY(!(*found)->isEnabled());
        connect(&driven.conversations, &QAbstractItemModel::dataChanged, *found,
            [&wasEnabled, key = *found] { wasEnabled = wasEnabled || key->isEnabled(); });

        driven.say(u"hello"_s);

        QTRY_VERIFY_WITH_TIMEOUT(wasEnabled, PatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(driven.showsState(u"finished"_s), PatienceMs);
        QVERIFY(!(*found)->isEnabled());
    }

    void stopKeepsWhatCame()
    {
        Driven driven;
        driven.say(u"long"_s);
        QTRY_VERIFY_WITH_TIMEOUT(driven.hasText(), PatienceMs);

        QTest::mouseClick(named<QPushButton>(driven.window.get(), u"Stop"_s), Qt::LeftButton);

        QTRY_VERIFY_WITH_TIMEOUT(driven.showsState(u"stopped"_s), PatienceMs);
        QVERIFY(driven.hasText());
        QCOMPARE(driven.session()->loadedMessage(1)->state, MessageState::Stopped);
        QVERIFY(named<QPushButton>(driven.window.get(), u"Send"_s)->isVisible());
    }

    // A screen reader's press lasts a tenth of a second: enough to show another conversation.
    void sendAndStopAreAboutTheConversationThatWasShownWhenTheyWerePressed()
    {
        Driven driven;
        const auto press = [&driven](const QString& name) {
            auto* button = named<QPushButton>(driven.window.get(), name);
            QAccessible::queryAccessibleInterface(button)->actionInterface()->doAction(u"Press"_s);
            return button;
        };
        QVERIFY(QTest::qWaitForWindowActive(driven.window.get())); // keys are for active windows
        driven.say(u"long one"_s);
        ChatSession* first = driven.session();
        QTRY_VERIFY_WITH_TIMEOUT(driven.hasText(), PatienceMs);
        QTest::keyClick(driven.window.get(), Qt::Key_N, Qt::ControlModifier);
        ChatSession* second = driven.session();
        QVERIFY(second != first);

        driven.composer()->setText(u"long two"_s);
        QSignalSpy clicks(press(u"Send"_s), &QPushButton::clicked);
        driven.clickRow(1);
        QCOMPARE(driven.session(), first);
        QTRY_COMPARE(clicks.size(), 1);
        QTRY_VERIFY(second->isRunning());
        QCOMPARE(second->messageCount(), 2);
        QVERIFY(first->isRunning()); // it was not Stop that was pressed
        QCOMPARE(first->messageCount(), 2);

        press(u"Stop"_s);
        driven.clickRow(0);
        QCOMPARE(driven.session(), second);
        QTRY_COMPARE(clicks.size(), 2);
        QTRY_VERIFY(!first->isRunning());
        QVERIFY(second->isRunning());
    }

    void switchingStopsNothing()
    {
        Driven driven;
        driven.say(u"long one"_s);
        ChatSession* first = driven.session();
        QTRY_VERIFY_WITH_TIMEOUT(driven.hasText(), PatienceMs);

        QTest::keyClick(driven.window.get(), Qt::Key_N, Qt::ControlModifier);
        QVERIFY(driven.session() != first);
        driven.say(u"long two"_s);
        QTRY_VERIFY_WITH_TIMEOUT(driven.hasText(), PatienceMs);
        QVERIFY(first->isRunning() && driven.session()->isRunning());
        const qsizetype before = first->loadedMessage(1)->text.size();
        QTRY_VERIFY(first->loadedMessage(1)->text.size() > before);

        driven.clickRow(1);
        QCOMPARE(driven.session(), first);
        QCOMPARE(driven.messages()->rowCount(), 2);
        QTRY_VERIFY(driven.showsState(u"streaming"_s)); // it may stand at "stalled" for a moment
    }

    void draftsAreKeptPerConversation()
    {
        Driven driven;
        driven.say(u"hello"_s);
        QTRY_COMPARE(driven.messages()->rowCount(), 2);
        driven.composer()->setText(u"half a thought"_s);

        QTest::keyClick(driven.window.get(), Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(driven.composer()->text(), QString());
        driven.composer()->setText(u"another"_s);
        driven.clickRow(1);
        QCOMPARE(driven.composer()->text(), u"half a thought"_s);
        driven.clickRow(0);

        QCOMPARE(driven.composer()->text(), u"another"_s);
    }

    void aSearchHidesTheOthers()
    {
        Driven driven;
        driven.say(u"about apples"_s);
        QTRY_COMPARE(driven.messages()->rowCount(), 2);
        QTest::keyClick(driven.window.get(), Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(driven.list()->model()->rowCount(), 2);

        QTest::keyClick(driven.window.get(), Qt::Key_K, Qt::ControlModifier);
        QTest::keyClicks(named<QLineEdit>(driven.window.get(), u"Search conversations"_s), u"apples"_s);

        QTRY_COMPARE(driven.list()->model()->rowCount(), 1);
        QCOMPARE(driven.list()->model()->index(0, 0).data().toString(), u"about apples"_s);
        QVERIFY(!driven.list()->currentIndex().isValid()); // the one shown is not in the list now
    }

    void deletingTheShownOneShowsAnotherAndUndoBringsItBack()
    {
        Driven driven;
        driven.say(u"long"_s);
        QTRY_VERIFY_WITH_TIMEOUT(driven.hasText(), PatienceMs);
        ChatSession* session = driven.session();

        driven.list()->setFocus();
        QTest::keyClick(driven.list(), Qt::Key_Delete);
        QVERIFY(driven.session() && driven.session() != session);
        QTRY_VERIFY(!session->isRunning());
        auto* undo = driven.window->findChild<UndoBar*>();
        QVERIFY(undo->isVisible());
        QTest::mouseClick(undo->findChild<QPushButton*>(), Qt::LeftButton);

        QCOMPARE(driven.session(), session);
        QVERIFY(driven.hasText());
    }

    void theStrategyBelongsToTheConversation()
    {
        Driven driven;
        driven.say(u"hello"_s);
        QTRY_COMPARE(driven.messages()->rowCount(), 2);
        auto* box = named<QComboBox>(driven.window.get(), u"Buffer strategy"_s);
        box->setCurrentText(u"sentence"_s);
        Q_EMIT box->textActivated(u"sentence"_s);

        QTest::keyClick(driven.window.get(), Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(box->currentText(), u"sentence"_s); // the last choice is the default
        box->setCurrentText(u"none"_s);
        Q_EMIT box->textActivated(u"none"_s);
        driven.clickRow(1);

        QCOMPARE(box->currentText(), u"sentence"_s);
        QCOMPARE(driven.settings.strategy().name, u"none"_s);
    }

    void anUnreachableEndpointLeavesTheWindowUsable()
    {
        Driven driven;
        QTcpServer gone;
        QVERIFY(gone.listen(QHostAddress::LocalHost));
        driven.settings.addTransientEndpoint(WindowFixture::endpointAt(u"gone"_s, gone.serverPort()));
        gone.close();
        auto* endpoints = named<QComboBox>(driven.window.get(), u"Endpoint"_s);
        Q_EMIT endpoints->activated(endpoints->findData(u"gone"_s));
        QCOMPARE(endpoints->currentData().toString(), u"gone"_s);
        QTRY_VERIFY_WITH_TIMEOUT(driven.notice().startsWith("No list of models: "_L1), PatienceMs);

        driven.say(u"hello"_s);
        QTRY_COMPARE(driven.messages()->rowCount(), 2);
        QTRY_VERIFY_WITH_TIMEOUT(driven.showsState(u"failed"_s) || driven.showsState(u"reconnecting"_s), PatienceMs);
        driven.session()->stop();
        QTRY_VERIFY(!driven.session()->isRunning());

        Q_EMIT endpoints->activated(endpoints->findData(DemoEndpointId.toString()));
        driven.say(u"hello"_s);
        QTRY_VERIFY_WITH_TIMEOUT(driven.showsState(u"finished"_s), PatienceMs);
        QCOMPARE(driven.messages()->rowCount(), 4);
    }

    void aSuggestionIsSentToTheDemo()
    {
        Driven driven;
        auto* panel = driven.window->findChild<WelcomePanel*>();
        QVERIFY(panel->isVisible());

        QTest::mouseClick(panel->findChildren<QPushButton*>().first(), Qt::LeftButton);

        QTRY_COMPARE(driven.messages()->rowCount(), 2);
        QVERIFY(!panel->isVisible());
    }

    void escapeStopsOnlyWhileAStreamRuns()
    {
        Driven driven;
        driven.say(u"long"_s);
        QTRY_VERIFY_WITH_TIMEOUT(driven.hasText(), PatienceMs);

        QTest::keyClick(driven.window.get(), Qt::Key_Escape);

        QTRY_VERIFY_WITH_TIMEOUT(driven.showsState(u"stopped"_s), PatienceMs);
    }

    void theColourSchemeChangesAtOnce()
    {
        Driven driven;
        driven.settings.setColorScheme(ColorScheme::Dark);
        QVERIFY(currentTheme().isDark);
        QCOMPARE(driven.window->palette().color(QPalette::Window), Theme::dark().background);

        driven.settings.setColorScheme(ColorScheme::Light);
        QVERIFY(!currentTheme().isDark);
        QCOMPARE(driven.window->palette().color(QPalette::Window), Theme::light().background);
    }

    void theFirstWindowLeavesRoomForItsFrame()
    {
        Driven driven;
        const QSize room = driven.window->screen()->availableSize();
        QVERIFY(room.height() < 760 + 64); // else this shows nothing
        QVERIFY(driven.window->height() <= room.height() - 64);
        QVERIFY(driven.window->width() < room.width());
    }

    void aNarrowWindowGivesItsRoomToTheChat()
    {
        Driven driven;
        driven.window->resize(1100, 700);
        QVERIFY(driven.list()->isVisible());

        driven.window->resize(600, 700);
        QVERIFY(!driven.list()->isVisible());
        QTest::mouseClick(driven.pane()->sidebarButton(), Qt::LeftButton);
        QVERIFY(driven.list()->isVisible());
    }

    void theFocusStartsInTheComposer()
    {
        Driven driven;

        QCOMPARE(driven.window->focusWidget(), driven.composer()->editor());
    }

    void aNoticeStaysUntilItIsDismissed()
    {
        Driven driven;
        driven.window->showNotice(u"The demo is not available."_s);

        auto* bar = driven.window->findChild<NoticeBar*>();
        QVERIFY(bar->isVisible());
        QTest::mouseClick(bar->findChild<QPushButton*>(), Qt::LeftButton);

        QVERIFY(!bar->isVisible());
    }

    void closingDuringAStreamIsClean()
    {
        Driven driven;
        driven.say(u"long"_s);
        QTRY_VERIFY_WITH_TIMEOUT(driven.hasText(), PatienceMs);

        driven.window->close();
        driven.window.reset();
        const QString id = driven.conversations.index(0).data(Conversations::IdRole).toString();
        QVERIFY(driven.conversations.session(id)->isRunning()); // it belongs to the conversation, not to the window

        driven.open();
        QVERIFY(!driven.settings.windowGeometry().isEmpty());
    }

    void findAndSearchHaveTheirOwnKeys()
    {
        Driven driven;
        driven.say(u"hello"_s);
        QTRY_COMPARE(driven.messages()->rowCount(), 2);
        auto* find = named<QLineEdit>(driven.window.get(), u"Find in conversation"_s);
        QVERIFY(find && !find->isVisible());

        QTest::keyClick(driven.window.get(), Qt::Key_F, Qt::ControlModifier);
        QVERIFY(find->isVisible());
        QTest::keyClick(driven.window.get(), Qt::Key_N, Qt::ControlModifier);

        QVERIFY(!find->isVisible()); // it belongs to the conversation that was left
        QTest::keyClick(driven.window.get(), Qt::Key_F, Qt::ControlModifier);
        QVERIFY(!find->isVisible()); // nothing to find in
    }

    void thePaceOfTheScreenIsChosenInTheMenu()
    {
        Driven driven;
        const auto entry = [&driven](const QString& text) {
            QAction* found = nullptr;
            for (auto* action : driven.window->findChildren<QAction*>())
                found = action->text() == text ? action : found;
            return found;
        };
        QAction* fast = entry(u"16 ms (60 a second)"_s);
        QAction* slow = entry(u"100 ms (10 a second)"_s);
        QVERIFY(fast && slow && fast->isChecked());

        slow->trigger();

        QVERIFY(slow->isChecked());
        QVERIFY(!fast->isChecked());
        QCOMPARE(driven.settings.screenPace().repaintInterval, Millis(100));
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
