#include "core/store/historydatabase.h"

#include "core/store/conversationfate.h"
#include "core/store/historysearch.h"
#include "core/store/messagerecord.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

ConversationSummary readSummary(const Statement& row)
{
    return {.id = row.text(0),
        .title = row.text(1),
        .isPinned = row.integer(2) == 0,
        .lastActive = -row.integer(3),
        .createdAt = row.integer(4),
        .messageCount = int(row.integer(5))};
}

/// The last child of \a parent by what the shape says.
int youngestChild(const MessageShape& shape, int parent)
{
    int youngest = -1;
    const int next = parent + 1;
    const auto jump = std::ranges::lower_bound(shape.jumps, next, {}, &MessageShape::Link::child);
    if (next < shape.count && (jump == shape.jumps.end() || jump->child != next))
        youngest = next;
    for (const MessageShape::Link& link : shape.jumps) {
        if (link.parent == parent)
            youngest = std::max(youngest, link.child);
    }
    return youngest;
}

Result<std::vector<MessageShape::Link>> readLinks(Database& database, const char* sql, qint64 conversation)
{
    std::vector<MessageShape::Link> links;
    Statement statement = database.prepare(sql);
    statement.bind(conversation);
    Result<bool> row = statement.step();
    for (; row && *row; row = statement.step())
        links.push_back({.parent = int(statement.integer(0)), .child = int(statement.integer(1))});
    if (!row)
        return std::unexpected(row.error());
    return links;
}

Result<MessageShape> readShape(Database& database, qint64 conversation, int count)
{
    MessageShape shape {.count = count, .jumps = {}, .chosen = {}};
    auto jumps = readLinks(database,
        "SELECT parent, id FROM messages INDEXED BY message_jumps WHERE conversation = ?1 AND parent <> id - 1 ORDER BY id",
        conversation);
    if (!jumps)
        return std::unexpected(jumps.error());
    shape.jumps = std::move(*jumps);
    // Not from a later turn: after damage that may happen, and who follows it goes round in circles.
    std::erase_if(shape.jumps, [](const MessageShape::Link& jump) { return jump.parent >= jump.child; });
    auto chosen = readLinks(database, "SELECT parent, child FROM choices WHERE conversation = ?1 ORDER BY parent", conversation);
    if (!chosen)
        return std::unexpected(chosen.error());
    shape.chosen = std::move(*chosen);
    std::erase_if(shape.chosen, [&shape](const MessageShape::Link& choice) {
        return choice.child >= shape.count || choice.child == youngestChild(shape, choice.parent);
    });
    return shape;
}

}

HistoryDatabase::HistoryDatabase(const QString& dataDirectory)
    : m_files(dataDirectory)
    , m_index(m_files.index())
{ }

HistoryDatabase::~HistoryDatabase()
{
    close();
}

Result<std::optional<qint64>> HistoryDatabase::numberOf(const QString& id)
{
    Statement statement = m_database.prepare("SELECT n FROM conversations WHERE id = ?1 AND fate IN (0, 1)");
    const Result<bool> row = statement.bind(id).step();
    if (!row)
        return std::unexpected(row.error());
    return *row ? std::optional(statement.integer(0)) : std::nullopt;
}

Result<bool> HistoryDatabase::isListed(const QString& id)
{
    return m_database.prepare("SELECT 1 FROM conversations WHERE id = ?1 AND fate = 0").bind(id).step();
}

Result<QList<ConversationSummary>> HistoryDatabase::list(const std::optional<ConversationKey>& after, int number)
{
    QList<ConversationSummary> page;
    Statement statement =
        m_database.prepare("SELECT id, title, unpinned, recency, created, message_count FROM conversations"
                           " INDEXED BY conversation_list WHERE fate = 0 AND (unpinned, recency, id) > (?1, ?2, ?3)"
                           " ORDER BY unpinned, recency, id LIMIT ?4");
    if (after)
        statement.bind(!after->isPinned, -after->lastActive, after->id, number);
    else
        statement.bind(-1, 0, QStringView(u""), number);
    Result<bool> row = statement.step();
    for (; row && *row; row = statement.step())
        page.append(readSummary(statement));
    if (!row)
        return std::unexpected(row.error());
    return page;
}

Result<qint64> HistoryDatabase::countListed()
{
    return m_database.number("SELECT count(*) FROM conversations WHERE fate = 0");
}

Result<OpenedConversation> HistoryDatabase::conversation(const QString& id)
{
    OpenedConversation opened;
    const Result<std::optional<qint64>> n = numberOf(id);
    if (!n)
        return std::unexpected(n.error());
    if (!*n) {
        return std::unexpected(Error {.kind = ErrorKind::Storage,
            .message = QCoreApplication::translate("HistoryDatabase", "This conversation is not there any more.")});
    }
    Statement statement =
        m_database.prepare("SELECT id, title, unpinned, recency, created, message_count, draft, scroll_place, endpoint, model,"
                           " strategy, uses_cache FROM conversations LEFT JOIN places ON conversation = n WHERE n = ?1");
    const Result<bool> row = statement.bind(**n).step();
    if (!row)
        return std::unexpected(row.error());
    opened.summary = readSummary(statement);
    if (!statement.isNull(11)) {
        opened.place = {.draft = statement.text(6),
            .scrollPlace = statement.bytes(7),
            .endpointId = statement.text(8),
            .model = statement.text(9),
            .strategy = statement.bytes(10),
            .usesCache = statement.integer(11) != 0};
    }
    Result<MessageShape> shape = readShape(m_database, **n, opened.summary.messageCount);
    if (!shape)
        return std::unexpected(shape.error());
    opened.shape = std::move(*shape);
    Statement files = m_database.prepare(
        "SELECT name, mime_type, data FROM attachments WHERE conversation = ?1 AND message = -1 ORDER BY place");
    files.bind(**n);
    Result<bool> file = files.step();
    for (; file && *file; file = files.step())
        opened.draftAttachments.append({.name = files.text(0), .mimeType = files.bytes(1), .data = files.bytes(2)});
    if (!file)
        return std::unexpected(file.error());
    return opened;
}

Result<QList<Message>> HistoryDatabase::messages(const QString& id, int first, int number)
{
    QList<Message> page;
    const Result<std::optional<qint64>> n = numberOf(id);
    if (!n)
        return std::unexpected(n.error());
    if (!*n || number <= 0)
        return page;
    const int last = first + number - 1;
    const auto missingUpTo = [&](int next) {
        while (first + page.size() < next)
            page.append(missingMessage(first + int(page.size())));
    };
    static const QByteArray select =
        "SELECT id, "_ba + MessageColumns + " FROM messages WHERE conversation = ?1 AND id BETWEEN ?2 AND ?3 ORDER BY id";
    {
        Statement statement = m_database.prepare(select.constData());
        statement.bind(**n, first, last);
        Result<bool> row = statement.step();
        for (; row && *row; row = statement.step()) {
            missingUpTo(int(statement.integer(0)));
            page.append(readMessage(statement, 1));
        }
        if (!row)
            return std::unexpected(row.error());
    }
    const auto forEach = [&](const char* sql, const auto& take) -> Result<void> {
        Statement statement = m_database.prepare(sql);
        statement.bind(**n, first, last);
        Result<bool> row = statement.step();
        for (; row && *row; row = statement.step()) {
            if (const qint64 at = statement.integer(0) - first; at < page.size())
                take(page[at], statement);
        }
        return row ? Result<void>() : std::unexpected(row.error());
    };
    Result<void> done = forEach("SELECT message, name, mime_type, data FROM attachments WHERE conversation = ?1"
                                " AND message BETWEEN ?2 AND ?3 ORDER BY message, place",
        [](Message& message, const Statement& row) {
            message.attachments.append({.name = row.text(1), .mimeType = row.bytes(2), .data = row.bytes(3)});
        });
    if (done)
        done = forEach("SELECT message, text, reasoning FROM journal WHERE conversation = ?1"
                       " AND message BETWEEN ?2 AND ?3 ORDER BY n",
            [](Message& message, const Statement& row) {
                message.text += row.text(1);
                message.reasoning += row.text(2);
            });
    if (!done)
        return std::unexpected(done.error());
    return page;
}

Result<SearchPage> HistoryDatabase::search(const QString& query, std::optional<SearchKey> after, int number)
{
    HistorySearch search(query, after, number);
    for (;;) {
        const Result<bool> isDone = search.step(*this, Millis(1000), {});
        if (!isDone)
            return std::unexpected(isDone.error());
        if (*isDone)
            return search.page();
    }
}

void HistoryDatabase::clearFault()
{
    m_fault = StorageFault::None;
    m_database.clearFault();
}

void HistoryDatabase::checkpoint()
{
    if (!isWritable())
        return;
    (void)m_database.run("PRAGMA wal_checkpoint(PASSIVE)"); // the next one may succeed
    m_index.checkpoint();
}

}
