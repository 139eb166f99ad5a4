// A start on a disk that has no room or cannot be written: what is there is listed and read, also what is only in the log, and
// what is new is saved once it can be.

#include "tests/support/historyvalues.h"
#include "tests/support/ownmounts.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <sys/mount.h>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int Patience = 20'000;

const bool hasOwnMounts = makeOwnMounts();

}

class TestHistoryDisk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!hasOwnMounts)
            QSKIP("needs the right to mount a file system");
    }

    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QCOMPARE(mount("tmpfs", path().constData(), "tmpfs", 0, "size=2m"), 0);
    }

    void cleanup()
    {
        umount2(path().constData(), MNT_DETACH);
        m_directory.reset();
    }

    void whatIsThereIsReadAndWhatIsNewIsSavedLater_data();
    void whatIsThereIsReadAndWhatIsNewIsSavedLater();
    void theFirstStartOfAllWaitsForRoom();

private:
    QByteArray path() const { return QFile::encodeName(m_directory->path()); }

    void fill()
    {
        QFile file(m_directory->filePath(u"ballast"_s));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        while (file.write(QByteArray(4096, 'b')) == 4096) { }
    }

    template <typename T, typename Ask>
    T answer(const Ask& ask)
    {
        std::optional<T> answer;
        ask([&answer](const T& value) { answer = value; });
        if (!QTest::qWaitFor([&] { return answer.has_value(); }, Patience))
            qFatal("no answer");
        return *answer;
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

void TestHistoryDisk::whatIsThereIsReadAndWhatIsNewIsSavedLater_data()
{
    QTest::addColumn<QStringList>("left"); // beside the database when the last run ended
    QTest::addColumn<bool>("isReadOnly");
    for (const bool isReadOnly : {false, true}) {
        const char* disk = isReadOnly ? "read-only" : "full";
        QTest::addRow("%s, after a quiet end", disk) << QStringList {} << isReadOnly;
        QTest::addRow("%s, after a kill", disk) << QStringList {u"-wal"_s, u"-shm"_s} << isReadOnly;
        QTest::addRow("%s, after a power cut", disk) << QStringList {u"-wal"_s} << isReadOnly;
    }
}

void TestHistoryDisk::whatIsThereIsReadAndWhatIsNewIsSavedLater()
{
    QFETCH(const QStringList, left);
    QFETCH(const bool, isReadOnly);
    QTemporaryDir last;
    {
        HistoryDatabase history(last.path());
        QVERIFY(history.open(HistoryDatabase::Access::Write));
        QVERIFY(history.saveSummary(titled(u"c"_s, u"Title"_s)));
        history.checkpoint();
        QVERIFY(history.put(u"c"_s, 0, -1, said(Role::User, u"asked"_s)));
        QVERIFY(history.put(u"c"_s, 1, 0, said(Role::Assistant, u"beg"_s, MessageState::Streaming)));
        QVERIFY(history.grow(u"c"_s, 1, u"un"_s, {}));
        if (left.isEmpty())
            history.close();
        for (const QString& ending : QStringList {QString()} + left)
            QVERIFY(QFile::copy(last.filePath(u"history.db"_s) + ending, m_directory->filePath(u"history.db"_s) + ending));
        QVERIFY(QFile(m_directory->filePath(u"history.lock"_s)).open(QIODevice::WriteOnly));
    }
    fill();
    if (isReadOnly)
        QCOMPARE(mount("tmpfs", path().constData(), "tmpfs", MS_REMOUNT | MS_RDONLY, "size=2m"), 0);

    auto store = std::make_unique<HistoryStore>(m_directory->path());
    const auto list = [&] {
        return answer<Result<QList<ConversationSummary>>>([&](const auto& done) { store->list({}, 10, this, done); });
    };
    const auto open = [&] {
        return answer<Result<OpenedConversation>>([&](const auto& done) { store->open(u"c"_s, this, done); });
    };
    const auto messages = [&](int number) {
        const std::unique_ptr<MessageSource> source = store->source(u"c"_s, {.count = number, .jumps = {}, .chosen = {}});
        return answer<QList<Message>>([&](const auto& done) {
            connect(source.get(), &MessageSource::loaded, this, [done](int, const QList<Message>& all) { done(all); });
            source->request(0, number);
        });
    };

    const Result<QList<ConversationSummary>> listed = list();
    QVERIFY2(listed, qPrintable(listed ? QString() : listed.error().message));
    QCOMPARE(listed->size(), 1);
    QCOMPARE(listed->front().title, u"Title"_s);
    QVERIFY(store->trouble());
    const QString why = isReadOnly ? u"read-only"_s : u"full"_s;
    QVERIFY2(store->trouble()->message.contains(why), qPrintable(store->trouble()->message));
    QCOMPARE(open()->summary.messageCount, 2);
    QCOMPARE(messages(2).size(), 2);
    QCOMPARE(messages(2).front().text, u"asked"_s);
    QCOMPARE(messages(2).back().text, u"begun"_s);
    QCOMPARE(messages(2).back().state, MessageState::Interrupted); // nobody is writing it
    store->sink(u"c"_s)->put(2, 0, said(Role::Assistant, u"new"_s, MessageState::Streaming));
    QVERIFY(!answer<Result<void>>([&](const auto& done) { store->sync(this, done); }));
    QCOMPARE(list()->size(), 1);

    if (isReadOnly)
        QCOMPARE(mount("tmpfs", path().constData(), "tmpfs", MS_REMOUNT, "size=2m"), 0);
    QVERIFY(QFile::remove(m_directory->filePath(u"ballast"_s)));

    QTRY_VERIFY_WITH_TIMEOUT(!store->trouble(), Patience); // without being asked
    QCOMPARE(open()->summary.messageCount, 3);
    QCOMPARE(messages(3).back().text, u"new"_s);
    QCOMPARE(messages(3).back().state, MessageState::Streaming); // this run is writing it
    QCOMPARE(messages(3)[1].state, MessageState::Interrupted);
    QCOMPARE(messages(3)[1].text, u"begun"_s);
    store.reset();
    QVERIFY(QDir(m_directory->path()).entryList({u"history.damaged*"_s}).isEmpty());
}

void TestHistoryDisk::theFirstStartOfAllWaitsForRoom()
{
    fill();
    HistoryStore store(m_directory->path());
    QVERIFY(!answer<Result<QList<ConversationSummary>>>([&](const auto& done) { store.list({}, 10, this, done); }));
    QVERIFY(store.trouble());
    QVERIFY2(store.trouble()->message.contains(u"full"_s), qPrintable(store.trouble()->message));
    store.saveSummary(titled(u"c"_s, u"Title"_s));

    QVERIFY(QFile::remove(m_directory->filePath(u"ballast"_s)));

    QTRY_VERIFY_WITH_TIMEOUT(!store.trouble(), Patience);
    QCOMPARE(answer<Result<QList<ConversationSummary>>>([&](const auto& done) { store.list({}, 10, this, done); })->size(), 1);
}

QTEST_GUILESS_MAIN(TestHistoryDisk)
#include "tst_historydisk.moc"
