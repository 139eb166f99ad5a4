#include "core/store/foreignchanges.h"
#include "core/store/historystore.h"
#include "core/store/pendingwrites.h"
#include "tests/support/faultyvfs.h"
#include "tests/support/heldstore.h"
#include "tests/support/historyvalues.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int Patience = 20'000;

/// Waits for the one answer of a question.
template <typename T>
class Answer
{
public:
    HistoryStore::Done<T> done()
    {
        return [this](const T& value) {
            m_value = value;
            ++m_calls;
        };
    }

    T wait()
    {
        if (!QTest::qWaitFor([this] { return m_calls > 0; }, Patience))
            qFatal("no answer");
        return *m_value;
    }

    int calls() const { return m_calls; }

private:
    std::optional<T> m_value;
    int m_calls = 0;
};

}

class TestHistoryStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { faultyvfs::install(); }

    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_store = std::make_unique<HistoryStore>(m_directory->filePath(u"made/by/itself"_s));
    }

    void cleanup()
    {
        faultyvfs::set(faultyvfs::Fault::None);
        m_store.reset();
        m_directory.reset();
    }

    void itOpensOnceAndBeforeAnyAnswer();
    void questionsComeAfterWritesAndWritesInOrder();
    void manyWritesOfOneMessageAreOne();
    void whatIsShownOfAConversationIsItsOwn();
    void aChoiceCountsWhereItWasMadeLast();
    void anAnswerIsReadInPages();
    void noAnswerReachesADeadContext();
    void sourcesAndSinksMayOutliveTheStore();
    void theEndWritesWhatWaits();
    void aNewerSearchEndsAnOlderOne();
    void aLongCopyLetsOthersThrough();
    void aFullDiskKeepsEverythingUntilThereIsRoom();
    void whatIsOpenedWhileTheDiskIsFullHasWhatWaits();
    void whatCannotBeShownWholeIsNotOpened();
    void aFullDiskAtTheEndIsGivenAFewSeconds();
    void aBrokenDiskIsTroubleUntilItWorks();
    void damageWhileRunningIsRepaired();
    void garbageAtTheStartIsSetAside();
    void aSecondStoreWaitsForTheFirst();
    void aSecondStoreWritesNothingOverWhatTheFirstWrote();
    void whoReadBeforeTheFirstWroteIsToldAtTheFirstChangeThatIsDropped();
    void anAnswerThatTheFirstHasFinishedIsNotWrittenOver();
    void anAnswerThatNobodyWentOnWithIsWrittenOn();
    void whatCannotBeComparedNowIsComparedLater();
    void whoOnlyReadsRepairsNothing();
    void whatTheDatabaseRefusesForGoodIsSaid();

private:
    Result<QList<ConversationSummary>> list(HistoryStore& store)
    {
        Answer<Result<QList<ConversationSummary>>> answer;
        store.list({}, 100, this, answer.done());
        return answer.wait();
    }

    Result<OpenedConversation> open(HistoryStore& store, const QString& id = u"c"_s)
    {
        Answer<Result<OpenedConversation>> answer;
        store.open(id, this, answer.done());
        return answer.wait();
    }

    QList<Message> messages(HistoryStore& store, int number, const QString& id = u"c"_s)
    {
        const std::unique_ptr<MessageSource> source = store.source(id, {.count = number, .jumps = {}, .chosen = {}});
        QList<Message> all;
        bool isLoaded = false;
        connect(source.get(), &MessageSource::loaded, this, [&](int, const QList<Message>& loaded) {
            all = loaded;
            isLoaded = true;
        });
        source->request(0, number);
        if (!QTest::qWaitFor([&] { return isLoaded; }, Patience))
            qFatal("no messages");
        return all;
    }

    Result<void> sync(HistoryStore& store)
    {
        Answer<Result<void>> answer;
        store.sync(this, answer.done());
        return answer.wait();
    }

    QString path() const { return m_directory->filePath(u"made/by/itself"_s); }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<HistoryStore> m_store;
};

void TestHistoryStore::itOpensOnceAndBeforeAnyAnswer()
{
    QStringList seen;
    connect(m_store.get(), &HistoryStore::opened, this, [&](const HistoryOpening& opening) {
        QVERIFY(!opening.damage);
        seen.append(u"opened"_s);
    });
    m_store->list({}, 10, this, [&](const Result<QList<ConversationSummary>>& page) {
        QVERIFY(page);
        seen.append(u"list"_s);
    });
    QVERIFY(seen.isEmpty());

    QTRY_COMPARE_WITH_TIMEOUT(seen, (QStringList {u"opened"_s, u"list"_s}), Patience);
    QVERIFY(!m_store->trouble());
}

void TestHistoryStore::questionsComeAfterWritesAndWritesInOrder()
{
    const std::unique_ptr<MessageSink> sink = m_store->sink(u"c"_s);
    m_store->saveSummary(titled(u"c"_s, u"First"_s));
    sink->put(0, -1, said(Role::User, u"question"_s));
    sink->put(1, 0, said(Role::Assistant, u"a"_s, MessageState::Streaming));
    sink->grow(1, u"b"_s, u"r"_s);
    sink->grow(1, u"c"_s, {});
    m_store->saveSummary(titled(u"c"_s, u"Second"_s));
    m_store->savePlace(u"c"_s, {.draft = u"d"_s, .scrollPlace = {}, .endpointId = {}, .model = {}, .strategy = {}});
    sink->choose(-1, 0);

    const Result<OpenedConversation> opened = open(*m_store);

    QVERIFY(opened);
    QCOMPARE(opened->summary.title, u"Second"_s);
    QCOMPARE(opened->summary.messageCount, 2);
    QCOMPARE(opened->place.draft, u"d"_s);
    QCOMPARE(messages(*m_store, 2).back().text, u"abc"_s);
    QCOMPARE(messages(*m_store, 2).back().reasoning, u"r"_s);
    m_store->remove(u"c"_s);
    QVERIFY(list(*m_store)->isEmpty());
    m_store->restore(u"c"_s);
    QCOMPARE(list(*m_store)->size(), 1);
    m_store->purge(u"c"_s);
    sink->grow(1, u"late"_s, {});
    QVERIFY(list(*m_store)->isEmpty());
    QVERIFY(!open(*m_store));
}

void TestHistoryStore::aChoiceCountsWhereItWasMadeLast()
{
    PendingWrites pending;
    const auto put = [&](int id, int parent) {
        pending.add(
            {.conversation = u"c"_s, .change = MessageWrite {.id = id, .parent = parent, .message = said(Role::User, u"x"_s)}});
    };
    const auto choose = [&](int child) {
        pending.add({.conversation = u"c"_s, .change = ChoiceWrite {.parent = 0, .child = child}});
    };
    put(0, -1);
    put(1, 0);
    choose(1);
    put(2, 0); // shows itself
    choose(1);
    HistoryDatabase history(m_directory->filePath(u"other"_s));
    QVERIFY(history.open(HistoryDatabase::Access::Write));
    QVERIFY(pending.applyTo(history));
    const std::vector<MessageShape::Link> chosen {{.parent = 0, .child = 1}};
    QVERIFY(history.conversation(u"c"_s)->shape.chosen == chosen);
}

void TestHistoryStore::manyWritesOfOneMessageAreOne()
{
    PendingWrites pending;
    const auto put = [&](const QString& text) {
        pending.add(
            {.conversation = u"c"_s, .change = MessageWrite {.id = 1, .parent = 0, .message = said(Role::Assistant, text)}});
    };
    const auto grow = [&](const QString& text) {
        pending.add({.conversation = u"c"_s, .change = GrowthWrite {.id = 1, .text = text, .reasoning = {}}});
    };
    put(u"a"_s);
    for (int i = 0; i < 1000; ++i)
        grow(u"b"_s);
    QCOMPARE(pending.count(), 2u);
    put(u"whole"_s);
    QCOMPARE(pending.count(), 1u);
    for (int i = 0; i < 1000; ++i) {
        pending.add({.conversation = u"c"_s, .change = SummaryWrite {titled(u"c"_s, QString::number(i))}});
        pending.add({.conversation = u"c"_s, .change = FateWrite::Remove});
        pending.add({.conversation = u"c"_s, .change = ChoiceWrite {.parent = 0, .child = i}});
        pending.add({.conversation = u"c"_s, .change = FateWrite::Restore});
    }
    QCOMPARE(pending.count(), 4u);
    grow(u"more"_s);
    pending.add({.conversation = u"d"_s, .change = SummaryWrite {titled(u"d"_s, u"D"_s)}});

    HistoryDatabase history(m_directory->filePath(u"other"_s));
    QVERIFY(history.open(HistoryDatabase::Access::Write));
    QVERIFY(pending.applyTo(history));

    QVERIFY(pending.isEmpty());
    QCOMPARE(history.list({}, 10)->size(), 2);
    QCOMPARE(history.messages(u"c"_s, 1, 1)->front().text, u"wholemore"_s);
    pending.add({.conversation = u"c"_s, .change = SummaryWrite {titled(u"c"_s, u"x"_s)}});
    put(u"y"_s);
    pending.add({.conversation = u"c"_s, .change = FateWrite::Purge});
    QCOMPARE(pending.count(), 1u);
    put(u"late"_s);
    QVERIFY(pending.applyTo(history));
    QCOMPARE(history.list({}, 10)->size(), 1);
}

void TestHistoryStore::whatIsShownOfAConversationIsItsOwn()
{
    PendingWrites pending;
    for (const QString& id : {u"b"_s, u"c"_s, u"d"_s})
        pending.add({.conversation = id, .change = MessageWrite {.id = 0, .parent = -1, .message = said(Role::User, u"x"_s)}});
    QVERIFY(pending.concern(u"c"_s));
    QVERIFY(!pending.concern(u"cc"_s));
    QVERIFY(!pending.concern(u"a"_s));
    QVERIFY(!pending.concern(u"e"_s));
    HistoryDatabase history(m_directory->filePath(u"other"_s));
    QVERIFY(history.open(HistoryDatabase::Access::Write));
    QStringList shown;
    const auto look = [&] {
        shown.clear();
        for (const ConversationSummary& one : history.list({}, 10).value_or(QList<ConversationSummary>()))
            shown.append(one.id);
        shown.sort();
    };

    QVERIFY(history.preview([&] { return pending.showIn(history, u"c"_s); }, look));
    QCOMPARE(shown, QStringList {u"c"_s});
    QVERIFY(history.preview([&] { return pending.showIn(history); }, look));
    QCOMPARE(shown, (QStringList {u"b"_s, u"c"_s, u"d"_s}));
}

void TestHistoryStore::anAnswerIsReadInPages()
{
    const std::unique_ptr<MessageSink> sink = m_store->sink(u"c"_s);
    for (int id = 0; id < 300; ++id)
        sink->put(id, id - 1, said(Role::User, QString::number(id)));
    const Result<OpenedConversation> opened = open(*m_store);
    QVERIFY(opened);

    const std::unique_ptr<MessageSource> source = m_store->source(u"c"_s, opened->shape);
    QSignalSpy loaded(source.get(), &MessageSource::loaded);
    source->request(64, 64);
    source->request(256, 44);
    QCOMPARE(loaded.count(), 0);

    QTRY_COMPARE_WITH_TIMEOUT(loaded.count(), 2, Patience);
    QCOMPARE(loaded[0][0].toInt(), 64);
    QCOMPARE(loaded[0][1].value<QList<Message>>().front().text, u"64"_s);
    QCOMPARE(loaded[1][1].value<QList<Message>>().size(), 44);
    QCOMPARE(source->shape(), opened->shape);
    QCOMPARE(source->count(), 300);
}

void TestHistoryStore::noAnswerReachesADeadContext()
{
    bool isCalled = false;
    {
        QObject context;
        m_store->list({}, 10, &context, [&](const Result<QList<ConversationSummary>>&) { isCalled = true; });
        m_store->search(u"x"_s, {}, 10, &context, [&](const Result<SearchPage>&) { isCalled = true; });
        m_store->sync(&context, [&](const Result<void>&) { isCalled = true; });
        const std::unique_ptr<MessageSource> source = m_store->source(u"c"_s, {.count = 5, .jumps = {}, .chosen = {}});
        source->request(0, 5);
    }

    QVERIFY(sync(*m_store)); // behind them in the queue
    QVERIFY(!isCalled);
}

void TestHistoryStore::sourcesAndSinksMayOutliveTheStore()
{
    const std::unique_ptr<MessageSink> sink = m_store->sink(u"c"_s);
    const std::unique_ptr<MessageSource> source = m_store->source(u"c"_s, {.count = 5, .jumps = {}, .chosen = {}});
    QSignalSpy loaded(source.get(), &MessageSource::loaded);
    m_store.reset();

    sink->put(0, -1, said(Role::User, u"x"_s));
    source->request(0, 5);

    QCOMPARE(loaded.count(), 1);
    QVERIFY(loaded[0][1].value<QList<Message>>().isEmpty());
}

void TestHistoryStore::theEndWritesWhatWaits()
{
    const std::unique_ptr<MessageSink> sink = m_store->sink(u"c"_s);
    sink->put(0, -1, said(Role::User, u"x"_s));
    sink->put(1, 0, said(Role::Assistant, u"y"_s, MessageState::Streaming));
    sink->grow(1, u"z"_s, {});
    m_store.reset();

    m_store = std::make_unique<HistoryStore>(path());
    QSignalSpy opened(m_store.get(), &HistoryStore::opened);

    QCOMPARE(messages(*m_store, 2).back().text, u"yz"_s);
    QCOMPARE(messages(*m_store, 2).back().state, MessageState::Interrupted);
    QCOMPARE(opened[0][0].value<HistoryOpening>().interrupted, 1);
}

void TestHistoryStore::aNewerSearchEndsAnOlderOne()
{
    const std::unique_ptr<MessageSink> sink = m_store->sink(u"c"_s);
    for (int id = 0; id < 20; ++id)
        sink->put(id, id - 1, said(Role::User, u"needle %1"_s.arg(id)));
    QVERIFY(sync(*m_store));
    Answer<Result<SearchPage>> first;
    Answer<Result<SearchPage>> second;
    Answer<Result<SearchPage>> third;

    m_store->search(u"needle"_s, {}, 5, this, first.done());
    m_store->search(u"needl"_s, {}, 5, this, second.done());
    m_store->search(u"needle 1"_s, {}, 5, this, third.done());

    QVERIFY(third.wait());
    QCOMPARE(third.wait()->hits.size(), 1);
    // Those before were answered as well: with their hits, when they were quick enough, or with the word that they were ended.
    for (Answer<Result<SearchPage>>* older : {&first, &second}) {
        QCOMPARE(older->calls(), 1);
        if (const Result<SearchPage> page = older->wait(); !page)
            QCOMPARE(page.error().kind, ErrorKind::Cancelled);
    }
}

void TestHistoryStore::aLongCopyLetsOthersThrough()
{
    const std::unique_ptr<MessageSink> sink = m_store->sink(u"c"_s);
    for (int id = 0; id < 5000; ++id)
        sink->put(id, id - 1, said(Role::User, u"text"_s));
    QVERIFY(sync(*m_store));
    QStringList order;
    HeldStore held(*m_store); // both are asked before it begins, however slow we are
    m_store->duplicate(u"c"_s, u"d"_s, u"Copy"_s, this, [&](const Result<ConversationSummary>& summary) {
        QVERIFY(summary);
        QCOMPARE(summary->messageCount, 5000);
        order.append(u"copy"_s);
    });
    m_store->list({}, 10, this, [&](const Result<QList<ConversationSummary>>& page) {
        QCOMPARE(page->size(), 1);
        order.append(u"list"_s);
    });
    held.letGo();

    QTRY_COMPARE_WITH_TIMEOUT(order, (QStringList {u"list"_s, u"copy"_s}), Patience);
    QCOMPARE(messages(*m_store, 5000, u"d"_s).size(), 5000);
}

void TestHistoryStore::aFullDiskKeepsEverythingUntilThereIsRoom()
{
    const std::unique_ptr<MessageSink> sink = m_store->sink(u"c"_s);
    sink->put(0, -1, said(Role::User, u"saved"_s));
    QVERIFY(sync(*m_store));
    QSignalSpy troubles(m_store.get(), &HistoryStore::troubleChanged);

    faultyvfs::set(faultyvfs::Fault::Full);
    sink->put(1, 0, said(Role::Assistant, u"a"_s, MessageState::Streaming));
    QTRY_COMPARE_WITH_TIMEOUT(troubles.count(), 1, Patience);
    QVERIFY(m_store->trouble());
    QCOMPARE(m_store->trouble()->kind, ErrorKind::Storage);
    QVERIFY2(m_store->trouble()->message.contains(u"full"_s), qPrintable(m_store->trouble()->message));
    for (int i = 0; i < 100; ++i)
        sink->grow(1, u"b"_s, {});
    sink->put(2, 1, said(Role::User, u"next"_s));
    m_store->saveSummary(titled(u"c"_s, u"Title"_s));
    QVERIFY(!sync(*m_store));
    QCOMPARE(messages(*m_store, 1).front().text, u"saved"_s); // reading goes on

    faultyvfs::set(faultyvfs::Fault::None);

    QTRY_COMPARE_WITH_TIMEOUT(troubles.count(), 2, Patience); // without being asked
    QVERIFY(!m_store->trouble());
    QCOMPARE(open(*m_store)->summary.title, u"Title"_s);
    const QList<Message> all = messages(*m_store, 3);
    QCOMPARE(all.size(), 3);
    QCOMPARE(all[1].text, u"a"_s + u"b"_s.repeated(100));
    QCOMPARE(all[2].text, u"next"_s);
}

void TestHistoryStore::whatIsOpenedWhileTheDiskIsFullHasWhatWaits()
{
    const std::unique_ptr<MessageSink> sink = m_store->sink(u"c"_s);
    m_store->saveSummary(titled(u"c"_s, u"Title"_s));
    sink->put(0, -1, said(Role::User, u"saved"_s));
    QVERIFY(sync(*m_store));

    faultyvfs::set(faultyvfs::Fault::Full);
    sink->put(1, 0, said(Role::Assistant, u"first"_s));
    sink->put(2, 0, said(Role::Assistant, u"sec"_s, MessageState::Streaming));
    sink->grow(2, u"ond"_s, {});
    sink->choose(0, 1);
    m_store->saveSummary(titled(u"c"_s, u"Waits"_s));
    m_store->savePlace(u"c"_s, {.draft = u"d"_s, .scrollPlace = {}, .endpointId = {}, .model = {}, .strategy = {}});
    m_store->saveDraftAttachments(
        u"c"_s, {{.name = u"a.png"_s, .mimeType = "image/png", .data = QByteArray(6'000'000, 'a')}}); // above SQLite's cache
    m_store->saveSummary(titled(u"new"_s, u"New"_s));
    QVERIFY(!sync(*m_store));

    const Result<OpenedConversation> opened = open(*m_store);
    QVERIFY(opened);
    QCOMPARE(opened->summary.title, u"Waits"_s);
    QCOMPARE(opened->summary.messageCount, 3);
    QCOMPARE(opened->shape.count, 3);
    QCOMPARE(opened->shape.chosen.size(), 1u);
    QCOMPARE(opened->place.draft, u"d"_s);
    QCOMPARE(opened->draftAttachments.size(), 1);
    QCOMPARE(messages(*m_store, 3).size(), 3);
    QCOMPARE(messages(*m_store, 3).back().text, u"second"_s);
    QCOMPARE(list(*m_store)->size(), 2);
    QVERIFY(open(*m_store, u"new"_s));
    QVERIFY(m_store->trouble());

    faultyvfs::set(faultyvfs::Fault::None);
    QVERIFY(sync(*m_store));
    const Result<OpenedConversation> saved = open(*m_store);
    QCOMPARE(saved->shape, opened->shape);
    QCOMPARE(saved->summary, opened->summary);
    QCOMPARE(messages(*m_store, 3).back().text, u"second"_s);
}

void TestHistoryStore::whatCannotBeShownWholeIsNotOpened()
{
    m_store->saveSummary(titled(u"c"_s, u"Title"_s));
    m_store->sink(u"c"_s)->put(0, -1, said(Role::User, u"saved"_s));
    m_store->saveSummary(titled(u"d"_s, u"Other"_s));
    m_store.reset();
    faultyvfs::set(faultyvfs::Fault::Full);
    m_store = std::make_unique<HistoryStore>(path()); // can only be read
    m_store->sink(u"c"_s)->put(1, 0, said(Role::Assistant, u"waits"_s));
    m_store->saveSummary(titled(u"d"_s, u"Waits"_s));
    m_store->savePlace(u"d"_s, {.draft = u"draft"_s, .scrollPlace = {}, .endpointId = {}, .model = {}, .strategy = {}});

    const Result<OpenedConversation> opened = open(*m_store);

    QVERIFY(!opened);
    QVERIFY2(opened.error().message.contains(u"full"_s), qPrintable(opened.error().message));
    QCOMPARE(open(*m_store, u"d"_s)->summary.title, u"Waits"_s);
    QCOMPARE(open(*m_store, u"d"_s)->place.draft, u"draft"_s);
    QCOMPARE(list(*m_store)->size(), 2);
    QCOMPARE(messages(*m_store, 1).front().text, u"saved"_s);
    faultyvfs::set(faultyvfs::Fault::None);
    QVERIFY(sync(*m_store));
    QCOMPARE(open(*m_store)->shape.count, 2);
}

void TestHistoryStore::aFullDiskAtTheEndIsGivenAFewSeconds()
{
    const std::unique_ptr<MessageSink> sink = m_store->sink(u"c"_s);
    QVERIFY(sync(*m_store));
    faultyvfs::set(faultyvfs::Fault::Full);
    sink->put(0, -1, said(Role::User, u"lost"_s));
    QElapsedTimer timer;
    timer.start();

    m_store.reset();

    QVERIFY(timer.elapsed() > 1000);
    QVERIFY(timer.elapsed() < 15'000);
    faultyvfs::set(faultyvfs::Fault::None);
    m_store = std::make_unique<HistoryStore>(path());
    QVERIFY(list(*m_store)->isEmpty());
}

void TestHistoryStore::aBrokenDiskIsTroubleUntilItWorks()
{
    QVERIFY(sync(*m_store));
    faultyvfs::set(faultyvfs::Fault::Broken);
    const std::unique_ptr<MessageSink> sink = m_store->sink(u"c"_s);
    sink->put(0, -1, said(Role::User, u"x"_s));
    QVERIFY(!sync(*m_store));
    QVERIFY(m_store->trouble());

    faultyvfs::set(faultyvfs::Fault::None);

    QVERIFY(sync(*m_store));
    QVERIFY(!m_store->trouble());
    QCOMPARE(messages(*m_store, 1).size(), 1);
    QVERIFY(QDir(path()).entryList({u"history.damaged*"_s}).isEmpty());
}

void TestHistoryStore::damageWhileRunningIsRepaired()
{
    const std::unique_ptr<MessageSink> sink = m_store->sink(u"c"_s);
    m_store->saveSummary(titled(u"c"_s, u"Title"_s));
    for (int id = 0; id < 2000; ++id)
        sink->put(id, id - 1, said(Role::User, u"message %1 "_s.arg(id) + u"x"_s.repeated(500)));
    m_store.reset(); // brings everything into the one file
    {
        QFile file(path() + u"/history.db"_s);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.size() > 200 * 4096);
        file.seek(150 * 4096);
        file.write(QByteArray(10 * 4096, '\x55'));
    }
    m_store = std::make_unique<HistoryStore>(path());
    QSignalSpy damaged(m_store.get(), &HistoryStore::damaged);
    QVERIFY(open(*m_store)); // nothing is seen yet
    QCOMPARE(damaged.count(), 0);

    const std::unique_ptr<MessageSink> next = m_store->sink(u"c"_s);
    next->put(2000, 1999, said(Role::Assistant, u"answer"_s, MessageState::Streaming));
    const QList<Message> all = messages(*m_store, 2001);

    QCOMPARE(damaged.count(), 1);
    QVERIFY2(damaged[0][0].toString().contains(u"history.damaged-"_s), qPrintable(damaged[0][0].toString()));
    QCOMPARE(all.size(), 2001);
    QCOMPARE(all[0].text.left(9), u"message 0"_s);
    QCOMPARE(all[2000].state, MessageState::Streaming); // it is still being written
    const auto isLost = [](const Message& message) { return message.state == MessageState::Failed; };
    const auto lost = std::ranges::count_if(all, isLost);
    QVERIFY2(lost > 0 && lost < 200, qPrintable(QString::number(lost)));
    QVERIFY(!m_store->trouble());
}

void TestHistoryStore::garbageAtTheStartIsSetAside()
{
    m_store.reset();
    {
        QFile file(path() + u"/history.db"_s);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(100'000, 'g'));
    }
    m_store = std::make_unique<HistoryStore>(path());
    QSignalSpy opened(m_store.get(), &HistoryStore::opened);

    QVERIFY(list(*m_store)->isEmpty());

    const auto opening = opened[0][0].value<HistoryOpening>();
    QVERIFY(opening.damage);
    const QStringList aside = QDir(path()).entryList({u"history.damaged*.db"_s});
    QCOMPARE(aside.size(), 1);
    QVERIFY(opening.damage->contains(aside.front()));
    m_store->sink(u"c"_s)->put(0, -1, said(Role::User, u"x"_s));
    QCOMPARE(messages(*m_store, 1).size(), 1);
}

void TestHistoryStore::aSecondStoreWaitsForTheFirst()
{
    m_store->sink(u"c"_s)->put(0, -1, said(Role::User, u"first"_s));
    QVERIFY(sync(*m_store));
    HistoryStore second(path());
    second.sink(u"d"_s)->put(0, -1, said(Role::User, u"second"_s));

    QVERIFY(!sync(second));
    QVERIFY(second.trouble());
    QVERIFY(second.trouble()->message.contains(u"Another Sluice"_s));
    QCOMPARE(list(second)->size(), 1); // it may look
    m_store.reset();

    QTRY_VERIFY_WITH_TIMEOUT(!second.trouble(), Patience);
    QCOMPARE(list(second)->size(), 2);
}

void TestHistoryStore::aSecondStoreWritesNothingOverWhatTheFirstWrote()
{
    m_store->saveSummary(titled(u"c"_s, u"Both"_s));
    m_store->saveSummary(titled(u"d"_s, u"Quiet"_s));
    m_store->sink(u"c"_s)->put(0, -1, said(Role::User, u"question"_s));
    m_store->sink(u"d"_s)->put(0, -1, said(Role::User, u"question"_s));
    QVERIFY(sync(*m_store));
    HistoryStore second(path());
    QSignalSpy refused(&second, &HistoryStore::refused);
    QCOMPARE(open(second)->shape.count, 1);
    QCOMPARE(open(second, u"d"_s)->shape.count, 1);
    const std::unique_ptr<MessageSink> sink = second.sink(u"c"_s);
    sink->put(1, 0, said(Role::Assistant, u"the second's"_s));
    second.sink(u"d"_s)->put(1, 0, said(Role::Assistant, u"the second's"_s));
    second.sink(u"e"_s)->put(0, -1, said(Role::User, u"the second's"_s));
    QVERIFY(!sync(second));
    m_store->sink(u"c"_s)->put(1, 0, said(Role::Assistant, u"the first's"_s));
    m_store.reset();

    QTRY_VERIFY_WITH_TIMEOUT(!second.trouble(), Patience);
    sink->grow(1, u" and more"_s, {});
    sink->put(2, 1, said(Role::User, u"late"_s));

    QVERIFY(sync(second));
    QCOMPARE(refused.count(), 1);
    QVERIFY2(refused[0][0].toString().contains(u"“Both”"_s), qPrintable(refused[0][0].toString()));
    QCOMPARE(messages(second, 9).size(), 2);
    QCOMPARE(messages(second, 9).back().text, u"the first's"_s);
    QCOMPARE(messages(second, 9, u"d"_s).back().text, u"the second's"_s);
    QCOMPARE(messages(second, 9, u"e"_s).size(), 1);
    QCOMPARE(open(second)->shape.count, 2); // now it knows
    sink->put(2, 1, said(Role::User, u"next"_s));
    QCOMPARE(messages(second, 9).back().text, u"next"_s);
}

void TestHistoryStore::whoReadBeforeTheFirstWroteIsToldAtTheFirstChangeThatIsDropped()
{
    m_store->saveSummary(titled(u"c"_s, u"Both"_s));
    m_store->sink(u"c"_s)->put(0, -1, said(Role::User, u"question"_s));
    QVERIFY(sync(*m_store));
    HistoryStore second(path());
    QSignalSpy refused(&second, &HistoryStore::refused);
    QCOMPARE(open(second)->shape.count, 1);
    m_store->sink(u"c"_s)->put(1, 0, said(Role::Assistant, u"the first's"_s));
    m_store.reset();
    QTRY_VERIFY_WITH_TIMEOUT(sync(second), Patience);
    QCOMPARE(refused.count(), 0); // there is nothing that could be lost yet

    const std::unique_ptr<MessageSink> sink = second.sink(u"c"_s);
    sink->put(1, 0, said(Role::Assistant, u"the second's"_s));
    sink->put(2, 1, said(Role::User, u"more"_s));

    QVERIFY(sync(second));
    QCOMPARE(refused.count(), 1);
    QVERIFY2(refused[0][0].toString().contains(u"“Both”"_s), qPrintable(refused[0][0].toString()));
    QCOMPARE(messages(second, 9).back().text, u"the first's"_s);
}

void TestHistoryStore::anAnswerThatTheFirstHasFinishedIsNotWrittenOver()
{
    const std::unique_ptr<MessageSink> firsts = m_store->sink(u"c"_s);
    firsts->put(0, -1, said(Role::User, u"question"_s));
    firsts->put(1, 0, said(Role::Assistant, u"half"_s, MessageState::Streaming));
    m_store->sink(u"d"_s)->put(0, -1, said(Role::Assistant, u"half"_s, MessageState::Streaming));
    m_store->sink(u"e"_s)->put(0, -1, said(Role::User, u"one"_s));
    m_store->sink(u"e"_s)->put(1, -1, said(Role::User, u"other"_s));
    QVERIFY(sync(*m_store));
    HistoryStore second(path());
    QSignalSpy refused(&second, &HistoryStore::refused);
    QCOMPARE(open(second)->shape.count, 2);
    QVERIFY(open(second, u"d"_s));
    QVERIFY(open(second, u"e"_s));
    second.sink(u"c"_s)->put(1, 0, said(Role::Assistant, u"half, gone on with here"_s)); // continued
    second.sink(u"d"_s)->put(0, -1, said(Role::Assistant, u"half, gone on with here"_s));
    second.sink(u"e"_s)->put(2, 1, said(Role::User, u"more"_s));
    QVERIFY(!sync(second));
    firsts->put(1, 0, said(Role::Assistant, u"half and whole"_s));
    m_store->sink(u"d"_s)->grow(0, u" and more"_s, {});
    m_store->sink(u"e"_s)->choose(-1, 0);
    m_store.reset();

    QTRY_VERIFY_WITH_TIMEOUT(sync(second), Patience);

    QCOMPARE(messages(second, 9).back().text, u"half and whole"_s);
    QCOMPARE(messages(second, 9, u"d"_s).back().text, u"half and more"_s);
    QCOMPARE(messages(second, 9, u"e"_s).size(), 2);
    QCOMPARE(refused.count(), 3);
}

// A full disk at the start lets nobody write: what is read then is still ours when there is room.
void TestHistoryStore::anAnswerThatNobodyWentOnWithIsWrittenOn()
{
    const std::unique_ptr<MessageSink> sink = m_store->sink(u"c"_s);
    sink->put(0, -1, said(Role::Assistant, u"ha"_s, MessageState::Streaming));
    sink->grow(0, u"lf"_s, {});
    m_store.reset();
    HistoryLock others;
    QCOMPARE(others.take(HistoryFiles(path()).lock()), StorageFault::None);
    HistoryStore second(path());
    QSignalSpy refused(&second, &HistoryStore::refused);
    QVERIFY(open(second));
    QCOMPARE(messages(second, 1).front().text, u"half"_s);
    QCOMPARE(messages(second, 1).front().state, MessageState::Interrupted);
    second.sink(u"c"_s)->put(1, 0, said(Role::User, u"next"_s));
    QVERIFY(!sync(second));

    others.giveBack();

    QTRY_VERIFY_WITH_TIMEOUT(sync(second), Patience);
    QCOMPARE(refused.count(), 0);
    QCOMPARE(messages(second, 2).front().text, u"half"_s);
    QCOMPARE(messages(second, 2).front().state, MessageState::Interrupted);
    QCOMPARE(messages(second, 2).back().text, u"next"_s);
}

void TestHistoryStore::whatCannotBeComparedNowIsComparedLater()
{
    m_store->sink(u"c"_s)->put(0, -1, said(Role::User, u"question"_s));
    m_store.reset();
    HistoryDatabase history(path());
    QVERIFY(history.open(HistoryDatabase::Access::Write));
    ForeignChanges foreign;
    foreign.noteRead(u"c"_s, {});
    faultyvfs::set(faultyvfs::Fault::Broken);
    QVERIFY(!foreign.compare(history));
    QVERIFY(!foreign.isStale(u"c"_s));

    faultyvfs::set(faultyvfs::Fault::None);

    QVERIFY(foreign.compare(history));
    QVERIFY(foreign.isStale(u"c"_s));
}

// The file is another one's, who writes it. Read without locks it may look damaged while it is not.
void TestHistoryStore::whoOnlyReadsRepairsNothing()
{
    const std::unique_ptr<MessageSink> sink = m_store->sink(u"c"_s);
    for (int id = 0; id < 2000; ++id)
        sink->put(id, id - 1, said(Role::User, u"message %1 "_s.arg(id) + u"x"_s.repeated(500)));
    m_store.reset(); // brings everything into the one file
    {
        QFile file(path() + u"/history.db"_s);
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.seek(150 * 4096);
        file.write(QByteArray(10 * 4096, '\x55'));
    }
    m_store = std::make_unique<HistoryStore>(path());
    QVERIFY(open(*m_store));
    HistoryStore second(path());
    QSignalSpy damaged(&second, &HistoryStore::damaged);

    QVERIFY(messages(second, 2000).isEmpty());

    QCOMPARE(damaged.count(), 0);
    QVERIFY(QDir(path()).entryList({u"history.damaged*"_s}).isEmpty());
    QVERIFY(open(second)); // it goes on with what can be read
    HistoryDatabase reader(path());
    QVERIFY(reader.open(HistoryDatabase::Access::Read));
    QVERIFY(!reader.repair());
    QVERIFY(QDir(path()).entryList({u"history.damaged*"_s}).isEmpty());
}

void TestHistoryStore::whatTheDatabaseRefusesForGoodIsSaid()
{
    m_store.reset();
    {
        HistoryDatabase history(path());
        QVERIFY(history.open(HistoryDatabase::Access::Write));
        QVERIFY(history.database().run("CREATE TRIGGER no BEFORE INSERT ON messages WHEN new.text = 'bad'"
                                       " BEGIN SELECT RAISE(ABORT, 'no'); END"));
    }
    m_store = std::make_unique<HistoryStore>(path());
    QSignalSpy refused(m_store.get(), &HistoryStore::refused);
    const std::unique_ptr<MessageSink> sink = m_store->sink(u"c"_s);
    sink->put(0, -1, said(Role::User, u"good"_s));
    sink->put(1, 0, said(Role::Assistant, u"bad"_s));
    sink->put(2, 1, said(Role::User, u"bad"_s));
    sink->put(3, 2, said(Role::User, u"last"_s));

    QVERIFY(sync(*m_store)); // the others are not held up

    QCOMPARE(refused.count(), 1);
    QVERIFY2(refused[0][0].toString().contains(u"cannot be saved"_s), qPrintable(refused[0][0].toString()));
    QCOMPARE(messages(*m_store, 4).back().text, u"last"_s);
    const Attachment file {.name = u"a.txt"_s, .mimeType = "text/plain", .data = "a"};
    m_store->saveDraftAttachments(u"c"_s, QList<Attachment>(100, file));
    QVERIFY(sync(*m_store));
    QCOMPARE(refused.count(), 2);
    QVERIFY2(refused[1][0].toString().contains(u"attached"_s), qPrintable(refused[1][0].toString()));
}

QTEST_GUILESS_MAIN(TestHistoryStore)
#include "tst_historystore.moc"
