#include "core/store/schema.h"

#include "core/store/database.h"

#include <array>
#include <string>

namespace sluice {

namespace {

/// How streams went, beside the messages: most are never looked at.
constexpr const char* Timelines = R"(
CREATE TABLE timelines(
    n INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL,
    message INTEGER NOT NULL,
    data BLOB NOT NULL, -- JSON, compressed: core/figures/timelinejson.h
    UNIQUE(conversation, message)
);
)";

constexpr std::array Migrations {
    // 1. Numbers named n are never used twice (AUTOINCREMENT): the search index speaks of them, and a late word about what is
    // gone must not hit something new. Times in milliseconds since 1970.
    R"(
CREATE TABLE conversations(
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL DEFAULT '',
    unpinned INTEGER NOT NULL DEFAULT 1, -- this way round, and recency = -last active, so that the list's order
    recency INTEGER NOT NULL, -- is ascending in all its parts: one comparison of rows finds the next page
    created INTEGER NOT NULL,
    message_count INTEGER NOT NULL DEFAULT 0,
    fate INTEGER NOT NULL DEFAULT 0 -- a ConversationFate
);
CREATE INDEX conversation_list ON conversations(unpinned, recency, id) WHERE fate = 0;
CREATE INDEX conversation_fates ON conversations(fate) WHERE fate <> 0;

CREATE TABLE places(
    conversation INTEGER PRIMARY KEY,
    draft TEXT NOT NULL,
    scroll_place BLOB NOT NULL,
    endpoint TEXT NOT NULL,
    model TEXT NOT NULL,
    strategy BLOB NOT NULL,
    uses_cache INTEGER NOT NULL
);

CREATE TABLE messages(
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation INTEGER NOT NULL,
    id INTEGER NOT NULL, -- from 0 in the order of making
    parent INTEGER NOT NULL, -- id of the turn before, -1 = none
    role TEXT NOT NULL,
    state TEXT NOT NULL,
    text TEXT NOT NULL,
    reasoning TEXT NOT NULL,
    model TEXT NOT NULL,
    finish_reason TEXT NOT NULL,
    server_stop INTEGER NOT NULL,
    error TEXT, -- JSON
    figures TEXT, -- JSON
    seams TEXT, -- JSON
    created INTEGER,
    UNIQUE(conversation, id)
);
CREATE INDEX message_jumps ON messages(conversation, id, parent) WHERE parent <> id - 1;
CREATE INDEX messages_unfinished ON messages(n) WHERE state IN ('pending', 'streaming');

-- What waits for the search index, which is another file. Beside the rows: a mark in a row would write all of its text again.
CREATE TABLE messages_to_index(n INTEGER PRIMARY KEY);
CREATE TABLE titles_to_index(n INTEGER PRIMARY KEY);

CREATE TABLE choices(
    conversation INTEGER NOT NULL,
    parent INTEGER NOT NULL,
    child INTEGER NOT NULL,
    PRIMARY KEY(conversation, parent)
) WITHOUT ROWID;

CREATE TABLE attachments(
    n INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL,
    message INTEGER NOT NULL, -- -1 = the draft
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    mime_type BLOB NOT NULL,
    data BLOB NOT NULL,
    UNIQUE(conversation, message, place)
);

-- What streaming answers have grown by since their message was written; joined to it when it is read.
CREATE TABLE journal(
    n INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL,
    message INTEGER NOT NULL,
    text TEXT NOT NULL,
    reasoning TEXT NOT NULL
);
CREATE INDEX journal_pieces ON journal(conversation, message, n);
)",
    // 2. Counts what changes messages and choices, but for the journal: see ConversationStamp.
    "ALTER TABLE conversations ADD COLUMN revision INTEGER NOT NULL DEFAULT 0",
    // 3. A ReplayTicket as JSON.
    "ALTER TABLE messages ADD COLUMN ticket TEXT",
    // 4.
    Timelines,
};

}

std::span<const char* const> historyMigrations()
{
    return Migrations;
}

Result<void> migrate(Database& database, std::span<const char* const> migrations)
{
    const Result<qint64> version = database.number("PRAGMA user_version");
    if (!version)
        return std::unexpected(version.error());
    if (*version < 0 || *version > qint64(migrations.size()))
        return std::unexpected(database.failure(StorageFault::Newer));
    for (qint64 next = *version; next < qint64(migrations.size()); ++next) {
        const Result<void> done = database.atomically([&]() -> Result<void> {
            const Result<void> changed = database.run(migrations[size_t(next)]);
            if (!changed)
                return changed;
            return database.run(("PRAGMA user_version = " + std::to_string(next + 1)).c_str());
        });
        if (!done)
            return done;
    }
    return {};
}

}
