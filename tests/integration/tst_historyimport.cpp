#include "core/engine/historyexport.h"
#include "core/engine/historyimport.h"
#include "core/store/historydatabase.h"
#include "tests/support/historyvalues.h"

#include <QBuffer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace sluice::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int MostAtOnce = 64; // messages a step
constexpr int Many = 1000;

QList<Message> turns(int count)
{
    QList<Message> messages;
    for (int i = 0; i < count; ++i)
        messages << said(i % 2 == 0 ? Role::User : Role::Assistant, u"Turn %1"_s.arg(i));
    return messages;
}

/// A history in a directory of its own, and a place for a file.
struct History
{
    History() { startAnew(); }

    void add(const QString& id, const QList<Message>& messages)
    {
        QVERIFY(database->atomically([&]() -> Result<void> {
            Result<void> done = database->saveSummary(titled(id, u"Title of "_s + id));
            for (int i = 0; done && i < messages.size(); ++i)
                done = database->put(id, i, i - 1, messages.at(i));
            return done;
        }));
    }

    QList<ConversationSummary> list() { return database->list({}, 100'000).value_or(QList<ConversationSummary>()); }

    QStringList ids()
    {
        QStringList ids;
        for (const ConversationSummary& summary : list())
            ids << summary.id;
        ids.sort();
        return ids;
    }

    qint64 number(const char* sql) { return database->database().number(sql).value_or(-1); }

    /// As another run of the program.
    void startAnew()
    {
        database.emplace(directory.path());
        if (!database->open(HistoryDatabase::Access::Write))
            qFatal("no history");
    }

    QTemporaryDir directory;
    std::optional<HistoryDatabase> database;
};

/// Runs \a task to its end; its error.
std::optional<Error> runAll(HistoryTask& task, HistoryDatabase& database, const std::function<void()>& afterStep = {})
{
    for (;;) {
        const Result<bool> isDone = task.step(database);
        if (afterStep)
            afterStep();
        if (!isDone)
            return isDone.error();
        if (*isDone)
            return std::nullopt;
    }
}

QByteArray exported(History& history)
{
    QBuffer out;
    out.open(QIODevice::WriteOnly);
    HistoryExport task(out, ExportFormat::Json);
    if (runAll(task, *history.database))
        qFatal("no export");
    return out.data();
}

QString written(const QTemporaryDir& directory, const QByteArray& bytes)
{
    QFile file(directory.filePath(u"import.json"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("no file");
    return file.fileName();
}

/// Imports \a file: how many were taken, and how many known.
std::pair<int, int> importOf(const QString& file, History& history)
{
    HistoryImport task(file);
    if (const std::optional<Error> error = runAll(task, *history.database))
        qWarning("%s", qUtf8Printable(error->message));
    return {task.conversations(), task.known()};
}

using Counts = std::pair<int, int>;

}

class TestHistoryImport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void importingTwiceAddsNothing_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("conversations");
        for (const char* name : {"chatgpt.json", "openwebui.json", "openwebui-list.json"}) {
            QFile file(QStringLiteral(SLUICE_TEST_DATA "/exchange/") + QLatin1StringView(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            QTest::newRow(name) << file.readAll() << 1;
        }
        QTest::newRow("ours without ids") << QByteArray(R"([
            {"format":"sluice-conversation","version":1,"title":"A","messages":[{"role":"user","text":"x"}]},
            {"format":"sluice-conversation","version":1,"title":"A","messages":[{"role":"user","text":"y"}]},
            {"format":"sluice-conversation","version":1,"title":"B"},
            {"format":"sluice-conversation","version":1,"title":"C"}])")
                                          << 4;
        QTest::newRow("ChatGPT without ids") << QByteArray(R"([{"title":"T","mapping":{
            "a":{"message":{"author":{"role":"user"},"content":{"content_type":"text","parts":["hello"]}}}}}])")
                                             << 1;
        QTest::newRow("Open WebUI without ids")
            << QByteArray(R"([{"chat":{"messages":[{"role":"user","content":"hello"}]}}])") << 1;
    }

    void importingTwiceAddsNothing()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, conversations);
        History history;
        const QString file = written(history.directory, bytes);

        QCOMPARE(importOf(file, history), Counts(conversations, 0));
        const QByteArray once = exported(history);
        QCOMPARE(importOf(file, history), Counts(0, conversations));
        history.startAnew();
        QCOMPARE(importOf(file, history), Counts(0, conversations));

        QCOMPARE(exported(history), once);
    }

    void whatWentOnHereIsNotTakenAgain()
    {
        History history;
        const QString file = written(history.directory, R"([
            {"format":"sluice-conversation","version":1,"id":"a","messages":[{"role":"user","text":"x"}]},
            {"format":"sluice-conversation","version":1,"messages":[{"role":"user","text":"y"}]}])");
        QCOMPARE(importOf(file, history), Counts(2, 0));
        for (const QString& id : history.ids())
            QVERIFY(history.database->put(id, 1, 0, said(Role::Assistant, u"more"_s)));

        QCOMPARE(importOf(file, history), Counts(0, 2));
    }

    void aChangedOneStandsBesideTheOtherAndIsKnownTheNextTime()
    {
        History history;
        history.add(u"a"_s, turns(4));
        const QString file = written(history.directory, exported(history));
        QVERIFY(history.database->put(u"a"_s, 3, 2, said(Role::Assistant, u"changed"_s)));

        QCOMPARE(importOf(file, history), Counts(1, 0));
        QCOMPARE(importOf(file, history), Counts(0, 1));

        QCOMPARE(history.list().size(), 2);
        QCOMPARE(history.database->messages(u"a"_s, 3, 1)->first().text, u"changed"_s);
    }

    void aRemovedOneComesBackOnce()
    {
        History history;
        history.add(u"a"_s, turns(4));
        const QString file = written(history.directory, exported(history));
        QVERIFY(history.database->remove(u"a"_s));

        QCOMPARE(importOf(file, history), Counts(1, 0));
        QVERIFY(history.database->restore(u"a"_s)); // the undo brings the other one
        QCOMPARE(history.list().size(), 2);
        QVERIFY(history.database->remove(u"a"_s));
        history.startAnew();
        QCOMPARE(importOf(file, history), Counts(0, 1));

        QCOMPARE(history.list().size(), 1);
    }

    void oneThatIsGoneForGoodComesBackAsItself()
    {
        History history;
        history.add(u"a"_s, turns(4));
        const QByteArray bytes = exported(history);
        QVERIFY(history.database->purge(u"a"_s));

        QCOMPARE(importOf(written(history.directory, bytes), history), Counts(1, 0));
        QVERIFY(history.database->put(u"a"_s, 4, 3, said(Role::User, u"heard"_s))); // its sinks are not deaf any more

        QCOMPARE(history.ids(), QStringList {u"a"_s});
        QCOMPARE(history.database->messages(u"a"_s, 0, 10)->size(), 5);
    }

    void aLongOneIsWrittenInPiecesAndShowsWhenItIsWhole()
    {
        History from;
        from.add(u"a"_s, turns(Many));
        History to;
        const QByteArray bytes = exported(from);
        HistoryImport task(written(to.directory, bytes));
        qint64 before = 0;
        qint64 most = 0;

        QVERIFY(!runAll(task, *to.database, [&] {
            const qint64 now = to.number("SELECT count(*) FROM messages");
            most = std::max(most, now - before);
            before = now;
            QCOMPARE(to.list().size(), now == Many && task.conversations() == 1 ? 1 : 0);
        }));

        QVERIFY(most > 0 && most <= MostAtOnce);
        QCOMPARE(exported(to), bytes);
        tidyUp(*to.database);
        QCOMPARE(to.database->search(u"turn 999"_s, {}, 10)->hits.size(), 1);
        QCOMPARE(to.database->search(u"title of a"_s, {}, 10)->hits.size(), 1);
    }

    void aLongOneIsComparedInPieces()
    {
        History history;
        history.add(u"a"_s, turns(Many));
        HistoryImport task(written(history.directory, exported(history)));
        int steps = 0;
        QVERIFY(!runAll(task, *history.database, [&] { ++steps; }));
        QVERIFY(steps > 2 * Many / MostAtOnce); // named, then compared
        QCOMPARE(task.known(), 1);
    }

    void largeMessagesAreFewerAtOnce()
    {
        History from;
        Message large = said(Role::User, u"x"_s);
        large.attachments = {{.name = u"a"_s, .mimeType = "image/png", .data = QByteArray(3'000'000, 'a')}};
        from.add(u"a"_s, QList<Message>(6, large));
        History to;
        HistoryImport task(written(to.directory, exported(from)));
        qint64 before = 0;
        QVERIFY(!runAll(task, *to.database, [&] {
            const qint64 now = to.number("SELECT count(*) FROM messages");
            QVERIFY(now - before <= 1);
            before = now;
        }));
        QCOMPARE(before, 6);
    }

    void whatWasGivenUpIsGoneAtTheNextStart()
    {
        History from;
        from.add(u"a"_s, turns(Many));
        History to;
        const QString file = written(to.directory, exported(from));
        {
            HistoryImport task(file);
            while (to.number("SELECT count(*) FROM messages") == 0)
                QVERIFY(task.step(*to.database));
        }
        QCOMPARE(to.ids(), QStringList());

        to.startAnew();
        tidyUp(*to.database);
        QCOMPARE(to.number("SELECT count(*) FROM messages"), 0);
        QCOMPARE(to.number("SELECT count(*) FROM conversations"), 0);
        QCOMPARE(importOf(file, to), Counts(1, 0));
        QCOMPARE(to.ids(), QStringList {u"a"_s});
    }

    void whatWasGivenUpDoesNotTakeTheId()
    {
        History from;
        from.add(u"a"_s, turns(Many));
        History to;
        const QString file = written(to.directory, exported(from));
        {
            HistoryImport task(file);
            while (to.number("SELECT count(*) FROM messages") == 0)
                QVERIFY(task.step(*to.database));
        }
        QCOMPARE(importOf(file, to), Counts(1, 0));
        QCOMPARE(to.ids(), QStringList {u"a"_s});
    }

    void whatDamageTookAwayMeanwhileIsWrittenAnew_data()
    {
        QTest::addColumn<QByteArray>("damage");
        QTest::newRow("some messages") << QByteArray("DELETE FROM messages WHERE id IN (3, 5)");
        QTest::newRow("all of it") << QByteArray("DELETE FROM messages; DELETE FROM conversations");
    }

    void whatDamageTookAwayMeanwhileIsWrittenAnew()
    {
        QFETCH(QByteArray, damage);
        History from;
        from.add(u"a"_s, turns(Many));
        const QByteArray bytes = exported(from);
        History to;
        HistoryImport task(written(to.directory, bytes));
        bool isDamaged = false;

        QVERIFY(!runAll(task, *to.database, [&] {
            if (!isDamaged && to.number("SELECT count(*) FROM messages") > Many / 2) {
                isDamaged = true;
                QVERIFY(to.database->database().run(damage.constData()));
            }
        }));

        QVERIFY(isDamaged);
        QCOMPARE(exported(to), bytes);
    }

    void aLargeFileIsReadInPieces()
    {
        History from;
        from.add(u"a"_s, {said(Role::User, QString(3'000'000, u'x'))});
        History to;
        HistoryImport task(written(to.directory, exported(from)));
        int stepsBefore = 0;
        QVERIFY(!runAll(task, *to.database, [&] { stepsBefore += task.conversations() == 0 ? 1 : 0; }));
        QVERIFY(stepsBefore > 10);
    }
};

QTEST_GUILESS_MAIN(TestHistoryImport)
#include "tst_historyimport.moc"
