#include "core/chat/seam.h"
#include "tests/support/sessionscripts.h"
#include "tests/support/windowfixture.h"
#include "ui/chat/chatpane.h"
#include "ui/chat/chatview.h"
#include "ui/chat/composer.h"
#include "ui/chat/findbar.h"
#include "ui/chat/messagedelegate.h"
#include "ui/chat/messageeditor.h"
#include "ui/chat/welcomepanel.h"
#include "ui/historytransfer.h"
#include "ui/noticebar.h"
#include "ui/sidebar/searchresults.h"

#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int PatienceMs = 30'000; // most of it waits for the disk

Message message(Role role, const QString& text, MessageState state = MessageState::Complete)
{
    Message made;
    made.role = role;
    made.text = text;
    made.state = state;
    made.createdAt = QDateTime::currentDateTimeUtc();
    return made;
}

/// A data directory with conversations in it.
struct Disk
{
    QTemporaryDir directory;

    void write(const std::function<void(HistoryStore&)>& put) const
    {
        HistoryStore store(directory.path());
        put(store);
        bool isDone = false;
        store.sync(&store, [&isDone](const Result<void>&) { isDone = true; });
        QVERIFY(QTest::qWaitFor([&isDone] { return isDone; }, PatienceMs));
    }

    // Texts in turn the user's and the assistant's.
    void add(const QString& id, const QStringList& texts, MessageState last = MessageState::Complete,
        const ConversationPlace& place = {}) const
    {
        write([&](HistoryStore& store) {
            static qint64 active = 1000;
            store.saveSummary({.id = id, .title = texts.first(), .lastActive = ++active, .createdAt = 1});
            store.savePlace(id, place);
            const std::unique_ptr<MessageSink> sink = store.sink(id);
            for (int i = 0; i < texts.size(); ++i) {
                sink->put(i, i - 1,
                    message(i % 2 == 0 ? Role::User : Role::Assistant, texts[i],
                        i == texts.size() - 1 ? last : MessageState::Complete));
            }
        });
    }
};

ConversationPlace targetOf(const QString& endpointId, const QString& model)
{
    ConversationPlace place;
    place.endpointId = endpointId;
    place.model = model;
    return place;
}

QStringList longTexts(int count)
{
    QStringList texts;
    for (int i = 0; i < count; ++i)
        texts << u"Turn %1. "_s.arg(i) + u"Some more words to fill the line. "_s.repeated(10 + i % 5);
    return texts;
}

struct Driven : WindowFixture
{
    explicit Driven(const Disk& disk)
        : WindowFixture(disk.directory.path())
    { }

    Composer* composer() const { return window->findChild<Composer*>(); }
    ChatPane* pane() const { return window->findChild<ChatPane*>(); }
    ChatSession* session() const { return pane()->session(); }
    ChatView* view() const { return window->findChild<ChatView*>(); }
    QListView* list() const { return named<QListView>(window.get(), u"Conversations"_s); }
    QLineEdit* search() const { return named<QLineEdit>(window.get(), u"Search conversations"_s); }
    NoticeBar* notice() const { return pane()->notice(); }

    bool shows(const QString& id) const
    {
        return QTest::qWaitFor([&] { return session() && session()->id() == id; }, PatienceMs);
    }
    QString top() const { return view()->model()->index(view()->rowAtViewport(0), 0).data().toString().left(12); }

    bool find(const QString& query, int hits) const
    {
        search()->setText(query);
        QTest::keyClick(search(), Qt::Key_Return);
        return QTest::qWaitFor(
            [&] { return qobject_cast<SearchResults*>(list()->model()) && list()->model()->rowCount() == hits; }, PatienceMs);
    }
    void clickRow(int row) const
    {
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, list()->visualRect(list()->model()->index(row, 0)).center());
    }
};

}

class TestStoredWindow : public QObject
{
    Q_OBJECT

public:
    /// Before QApplication: the keyring of whoever runs this is none of our business.
    static void initMain() { qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"); }

private Q_SLOTS:
    void anEmptyStoreShowsTheWelcome()
    {
        const Disk disk;
        const Driven driven(disk);

        QTRY_VERIFY_WITH_TIMEOUT(driven.session(), PatienceMs);

        QVERIFY(driven.window->findChild<WelcomePanel*>()->isVisible());
        QCOMPARE(driven.list()->model()->rowCount(), 1);
    }

    void itOpensWhereItWasLeft()
    {
        const Disk disk;
        disk.add(u"a"_s, longTexts(60));
        disk.add(u"b"_s, {u"newer"_s, u"answer"_s});
        QString top;
        {
            const Driven driven(disk);
            QTRY_COMPARE_WITH_TIMEOUT(driven.list()->model()->rowCount(), 3, PatienceMs);
            driven.window->resize(1000, 700);
            driven.clickRow(2);
            QVERIFY(driven.shows(u"a"_s));
            QTRY_VERIFY_WITH_TIMEOUT(
                driven.view()->isFollowing() && driven.view()->verticalScrollBar()->maximum() > 0, PatienceMs);
            driven.view()->scrollTo(driven.view()->model()->index(20, 0), QAbstractItemView::PositionAtTop);
            QTRY_COMPARE_WITH_TIMEOUT(driven.top(), u"You: Turn 20"_s, PatienceMs);
            driven.view()->scrollByPixels(90);
            top = driven.top();
            driven.composer()->setText(u"half a thought"_s);
            driven.window->close();
        }
        const Driven driven(disk);
        driven.window->resize(1000, 700);

        QVERIFY(driven.shows(u"a"_s));
        QTRY_COMPARE_WITH_TIMEOUT(driven.top(), top, PatienceMs);
        QVERIFY(!driven.view()->isFollowing());
        QCOMPARE(driven.composer()->text(), u"half a thought"_s);
        QCOMPARE(driven.list()->currentIndex().data().toString(), longTexts(1).first());
    }

    void whoFollowedTheEndFollowsItAgain()
    {
        const Disk disk;
        disk.add(u"a"_s, longTexts(60));
        disk.add(u"b"_s, longTexts(60));
        const Driven driven(disk);
        QTRY_COMPARE_WITH_TIMEOUT(driven.list()->model()->rowCount(), 3, PatienceMs);
        driven.clickRow(2);
        QVERIFY(driven.shows(u"a"_s));
        driven.view()->scrollTo(driven.view()->model()->index(20, 0), QAbstractItemView::PositionAtTop);
        QTRY_COMPARE_WITH_TIMEOUT(driven.top(), u"You: Turn 20"_s, PatienceMs);

        driven.clickRow(1);
        QVERIFY(driven.shows(u"b"_s));
        QTRY_VERIFY_WITH_TIMEOUT(driven.view()->isFollowing(), PatienceMs);
        driven.clickRow(2);
        QVERIFY(driven.shows(u"a"_s));

        QTRY_COMPARE_WITH_TIMEOUT(driven.top(), u"You: Turn 20"_s, PatienceMs);
        QVERIFY(!driven.view()->isFollowing());
    }

    void anInterruptedAnswerGoesOnWithContinue()
    {
        const Disk disk;
        disk.add(u"a"_s, {u"Tell me"_s, u"Once upon"_s}, MessageState::Interrupted);
        ScriptedServer server({openAiAnswer(" a time.")});
        Driven driven(disk);
        driven.settings.addTransientEndpoint(targetAt(server.url()).endpoint);
        auto* endpoints = named<QComboBox>(driven.window.get(), u"Endpoint"_s);
        Q_EMIT endpoints->activated(endpoints->findData(u"test"_s));
        QTRY_COMPARE_WITH_TIMEOUT(driven.list()->model()->rowCount(), 2, PatienceMs);
        driven.clickRow(1);
        QVERIFY(driven.shows(u"a"_s));
        const auto rowText = [&] { return driven.view()->model()->index(1, 0).data(Qt::AccessibleTextRole).toString(); };
        QTRY_COMPARE_WITH_TIMEOUT(rowText(), u"Assistant: Once upon (interrupted)"_s, PatienceMs);

        const auto button = [&] {
            auto* found = named<QPushButton>(driven.window.get(), u"Continue"_s);
            return found && found->isVisible() ? found : nullptr;
        };
        QTRY_VERIFY_WITH_TIMEOUT(button(), PatienceMs);
        QTest::mouseClick(button(), Qt::LeftButton);

        QTRY_COMPARE_WITH_TIMEOUT(
            rowText(), u"Assistant: Once upon a time. (continued at character 9 (asked again, paid again))"_s, PatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(!button(), PatienceMs);
    }

    // A screen reader's press lasts a tenth of a second: enough to show another conversation.
    void continueIsAboutTheConversationThatWasShownWhenItWasPressed()
    {
        const Disk disk;
        disk.add(u"a"_s, {u"Tell me"_s, u"Once upon"_s}, MessageState::Interrupted);
        disk.add(u"b"_s, {u"And you?"_s, u"Long ago"_s}, MessageState::Interrupted);
        ScriptedServer server({openAiAnswer(" a time.")});
        Driven driven(disk);
        driven.settings.addTransientEndpoint(targetAt(server.url()).endpoint);
        QTRY_COMPARE_WITH_TIMEOUT(driven.list()->model()->rowCount(), 3, PatienceMs);
        for (const int row : {1, 2}) {
            driven.clickRow(row);
            QVERIFY(driven.shows(row == 1 ? u"b"_s : u"a"_s));
            auto* endpoints = named<QComboBox>(driven.window.get(), u"Endpoint"_s);
            Q_EMIT endpoints->activated(endpoints->findData(u"test"_s));
        }
        const ChatSession* pressed = driven.session();
        QTRY_VERIFY_WITH_TIMEOUT(pressed->loadedMessage(1), PatienceMs);
        auto* button = named<QPushButton>(driven.window.get(), u"Continue"_s);
        QTRY_VERIFY_WITH_TIMEOUT(button->isVisible(), PatienceMs);

        QAccessible::queryAccessibleInterface(button)->actionInterface()->doAction(u"Press"_s);
        driven.clickRow(1);
        QVERIFY(driven.shows(u"b"_s));

        QTRY_COMPARE_WITH_TIMEOUT(pressed->loadedMessage(1)->text, u"Once upon a time."_s, PatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(!button->isDown(), PatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(driven.session()->loadedMessage(1), PatienceMs);
        QVERIFY(!driven.session()->isRunning());
        QCOMPARE(driven.session()->loadedMessage(1)->text, u"Long ago"_s);
    }

    void aHitOnAnOlderVersionIsShownAndMarked()
    {
        const Disk disk;
        disk.add(u"a"_s, longTexts(40));
        disk.write([](HistoryStore& store) {
            const std::unique_ptr<MessageSink> sink = store.sink(u"a"_s);
            sink->put(40, 9, message(Role::User, u"Edited"_s)); // 10 to 39 are an older version
            sink->put(41, 40, message(Role::Assistant, u"Another answer"_s));
        });
        disk.add(u"b"_s, {u"Something else"_s, u"with Turn 31 as well"_s});
        const Driven driven(disk);
        QTRY_COMPARE_WITH_TIMEOUT(driven.list()->model()->rowCount(), 3, PatienceMs);

        QVERIFY(driven.find(u"Turn 31"_s, 2));
        QCOMPARE(driven.list()->accessibleName(), u"Conversations"_s);
        const auto* results = qobject_cast<SearchResults*>(driven.list()->model());
        const int row = results->hit(0).conversationId == u"a"_s ? 0 : 1;
        driven.clickRow(row);
        QVERIFY(driven.shows(u"a"_s));

        QTRY_COMPARE_WITH_TIMEOUT(driven.view()->model()->rowCount(), 40, PatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(
            driven.view()->visualRect(driven.view()->model()->index(31, 0)).intersects(driven.view()->viewport()->rect()),
            PatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(driven.window->findChild<FindBar*>()->isOpen(), PatienceMs);
        QCOMPARE(driven.list()->model()->rowCount(), 2); // the results stay
    }

    void escapeClearsTheSearch()
    {
        const Disk disk;
        disk.add(u"a"_s, {u"apples"_s, u"and pears"_s});
        const Driven driven(disk);
        QTRY_COMPARE_WITH_TIMEOUT(driven.list()->model()->rowCount(), 2, PatienceMs);
        QVERIFY(driven.find(u"pears"_s, 1));

        QTest::keyClick(driven.search(), Qt::Key_Escape);

        QCOMPARE(driven.search()->text(), QString());
        QCOMPARE(driven.list()->model()->rowCount(), 2);
        QVERIFY(driven.list()->currentIndex().isValid());
    }

    void nothingFoundIsSaid()
    {
        const Disk disk;
        disk.add(u"a"_s, {u"apples"_s, u"and pears"_s});
        const Driven driven(disk);
        QTRY_COMPARE_WITH_TIMEOUT(driven.list()->model()->rowCount(), 2, PatienceMs);
        const QList<QLabel*> labels = driven.window->findChildren<QLabel*>();
        const auto* label = *std::ranges::find(labels, u"Nothing found"_s, &QLabel::text);
        QVERIFY(!label->isVisible());

        QVERIFY(driven.find(u"nowhere"_s, 0));

        QVERIFY(label->isVisible());
    }

    void whatIsNotSavedIsSaidUntilItIs()
    {
        const Disk disk;
        const Driven driven(disk);
        QTRY_VERIFY_WITH_TIMEOUT(driven.session(), PatienceMs);

        Q_EMIT driven.history->troubleChanged(Error {.kind = ErrorKind::Storage, .message = u"the disk is full"_s});
        QVERIFY(driven.notice()->isVisible());
        QVERIFY(driven.notice()->text().contains(u"not saved"_s) && driven.notice()->text().contains(u"the disk is full"_s));
        Q_EMIT driven.history->troubleChanged({});

        QVERIFY(!driven.notice()->isVisible());
    }

    void anotherNoticeIsNotTakenAway()
    {
        const Disk disk;
        const Driven driven(disk);
        QTRY_VERIFY_WITH_TIMEOUT(driven.session(), PatienceMs);
        Q_EMIT driven.history->troubleChanged(Error {.kind = ErrorKind::Storage, .message = u"the disk is full"_s});
        driven.window->showNotice(u"Something else"_s);

        Q_EMIT driven.history->troubleChanged({});

        QCOMPARE(driven.notice()->text(), u"Something else"_s);
        QVERIFY(driven.notice()->isVisible());
    }

    void theEndpointOfAConversationComesBack()
    {
        const Disk disk;
        disk.add(u"a"_s, {u"one"_s, u"answer"_s}, MessageState::Complete, targetOf(u"other"_s, u"m2"_s));
        disk.add(u"b"_s, {u"two"_s, u"answer"_s}, MessageState::Complete, targetOf(u"gone"_s, u"m3"_s));
        Driven driven(disk);
        driven.settings.addTransientEndpoint(WindowFixture::endpointAt(u"other"_s, driven.port.value_or(0)));
        QTRY_COMPARE_WITH_TIMEOUT(driven.list()->model()->rowCount(), 3, PatienceMs);
        auto* endpoints = named<QComboBox>(driven.window.get(), u"Endpoint"_s);
        auto* models = named<QComboBox>(driven.window.get(), u"Model"_s);
        const QString usual = endpoints->currentData().toString();

        driven.clickRow(2);
        QVERIFY(driven.shows(u"a"_s));
        QCOMPARE(endpoints->currentData().toString(), u"other"_s);
        QCOMPARE(models->currentText(), u"m2"_s);
        driven.clickRow(1);
        QVERIFY(driven.shows(u"b"_s));
        QCOMPARE(endpoints->currentData().toString(), usual);
        QVERIFY(models->currentText() != u"m3"_s);
    }

    void whetherStoredAnswersAreUsedIsKeptForEachConversation()
    {
        const Disk disk;
        disk.add(u"a"_s, {u"one"_s, u"answer"_s});
        {
            Driven driven(disk);
            QTRY_COMPARE_WITH_TIMEOUT(driven.list()->model()->rowCount(), 2, PatienceMs);
            QVERIFY(driven.pane()->cacheAction()->isChecked());
            driven.clickRow(1);
            QVERIFY(driven.shows(u"a"_s));
            driven.pane()->cacheAction()->trigger();
            driven.clickRow(0);
            QTRY_VERIFY_WITH_TIMEOUT(driven.pane()->cacheAction()->isChecked(), PatienceMs);
            driven.conversations.save();
        }
        const Driven again(disk);
        QTRY_COMPARE_WITH_TIMEOUT(again.list()->model()->rowCount(), 2, PatienceMs);
        again.clickRow(1);
        QVERIFY(again.shows(u"a"_s));
        QVERIFY(!again.pane()->cacheAction()->isChecked());
    }

    void importedConversationsStandInTheList()
    {
        const QTemporaryDir files;
        const QString name = files.filePath(u"all.json"_s);
        {
            const Disk disk;
            disk.add(u"a"_s, {u"apples"_s, u"and pears"_s});
            const Driven driven(disk);
            auto* transfer = driven.window->findChild<HistoryTransfer*>();
            transfer->exportTo(name, {});
            QTRY_COMPARE_WITH_TIMEOUT(driven.notice()->text(), u"1 conversation exported to all.json."_s, PatienceMs);
        }
        const Disk disk;
        const Driven driven(disk);
        auto* transfer = driven.window->findChild<HistoryTransfer*>();
        QTRY_COMPARE_WITH_TIMEOUT(driven.list()->model()->rowCount(), 1, PatienceMs);
        transfer->importFrom(name);
        QTRY_COMPARE_WITH_TIMEOUT(driven.list()->model()->rowCount(), 2, PatienceMs);
        QCOMPARE(driven.notice()->text(), u"1 conversation imported."_s);
        transfer->importFrom(files.filePath(u"missing.json"_s));
        QTRY_VERIFY_WITH_TIMEOUT(driven.notice()->text().startsWith(u"The file cannot be read"_s), PatienceMs);
        QVERIFY(!transfer->isRunning());
    }

    void aRightClickLeavesTheMarkOnTheShownConversation()
    {
        const Disk disk;
        disk.add(u"a"_s, {u"apples"_s, u"and pears"_s});
        disk.add(u"b"_s, {u"more"_s, u"of them"_s});
        const Driven driven(disk);
        QTRY_COMPARE_WITH_TIMEOUT(driven.list()->model()->rowCount(), 3, PatienceMs);
        driven.clickRow(1);
        QVERIFY(driven.shows(u"b"_s));
        const QModelIndex shown = driven.list()->currentIndex();

        const QPoint place = driven.list()->visualRect(driven.list()->model()->index(2, 0)).center();
        QTest::mousePress(driven.list()->viewport(), Qt::RightButton, {}, place);
        Q_EMIT driven.list()->customContextMenuRequested(place);
        QTest::mouseRelease(driven.list()->viewport(), Qt::RightButton, {}, place);

        auto* menu = driven.list()->window()->findChild<QMenu*>(u"conversationMenu"_s);
        QVERIFY(menu && menu->isVisible());
        QCOMPARE(driven.list()->currentIndex(), shown);
        QCOMPARE(driven.list()->selectionModel()->selectedIndexes(), QModelIndexList {shown});
        menu->close();
        QCOMPARE(driven.session()->id(), u"b"_s);
    }

    void theListBeginsAtTheConversationThatIsShown()
    {
        const Disk disk;
        disk.write([](HistoryStore& store) {
            for (int i = 0; i < Conversations::PageSize + 100; ++i)
                store.saveSummary(
                    {.id = u"c%1"_s.arg(i), .title = u"Conversation %1"_s.arg(i), .lastActive = i + 1, .createdAt = 1});
        });
        {
            Settings settings(disk.directory.path());
            settings.setShownConversation(u"c5"_s);
        }
        const Driven driven(disk);
        QVERIFY(driven.shows(u"c5"_s));

        QTRY_VERIFY_WITH_TIMEOUT(driven.list()->currentIndex().isValid(), PatienceMs);
        const auto isInView = [&] {
            return driven.list()->viewport()->rect().contains(driven.list()->visualRect(driven.list()->currentIndex()).center());
        };
        QTRY_VERIFY_WITH_TIMEOUT(isInView(), PatienceMs);
        QCOMPARE(driven.list()->currentIndex().data().toString(), u"Conversation 5"_s);
    }

    void whatComesInAboveDoesNotMoveTheList()
    {
        const Disk disk;
        disk.write([](HistoryStore& store) {
            for (int i = 0; i < 100; ++i)
                store.saveSummary(
                    {.id = u"c%1"_s.arg(i), .title = u"Conversation %1"_s.arg(i), .lastActive = 10 * i + 10, .createdAt = 1});
        });
        Driven driven(disk);
        QTRY_COMPARE_WITH_TIMEOUT(driven.list()->model()->rowCount(), 101, PatienceMs);
        driven.list()->scrollTo(driven.list()->model()->index(50, 0), QAbstractItemView::PositionAtTop);
        const auto top = [&] { return driven.list()->indexAt({20, 4}).data().toString(); };
        const QString before = top();
        for (int i = 60; i < 90; ++i)
            driven.history->saveSummary(
                {.id = u"d%1"_s.arg(i), .title = u"Imported %1"_s.arg(i), .lastActive = 10 * i + 15, .createdAt = 1});

        driven.conversations.listAnew();

        QTRY_COMPARE_WITH_TIMEOUT(driven.list()->model()->rowCount(), 131, PatienceMs);
        QCOMPARE(top(), before);
    }

    void theMenuOpensForAssistiveTechnology()
    {
        const Disk disk;
        const Driven driven(disk);
        QTRY_VERIFY_WITH_TIMEOUT(driven.session(), PatienceMs);
        auto* button = named<QToolButton>(driven.window.get(), u"Menu"_s);
        QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(button);
        QVERIFY(accessible && accessible->actionInterface());
        QVERIFY(accessible->actionInterface()->actionNames().contains(QAccessibleActionInterface::pressAction()));

        accessible->actionInterface()->doAction(QAccessibleActionInterface::pressAction()); // returns although the menu is open

        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QVERIFY(menu->actions().size() > 3);
        menu->close();
    }

    void whatTheStoreIsInTroubleWithIsSaidOnce()
    {
        const Disk disk;
        Driven driven(disk);
        QTRY_VERIFY_WITH_TIMEOUT(driven.session(), PatienceMs);
        const Error full {.kind = ErrorKind::Storage, .message = u"The disk is full."_s};
        Q_EMIT driven.history->troubleChanged(full);
        const QString said = driven.notice()->text();

        Q_EMIT driven.conversations.failed(full); // the list could not be read for that

        QCOMPARE(driven.notice()->text(), said);
    }

    void duplicateMakesACopyAndShowsIt()
    {
        const Disk disk;
        disk.add(u"a"_s, {u"apples"_s, u"and pears"_s});
        const Driven driven(disk);
        QTRY_COMPARE_WITH_TIMEOUT(driven.list()->model()->rowCount(), 2, PatienceMs);
        driven.clickRow(1);
        QVERIFY(driven.shows(u"a"_s));

        driven.list()->setFocus();
        QTest::keyClick(driven.list(), Qt::Key_D, Qt::ControlModifier);

        QTRY_COMPARE_WITH_TIMEOUT(driven.list()->model()->rowCount(), 3, PatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(driven.session() && driven.session()->id() != u"a"_s, PatienceMs);
        QCOMPARE(driven.session()->messageCount(), 2);
        QCOMPARE(driven.session()->title(), u"apples (copy)"_s);
    }
};

QTEST_MAIN(TestStoredWindow)
#include "tst_storedwindow.moc"
