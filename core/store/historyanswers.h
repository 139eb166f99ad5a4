#pragma once

#include "core/chat/attachment.h"
#include "core/chat/messagesource.h"
#include "core/store/conversationsummary.h"

#include <QList>
#include <QString>

#include <optional>
#include <utility>
#include <vector>

namespace sluice {

// What a history answers. Values.

/// What was found when the history was opened.
struct HistoryOpening
{
    /// Set when the database was damaged: one sentence that says where it was set aside and how much was recovered.
    std::optional<QString> damage;
    int interrupted = 0; ///< answers that were being written when the program last ended
};

/// One conversation as the store has it.
struct OpenedConversation
{
    ConversationSummary summary;
    ConversationPlace place;
    MessageShape shape;
    QList<Attachment> draftAttachments; ///< of the message that is being written
};

/// One message that a search found.
struct SearchHit
{
    QString conversationId;
    QString title; ///< of the conversation
    int messageId = 0; ///< -1 = its title is what was found
    qint64 createdAt = 0; ///< of the message; ms since 1970
    QString snippet; ///< plain text around the first match
    std::vector<std::pair<int, int>> marks; ///< (start, length) in \c snippet of what matches
};

/// Where the next page of a search goes on; opaque.
using SearchKey = qint64;

struct SearchPage
{
    /// Youngest first; on the first page some conversations whose title fits come before. May be fewer than were asked for
    /// although there are more, when those are far.
    QList<SearchHit> hits;
    std::optional<SearchKey> next; ///< nothing = that was the last page
};

}
