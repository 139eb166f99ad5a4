#include "core/store/conversationstamp.h"

#include "core/store/historydatabase.h"

namespace sluice {

Result<std::optional<ConversationStamp>> stampOf(HistoryDatabase& history, const QString& id)
{
    const Result<std::optional<qint64>> n = history.numberOf(id);
    if (!n)
        return std::unexpected(n.error());
    if (!*n)
        return std::nullopt;
    Statement statement = history.database().prepare(
        "SELECT revision, (SELECT count(*) FROM journal WHERE conversation = ?1),"
        " (SELECT coalesce(max(n), 0) FROM journal WHERE conversation = ?1) FROM conversations WHERE n = ?1");
    const Result<bool> row = statement.bind(**n).step();
    if (!row)
        return std::unexpected(row.error());
    return ConversationStamp {
        .number = **n, .revision = statement.integer(0), .pieces = statement.integer(1), .lastPiece = statement.integer(2)};
}

}
