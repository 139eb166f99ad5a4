#pragma once

#include "core/base/error.h"
#include "core/chat/seam.h"

#include <QString>

#include <optional>
#include <variant>
#include <vector>

namespace sluice {

/// A piece of the answer's text.
struct TextDelta
{
    QString text;

    bool operator==(const TextDelta&) const = default;
};

/// A piece of the model's reasoning, shown apart from the answer.
struct ReasoningDelta
{
    QString text;

    bool operator==(const ReasoningDelta&) const = default;
};

/// A piece of a tool call: id and name once, arguments in pieces. \c index tells parallel calls apart.
struct ToolCallDelta
{
    int index = 0;
    QString id;
    QString name;
    QString arguments;

    bool operator==(const ToolCallDelta&) const = default;
};

/// What the server counted, cumulative: the last one stands. Nothing for a figure that was never reported.
struct Usage
{
    std::optional<qint64> promptTokens;
    std::optional<qint64> completionTokens;

    bool operator==(const Usage&) const = default;
};

/// The answer comes from a cache of the server.
struct CachedDelta
{
    bool operator==(const CachedDelta&) const = default;
};

/// The answer broke off and goes on here. Comes before the first piece that is new.
struct SeamDelta
{
    Seam seam;

    bool operator==(const SeamDelta&) const = default;
};

enum class AnswerPart { Text, Reasoning };

/// \c text replaces what came of \c part, but for its first \c keep characters. Only after a restart that is allowed (see
/// ResumeOptions); what was given as partial answer counts as if it had come. One piece, so that nothing is shown shorter than it
/// was.
struct RewriteDelta
{
    AnswerPart part = AnswerPart::Text;
    qint64 keep = 0;
    QString text;

    bool operator==(const RewriteDelta&) const = default;
};

/// One piece of an answer: what a provider decodes, or one of the two kinds that the stream adds when it goes on after a break.
/// How the answer ends is not a delta: see StreamEnd.
using Delta = std::variant<TextDelta, ReasoningDelta, ToolCallDelta, Usage, CachedDelta, SeamDelta, RewriteDelta>;
using Deltas = std::vector<Delta>;

/// How a stream ended: exactly one per stream, always last.
struct StreamEnd
{
    /// The provider's own word ("stop", "length", "end_turn"…); empty when the stream failed before it came.
    QString finishReason;
    /// Nothing when the answer is complete.
    std::optional<Error> error;

    bool operator==(const StreamEnd&) const = default;
};

}
