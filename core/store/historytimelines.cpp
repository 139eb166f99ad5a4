#include "core/store/historytimelines.h"

#include "core/figures/timelinejson.h"
#include "core/store/historydatabase.h"

namespace sluice {

Result<void> putTimeline(HistoryDatabase& history, const QString& conversation, int message, const StreamTimeline& timeline)
{
    const Result<std::optional<qint64>> n = history.numberOf(conversation);
    if (!n)
        return std::unexpected(n.error());
    if (!*n)
        return {};
    // What is not there must not leave its timeline to the next one of its id.
    return history.database()
        .prepare("INSERT OR REPLACE INTO timelines(conversation, message, data) SELECT ?1, ?2, ?3"
                 " WHERE EXISTS (SELECT 1 FROM messages WHERE conversation = ?1 AND id = ?2)")
        .bind(**n, message, packTimeline(timeline))
        .run();
}

Result<std::shared_ptr<const StreamTimeline>> timelineOf(HistoryDatabase& history, const QString& conversation, int message)
{
    const Result<std::optional<qint64>> n = history.numberOf(conversation);
    if (!n)
        return std::unexpected(n.error());
    if (!*n)
        return nullptr;
    Statement statement = history.database().prepare("SELECT data FROM timelines WHERE conversation = ?1 AND message = ?2");
    const Result<bool> row = statement.bind(**n, message).step();
    if (!row)
        return std::unexpected(row.error());
    return *row ? unpackTimeline(statement.bytes(0)) : nullptr;
}

}
