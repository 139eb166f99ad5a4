#pragma once

#include "tests/bench/benchserver.h"

#include <QUrl>

namespace sluice::bench {

/// A server that answers like OpenAI's with made-up Markdown, at a rate, and says in each event's "m" when it wrote it
/// (CLOCK_MONOTONIC µs). In a process of its own: make it before any thread.
class AnswerServer
{
public:
    AnswerServer();

    /// Base URL of answers of \a tokens deltas, \a rate a second; 0 = as fast as they are read.
    QUrl url(int tokens, int rate) const;

private:
    BenchServer m_server;
};

}
