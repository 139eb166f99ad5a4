#pragma once

#include "core/chat/conversation.h"
#include "core/figures/streamtimeline.h"
#include "core/flow/slotpool.h"
#include "core/store/responsecache.h"

#include <QString>

#include <memory>
#include <optional>

namespace sluice {

/// What the performance panel shows: one answer, and the counters of the program. A value.
struct PanelContent
{
    std::shared_ptr<const StreamTimeline> timeline; ///< null: nothing is known of an answer
    Message answer; ///< without its text
    bool isLive = false; ///< its stream runs
    SlotPoolStats pool;
    std::optional<CacheStats> cache; ///< nothing: there is no cache

    /// Tokens where the server counted them, else deltas; see SPEC "Words".
    bool countsTokens() const { return !isLive && answer.figures.usage.completionTokens.has_value(); }
};

/// (tokens − 1) / (E2E − TTFT), in tokens where they were counted, else deltas, a second; of a running answer deltas, by the gaps
/// so far. Nothing while it cannot be told.
std::optional<double> meanRate(const PanelContent& content);

/// Whether the server's count of tokens is that of the deltas: then a rate of deltas is one of tokens.
bool countsEachToken(const PanelContent& content);

/// One sentence that answers "is it the model, the network, the proxy or my client?", as far as that was measured.
QString streamVerdict(const PanelContent& content);

}
