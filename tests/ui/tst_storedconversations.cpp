#include "core/engine/strategytext.h"
#include "tests/support/faultyvfs.h"
#include "tests/support/sessionscripts.h"
#include "ui/conversations.h"
#include "ui/sidebar/conversationfilter.h"
#include "ui/sidebar/searchresults.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int PatienceMs = 30'000; // most of it waits for the disk

/// One run of the program on a directory that outlives it.
struct Run
{
    ScriptedServer server;
    HistoryStore history;
    ChatEngine engine;
    Conversations conversations {engine, &history};
    ConversationFilter filter {conversations};

    explicit Run(const QTemporaryDir& directory, std::vector<Script> scripts = {})
        : Run(directory.path(), std::move(scripts))
    { }

    explicit Run(const QString& directory, std::vector<Script> scripts = {})
        : server(std::move(scripts))
        , history(directory)
    { }

    bool isReady() const
    {
        return QTest::qWaitFor([this] { return conversations.isReady(); }, PatienceMs);
    }

    ChatSession* say(const QString& text)
    {
        ChatSession* session = conversations.startNew();
        session->send(text, targetAt(server.url()));
        return QTest::qWaitFor([session] { return !session->isRunning(); }, PatienceMs) ? session : nullptr;
    }

    ChatSession* open(const QString& id)
    {
        std::optional<ChatSession*> opened;
        conversations.open(id, &conversations, [&opened](ChatSession* session) { opened = session; });
        return QTest::qWaitFor([&opened] { return opened.has_value(); }, PatienceMs) ? *opened : nullptr;
    }

    // All that was asked for is on disk.
    bool sync()
    {
        conversations.save();
        bool isDone = false;
        history.sync(&history, [&isDone](const Result<void>&) { isDone = true; });
        return QTest::qWaitFor([&isDone] { return isDone; }, PatienceMs);
    }

    QStringList titles() const
    {
        QStringList all;
        for (int row = 0; row < filter.rowCount(); ++row)
            all.append(filter.index(row, 0).data().toString());
        return all;
    }
};

QString textOf(ChatSession* session, int row)
{
    if (!session || row >= session->messageCount() || !QTest::qWaitFor([&] { return session->load(row); }, PatienceMs))
        return {};
    const Message* message = session->loadedMessage(row);
    return message ? message->text : QString();
}

ConversationSummary numbered(int number)
{
    const QString text = QString::number(number).rightJustified(6, u'0');
    return {.id = text, .title = u"Conversation "_s + text, .lastActive = 1'000'000 + number, .createdAt = 1};
}

}

class TestStoredConversations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { faultyvfs::install(); }
    void cleanup() { faultyvfs::set(faultyvfs::Fault::None); }

    void aConversationIsThereInTheNextRun()
    {
        const QTemporaryDir directory;
        {
            Run run(directory, {openAiAnswer("Hello")});
            QVERIFY(run.isReady());
            ChatSession* session = run.say(u"Hi there"_s);
            QVERIFY(session);
            run.conversations.setPinned(session->id(), true);
            run.conversations.setDraft(session, u"and then"_s);
            run.conversations.setScrollPlace(session, "1 2 3");
            run.conversations.setTarget(session, u"demo"_s, u"m"_s);
            run.conversations.setStrategy(session, {.name = u"sentence"_s, .size = 7});
            QVERIFY(run.sync());
        }
        Run run(directory);
        QVERIFY(run.isReady());

        QCOMPARE(run.titles(), QStringList {u"Hi there"_s});
        const QModelIndex index = run.conversations.index(0);
        QVERIFY(index.data(Conversations::PinnedRole).toBool());
        const QString id = index.data(Conversations::IdRole).toString();
        QVERIFY(!run.conversations.session(id)); // opened only when it is asked for
        ChatSession* session = run.open(id);

        QCOMPARE(session->messageCount(), 2);
        QCOMPARE(textOf(session, 1), u"Hello"_s);
        QCOMPARE(session->title(), u"Hi there"_s);
        const ConversationPlace place = run.conversations.place(session);
        QCOMPARE(place.draft, u"and then"_s);
        QCOMPARE(place.scrollPlace, "1 2 3"_ba);
        QCOMPARE(place.endpointId, u"demo"_s);
        QCOMPARE(place.model, u"m"_s);
        QCOMPARE(run.conversations.strategy(session), (StrategyOptions {.name = u"sentence"_s, .size = 7}));
    }

    void aNewConversationIsStoredOnlyWithAMessageOrADraft()
    {
        const QTemporaryDir directory;
        {
            Run run(directory);
            QVERIFY(run.isReady());
            ChatSession* empty = run.conversations.startNew();
            QVERIFY(run.sync());
            run.conversations.setDraft(empty, u"half a thought"_s);
            ChatSession* other = run.conversations.startNew();
            QVERIFY(other != empty);
            run.conversations.setDraft(other, u"taken back"_s);
            QVERIFY(run.sync());
            run.conversations.setDraft(other, {});
            QVERIFY(run.sync());
        }
        Run run(directory);
        QVERIFY(run.isReady());

        QCOMPARE(run.conversations.rowCount(), 1);
        ChatSession* session = run.open(run.conversations.index(0).data(Conversations::IdRole).toString());
        QCOMPARE(run.conversations.draft(session), u"half a thought"_s);
        QCOMPARE(session->messageCount(), 0);
    }

    void draftsReachTheStoreByThemselves()
    {
        const QTemporaryDir directory;
        Run run(directory);
        QVERIFY(run.isReady());

        run.conversations.setDraft(run.conversations.startNew(), u"half a thought"_s);

        int stored = 0;
        const auto look = [&] {
            run.history.list({}, 10, &run.history, [&stored](const auto& page) { stored = int(page->size()); });
            return stored == 1;
        };
        QTRY_VERIFY_WITH_TIMEOUT(look(), PatienceMs);
    }

    void theListComesInPages()
    {
        const QTemporaryDir directory;
        constexpr int Count = 1000;
        {
            Run run(directory);
            for (int number = 0; number < Count; ++number)
                run.history.saveSummary(numbered(number));
            QVERIFY(run.sync());
        }
        Run run(directory);
        QVERIFY(run.isReady());
        QCOMPARE(run.conversations.rowCount(), Conversations::PageSize);
        QCOMPARE(run.titles().first(), numbered(Count - 1).title);

        ChatSession* early = run.open(numbered(0).id); // which no page has come to yet
        QVERIFY(early);
        QCOMPARE(run.conversations.rowCount(), Conversations::PageSize + 1);
        const auto fetchAll = [&run] {
            run.filter.fetchMore({});
            return !run.filter.canFetchMore({}) && run.conversations.rowCount() >= Count;
        };
        QVERIFY(QTest::qWaitFor(fetchAll, PatienceMs));

        QCOMPARE(run.conversations.rowCount(), Count);
        const QAbstractItemModelTester tester(&run.conversations, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(run.titles().last(), numbered(0).title);
        QCOMPARE(run.conversations.rowOf(numbered(500).id) >= 0, true);
    }

    void sessionsUsedLongestAgoAreClosedAndOpenedAgain()
    {
        const QTemporaryDir directory;
        constexpr int Count = OpenSessions::MostIdle + 4;
        Run run(directory, std::vector<Script>(Count, openAiAnswer("Hello")));
        QVERIFY(run.isReady());
        QStringList ids;
        for (int i = 0; i < Count; ++i) {
            ChatSession* session = run.say(u"Question %1"_s.arg(i));
            QVERIFY(session);
            ids << session->id();
            if (i == 0)
                run.conversations.setShown(session);
        }

        const auto open = [&] {
            return std::ranges::count_if(ids, [&](const QString& id) { return run.conversations.session(id); });
        };
        QTRY_COMPARE_WITH_TIMEOUT(open(), OpenSessions::MostIdle + 1, PatienceMs);
        QVERIFY(run.conversations.session(ids[0])); // it is shown
        QVERIFY(!run.conversations.session(ids[1]));
        QCOMPARE(textOf(run.open(ids[1]), 1), u"Hello"_s);
        QVERIFY(run.conversations.session(ids[1]));
        QTRY_VERIFY_WITH_TIMEOUT(!run.conversations.session(ids[4]), PatienceMs);
    }

    void noSessionIsClosedWhileItsMessagesCannotBeSaved()
    {
        const QTemporaryDir directory;
        auto other = std::make_unique<Run>(directory); // only one program may write
        QVERIFY(other->sync());
        constexpr int Count = OpenSessions::MostIdle + 3;
        Run run(directory, std::vector<Script>(Count, openAiAnswer("Hello")));
        QVERIFY(run.isReady());
        QVERIFY(run.history.trouble());
        QStringList ids;
        for (int i = 0; i < Count; ++i) {
            ChatSession* session = run.say(u"Question %1"_s.arg(i));
            QVERIFY(session);
            ids << session->id();
        }
        QVERIFY(run.sync());
        const auto open = [&] {
            return std::ranges::count_if(ids, [&](const QString& id) { return run.conversations.session(id); });
        };
        QCOMPARE(open(), Count);

        other.reset();
        QVERIFY(run.sync());

        QVERIFY(!run.history.trouble());
        QTRY_COMPARE_WITH_TIMEOUT(open(), OpenSessions::MostIdle, PatienceMs);
        QVERIFY(!run.conversations.session(ids[0]));
        QCOMPARE(textOf(run.open(ids[0]), 1), u"Hello"_s);
    }

    // A full disk shows only when something is written.
    void noSessionIsClosedBeforeTheStoreSaidThatItsMessagesAreSaved()
    {
        const QTemporaryDir directory;
        std::vector<Script> scripts(OpenSessions::MostIdle, openAiAnswer("Hello"));
        scripts.insert(scripts.begin(), Script {send(chunkedHead() + chunk(openAiText("Some"))), hold()});
        Run run(directory, scripts);
        QVERIFY(run.isReady());
        ChatSession* oldest = run.conversations.startNew();
        const QString id = oldest->id();
        oldest->send(u"Long"_s, targetAt(run.server.url()));
        QTRY_COMPARE_WITH_TIMEOUT(oldest->loadedMessage(1)->text, u"Some"_s, PatienceMs); // soon it is called stalled
        for (int i = 0; i < OpenSessions::MostIdle; ++i)
            QVERIFY(run.say(u"Next"_s));
        QVERIFY(run.sync());

        connect(oldest, &ChatSession::statusChanged, oldest, [](const StreamStatus& status) {
            if (!isRunning(status.state))
                faultyvfs::set(faultyvfs::Fault::Full); // what is on its way to the disk now does not get there
        });
        oldest->stop();
        QTRY_VERIFY_WITH_TIMEOUT(run.history.trouble(), PatienceMs);
        QVERIFY(run.sync());
        QVERIFY(run.conversations.session(id));

        faultyvfs::set(faultyvfs::Fault::None);
        QTRY_VERIFY_WITH_TIMEOUT(!run.conversations.session(id), PatienceMs);
        QCOMPARE(textOf(run.open(id), 1), u"Some"_s);
        QCOMPARE(run.conversations.session(id)->loadedMessage(1)->state, MessageState::Stopped);
    }

    void aListThatCouldNotBeReadComesWhenTheStoreOpens()
    {
        const QTemporaryDir directory;
        const QString path = directory.filePath(u"data"_s);
        const QString elsewhere = directory.filePath(u"elsewhere"_s);
        {
            Run run(path);
            run.history.saveSummary(numbered(1));
            QVERIFY(run.sync());
        }
        QVERIFY(QDir().rename(path, elsewhere));
        QFile obstacle(path);
        QVERIFY(obstacle.open(QIODevice::WriteOnly));
        Run run(path);
        const QSignalSpy failed(&run.conversations, &Conversations::failed);
        QVERIFY(run.isReady());
        QCOMPARE(failed.size(), 1);
        QVERIFY(run.conversations.canFetchMore({}));

        QVERIFY(obstacle.remove() && QDir().rename(elsewhere, path));
        QVERIFY(run.sync());

        QTRY_COMPARE_WITH_TIMEOUT(run.titles(), QStringList {numbered(1).title}, PatienceMs);
    }

    void aRepairListsAnew()
    {
        const QTemporaryDir directory;
        Run run(directory);
        QVERIFY(run.isReady());
        run.history.saveSummary(numbered(1));

        Q_EMIT run.history.damaged(u"Some were recovered."_s);

        QTRY_COMPARE_WITH_TIMEOUT(run.conversations.rowCount(), 1, PatienceMs);
    }

    void listingAnewReachesAsFarAsBefore()
    {
        const QTemporaryDir directory;
        constexpr int Count = 5 * Conversations::PageSize;
        {
            Run run(directory);
            for (int number = 0; number < Count; ++number)
                run.history.saveSummary(numbered(2 * number));
            QVERIFY(run.sync());
        }
        Run run(directory);
        QVERIFY(run.isReady());
        run.filter.fetchMore({});
        QTRY_COMPARE_WITH_TIMEOUT(run.conversations.rowCount(), 2 * Conversations::PageSize, PatienceMs);
        const auto fresh = [](int place) { return numbered(2 * place + 1); };
        for (const int place : {10, Count / 2, Count - 10}) // the first is behind what has been listed
            run.history.saveSummary(fresh(place));

        run.conversations.listAnew();

        QTRY_VERIFY_WITH_TIMEOUT(run.conversations.rowOf(fresh(Count / 2).id) >= 0, PatienceMs);
        QVERIFY(run.conversations.rowOf(fresh(Count - 10).id) >= 0);
        QVERIFY(run.conversations.rowCount() < Count);
        QVERIFY(run.conversations.rowOf(fresh(10).id) < 0);
        QVERIFY(run.filter.canFetchMore({}));
        const auto fetchAll = [&run] {
            run.filter.fetchMore({});
            return run.conversations.rowCount() == Count + 3;
        };
        QVERIFY(QTest::qWaitFor(fetchAll, PatienceMs));
    }

    void aListThatWasThereToItsEndIsListedAnewToItsEnd()
    {
        const QTemporaryDir directory;
        Run run(directory);
        QVERIFY(run.isReady());
        for (int number = 1; number <= 2 * Conversations::PageSize; ++number)
            run.history.saveSummary(numbered(number));
        run.conversations.listAnew();
        // The others wait until they are wanted.
        QTRY_COMPARE_WITH_TIMEOUT(run.conversations.rowCount(), Conversations::PageSize, PatienceMs);
        run.filter.fetchMore({});
        QTRY_COMPARE_WITH_TIMEOUT(run.conversations.rowCount(), 2 * Conversations::PageSize, PatienceMs);
        run.history.saveSummary(numbered(0)); // sorts behind all

        run.conversations.listAnew();

        QTRY_COMPARE_WITH_TIMEOUT(run.conversations.rowCount(), 2 * Conversations::PageSize + 1, PatienceMs);
    }

    void listingAnewIsNotLostWhileAPageIsOnItsWay()
    {
        const QTemporaryDir directory;
        Run run(directory); // asks for the first page
        run.history.saveSummary(numbered(1));

        run.conversations.listAnew();

        QTRY_COMPARE_WITH_TIMEOUT(run.conversations.rowCount(), 1, PatienceMs);
    }

    void aRunningSessionIsNeverClosed()
    {
        const QTemporaryDir directory;
        std::vector<Script> scripts(OpenSessions::MostIdle + 2, openAiAnswer("Hello"));
        scripts.insert(scripts.begin(), Script {send(chunkedHead() + chunk(openAiText("Some"))), hold()});
        Run run(directory, scripts);
        QVERIFY(run.isReady());
        ChatSession* running = run.conversations.startNew();
        running->send(u"Long"_s, targetAt(run.server.url()));
        QTRY_COMPARE_WITH_TIMEOUT(running->loadedMessage(1)->text, u"Some"_s, PatienceMs); // soon it is called stalled
        const QString first = run.say(u"First"_s)->id();
        for (int i = 0; i <= OpenSessions::MostIdle; ++i)
            QVERIFY(run.say(u"Next"_s));

        QTRY_VERIFY_WITH_TIMEOUT(!run.conversations.session(first), PatienceMs);
        QVERIFY(run.conversations.session(running->id()));
        const QString id = running->id();
        running->stop();
        QTRY_VERIFY_WITH_TIMEOUT(!run.conversations.session(id), PatienceMs); // the oldest of those that are idle now
    }

    void aDeletedOneComesBackOrIsGoneForGood()
    {
        const QTemporaryDir directory;
        {
            Run run(directory, {openAiAnswer("One"), openAiAnswer("Two"), openAiAnswer("Three")});
            QVERIFY(run.isReady());
            const QString one = run.say(u"first"_s)->id();
            const QString two = run.say(u"second"_s)->id();
            run.say(u"third"_s);
            run.conversations.remove(one);
            QCOMPARE(run.conversations.restoreRemoved(), one);
            QCOMPARE(textOf(run.open(one), 1), u"One"_s);
            run.conversations.remove(two);
            run.conversations.forgetRemoved();
            QVERIFY(!run.conversations.session(two));
            QVERIFY(run.sync());
        }
        Run run(directory);
        QVERIFY(run.isReady());

        QCOMPARE(run.titles(), (QStringList {u"third"_s, u"first"_s}));
    }

    void aCopyHasTheMessages()
    {
        const QTemporaryDir directory;
        Run run(directory, {openAiAnswer("One")});
        QVERIFY(run.isReady());
        ChatSession* session = run.say(u"first"_s);
        QString copy;

        run.conversations.duplicate(session->id(), &run.conversations, [&copy](const QString& id) { copy = id; });
        QTRY_VERIFY_WITH_TIMEOUT(!copy.isEmpty(), PatienceMs);

        QCOMPARE(run.titles(), (QStringList {u"first (copy)"_s, u"first"_s}));
        QCOMPARE(textOf(run.open(copy), 1), u"One"_s);
    }

    void anAnswerThatWasCutOffIsInterruptedInTheNextRun()
    {
        const QTemporaryDir directory;
        {
            Run run(directory, {{send(chunkedHead() + chunk(openAiText("Some"))), hold()}});
            QVERIFY(run.isReady());
            ChatSession* session = run.conversations.startNew();
            session->send(u"Hi"_s, targetAt(run.server.url()));
            QTRY_COMPARE_WITH_TIMEOUT(session->loadedMessage(1)->text, u"Some"_s, PatienceMs);
        }
        Run run(directory, {openAiAnswer(" more")});
        QVERIFY(run.isReady());
        ChatSession* session = run.open(run.conversations.index(0).data(Conversations::IdRole).toString());
        QCOMPARE(textOf(session, 1), u"Some"_s);
        QCOMPARE(session->loadedMessage(1)->state, MessageState::Interrupted);

        session->continueAnswer(targetAt(run.server.url()));
        QTRY_VERIFY_WITH_TIMEOUT(!session->isRunning(), PatienceMs);

        QCOMPARE(session->loadedMessage(1)->text, u"Some more"_s);
    }

    void renamingOneThatIsNotOpenIsKept()
    {
        const QTemporaryDir directory;
        {
            Run run(directory);
            run.history.saveSummary(numbered(1));
            run.history.sink(numbered(1).id)->put(0, -1, Message());
            QVERIFY(run.sync());
        }
        {
            Run run(directory);
            QVERIFY(run.isReady());
            QVERIFY(run.conversations.setData(run.conversations.index(0), u"Renamed"_s, Qt::EditRole));
            QVERIFY(run.sync());
        }
        Run run(directory);
        QVERIFY(run.isReady());

        QCOMPARE(run.titles(), QStringList {u"Renamed"_s});
    }

    void whatASearchFindsComesInPages()
    {
        const QTemporaryDir directory;
        Run run(directory);
        constexpr int Count = SearchResults::PageSize + 20;
        run.history.saveSummary(numbered(1));
        const std::unique_ptr<MessageSink> sink = run.history.sink(numbered(1).id);
        for (int id = 0; id < Count; ++id) {
            Message message;
            message.text = u"The word needle number %1"_s.arg(id);
            message.createdAt = QDateTime::fromMSecsSinceEpoch(1'000'000 + id);
            sink->put(id, id - 1, message);
        }
        QVERIFY(run.sync());
        SearchResults results(run.history);
        QSignalSpy finished(&results, &SearchResults::finished);

        results.search(u"nee"_s);
        results.search(u"needle"_s); // the first one's answer is not wanted any more
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, PatienceMs);

        QCOMPARE(results.rowCount(), SearchResults::PageSize);
        QCOMPARE(results.hit(0).conversationId, numbered(1).id);
        QVERIFY(results.canFetchMore({}));
        results.fetchMore({});
        QTRY_COMPARE_WITH_TIMEOUT(results.rowCount(), Count, PatienceMs);
        QVERIFY(!results.canFetchMore({}));
        const QAbstractItemModelTester tester(&results, QAbstractItemModelTester::FailureReportingMode::QtTest);
        results.search({});
        QCOMPARE(results.rowCount(), 0);
        QCOMPARE(finished.size(), 2);
    }
};

QTEST_GUILESS_MAIN(TestStoredConversations)
#include "tst_storedconversations.moc"
