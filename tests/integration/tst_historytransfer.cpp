#include "core/engine/historyexport.h"
#include "core/engine/historyimport.h"
#include "core/store/historydatabase.h"
#include "tests/support/smalldisk.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

Message turn(Role role, const QString& text, MessageState state = MessageState::Complete)
{
    Message message;
    message.role = role;
    message.text = text;
    message.state = state;
    message.createdAt = QDateTime::fromMSecsSinceEpoch(1'700'000'000'123, Qt::UTC);
    return message;
}

Message fullAnswer()
{
    Message message = turn(Role::Assistant, u"Grüße 你好 👋"_s, MessageState::Failed);
    message.reasoning = u"because"_s;
    message.error =
        Error {.kind = ErrorKind::RateLimit, .message = u"slow down"_s, .httpStatus = 429, .retryAfter = Millis(1500)};
    message.model = u"m"_s;
    message.finishReason = u"length"_s;
    message.figures = {.ttftMs = 12.5,
        .e2eMs = 1000.25,
        .textDeltas = 7,
        .usage = {.promptTokens = 3, .completionTokens = 4},
        .cached = true,
        .reconnects = 2};
    message.seams = {{.means = ResumeMeans::LastEventId, .textAt = 5, .repeated = 6, .replaced = 0}};
    return message;
}

/// A history in a directory of its own.
struct History
{
    History()
        : database(directory.path())
    {
        if (!database.open(HistoryDatabase::Access::Write))
            qFatal("no history");
    }

    void put(const QString& id, int message, int parent, const Message& content)
    {
        QVERIFY(database.put(id, message, parent, content));
    }

    /// An answer in two versions, the older one shown, and what followed it.
    void addBranched(const QString& id)
    {
        QVERIFY(database.saveSummary({.id = id, .title = u"Title"_s, .isPinned = true, .lastActive = 2000, .createdAt = 1000}));
        Message question = turn(Role::User, u"question"_s);
        question.attachments = {{.name = u"a.png"_s, .mimeType = "image/png", .data = QByteArray("\x89PNG\0\xff", 6)}};
        put(id, 0, -1, question);
        put(id, 1, 0, fullAnswer());
        Message stopped = turn(Role::Assistant, u"second"_s, MessageState::Stopped);
        stopped.serverStop = ServerStop::Confirmed;
        put(id, 2, 0, stopped);
        put(id, 3, 1, turn(Role::User, u"thanks"_s));
        QVERIFY(database.choose(id, 0, 1));
    }

    void addLong(int messages)
    {
        QVERIFY(database.saveSummary({.id = u"one"_s, .title = {}, .lastActive = 1, .createdAt = 1}));
        QVERIFY(database.atomically([&]() -> Result<void> {
            for (int i = 0; i < messages; ++i) {
                if (Result<void> put = database.put(u"one"_s, i, i - 1, turn(Role::User, u"x"_s)); !put)
                    return put;
            }
            return {};
        }));
    }

    int count()
    {
        const Result<QList<ConversationSummary>> all = database.list({}, 100'000);
        return all ? static_cast<int>(all->size()) : -1;
    }

    QTemporaryDir directory;
    HistoryDatabase database;
};

struct Outcome
{
    int steps = 0;
    std::optional<Error> error;
};

Outcome runAll(HistoryTask& task, HistoryDatabase& database)
{
    Outcome outcome;
    for (;;) {
        ++outcome.steps;
        const Result<bool> isDone = task.step(database);
        if (!isDone)
            outcome.error = isDone.error();
        if (!isDone || *isDone)
            return outcome;
    }
}

QByteArray exported(History& history, ExportFormat format = ExportFormat::Json, const QString& id = {})
{
    QBuffer out;
    out.open(QIODevice::WriteOnly);
    HistoryExport task(out, format, id);
    const Outcome outcome = runAll(task, history.database);
    return outcome.error ? outcome.error->message.toUtf8() : out.data();
}

QString written(const QTemporaryDir& directory, const QByteArray& bytes)
{
    QFile file(directory.filePath(u"import.json"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("no file");
    return file.fileName();
}

}

class TestHistoryTransfer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void exportThenImportGivesTheSame()
    {
        History from;
        from.addBranched(u"one"_s);
        QVERIFY(from.database.saveSummary({.id = u"two"_s, .title = u"Empty"_s, .lastActive = 1, .createdAt = 1}));
        History to;
        HistoryImport task(written(from.directory, exported(from)));
        QVERIFY(!runAll(task, to.database).error);
        QCOMPARE(task.conversations(), 2);

        const Result<OpenedConversation> before = from.database.conversation(u"one"_s);
        const Result<OpenedConversation> after = to.database.conversation(u"one"_s);
        QVERIFY(before && after);
        QVERIFY(after->summary == before->summary);
        QVERIFY(after->shape == before->shape);
        QVERIFY(*to.database.messages(u"one"_s, 0, 10) == *from.database.messages(u"one"_s, 0, 10));
        QCOMPARE(exported(to), exported(from));
    }

    void importingTwiceAddsNothing()
    {
        History history;
        history.addBranched(u"one"_s);
        HistoryImport task(written(history.directory, exported(history)));
        QVERIFY(!runAll(task, history.database).error);
        QCOMPARE(task.conversations(), 0);
        QCOMPARE(task.known(), 1);
        QCOMPARE(history.count(), 1);
    }

    void anotherConversationWithTheSameIdIsKeptBesideIt()
    {
        History history;
        history.addBranched(u"one"_s);
        const QString file = written(history.directory, exported(history));
        history.put(u"one"_s, 3, 1, turn(Role::User, u"changed"_s));
        HistoryImport task(file);
        QVERIFY(!runAll(task, history.database).error);
        QCOMPARE(task.conversations(), 1);
        QCOMPARE(history.count(), 2);
        QCOMPARE(history.database.messages(u"one"_s, 3, 1)->first().text, u"changed"_s);
    }

    void whatWasRemovedComesBack()
    {
        History history;
        history.addBranched(u"one"_s);
        const QString file = written(history.directory, exported(history));
        QVERIFY(history.database.remove(u"one"_s));
        QCOMPARE(history.count(), 0);
        HistoryImport task(file);
        QVERIFY(!runAll(task, history.database).error);
        QCOMPARE(history.count(), 1);
        QVERIFY(history.database.purge(u"one"_s)); // the time for undoing the removal is over
        QCOMPARE(history.count(), 1);
    }

    void anAnswerThatIsBeingWrittenIsInterruptedInTheFile()
    {
        History from;
        QVERIFY(from.database.saveSummary({.id = u"one"_s, .title = {}, .lastActive = 1, .createdAt = 1}));
        from.put(u"one"_s, 0, -1, turn(Role::User, u"q"_s));
        from.put(u"one"_s, 1, 0, turn(Role::Assistant, u"begin"_s, MessageState::Streaming));
        QVERIFY(from.database.grow(u"one"_s, 1, u" and on"_s, {}));
        History to;
        HistoryImport task(written(from.directory, exported(from)));
        QVERIFY(!runAll(task, to.database).error);
        const Message answer = to.database.messages(u"one"_s, 1, 1)->first();
        QCOMPARE(answer.text, u"begin and on"_s);
        QCOMPARE(answer.state, MessageState::Interrupted);
    }

    void markdownHasTheShownTurns()
    {
        History history;
        history.addBranched(u"one"_s);
        const QByteArray text = exported(history, ExportFormat::Markdown, u"one"_s);
        QVERIFY(text.startsWith("# Title\n\n## You\n\n"));
        QVERIFY(text.contains("*Attached: a.png*"));
        QVERIFY(text.contains("thanks"));
        QVERIFY(!text.contains("second"));
    }

    void aLongConversationGoesInSmallPieces()
    {
        History history;
        constexpr int Count = 2000;
        history.addLong(Count);
        QBuffer out;
        out.open(QIODevice::WriteOnly);
        HistoryExport task(out, ExportFormat::Json);
        QVERIFY(runAll(task, history.database).steps > Count / 64);
    }

    void aFileThatCannotBeWrittenLeavesNothingBehind()
    {
        History history;
        history.addBranched(u"one"_s);
        const QString name = history.directory.filePath(u"missing/all.json"_s);
        HistoryExport task(name, ExportFormat::Json);
        const Outcome outcome = runAll(task, history.database);
        QVERIFY(outcome.error);
        QCOMPARE(outcome.error->kind, ErrorKind::Storage);
        QCOMPARE(outcome.error->message, u"'%1' cannot be written: No such file or directory."_s.arg(name));
        QVERIFY(!QFile::exists(name));
    }

    void aFullDiskIsToldAtOnceAndTheOldFileStays_data()
    {
        QTest::addColumn<ExportFormat>("format");
        QTest::addColumn<int>("messages");
        QTest::newRow("json, much") << ExportFormat::Json << 6400;
        QTest::newRow("markdown, much") << ExportFormat::Markdown << 6400;
        QTest::newRow("json, at the end") << ExportFormat::Json << 40; // fits into what is written at once
        QTest::newRow("markdown, at the end") << ExportFormat::Markdown << 250;
    }

    void aFullDiskIsToldAtOnceAndTheOldFileStays()
    {
        QFETCH(ExportFormat, format);
        QFETCH(int, messages);
        History history;
        history.addLong(messages);
        const QString name = history.directory.filePath(u"all"_s);
        QFile old(name);
        QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
        old.close();
        Outcome outcome;
        {
            HistoryExport task(name, format);
            const test::SmallDisk disk(2000);
            outcome = runAll(task, history.database);
        }
        QVERIFY(outcome.error);
        QCOMPARE(outcome.error->kind, ErrorKind::Storage);
        QCOMPARE(outcome.error->message, u"'%1' cannot be written: File too large."_s.arg(name));
        QVERIFY2(outcome.steps < 30, qPrintable(QString::number(outcome.steps)));
        QVERIFY(old.open(QIODevice::ReadOnly));
        QCOMPARE(old.readAll(), "old");
        QCOMPARE(QDir(history.directory.path()).entryList({u"all*"_s}, QDir::Files), QStringList {u"all"_s});
    }

    void anOpenDeviceThatIsFullIsTold()
    {
        History history;
        history.addLong(2000);
        QFile full(u"/dev/full"_s);
        if (!full.open(QIODevice::WriteOnly))
            QSKIP("there is no /dev/full here");
        HistoryExport task(full, ExportFormat::Json);
        const Outcome outcome = runAll(task, history.database);
        QVERIFY(outcome.error);
        QCOMPARE(outcome.error->message, u"'/dev/full' cannot be written: No space left on device."_s);
        QVERIFY(outcome.steps < 20);
    }

    void whatIsNoFileIsNotReplacedByOne_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("why");
        QTest::newRow("a folder") << u"."_s << u"it is a folder"_s;
        QTest::newRow("a pipe") << u"pipe"_s << u"it is no ordinary file"_s;
    }

    void whatIsNoFileIsNotReplacedByOne()
    {
        QFETCH(QString, name);
        QFETCH(QString, why);
        History history;
        const QString path = history.directory.filePath(name);
        QCOMPARE(::mkfifo(QFile::encodeName(history.directory.filePath(u"pipe"_s)).constData(), 0600), 0);
        HistoryExport task(path, ExportFormat::Json);
        const Outcome outcome = runAll(task, history.database);
        QVERIFY(outcome.error);
        QCOMPARE(outcome.error->message, u"'%1' cannot be written: %2."_s.arg(path, why));
    }

    void aFileAppearsOnlyWhenItIsWhole()
    {
        History history;
        history.addBranched(u"one"_s);
        const QString name = history.directory.filePath(u"all.json"_s);
        {
            HistoryExport task(name, ExportFormat::Json);
            QVERIFY(task.step(history.database));
            QVERIFY(!QFile::exists(name));
        }
        QVERIFY(!QFile::exists(name));
        HistoryExport task(name, ExportFormat::Json);
        QVERIFY(!runAll(task, history.database).error);
        QVERIFY(QFile::exists(name));
    }

    void whatCannotBeReadIsCountedAndTheRestIsTaken()
    {
        History history;
        const QByteArray good = "{\"format\":\"sluice-conversation\",\"version\":1,\"id\":\"g\",\"messages\":[]}";
        HistoryImport task(written(history.directory, "[{\"a\":1}," + good + ",{\"format\":"));
        QVERIFY(!runAll(task, history.database).error);
        QCOMPARE(task.conversations(), 1);
        QCOMPARE(task.damaged(), 2);
        QVERIFY(task.firstDamage());
        HistoryImport nothing(written(history.directory, "hello"));
        QVERIFY(runAll(nothing, history.database).error);
    }

    void inTheStoresThreadItEndsWithOneAnswer()
    {
        QTemporaryDir directory;
        History from;
        from.addBranched(u"one"_s);
        const QString file = written(from.directory, exported(from));
        HistoryStore store(directory.path());
        const auto task = std::make_shared<HistoryImport>(file);
        int answers = 0;
        store.run(task, this, [&](const Result<void>& done) {
            QVERIFY(done);
            ++answers;
        });
        QTRY_COMPARE_WITH_TIMEOUT(answers, 1, 30000);
        QCOMPARE(task->conversations(), 1);

        const auto cancelled = std::make_shared<HistoryImport>(file);
        cancelled->cancel();
        std::optional<ErrorKind> kind;
        store.run(cancelled, this, [&](const Result<void>& done) { kind = done ? ErrorKind::Network : done.error().kind; });
        QTRY_VERIFY_WITH_TIMEOUT(kind, 30000);
        QCOMPARE(*kind, ErrorKind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestHistoryTransfer)
#include "tst_historytransfer.moc"
