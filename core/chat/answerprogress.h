#pragma once

#include "core/base/result.h"
#include "core/chat/delta.h"
#include "core/chat/toolcalls.h"
#include "core/chat/utf16joiner.h"

namespace sluice {

/// What a decoder has seen of its answer so far; every decoder writes its deltas through one. Leaves out empty pieces and usage
/// that says nothing new, joins surrogate pairs, and knows whether the answer is complete. Pure.
class AnswerProgress
{
public:
    static constexpr qsizetype MaxFinishReason = 128;

    void addText(const QString& piece, Deltas& out);
    void addReasoning(const QString& piece, Deltas& out);
    Result<void> addToolCall(const ToolCallPiece& piece, Deltas& out);

    /// Figures are cumulative: a new one replaces the old, one that \a seen lacks stays.
    void addUsage(const Usage& seen, Deltas& out);

    /// The provider's finish, in its own word, which is cut after MaxFinishReason characters. The first one stands.
    void finish(const QString& word, Deltas& out);

    /// Nothing more will matter.
    void setDone(Deltas& out);

    /// Appends halves of surrogate pairs that are still held, as U+FFFD: the other half will not come.
    void release(Deltas& out);

    /// Text, reasoning or a tool call has come.
    bool hasContent() const { return m_hasContent; }
    bool isFinished() const { return m_isFinished; }
    bool isDone() const { return m_isDone; }
    QString finishReason() const { return m_finishReason; }

    /// See DeltaDecoder::end().
    Result<void> end() const;

private:
    Utf16Joiner m_text;
    Utf16Joiner m_reasoning;
    ToolCalls m_toolCalls;
    Usage m_usage;
    QString m_finishReason;
    bool m_hasContent = false;
    bool m_isFinished = false;
    bool m_isDone = false;
};

}
