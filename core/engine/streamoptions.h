#pragma once

#include "core/chat/answerjoiner.h"
#include "core/chat/endpoint.h"
#include "core/chat/endpointabilities.h"
#include "core/chat/provider.h"
#include "core/engine/cachepolicy.h"
#include "core/flow/bufferstrategy.h"
#include "core/net/managerpool.h"
#include "core/net/retrypolicy.h"
#include "core/wire/wiretap.h"

#include <memory>
#include <optional>

namespace sluice {

/// Watchdogs of a stream. 0 = off.
struct TimeoutOptions
{
    Millis firstByte {120000}; ///< request sent → head of the answer; a local model may take long to read its prompt
    Millis silence {30000}; ///< since the head or the last piece of the body; comments and pings count as life
    Millis stalledAfter {3000}; ///< silence after which the state reads "stalled"
    Millis connect {15000}; ///< start → request sent: name, TCP, TLS. Qt has no bound of its own for TLS
};

/// What a stream may do by itself when its answer breaks off. It is always replayed where that can be had: that is exact and
/// costs nothing.
struct ResumeOptions
{
    bool mayPayAgain = false; ///< go on with a new request (see isPaidAgain()); never after a tool call
    bool mayBeKept = true; ///< ask the server to keep the answer for replay (the Responses API stores it then)
    Millis pollInterval {1000}; ///< where the answer can only be asked for as a whole
    Millis pollPatience {600000}; ///< it is given up when that brings nothing new for so long

    bool operator==(const ResumeOptions&) const = default;
};

/// Everything one answer needs. A value.
struct StreamRequest
{
    Endpoint endpoint;
    QByteArray key; ///< may be empty
    ChatRequest chat;
    StrategyOptions strategy;
    RetryOptions retry;
    ResumeOptions resume;
    /// Not empty: the user goes on with an answer that broke off. \c chat asks for it as it did at first; by which means it goes
    /// on is found out here, and the first new piece comes behind a SeamDelta.
    PartialAnswer partialAnswer;
    /// That answer may still be had from its server, which is tried first.
    std::optional<ReplayTicket> ticket {};
    EndpointAbilities abilities; ///< what was known before; what the engine has seen since then counts more
    TimeoutOptions timeouts;
    TransportOptions transport;
    CachePolicy cache;
    Millis frameInterval {16}; ///< at most one frame() signal in this time; 0 = at once
    std::shared_ptr<WireTap> tap; ///< sees the exchanges of the answer: to record it; may be null
};

/// What was measured of a stream, in milliseconds from the moment the request was sent; nothing for what did not happen.
struct StreamFigures
{
    std::optional<double> ttftMs;
    std::optional<double> e2eMs;
    qint64 textDeltas = 0;
    qint64 wireBytes = 0;
    qint64 decodedBytes = 0;
    int reconnects = 0;
    std::optional<TimePoint> startedAt {}; ///< from which times count; nothing when it never came to that
};

}
