#pragma once

#include "core/gateway/answerformat.h"
#include "core/gateway/answersource.h"
#include "core/gateway/exchange.h"
#include "core/gateway/headgate.h"

#include <memory>

namespace sluice {

struct ContentProblem;
struct RouteContext;
struct RouteMetrics;

/// What /v1/chat/completions does the same, whether the demo model answers or a server. Gateway thread.

void refuseCompletion(Exchange& exchange, const ContentProblem& problem);
void refuseDraining(Exchange& exchange);

/// What an answer to \a exchange is counted by.
RouteMetrics& completionMetrics(const Exchange& exchange, RouteContext& context);

/// Begins a stream from \a source under the name \a id, without a grace, and lets \a exchange follow it once its head is known.
void startCompletion(Exchange& exchange, RouteContext& context, std::unique_ptr<AnswerFormat> format, const QByteArray& id,
    std::unique_ptr<AnswerSource> source, HeadGate::Refusal refusal);

}
