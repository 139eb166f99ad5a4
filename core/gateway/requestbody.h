#pragma once

#include "core/gateway/demomodel.h"
#include "core/gateway/incomingrequest.h"

#include <QString>

#include <expected>

namespace sluice {

/// Why the content of a request cannot be used.
struct ContentProblem
{
    int status = 422;
    QString detail;
    QString code; ///< OpenAI's word for it, on /v1
};

/// The message of a /chat… request: of its JSON body, which wins, or of its query.
std::expected<QString, ContentProblem> chatMessage(const IncomingRequest& request);

/// What the gateway takes from a POST to /v1/chat/completions; other fields are the model's and are ignored by the demo.
struct CompletionRequest
{
    QString message; ///< the text of the last user turn
    bool stream = false;
    bool includeUsage = false;
    DemoOptions demo;
};

std::expected<CompletionRequest, ContentProblem> completionRequest(const IncomingRequest& request);

/// The same for a server behind the gateway, which judges by itself.
struct RelayedRequest
{
    QByteArray body; ///< as the client sent it, to the byte; only a `demo` object, which is for us, is left out
    bool stream = false;
    int choices = 1; ///< `n`
};

std::expected<RelayedRequest, ContentProblem> relayedRequest(const IncomingRequest& request);

}
