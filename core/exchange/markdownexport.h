#pragma once

#include "core/exchange/conversationrecord.h"

namespace sluice {

/// The shown turns of \a record as one Markdown document to read: a heading with the title, one for each turn, its text as it is.
/// Attachments are named, reasoning is a quote, an answer that was cut short says so.
QString conversationMarkdown(const ConversationRecord& record);

}
