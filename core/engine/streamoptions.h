#pragma once

#include "core/chat/endpoint.h"
#include "core/chat/provider.h"
#include "core/engine/cachepolicy.h"
#include "core/flow/bufferstrategy.h"
#include "core/net/managerpool.h"
#include "core/net/retrypolicy.h"

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

/// Everything one answer needs. A value.
struct StreamRequest
{
    Endpoint endpoint;
    QByteArray key; ///< may be empty
    ChatRequest chat;
    StrategyOptions strategy;
    RetryOptions retry;
    TimeoutOptions timeouts;
    TransportOptions transport;
    CachePolicy cache;
    Millis frameInterval {16}; ///< at most one frame() signal in this time; 0 = at once
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
};

}
