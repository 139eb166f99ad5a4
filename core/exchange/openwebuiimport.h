#pragma once

#include "core/base/result.h"
#include "core/chat/jsonreader.h"
#include "core/exchange/conversationrecord.h"

namespace sluice {

/// A chat of Open WebUI's export (an array with a `chat` in each, whose `history` has the messages by their ids). Reasoning that
/// it keeps as <details type="reasoning"> inside the text becomes reasoning; images that are in the file become attachments.
bool isOpenWebUiJson(const JsonValue& element);

Result<ConversationRecord> readOpenWebUiJson(const JsonValue& element);

}
