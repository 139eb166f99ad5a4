#include "core/store/historyjournal.h"

#include "core/store/database.h"
#include "core/store/messagerecord.h"

#include <vector>

namespace sluice {

namespace {

struct Place
{
    qint64 conversation = 0;
    int id = 0;
};

Result<std::vector<Place>> placesIn(Database& database, const char* sql, qint64 conversation)
{
    std::vector<Place> places;
    Statement statement = database.prepare(sql);
    statement.bind(conversation);
    Result<bool> row = statement.step();
    for (; row && *row; row = statement.step())
        places.push_back({statement.integer(0), int(statement.integer(1))});
    if (!row)
        return std::unexpected(row.error());
    return places;
}

Result<void> finish(Database& database, const Place& place)
{
    Message message;
    message.role = Role::Assistant; // where the message itself was lost
    message.state = MessageState::Interrupted;
    int parent = place.id - 1;
    {
        Statement stored = database.prepare("SELECT parent, role, state, text, reasoning, model, finish_reason, server_stop, "
                                            "error, figures, seams, created, ticket"
                                            " FROM messages WHERE conversation = ?1 AND id = ?2");
        const Result<bool> row = stored.bind(place.conversation, place.id).step();
        if (!row)
            return std::unexpected(row.error());
        if (*row) {
            parent = int(stored.integer(0));
            message = readMessage(stored, 1);
        }
    }
    if (message.state == MessageState::Pending || message.state == MessageState::Streaming)
        message.state = MessageState::Interrupted;
    {
        Statement pieces =
            database.prepare("SELECT text, reasoning FROM journal WHERE conversation = ?1 AND message = ?2 ORDER BY n");
        pieces.bind(place.conversation, place.id);
        Result<bool> row = pieces.step();
        for (; row && *row; row = pieces.step()) {
            message.text += pieces.text(0);
            message.reasoning += pieces.text(1);
        }
        if (!row)
            return std::unexpected(row.error());
    }
    Result<void> done = writeMessage(database, place.conversation, place.id, parent, message);
    if (done)
        done = database.prepare("DELETE FROM journal WHERE conversation = ?1 AND message = ?2")
                   .bind(place.conversation, place.id)
                   .run();
    if (done)
        done = database.prepare("UPDATE conversations SET message_count = max(message_count, ?2) WHERE n = ?1")
                   .bind(place.conversation, place.id + 1)
                   .run();
    if (done)
        done =
            database.prepare("INSERT OR IGNORE INTO messages_to_index SELECT n FROM messages WHERE conversation = ?1 AND id = ?2")
                .bind(place.conversation, place.id)
                .run();
    return done;
}

}

Result<int> interruptUnfinished(Database& database, qint64 conversation)
{
    int count = 0;
    const Result<void> done = database.atomically([&]() -> Result<void> {
        for (const char* sql : {"SELECT DISTINCT conversation, message FROM journal WHERE ?1 IN (0, conversation)",
                 "SELECT conversation, id FROM messages WHERE state IN ('pending', 'streaming') AND ?1 IN (0, conversation)"}) {
            const Result<std::vector<Place>> places = placesIn(database, sql, conversation);
            if (!places)
                return std::unexpected(places.error());
            for (const Place& place : *places) {
                if (const Result<void> finished = finish(database, place); !finished)
                    return finished;
            }
            count += int(places->size());
        }
        return {};
    });
    if (!done)
        return std::unexpected(done.error());
    return count;
}

}
