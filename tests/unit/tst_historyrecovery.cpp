#include "core/store/historyrecovery.h"
#include "core/store/schema.h"
#include "tests/support/historyvalues.h"

#include <QDir>
#include <QRandomGenerator>
#include <QTemporaryDir>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int Conversations = 20;
constexpr int Messages = 150;
constexpr qint64 Page = 4096;

QString textOf(int conversation, int id)
{
    return u"conversation %1 message %2 "_s.arg(conversation).arg(id) + u"word "_s.repeated((id * 37) % 300);
}

/// Writes a history of some pages: long and short messages, attachments, branches, an answer that is being written.
void fill(const QString& directory)
{
    HistoryDatabase history(directory);
    QVERIFY(history.open(HistoryDatabase::Access::Write));
    for (int c = 0; c < Conversations; ++c) {
        const QString id = u"c%1"_s.arg(c);
        QVERIFY(history.atomically([&]() -> Result<void> {
            Result<void> done = history.saveSummary(titled(id, u"Title %1"_s.arg(c), 1000 + c, c == 3));
            for (int i = 0; i < Messages && done; ++i) {
                Message message = said(i % 2 ? Role::Assistant : Role::User, textOf(c, i));
                if (i == 10)
                    message.attachments = {{.name = u"a.bin"_s, .mimeType = "image/png", .data = QByteArray(5000, char(c))}};
                done = history.put(id, i, i == 20 ? 5 : i - 1, message);
            }
            if (done)
                done = history.put(id, Messages, Messages - 1, said(Role::Assistant, u"begun "_s, MessageState::Streaming));
            if (done)
                done = history.grow(id, Messages, u"grown"_s, {});
            return done;
        }));
    }
    history.checkpoint();
}

QString databaseIn(const QString& directory)
{
    return directory + u"/history.db"_s;
}

void overwrite(const QString& name, qint64 at, const QByteArray& with)
{
    QFile file(name);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(at));
    QCOMPARE(file.write(with), with.size());
}

struct Found
{
    int conversations = 0;
    int messages = 0;
    int wrong = 0; ///< that are there but are not what was written
};

Found look(HistoryDatabase& history)
{
    Found found;
    const Result<QList<ConversationSummary>> list = history.list({}, 1000);
    for (const ConversationSummary& summary : list.value_or(QList<ConversationSummary>())) {
        ++found.conversations;
        bool isNamed = false;
        const int c = summary.id.mid(1).toInt(&isNamed);
        const QList<Message> all = history.messages(summary.id, 0, 1000).value_or(QList<Message>());
        for (int i = 0; i < all.size(); ++i) {
            if (all[i].state == MessageState::Failed)
                continue;
            ++found.messages;
            // What was cut off with the file reads as zeros.
            const QString text = all[i].text.left(all[i].text.indexOf(QChar(u'\0')));
            const QString expected = i == Messages ? u"begun grown"_s : textOf(c, i);
            const bool isPart = i == Messages || text.size() < all[i].text.size();
            if (isNamed && !(isPart ? expected.contains(text) : expected == text))
                ++found.wrong;
        }
    }
    return found;
}

}

class TestHistoryRecovery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        fill(m_whole.path());
        m_content = read(databaseIn(m_whole.path()));
        QVERIFY(m_content.size() > 300 * Page);
    }

    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        write(m_content);
    }

    void aWholeOneIsLeftAlone();
    void whatIsNoDatabaseIsSetAside_data();
    void whatIsNoDatabaseIsSetAside();
    void aDirectoryInItsPlaceIsSetAside();
    void aTruncatedOneGivesWhatItHas_data();
    void aTruncatedOneGivesWhatItHas();
    void damagedPagesCostOnlyWhatWasInThem_data();
    void damagedPagesCostOnlyWhatWasInThem();
    void randomDamageNeverStopsAStart();
    void aLogWithoutItsDatabaseIsReadAsWell();
    void lostConversationsGetTheirMessagesBack();
    void aRecoveryThatWasCutOffIsDoneAgain();
    void whatWasSetAsideIsNotChanged();
    void whatIsOnlyInTheLogComesBack_data();
    void whatIsOnlyInTheLogComesBack();
    void aRecoveryWithoutRoomIsNeverTakenForAWholeOne();

private:
    static QByteArray read(const QString& name)
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    void write(const QByteArray& content)
    {
        QFile file(database());
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }

    QString database() const { return databaseIn(m_directory->path()); }
    QStringList aside() const { return QDir(m_directory->path()).entryList({u"history.damaged-*.db"_s}); }

    /// Opens, reads everything, repairs where that shows damage, and sees that it can be written.
    Found start(std::optional<QString>& damage)
    {
        HistoryDatabase history(m_directory->path());
        const Result<HistoryOpening> opening = history.open(HistoryDatabase::Access::Write);
        if (!opening)
            qFatal("cannot be opened: %s", qPrintable(opening.error().message));
        damage = opening->damage;
        const Result<qint64> whole = history.database().number("SELECT integrity_check <> 'ok' FROM pragma_integrity_check");
        if (!whole || *whole != 0) {
            const Result<QString> sentence = history.repair();
            if (!sentence)
                qFatal("cannot be repaired");
            damage = *sentence;
        }
        if (history.database().number("SELECT integrity_check <> 'ok' FROM pragma_integrity_check").value_or(1) != 0)
            qFatal("still damaged");
        const Found found = look(history);
        if (!history.put(u"new"_s, 0, -1, said(Role::User, u"new"_s)) || history.messages(u"new"_s, 0, 1)->size() != 1)
            qFatal("cannot be written");
        tidyUp(history);
        return found;
    }

    QTemporaryDir m_whole;
    QByteArray m_content;
    std::unique_ptr<QTemporaryDir> m_directory;
};

void TestHistoryRecovery::aWholeOneIsLeftAlone()
{
    std::optional<QString> damage;

    const Found found = start(damage);

    QVERIFY(!damage);
    QCOMPARE(found.conversations, Conversations);
    QCOMPARE(found.messages, Conversations * (Messages + 1));
    QCOMPARE(found.wrong, 0);
    QVERIFY(aside().isEmpty());
}

void TestHistoryRecovery::whatIsNoDatabaseIsSetAside_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("one byte") << QByteArray("x");
    QTest::newRow("zeros") << QByteArray(100'000, '\0');
    QTest::newRow("text") << QByteArray("This is not a database.\n").repeated(1000);
    QByteArray noise(200'000, '\0');
    QRandomGenerator random(1);
    for (char& byte : noise)
        byte = char(random.bounded(256));
    QTest::newRow("noise") << noise;
    QTest::newRow("noise behind the right beginning") << QByteArray("SQLite format 3\0", 16) + noise;
    QTest::newRow("only the header") << m_content.first(100);
}

void TestHistoryRecovery::whatIsNoDatabaseIsSetAside()
{
    QFETCH(const QByteArray, content);
    write(content);
    if (QFile::exists(database()))
        QVERIFY(QFile::resize(database(), content.size()));
    std::optional<QString> damage;

    const Found found = start(damage);

    QVERIFY(damage);
    QCOMPARE(found.conversations, 0);
    QVERIFY(!aside().isEmpty());
    QVERIFY2(damage->contains(aside().front()), qPrintable(*damage));
    QCOMPARE(read(m_directory->filePath(aside().front())), content);
}

void TestHistoryRecovery::aDirectoryInItsPlaceIsSetAside()
{
    QVERIFY(QFile::remove(database()));
    QVERIFY(QDir().mkpath(database() + u"/with/something"_s));
    std::optional<QString> damage;

    start(damage);

    QVERIFY(damage);
    QCOMPARE(aside().size(), 1);
    QVERIFY(QDir(m_directory->filePath(aside().front()) + u"/with/something"_s).exists());
}

void TestHistoryRecovery::aTruncatedOneGivesWhatItHas_data()
{
    QTest::addColumn<double>("part");
    for (const double part : {0.1, 0.3, 0.5, 0.9, 0.999})
        QTest::addRow("%g of it", part) << part;
}

void TestHistoryRecovery::aTruncatedOneGivesWhatItHas()
{
    QFETCH(const double, part);
    QVERIFY(QFile::resize(database(), qint64(double(m_content.size()) * part)));
    std::optional<QString> damage;

    const Found found = start(damage);

    QVERIFY(damage);
    QCOMPARE(found.wrong, 0);
    const double least = Conversations * Messages * (part - 0.15);
    QVERIFY2(found.messages >= least, qPrintable(u"%1 of at least %2"_s.arg(found.messages).arg(least)));
}

void TestHistoryRecovery::damagedPagesCostOnlyWhatWasInThem_data()
{
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("number");
    for (const int first : {3, 20, 60, 150, 250})
        QTest::addRow("4 pages at %d", first) << first << 4;
    QTest::newRow("the first one, with the header and what the tables are") << 0 << 1;
    QTest::newRow("40 in the middle") << 100 << 40;
    QTest::newRow("every page but the first") << 1 << int(m_content.size() / Page) - 1;
}

void TestHistoryRecovery::damagedPagesCostOnlyWhatWasInThem()
{
    QFETCH(const int, first);
    QFETCH(const int, number);
    overwrite(database(), first * Page, QByteArray(number * Page, '\xa5'));
    std::optional<QString> damage;

    const Found found = start(damage);

    QVERIFY(damage);
    QCOMPARE(found.wrong, 0);
    // Some rows to a page, and those whose text went on there.
    const int least = Conversations * Messages - number * 10;
    QVERIFY2(found.messages >= least, qPrintable(u"%1 of at least %2"_s.arg(found.messages).arg(least)));
}

void TestHistoryRecovery::randomDamageNeverStopsAStart()
{
    QRandomGenerator random(42);
    for (int round = 0; round < 15; ++round) {
        init();
        const int places = 1 + random.bounded(20);
        for (int i = 0; i < places; ++i) {
            QByteArray noise(1 + random.bounded(2000), '\0');
            for (char& byte : noise)
                byte = char(random.bounded(256));
            overwrite(database(), random.bounded(m_content.size() - noise.size()), noise);
        }
        std::optional<QString> damage;
        const Found found = start(damage);
        QVERIFY(found.conversations >= 0);
    }
}

void TestHistoryRecovery::aLogWithoutItsDatabaseIsReadAsWell()
{
    QTemporaryDir copy;
    {
        HistoryDatabase history(m_directory->path());
        QVERIFY(history.open(HistoryDatabase::Access::Write));
        QVERIFY(history.database().run("PRAGMA wal_autocheckpoint = 0"));
        QVERIFY(history.database().run("UPDATE conversations SET title = title || '!'; UPDATE messages SET model = 'm'"));
        QVERIFY(QFile::copy(database() + u"-wal"_s, databaseIn(copy.path()) + u"-wal"_s));
    }
    HistoryDatabase history(copy.path());

    const Result<HistoryOpening> opening = history.open(HistoryDatabase::Access::Write);

    QVERIFY(opening);
    QVERIFY(opening->damage);
    QVERIFY(QDir(copy.path()).entryList({u"history.damaged-*.db-wal"_s}).size() == 1);
    QVERIFY(history.put(u"new"_s, 0, -1, said(Role::User, u"new"_s)));
}

void TestHistoryRecovery::lostConversationsGetTheirMessagesBack()
{
    {
        HistoryDatabase history(m_directory->path());
        QVERIFY(history.open(HistoryDatabase::Access::Write));
        QVERIFY(history.database().run(
            "DELETE FROM conversations WHERE n = 5; DELETE FROM messages WHERE conversation = 6 AND id = 150"));
        QVERIFY(history.grow(u"c5"_s, 150, u"piece"_s, {}));
    }
    QVERIFY(QFile::resize(database(), QFileInfo(database()).size() - Page));
    std::optional<QString> damage;

    const Found found = start(damage);

    QVERIFY(damage);
    QVERIFY(found.conversations >= Conversations);
    QVERIFY(found.messages > Conversations * Messages * 9 / 10);
    HistoryDatabase history(m_directory->path());
    QVERIFY(history.open(HistoryDatabase::Access::Write));
    QCOMPARE(
        history.database().number("SELECT count(*) FROM conversations WHERE title = 'Recovered conversation'").value_or(-1), 1);
    QCOMPARE(history.messages(u"c5"_s, 150, 1)->front().text, u"piece"_s);
}

void TestHistoryRecovery::aRecoveryThatWasCutOffIsDoneAgain()
{
    overwrite(database(), 100 * Page, QByteArray(4 * Page, '\xa5'));
    QVERIFY(QFile::resize(database(), m_content.size() - 5 * Page));
    {
        HistoryDatabase history(m_directory->path());
        history.setStopCondition([] { return true; }); // the program ends
        const Result<HistoryOpening> opening = history.open(HistoryDatabase::Access::Write);
        QVERIFY(!opening);
        QVERIFY(aside().isEmpty());
        QVERIFY(QFile::exists(database()));
    }
    // Cut off between the two moves: what was recovered is whole but not in its place.
    QTemporaryDir recovered;
    fill(recovered.path());
    QVERIFY(QFile::copy(databaseIn(recovered.path()), m_directory->filePath(u"history.recovered.db"_s)));

    std::optional<QString> damage;
    const Found found = start(damage);

    QVERIFY(damage);
    QCOMPARE(found.messages, Conversations * (Messages + 1));
    QCOMPARE(aside().size(), 1);
    QVERIFY(!QFile::exists(m_directory->filePath(u"history.recovered.db"_s)));
}

void TestHistoryRecovery::whatWasSetAsideIsNotChanged()
{
    overwrite(database(), 100 * Page, QByteArray(4 * Page, '\xa5'));
    QVERIFY(QFile::resize(database(), m_content.size() - 5 * Page));
    const QByteArray damaged = read(database());
    std::optional<QString> damage;

    start(damage);

    QVERIFY(damage);
    const QStringList files = QDir(m_directory->path()).entryList({u"history.damaged-*.db"_s});
    QCOMPARE(files.size(), 1);
    QCOMPARE(read(m_directory->filePath(files.front())), damaged);
}

void TestHistoryRecovery::whatIsOnlyInTheLogComesBack_data()
{
    QTest::addColumn<bool>("isNew");
    QTest::addColumn<double>("part");
    QTest::addColumn<bool>("isNoise");
    for (const bool isNew : {false, true}) {
        const char* what = isNew ? "a first run" : "a long history";
        QTest::addRow("%s, the database is empty", what) << isNew << 0.0 << false;
        QTest::addRow("%s, the database is half", what) << isNew << 0.5 << false;
        QTest::addRow("%s, the database is a few bytes", what) << isNew << 0.0001 << false;
        QTest::addRow("%s, the database is noise", what) << isNew << 1.0 << true;
        QTest::addRow("%s, the database is half of noise", what) << isNew << 0.5 << true;
        QTest::addRow("%s, the database is gone", what) << isNew << -1.0 << false;
    }
}

void TestHistoryRecovery::whatIsOnlyInTheLogComesBack()
{
    QFETCH(const bool, isNew);
    QFETCH(const double, part);
    QFETCH(const bool, isNoise);
    QTemporaryDir killed;
    const QString longText = u"What was asked last? "_s.repeated(1000);
    {
        if (isNew)
            QVERIFY(QFile::remove(database()));
        HistoryDatabase history(m_directory->path());
        QVERIFY(history.open(HistoryDatabase::Access::Write));
        QVERIFY(history.saveSummary(titled(u"c7"_s, u"Title 7"_s)));
        QVERIFY(history.put(u"c7"_s, Messages + 1, Messages, said(Role::User, u"What was asked last?"_s)));
        QVERIFY(history.put(u"c7"_s, Messages + 2, Messages + 1, said(Role::Assistant, longText)));
        QVERIFY(QFile::copy(database(), databaseIn(killed.path())));
        QVERIFY(QFile::copy(database() + u"-wal"_s, databaseIn(killed.path()) + u"-wal"_s));
    }
    const QString file = databaseIn(killed.path());
    const qint64 size = QFileInfo(file).size();
    if (isNoise) {
        QRandomGenerator random(7);
        QByteArray noise(size, '\0');
        for (char& byte : noise)
            byte = char(random.bounded(256));
        overwrite(file, 0, noise);
    }
    QVERIFY(part < 0 ? QFile::remove(file) : QFile::resize(file, qint64(double(size) * part)));

    HistoryDatabase history(killed.path());
    const Result<HistoryOpening> opening = history.open(HistoryDatabase::Access::Write);

    QVERIFY(opening);
    QVERIFY(opening->damage);
    const auto count = [&history](const char* sql) { return history.database().number(sql).value_or(-1); };
    QCOMPARE(count("SELECT count(*) FROM messages WHERE text = 'What was asked last?' AND role = 'user'"), 1);
    QCOMPARE(count("SELECT count(*) FROM messages WHERE length(text) = 21000 AND text GLOB 'What*asked last? '"), 1);
    QCOMPARE(count("SELECT count(*) FROM conversations WHERE title = 'Title 7'"), 1);
    const QList<Message> last = history.messages(u"c7"_s, Messages + 1, 2).value_or(QList<Message>());
    QCOMPARE(last.size(), 2);
    QCOMPARE(last.front().text, u"What was asked last?"_s);
    QCOMPARE(last.back().text, longText);
}

void TestHistoryRecovery::aRecoveryWithoutRoomIsNeverTakenForAWholeOne()
{
    overwrite(database(), 100 * Page, QByteArray(4 * Page, '\xa5'));
    const qint64 whole = m_content.size() / Page;
    for (const qint64 pages : {whole / 20, whole / 4, whole / 2, whole * 3 / 4, whole * 9 / 10}) {
        Database fresh;
        QVERIFY(fresh.open(m_directory->filePath(u"fresh.db"_s), Database::Access::Create));
        QVERIFY(migrate(fresh, historyMigrations()));
        QVERIFY(fresh.run(("PRAGMA cache_size = 10; PRAGMA max_page_count = " + std::to_string(pages)).c_str()));

        const Result<bool> recovered = recoverHistory(database(), fresh, Millis(60'000), {});

        QVERIFY(!recovered);
        QCOMPARE(fresh.fault(), StorageFault::Full);
        QCOMPARE(recovered.error().message, storageError(StorageFault::Full).message);
        fresh.close();
        QVERIFY(QFile::remove(m_directory->filePath(u"fresh.db"_s)));
    }
}

QTEST_GUILESS_MAIN(TestHistoryRecovery)
#include "tst_historyrecovery.moc"
