#pragma once

#include "core/gateway/answerformat.h"
#include "core/wire/newlinenormalizer.h"

namespace sluice {

/// The events of the /chat routes: text, its line ends as LF, without an `event:` line, `reasoning`, and last `done` or `error`;
/// each with its id.
class ChatFormat final : public AnswerFormat
{
public:
    bool hasEventIds() const override { return true; }
    bool prepare(Delta& delta) override;
    void write(const Delta& delta, StreamLog& log) override;
    void end(const StreamEnd& end, const Usage& usage, StreamLog& log) override;

private:
    NewlineNormalizer m_text;
    NewlineNormalizer m_reasoning;
};

}
