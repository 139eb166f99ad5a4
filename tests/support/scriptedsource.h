#pragma once

#include "core/gateway/answersource.h"

#include <QString>

#include <memory>
#include <utility>

namespace sluice::test {

/// A source that does what the test says, and shows what was asked of it.
struct ScriptedSource final : AnswerSource
{
    struct Shared
    {
        AnswerSink* sink = nullptr;
        Reading reading = Reading::Go;
        bool alive = true;
        SourceFigures figures {};

        /// Gives texts of \a size characters while it may, up to \a most; how many it gave.
        int give(int most, qsizetype size)
        {
            int given = 0;
            while (given < most && reading == Reading::Go && sink) {
                sink->takeDelta(TextDelta {QString(size, u'x')});
                ++given;
            }
            return given;
        }
    };

    explicit ScriptedSource(std::shared_ptr<Shared> state)
        : shared(std::move(state))
    { }
    ~ScriptedSource() override { shared->alive = false; }
    void start(AnswerSink& sink) override { shared->sink = &sink; }
    void setReading(Reading reading) override { shared->reading = reading; }
    void stop() override { shared->sink = nullptr; }
    SourceFigures figures() const override { return shared->figures; }

    std::shared_ptr<Shared> shared; // with the test
};

}
