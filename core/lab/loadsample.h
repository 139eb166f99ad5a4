#pragma once

#include "core/base/error.h"
#include "core/chat/delta.h"

#include <optional>
#include <vector>

namespace sluice {

/// One request of a load test. Milliseconds from when it was due (open loop) or sent (closed loop: there the server's pace
/// decides when that is); nothing for what did not happen.
struct LoadSample
{
    qint64 number = 0; ///< in the order in which they were due, from 0
    double dueMs = 0; ///< from the start of the run
    double lagMs = 0; ///< due → handed to the socket by the generator
    std::optional<double> connectMs; ///< name, TCP and TLS; nothing on a connection that was there
    std::optional<double> ttftMs; ///< first text delta
    std::optional<double> e2eMs; ///< the end, also that of an answer that failed
    qint64 deltas = 0; ///< text and reasoning
    std::optional<qint64> outputTokens; ///< as the server counted
    double firstDeltaMs = 0; ///< of the gaps: the first delta of any kind
    double lastDeltaMs = 0;
    qint64 wireBytes = 0; ///< of the body
    qint64 decodedBytes = 0;
    std::optional<Error> error; ///< nothing: the answer is complete
    bool isWarmUp = false;
    std::vector<float> tokenMs; ///< of each delta; only if the plan says so

    /// Tokens if the server counted them, else deltas.
    qint64 tokens() const { return outputTokens.value_or(deltas); }
    /// The mean gap between two deltas; nothing with fewer than two.
    std::optional<double> meanGapMs() const
    {
        return deltas < 2 ? std::nullopt : std::optional((lastDeltaMs - firstDeltaMs) / double(deltas - 1));
    }
    /// (E2E − TTFT) / (tokens − 1), of a complete answer.
    std::optional<double> tpotMs() const
    {
        return error || !ttftMs || !e2eMs || tokens() < 2 ? std::nullopt
                                                          : std::optional((*e2eMs - *ttftMs) / double(tokens() - 1));
    }
};

}
