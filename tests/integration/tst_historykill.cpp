// kill -9 at random moments of a stream: what the disk has afterwards is whole, is what was written, and lacks at most what came
// in the last moment.

#include "tests/support/historyvalues.h"
#include "tests/support/ownmounts.h"

#include <QDir>
#include <QProcess>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <csignal>
#include <sys/mount.h>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int Runs = 200;
constexpr qint64 MayBeLostUs = 260'000; // SPEC: 250 ms, and the moment in which the store gathers
constexpr qint64 LongestStepUs = 20'000; // a piece comes every 2 ms: what is longer is a machine that stands still

const bool hasOwnMounts = makeOwnMounts();

qint64 now()
{
    return std::chrono::duration_cast<Micros>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// What the child said it had handed over.
struct Said
{
    struct Piece
    {
        int id = 0;
        int number = 0;
        qint64 time = 0;
    };
    std::vector<Piece> pieces;
    std::map<int, int> whole; ///< pieces by id
    int last = -1; ///< id
    bool isOpen = false;
    bool wasDamaged = false;
};

Said parse(const QByteArray& output)
{
    Said said;
    QList<QByteArray> lines = output.split('\n');
    lines.removeLast(); // empty, or cut off
    for (const QByteArray& line : std::as_const(lines)) {
        const QList<QByteArray> words = line.split(' ');
        said.isOpen |= line == "o" || line == "d";
        said.wasDamaged |= line == "d";
        if (words.size() > 1)
            said.last = words[1].toInt();
        if (words[0] == "g" && words.size() == 4)
            said.pieces.push_back({words[1].toInt(), words[2].toInt(), words[3].toLongLong()});
        else if (words[0] == "e" && words.size() == 3)
            said.whole[words[1].toInt()] = words[2].toInt();
    }
    return said;
}

/// How many pieces of each message were handed over so early that they are on the disk. What counts is the time in which the
/// child ran: while it stood still it could not write, either.
std::map<int, int> handedInTime(const Said& said, qint64 killed)
{
    std::map<int, int> handed;
    qint64 ran = 0;
    qint64 next = killed;
    for (auto piece = said.pieces.rbegin(); piece != said.pieces.rend(); ++piece) {
        ran += std::clamp<qint64>(next - piece->time, 0, LongestStepUs);
        next = piece->time;
        if (ran > MayBeLostUs)
            handed[piece->id] = std::max(handed[piece->id], piece->number + 1);
    }
    return handed;
}

QString textOf(int id, int pieces)
{
    QString text;
    for (int i = 0; i < pieces; ++i)
        text += u"[%1:%2]"_s.arg(id).arg(i);
    return text;
}

}

class TestHistoryKill : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void killedTwoHundredTimes();
    void killedOnAFullDisk();
    void startedOnGarbageAndKilled();
    void aReadOnlyDirectoryCanBeReadAndIsTrouble();

private:
    /// Starts the child, kills it after \a us of streaming, and gives what it said; \a killed is when that was.
    Said run(const QString& directory, int first, qint64 us, qint64& killed)
    {
        QProcess child;
        child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        child.start(QStringLiteral(SLUICE_HISTORY_CHILD), {directory, u"c"_s, QString::number(first)});
        QByteArray output;
        const auto read = [&](int ms) {
            child.waitForReadyRead(ms);
            output += child.readAllStandardOutput();
        };
        QElapsedTimer patience;
        patience.start();
        while (!output.contains('\n') && patience.elapsed() < 20'000)
            read(1000);
        const qint64 end = now() + us;
        while (now() < end)
            read(int(std::max<qint64>(1, (end - now()) / 1000)));
        killed = now();
        ::kill(pid_t(child.processId()), SIGKILL);
        child.waitForFinished(20'000);
        output += child.readAllStandardOutput();
        return parse(output);
    }

    /// Empty = all is as it should be.
    QString check(const QString& directory, int first, const Said& said, qint64 killed, bool isSaved)
    {
        HistoryDatabase history(directory);
        const Result<HistoryOpening> opening = history.open(HistoryDatabase::Access::Write);
        if (!opening || opening->damage)
            return u"damaged"_s;
        if (history.database().number("SELECT integrity_check <> 'ok' FROM pragma_integrity_check").value_or(1) != 0)
            return u"not whole"_s;
        if (history.database().number("SELECT count(*) FROM journal").value_or(1) != 0)
            return u"pieces were left over"_s;
        const QList<Message> all = history.messages(u"c"_s, first, 1000).value_or(QList<Message>());
        std::map<int, int> handed = isSaved ? handedInTime(said, killed) : std::map<int, int>();
        for (qsizetype i = 0; i < all.size(); ++i) {
            const int id = first + int(i);
            const Message& message = all[i];
            const int pieces = int(message.text.count(u'['));
            if (message.text != textOf(id, pieces))
                return u"message %1 is not a beginning of what was written"_s.arg(id);
            if (message.state == MessageState::Complete && pieces != 40)
                return u"message %1 is called complete and is not"_s.arg(id);
            if (message.state != MessageState::Complete && message.state != MessageState::Interrupted)
                return u"message %1 has no final state"_s.arg(id);
            if (pieces < handed[id])
                return u"message %1 has %2 pieces of %3"_s.arg(id).arg(pieces).arg(handed[id]);
            handed.erase(id);
        }
        return handed.empty() ? QString() : u"message %1 is missing"_s.arg(handed.begin()->first);
    }
};

void TestHistoryKill::killedTwoHundredTimes()
{
    QTemporaryDir directory;
    QRandomGenerator random(7);
    int first = 0;
    int streamed = 0;
    int interrupted = 0;
    for (int i = 0; i < Runs; ++i) {
        qint64 killed = 0;
        const Said said = run(directory.path(), first, random.bounded(120'000), killed);
        QVERIFY(said.isOpen);
        QVERIFY(!said.wasDamaged);
        const QString wrong = check(directory.path(), first, said, killed, true);
        QVERIFY2(wrong.isEmpty(), qPrintable(u"run %1: %2"_s.arg(i).arg(wrong)));
        streamed += int(said.pieces.size());
        interrupted += said.last >= 0 && !said.whole.contains(said.last) ? 1 : 0;
        first = std::max(first, said.last + 1);
    }
    QVERIFY(streamed > Runs * 5);
    QVERIFY(interrupted > Runs / 2);
}

void TestHistoryKill::killedOnAFullDisk()
{
    if (!hasOwnMounts)
        QSKIP("needs the right to mount a file system");
    QTemporaryDir directory;
    const SmallDisk disk(directory.path());
    QVERIFY(disk.isMounted());
    QRandomGenerator random(8);
    int first = 0;
    for (int i = 0; i < 30; ++i) {
        qint64 killed = 0;
        if (i % 3 == 1)
            disk.setFull(true); // from the start; otherwise the history itself fills it up, or it has room
        const Said said = run(directory.path(), first, random.bounded(150'000), killed);
        disk.setFull(false);
        const QString wrong = check(directory.path(), first, said, killed, false);
        QVERIFY2(wrong.isEmpty(), qPrintable(u"run %1: %2"_s.arg(i).arg(wrong)));
        first = std::max(first, said.last + 1);
    }

    // One that goes on through a full disk, and is saved when there is room.
    {
        HistoryStore store(directory.path());
        QSignalSpy troubles(&store, &HistoryStore::troubleChanged);
        const std::unique_ptr<MessageSink> sink = store.sink(u"d"_s);
        sink->put(0, -1, said(Role::Assistant, u"a"_s, MessageState::Streaming));
        std::optional<Result<void>> saved;
        store.sync(this, [&](const Result<void>& done) { saved = done; });
        QTRY_VERIFY_WITH_TIMEOUT(saved && *saved, 20'000);
        disk.setFull(true);
        int pieces = 0;
        QTRY_VERIFY_WITH_TIMEOUT((sink->grow(0, u"x"_s.repeated(1000), {}), ++pieces, store.trouble()), 20'000);
        QVERIFY(store.trouble()->message.contains(u"full"_s));
        sink->grow(0, u"end"_s, {});
        disk.setFull(false);
        QTRY_VERIFY_WITH_TIMEOUT(!store.trouble(), 20'000);
        QCOMPARE(troubles.count(), 2);
        saved.reset();
        store.sync(this, [&](const Result<void>& done) { saved = done; });
        QTRY_VERIFY_WITH_TIMEOUT(saved && *saved, 20'000);
        HistoryDatabase reader(directory.path());
        QVERIFY(reader.open(HistoryDatabase::Access::Read));
        QCOMPARE(reader.messages(u"d"_s, 0, 1)->front().text.size(), 1 + pieces * 1000 + 3);
    }
}

void TestHistoryKill::startedOnGarbageAndKilled()
{
    QTemporaryDir directory;
    QRandomGenerator random(9);
    for (int i = 0; i < 10; ++i) {
        QFile file(directory.filePath(u"history.db"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        for (int k = 0; k < 20'000; ++k)
            file.putChar(char(random.bounded(256)));
        file.close();
        qint64 killed = 0;
        const Said said = run(directory.path(), 0, random.bounded(100'000), killed);
        QVERIFY(said.wasDamaged);
        const QString wrong = check(directory.path(), 0, said, killed, true);
        QVERIFY2(wrong.isEmpty(), qPrintable(u"run %1: %2"_s.arg(i).arg(wrong)));
    }
}

void TestHistoryKill::aReadOnlyDirectoryCanBeReadAndIsTrouble()
{
    if (!hasOwnMounts)
        QSKIP("needs the right to mount a file system");
    QTemporaryDir directory;
    const QByteArray path = QFile::encodeName(directory.path());
    QCOMPARE(mount("tmpfs", path.constData(), "tmpfs", 0, "size=4m"), 0);
    {
        HistoryDatabase history(directory.path());
        QVERIFY(history.open(HistoryDatabase::Access::Write));
        QVERIFY(history.put(u"c"_s, 0, -1, said(Role::User, u"kept"_s)));
    }
    QCOMPARE(mount("tmpfs", path.constData(), "tmpfs", MS_REMOUNT | MS_RDONLY, "size=4m"), 0);
    {
        HistoryStore store(directory.path());
        QSignalSpy opened(&store, &HistoryStore::opened);
        std::optional<Result<QList<ConversationSummary>>> page;
        store.sink(u"c"_s)->put(1, 0, said(Role::Assistant, u"new"_s));
        store.list({}, 10, this, [&](const Result<QList<ConversationSummary>>& list) { page = list; });
        QTRY_VERIFY_WITH_TIMEOUT(page, 20'000);
        QVERIFY(*page);
        QCOMPARE((*page)->size(), 1);
        QCOMPARE(opened.count(), 1);
        QVERIFY(store.trouble());
        QVERIFY2(store.trouble()->message.contains(u"read-only"_s), qPrintable(store.trouble()->message));

        QCOMPARE(mount("tmpfs", path.constData(), "tmpfs", MS_REMOUNT, "size=4m"), 0);
        QTRY_VERIFY_WITH_TIMEOUT(!store.trouble(), 20'000);
    }
    HistoryDatabase history(directory.path());
    QVERIFY(history.open(HistoryDatabase::Access::Write));
    QCOMPARE(history.messages(u"c"_s, 0, 10)->size(), 2);
    history.close();
    umount2(path.constData(), MNT_DETACH);
}

QTEST_GUILESS_MAIN(TestHistoryKill)
#include "tst_historykill.moc"
