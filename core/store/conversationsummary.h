#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace sluice {

/// What the list of conversations shows of one. A value. Times in milliseconds since 1970, UTC.
struct ConversationSummary
{
    QString id; ///< unique; a UUID without braces
    QString title; ///< empty until the first message
    bool isPinned = false;
    qint64 lastActive = 0;
    qint64 createdAt = 0;
    int messageCount = 0; ///< on all branches; kept by the store

    bool operator==(const ConversationSummary&) const = default;
};

/// What belongs to a conversation beside its messages, as its window left it. A value; the store does not look into it.
struct ConversationPlace
{
    QString draft;
    QByteArray scrollPlace; ///< as the chat view says it; empty = the end
    QString endpointId;
    QString model;
    QByteArray strategy; ///< as Settings writes it; empty = the default
    bool usesCache = true;

    bool operator==(const ConversationPlace&) const = default;
};

/// Where a page of the list goes on: the order is pinned first, then youngest activity, then id.
struct ConversationKey
{
    bool isPinned = false;
    qint64 lastActive = 0;
    QString id;
};

inline ConversationKey keyOf(const ConversationSummary& summary)
{
    return {.isPinned = summary.isPinned, .lastActive = summary.lastActive, .id = summary.id};
}

}
