#pragma once

#include "core/chat/provider.h"

namespace sluice {

// Requests that make a model go on with an answer that broke off. \a request asks for the answer itself, \a partial is what came
// of it. White space at its end is left out: servers refuse to go on behind it.

/// The partial answer as the beginning of the answer.
ChatRequest prefilledRequest(const ChatRequest& request, const QString& partial);

/// The partial answer quoted in the user's last turn, with the wish to go on. In that turn and not in one of its own: many
/// models' templates insist that user and assistant take turns.
ChatRequest quotedRequest(const ChatRequest& request, const QString& partial);

/// \a text without the white space at its end.
QString trimmedEnd(const QString& text);

}
