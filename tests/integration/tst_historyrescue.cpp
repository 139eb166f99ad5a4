#include "core/engine/historyimport.h"
#include "core/engine/historyrescue.h"
#include "core/store/historydatabase.h"
#include "core/store/historystore.h"
#include "tests/support/faultyvfs.h"
#include "tests/support/smalldisk.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace sluice::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int Patience = 30'000; // the disk may be busy

Message turn(Role role, const QString& text, MessageState state = MessageState::Complete)
{
    Message message;
    message.role = role;
    message.text = text;
    message.state = state;
    message.createdAt = QDateTime::fromMSecsSinceEpoch(1'700'000'000'123, Qt::UTC);
    return message;
}

ConversationSummary summaryOf(const QString& id, const QString& title)
{
    return {.id = id, .title = title, .lastActive = 2000, .createdAt = 1000};
}

/// A history on a disk that gets full.
struct Store
{
    QTemporaryDir directory;
    QTemporaryDir elsewhere;
    HistoryStore history {directory.path()};
    const QString file = elsewhere.filePath(u"unsaved.json"_s);

    ~Store() { faultyvfs::set(faultyvfs::Fault::None); }

    bool sync()
    {
        std::optional<bool> isSaved;
        history.sync(&history, [&isSaved](const Result<void>& result) { isSaved = result.has_value(); });
        return QTest::qWaitFor([&isSaved] { return isSaved.has_value(); }, Patience) && *isSaved;
    }

    int use(const HistoryStore::WaitingWork& work)
    {
        std::optional<int> number;
        history.useWaiting(work, &history, [&number](const Result<int>& result) { number = result.value_or(-1); });
        return QTest::qWaitFor([&number] { return number.has_value(); }, Patience) ? *number : -2;
    }

    int rescue()
    {
        return use([name = file](const std::list<HistoryWrite>& waiting, HistoryDatabase* readable) {
            return rescueConversations(waiting, readable, name);
        });
    }

    int worth()
    {
        return use([](const std::list<HistoryWrite>& waiting, HistoryDatabase*) { return countWorthRescuing(waiting); });
    }
};

/// What comes of it in another history.
struct Imported
{
    QTemporaryDir directory;
    HistoryDatabase database {directory.path()};

    explicit Imported(const QString& file)
    {
        faultyvfs::set(faultyvfs::Fault::None);
        QVERIFY(database.open(HistoryDatabase::Access::Write));
        HistoryImport import(file);
        for (Result<bool> isDone = false; isDone && !*isDone;)
            isDone = import.step(database);
    }

    /// The shown turns.
    QStringList texts(const QString& id)
    {
        QStringList texts;
        const Result<OpenedConversation> opened = database.conversation(id);
        for (const int message : opened ? shownPath(opened->shape) : std::vector<int>())
            texts << database.messages(id, message, 1)->value(0).text;
        return texts;
    }
};

}

class TestHistoryRescue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { faultyvfs::install(); }

    void whatIsOnDiskAndWhatWaitsStandTogetherInTheFile()
    {
        Store store;
        store.history.saveSummary(summaryOf(u"a"_s, u"Old title"_s));
        const std::unique_ptr<MessageSink> sink = store.history.sink(u"a"_s);
        sink->put(0, -1, turn(Role::User, u"question"_s));
        sink->put(1, 0, turn(Role::Assistant, u"first answer"_s));
        sink->put(2, 0, turn(Role::Assistant, u"second"_s, MessageState::Streaming));
        QVERIFY(store.sync());

        faultyvfs::set(faultyvfs::Fault::Full);
        store.history.saveSummary(summaryOf(u"a"_s, u"New title"_s));
        sink->grow(2, u" answer"_s, {});
        sink->put(3, 2, turn(Role::User, u"thanks"_s));
        store.history.saveSummary(summaryOf(u"b"_s, u"Wholly new"_s));
        store.history.sink(u"b"_s)->put(0, -1, turn(Role::User, u"hello"_s));
        QVERIFY(!store.sync());
        QCOMPARE(store.worth(), 2);
        QCOMPARE(store.rescue(), 2);

        Imported imported(store.file);
        QCOMPARE(imported.texts(u"a"_s), (QStringList {u"question"_s, u"second answer"_s, u"thanks"_s}));
        QCOMPARE(imported.database.conversation(u"a"_s)->summary.title, u"New title"_s);
        QCOMPARE(imported.database.messages(u"a"_s, 1, 1)->value(0).text, u"first answer"_s); // the other version
        QCOMPARE(imported.database.messages(u"a"_s, 2, 1)->value(0).state, MessageState::Interrupted);
        QCOMPARE(imported.texts(u"b"_s), QStringList {u"hello"_s});
    }

    void theChosenVersionIsTheOneChosenLast()
    {
        Store store;
        store.history.saveSummary(summaryOf(u"a"_s, u"Title"_s));
        const std::unique_ptr<MessageSink> sink = store.history.sink(u"a"_s);
        sink->put(0, -1, turn(Role::User, u"question"_s));
        sink->put(1, 0, turn(Role::Assistant, u"first"_s));
        QVERIFY(store.sync());

        faultyvfs::set(faultyvfs::Fault::Full);
        sink->put(2, 0, turn(Role::Assistant, u"second"_s));
        sink->put(3, 0, turn(Role::Assistant, u"third"_s));
        sink->choose(0, 1);
        QVERIFY(!store.sync());
        QCOMPARE(store.rescue(), 1);

        QCOMPARE(Imported(store.file).texts(u"a"_s), (QStringList {u"question"_s, u"first"_s}));
    }

    void aDraftStandsAsTheLastTurn()
    {
        Store store;
        store.history.saveSummary(summaryOf(u"a"_s, u"Title"_s));
        store.history.sink(u"a"_s)->put(0, -1, turn(Role::User, u"question"_s));
        QVERIFY(store.sync());

        faultyvfs::set(faultyvfs::Fault::Full);
        ConversationPlace place;
        place.draft = u"half a thought"_s;
        store.history.savePlace(u"a"_s, place);
        QVERIFY(!store.sync());
        QCOMPARE(store.rescue(), 1);

        QCOMPARE(Imported(store.file).texts(u"a"_s), (QStringList {u"question"_s, u"half a thought"_s}));
    }

    void whatNobodyWouldMissMakesNoFile()
    {
        Store store;
        store.history.saveSummary(summaryOf(u"a"_s, u"Title"_s));
        store.history.saveSummary(summaryOf(u"b"_s, u"To be deleted"_s));
        QVERIFY(store.sync());

        faultyvfs::set(faultyvfs::Fault::Full);
        ConversationPlace place;
        place.scrollPlace = "1 2 3";
        store.history.savePlace(u"a"_s, place);
        store.history.sink(u"b"_s)->put(0, -1, turn(Role::User, u"hello"_s));
        store.history.remove(u"b"_s);
        QVERIFY(!store.sync());

        QCOMPARE(store.worth(), 0);
        QCOMPARE(store.rescue(), 0);
        QVERIFY(!QFile::exists(store.file));
    }

    void whereTheDiskCannotBeReadWhatWaitsIsStillSaved()
    {
        Store store;
        store.history.saveSummary(summaryOf(u"a"_s, u"Title"_s));
        const std::unique_ptr<MessageSink> sink = store.history.sink(u"a"_s);
        sink->put(0, -1, turn(Role::User, u"question"_s));
        QVERIFY(store.sync());

        faultyvfs::set(faultyvfs::Fault::Full);
        sink->put(1, 0, turn(Role::Assistant, u"answer"_s));
        sink->put(2, 1, turn(Role::User, u"thanks"_s));
        QVERIFY(!store.sync());
        QCOMPARE(store.use([name = store.file](const std::list<HistoryWrite>& waiting, HistoryDatabase*) {
            return rescueConversations(waiting, nullptr, name);
        }),
            1);

        Imported imported(store.file);
        QCOMPARE(imported.texts(u"a"_s), (QStringList {u"answer"_s, u"thanks"_s}));
    }

    void whatAnAnswerGrewByIsSavedWithoutItsMessage()
    {
        Store store;
        store.history.saveSummary(summaryOf(u"a"_s, u"Title"_s));
        const std::unique_ptr<MessageSink> sink = store.history.sink(u"a"_s);
        sink->put(0, -1, turn(Role::User, u"question"_s));
        sink->put(1, 0, turn(Role::Assistant, u"this is on the disk"_s, MessageState::Streaming));
        QVERIFY(store.sync());

        faultyvfs::set(faultyvfs::Fault::Full);
        sink->grow(1, u", this is not"_s, u"a thought"_s);
        store.history.savePlace(
            u"a"_s, {.draft = u"and now"_s, .scrollPlace = {}, .endpointId = {}, .model = {}, .strategy = {}});
        QVERIFY(!store.sync());
        QCOMPARE(store.use([name = store.file](const std::list<HistoryWrite>& waiting, HistoryDatabase*) {
            return rescueConversations(waiting, nullptr, name);
        }),
            1);

        Imported imported(store.file);
        QCOMPARE(imported.texts(u"a"_s), (QStringList {u", this is not"_s, u"and now"_s}));
        const Message answer = imported.database.messages(u"a"_s, 0, 1)->value(0);
        QCOMPARE(answer.role, Role::Assistant);
        QCOMPARE(answer.state, MessageState::Interrupted);
        QCOMPARE(answer.reasoning, u"a thought"_s);
    }

    void aFileThatFindsNoRoomEitherIsAnError()
    {
        Store store;
        faultyvfs::set(faultyvfs::Fault::Full);
        store.history.saveSummary(summaryOf(u"a"_s, QString(3000, u'x')));
        QVERIFY(!store.sync());

        const test::SmallDisk disk(2000);
        QCOMPARE(store.rescue(), -1);
        QVERIFY(!QFile::exists(store.file));
    }

    void aFileThatCannotBeWrittenIsAnError()
    {
        Store store;
        faultyvfs::set(faultyvfs::Fault::Full);
        store.history.saveSummary(summaryOf(u"a"_s, u"Title"_s));
        QVERIFY(!store.sync());

        QCOMPARE(store.use([name = store.elsewhere.filePath(u"missing/file.json"_s)](const std::list<HistoryWrite>& waiting,
                               HistoryDatabase* readable) { return rescueConversations(waiting, readable, name); }),
            -1);
    }
};

QTEST_GUILESS_MAIN(TestHistoryRescue)
#include "tst_historyrescue.moc"
