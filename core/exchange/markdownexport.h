#pragma once

#include "core/exchange/conversationrecord.h"

namespace sluice {

// A conversation as a Markdown document to read: a heading with the title, one for each shown turn, its text as it is.
// Attachments are named, reasoning is a quote, an answer that was cut short says so.

QString markdownTitle(const ConversationSummary& summary);
QString markdownTurn(const Message& message);

/// The whole of it: the turns that are shown.
QString conversationMarkdown(const ConversationRecord& record);

}
