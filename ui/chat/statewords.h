#pragma once

#include "core/chat/conversation.h"
#include "core/engine/streamstate.h"

#include <QString>

namespace sluice {

/// The word for it in the window's language; of a stopped one with what the server said about it. What is stored, and the
/// accessible `Stream state: <state>`, have names that stay: messageStateName(), streamStateName().
QString stateWords(MessageState state, ServerStop serverStop);
QString stateWords(StreamState state, ServerStop serverStop);

}
