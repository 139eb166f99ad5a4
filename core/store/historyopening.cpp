// How a history is opened, made, and set aside when it is damaged.

#include "core/base/logging.h"
#include "core/store/conversationfate.h"
#include "core/store/historydatabase.h"
#include "core/store/historyjournal.h"
#include "core/store/historyrecovery.h"
#include "core/store/schema.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr Millis RecoveryTime {60'000}; // what takes longer stays in the file that was set aside
constexpr qint64 PageBytes = 4096;

/// Nothing is lost when this is cut off (see HistoryFiles::beginning()), so nothing waits for the disk.
Result<void> makeNew(Database& database, const QString& file)
{
    deleteDatabase(file);
    Result<void> result = database.open(file, Database::Access::Create);
    if (result)
        result = database.run("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF");
    return result ? migrate(database, historyMigrations()) : result;
}

/// A new one gets its mark, and all of it is on the disk.
Result<void> settle(Database& database)
{
    const std::string mark = "PRAGMA synchronous = FULL; PRAGMA application_id = " + std::to_string(HistoryApplicationId);
    return database.run(mark.c_str());
}

struct DamageWords
{
    Q_DECLARE_TR_FUNCTIONS(HistoryDatabase)
};

QString damageSentence(const QString& file, int conversations, int messages, bool isAll)
{
    const QString where = QDir::toNativeSeparators(file);
    if (messages == 0 && conversations == 0)
        return DamageWords::tr("The saved conversations were damaged and nothing could be read; the file was set aside as %1.")
            .arg(where);
    const QString whole = isAll
        ? DamageWords::tr("The saved conversations were damaged: %1 and %2 were recovered, and the old file was set aside as %3.")
        : DamageWords::tr("The saved conversations were damaged: %1 and %2 were recovered, what took too long to read is still "
                          "in the old file, which was set aside as %3.");
    return whole.arg(DamageWords::tr("%n conversation(s)", nullptr, conversations),
        DamageWords::tr("%n message(s)", nullptr, messages), where);
}

bool hasContent(const QString& file)
{
    return QFileInfo(file).size() > 0;
}

}

Result<HistoryOpening> HistoryDatabase::open(Access access, bool keepsUnfinished, const std::function<Result<void>()>& first)
{
    close();
    HistoryOpening opening;
    const bool isWritable = access == Access::Write;
    if (isWritable) {
        if (!QDir().mkpath(m_files.directory()))
            return std::unexpected(refuse(StorageFault::Unreachable));
        if (const StorageFault fault = m_lock.take(m_files.lock()); fault != StorageFault::None)
            return std::unexpected(refuse(fault));
    }
    const auto attempt = [&]() -> Result<void> {
        Result<void> done = openFile(access);
        if (done && isWritable)
            done = begin();
        if (done && first)
            done = first();
        if (!done || !isWritable || keepsUnfinished)
            return done;
        const Result<int> interrupted = interruptUnfinished(m_database);
        if (!interrupted)
            return std::unexpected(interrupted.error());
        opening.interrupted = *interrupted;
        return {};
    };
    Result<void> opened = attempt();
    if (!opened && fault() == StorageFault::Damaged && isWritable) {
        const Result<QString> sentence = setAside();
        if (sentence) {
            opening.damage = *sentence;
            opened = attempt();
        } else {
            opened = std::unexpected(sentence.error());
        }
    }
    if (!opened) {
        m_fault = fault();
        m_database.close();
        m_lock.giveBack();
        return std::unexpected(opened.error());
    }
    m_index.open(isWritable); // without it there is no search for now
    return opening;
}

void HistoryDatabase::close()
{
    m_fault = StorageFault::None;
    m_index.close();
    m_database.close();
    m_lock.giveBack();
}

Error HistoryDatabase::refuse(StorageFault fault)
{
    m_fault = fault;
    return storageError(fault);
}

Result<void> HistoryDatabase::openFile(Access access)
{
    m_fault = StorageFault::None;
    const QString file = m_files.database();
    const QFileInfo info(file);
    const bool isWritable = access == Access::Write;
    if (!info.exists() && isWritable) {
        // A log without its database: SQLite would play it into the new one.
        if (hasContent(file + "-wal"_L1) || QFileInfo::exists(m_files.recovered()))
            return std::unexpected(refuse(StorageFault::Damaged));
        Result<void> made = makeNew(m_database, m_files.beginning());
        if (made)
            made = settle(m_database);
        if (!made)
            return made;
        m_database.close();
        if (!moveDatabase(m_files.beginning(), file))
            return std::unexpected(refuse(StorageFault::Unreachable));
    } else if (info.exists() && (!info.isFile() || info.size() == 0 || QFileInfo::exists(m_files.recovered()))) {
        // An empty file was not left by us, and SQLite would take it for a new database.
        return std::unexpected(refuse(StorageFault::Damaged));
    }
    Result<void> opened = m_database.open(file, isWritable ? Database::Access::Write : Database::Access::Read);
    return opened ? check() : opened;
}

/// What can be seen at once. Looking at every page would take seconds with a long history: damage deeper inside shows when it is
/// met. SQLite itself compares the size of the file with what its header says, and sees whether the tables' definitions are
/// whole.
Result<void> HistoryDatabase::check()
{
    const Result<qint64> application = m_database.number("PRAGMA application_id");
    if (!application)
        return std::unexpected(application.error());
    if (*application != HistoryApplicationId)
        return std::unexpected(refuse(StorageFault::Damaged));
    const Result<qint64> version = m_database.number("PRAGMA user_version");
    if (!version)
        return std::unexpected(version.error());
    if (*version != qint64(historyMigrations().size()) && !m_lock.isOurs())
        return std::unexpected(refuse(StorageFault::Newer)); // or older, but who only reads cannot change it
    if (*version > qint64(historyMigrations().size()))
        return std::unexpected(refuse(StorageFault::Newer));
    // The first page of every table and index.
    static constexpr const char* Looks[] = {"SELECT n FROM conversations ORDER BY n DESC LIMIT 1",
        "SELECT n FROM conversations INDEXED BY conversation_list WHERE fate = 0 LIMIT 1",
        "SELECT n FROM messages ORDER BY n DESC LIMIT 1", "SELECT n FROM messages WHERE conversation = 0 AND id = 0",
        "SELECT conversation FROM places LIMIT 1", "SELECT parent FROM choices LIMIT 1", "SELECT n FROM attachments LIMIT 1",
        "SELECT n FROM journal LIMIT 1"};
    if (*version == qint64(historyMigrations().size())) {
        for (const char* look : Looks) {
            const Result<qint64> seen = m_database.number(look);
            if (!seen && m_database.fault() == StorageFault::Other)
                return std::unexpected(refuse(StorageFault::Damaged)); // the table is not there
            if (!seen)
                return std::unexpected(seen.error());
        }
    }
    return {};
}

/// What is deleted is overwritten: it is gone for good, and does not come back from a page when a damaged file is read.
/// WAL: readers never wait, and a write is one append. With synchronous = NORMAL no write waits for the disk either: a crash of
/// the program loses nothing, a power cut what came since the last checkpoint() but never the database.
Result<void> HistoryDatabase::begin()
{
    Result<void> result = m_database.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;"
                                         "PRAGMA journal_size_limit = 8388608; PRAGMA wal_autocheckpoint = 200");
    if (result)
        result = migrate(m_database, historyMigrations());
    if (!result || m_hasBegun)
        return result; // after a repair, what this run has removed can still be brought back
    // What was removed in the last run does not come back. It gives its id free.
    result = m_database.prepare("UPDATE conversations SET fate = ?1, id = id || '/' || n WHERE fate IN (?2, ?3)")
                 .bind(int(ConversationFate::Deleted), int(ConversationFate::Removed), int(ConversationFate::BeingCopied))
                 .run();
    m_hasBegun = result.has_value();
    return result;
}

Result<QString> HistoryDatabase::repair()
{
    if (!m_lock.isOurs())
        return std::unexpected(refuse(StorageFault::Damaged)); // whoever writes it repairs it
    const Result<QString> sentence = setAside();
    if (!sentence) {
        close();
        return sentence;
    }
    Result<void> opened = openFile(Access::Write);
    if (opened)
        opened = begin();
    if (opened) { // a copy that was being made may have lost something of what it has
        opened = m_database.prepare("UPDATE conversations SET fate = ?1, id = id || '/' || n WHERE fate = ?2")
                     .bind(int(ConversationFate::Deleted), int(ConversationFate::BeingCopied))
                     .run();
    }
    if (!opened) {
        const StorageFault why = fault();
        close();
        m_fault = why;
        return std::unexpected(opened.error());
    }
    m_index.open(true);
    return sentence;
}

/// Recovers first, in a file of its own, and moves both then: whenever this is cut off, the next start does it again.
Result<QString> HistoryDatabase::setAside()
{
    qCWarning(lcStore, "The history is damaged.");
    m_database.close();
    m_index.close();
    m_fault = StorageFault::None;
    bool isAll = true;
    const QString file = m_files.database();
    const QFileInfo info(file);
    if (!QFileInfo::exists(m_files.recovered()) && (info.isFile() || !info.exists())) {
        // SQLite deletes the log of an empty database, so it gets a page of zeros. The log may hold all that matters.
        if (!hasContent(file) && hasContent(file + "-wal"_L1) && QFile(file).open(QIODevice::WriteOnly))
            QFile::resize(file, PageBytes);
        Database fresh;
        Result<void> done = makeNew(fresh, m_files.beginning());
        if (done && hasContent(file)) {
            const Result<bool> recovered = recoverHistory(file, fresh, RecoveryTime, m_stopCondition);
            isAll = recovered.value_or(false);
            // What could not be written, on a full disk above all, is recovered later: half of it must not count as all there
            // was.
            if (!recovered)
                done = std::unexpected(recovered.error());
        }
        if (done)
            done = settle(fresh);
        if (!done)
            m_fault = fresh.fault();
        fresh.close();
        if (!done)
            return std::unexpected(done.error());
        moveDatabase(m_files.beginning(), m_files.recovered());
    }
    const QString aside = m_files.unusedDamagedName();
    deleteDatabase(m_files.index());
    if (!moveDatabase(file, aside))
        return std::unexpected(refuse(StorageFault::ReadOnly));
    if (QFileInfo::exists(m_files.recovered()) && !moveDatabase(m_files.recovered(), file))
        return std::unexpected(refuse(StorageFault::ReadOnly));
    Database counted;
    int conversations = 0;
    int messages = 0;
    if (counted.open(file, Database::Access::Read)) {
        conversations = int(counted.number("SELECT count(*) FROM conversations WHERE fate = 0").value_or(0));
        messages = int(counted.number("SELECT count(*) FROM messages").value_or(0));
    }
    return damageSentence(aside, conversations, messages, isAll);
}

}
