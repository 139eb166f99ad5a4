#pragma once

#include "core/engine/endpointprobe.h"
#include "core/lab/scorecard.h"
#include "core/lab/watchedanswer.h"

#include <vector>

namespace sluice {

class Provider;

// What the answers of an endpoint say about it, line by line. Pure.

/// models
ScoreLine modelsLine(const Result<EndpointProbe>& probe);
/// answer, event_stream, utf8, events, ending, usage, ttft, rate, gzip: of an answer that was asked for in the usual way.
std::vector<ScoreLine> answerLines(const AnswerOutcome& outcome, const Provider& provider);
/// http2: \a outcome of a request that allowed it.
ScoreLine http2Line(const AnswerOutcome& outcome);
/// prefill: \a outcome of a request whose last turn was \a beginning, of an answer that is \a whole otherwise.
ScoreLine prefillLine(const AnswerOutcome& outcome, const QString& beginning, const QString& whole);
/// replay: \a outcome of an answer that was broken off once, and may not be paid again; \a paidRequests of it. \a whole is how it
/// has to read; empty where it is another one each time.
ScoreLine replayLine(const AnswerOutcome& outcome, int paidRequests, const Provider& provider, const QString& whole);
/// cancel: \a outcome of an answer that was stopped.
ScoreLine cancelLine(const AnswerOutcome& outcome);
/// errors: \a outcome of a request for a model that does not exist.
ScoreLine errorsLine(const AnswerOutcome& outcome);

/// A line about what could not be tried, and why.
ScoreLine unseenLine(QLatin1StringView id, const QString& why);

}
