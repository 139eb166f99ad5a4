#pragma once

#include "core/base/result.h"
#include "core/chat/jsonreader.h"
#include "core/exchange/conversationrecord.h"

namespace sluice {

/// A conversation of ChatGPT's data export (`conversations.json`: an array with a `mapping` of nodes in each). Its images are in
/// other files of that export and are named in the text instead.
bool isChatGptJson(const JsonValue& element);

Result<ConversationRecord> readChatGptJson(const JsonValue& element);

}
