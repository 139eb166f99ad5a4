#pragma once

#include <QString>

#include <optional>

namespace sluice {

/// By which means a broken answer went on (SPEC "Reconnect and resume"). The first three replay what the server kept; the others
/// are new requests, paid again.
enum class ResumeMeans {
    LastEventId, ///< SSE replay after the last event's id
    StreamOffset, ///< llama.cpp: replay from a raw body byte
    ResponseSequence, ///< Responses API in background mode: after a sequence number
    Prefill, ///< the partial answer as the beginning of the answer
    QuotedTurn, ///< a user's turn that quotes the partial answer and asks to go on
    Restart, ///< the same request again
};

/// The stable name on disk and in JSON: "last_event_id", "stream_offset", "response_sequence", "prefill", "quoted_turn",
/// "restart".
QString resumeMeansName(ResumeMeans means);
std::optional<ResumeMeans> resumeMeansFromName(QStringView name);

/// Whether \a means is a new request instead of a replay.
constexpr bool isPaidAgain(ResumeMeans means)
{
    return means >= ResumeMeans::Prefill;
}

/// Where an answer broke and went on. A value.
struct Seam
{
    ResumeMeans means = ResumeMeans::LastEventId;
    qint64 textAt = 0; ///< characters of Message::text that stood when it went on
    qint64 repeated = 0; ///< characters that came once more and were dropped
    qint64 replaced = 0; ///< characters of the old text that the new one replaced; Restart only
    /// New requests that it took: all but the last broke off again before anything new came. 1 for a replay.
    int attempts = 1;

    bool operator==(const Seam&) const = default;
};

}
