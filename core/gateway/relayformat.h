#pragma once

#include "core/gateway/answerformat.h"

#include <QByteArray>

namespace sluice {

/// The chunks of /v1/chat/completions as the upstream sends them, with all that they hold; only how the stream ends is ours:
/// [DONE] behind an answer that is complete, else one error and no [DONE]. No event ids.
class RelayFormat final : public AnswerFormat
{
public:
    bool hasEventIds() const override { return false; }
    void relay(const SseEventView& event, StreamLog& log) override;
    void write(const Delta&, StreamLog&) override { }
    void end(const StreamEnd& end, const Usage& usage, StreamLog& log) override;

private:
    QByteArray m_failure; ///< the data of the event that reports one: the end tells whether it is
};

}
