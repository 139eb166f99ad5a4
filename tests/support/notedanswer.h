#pragma once

#include "core/gateway/answersource.h"

#include <QString>

#include <optional>

namespace sluice::test {

/// A sink that writes down what it was given, and follows one source. A text, a reasoning in brackets, "#" for a usage, "*" for
/// what says that it is cached.
struct NotedAnswer final : AnswerSink
{
    explicit NotedAnswer(std::unique_ptr<AnswerSource> from)
        : source(std::move(from))
    {
        source->start(*this);
    }
    ~NotedAnswer() override { source->stop(); }
    Q_DISABLE_COPY_MOVE(NotedAnswer)

    void takeHead() override { ++heads; }
    void takeDelta(const Delta& delta) override
    {
        ++deltas;
        if (const auto* text = std::get_if<TextDelta>(&delta))
            said += text->text;
        else if (const auto* reasoning = std::get_if<ReasoningDelta>(&delta))
            said += u'[' + reasoning->text + u']';
        else
            said += std::holds_alternative<Usage>(delta) ? u'#' : u'*';
        if (deltas == pauseAfter)
            source->setReading(Reading::Paused);
        if (deltas == stopAfter)
            source->stop();
    }
    void takeEnd(const StreamEnd& how) override
    {
        ++ends;
        end = how;
    }

    std::unique_ptr<AnswerSource> source;
    int pauseAfter = -1;
    int stopAfter = -1;
    int heads = 0;
    int deltas = 0;
    int ends = 0;
    QString said;
    std::optional<StreamEnd> end;
};

}
