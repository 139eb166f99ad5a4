#include "core/chat/answerprogress.h"

#include <QCoreApplication>

namespace sluice {

void AnswerProgress::addText(const QString& piece, Deltas& out)
{
    m_hasContent = m_hasContent || !piece.isEmpty();
    QString whole = m_text.join(piece);
    if (!whole.isEmpty())
        out.emplace_back(TextDelta {std::move(whole)});
}

void AnswerProgress::addReasoning(const QString& piece, Deltas& out)
{
    m_hasContent = m_hasContent || !piece.isEmpty();
    QString whole = m_reasoning.join(piece);
    if (!whole.isEmpty())
        out.emplace_back(ReasoningDelta {std::move(whole)});
}

Result<void> AnswerProgress::addToolCall(const ToolCallPiece& piece, Deltas& out)
{
    m_hasContent = true;
    return m_toolCalls.add(piece, out);
}

void AnswerProgress::addUsage(const Usage& seen, Deltas& out)
{
    Usage merged = m_usage;
    if (seen.promptTokens)
        merged.promptTokens = seen.promptTokens;
    if (seen.completionTokens)
        merged.completionTokens = seen.completionTokens;
    if (merged == m_usage)
        return;
    m_usage = merged;
    out.emplace_back(merged);
}

void AnswerProgress::finish(const QString& word, Deltas& out)
{
    release(out);
    if (m_isFinished)
        return;
    m_isFinished = true;
    m_finishReason = withoutLoneHalves(word.left(MaxFinishReason));
}

void AnswerProgress::setDone(Deltas& out)
{
    release(out);
    m_isDone = true;
}

void AnswerProgress::release(Deltas& out)
{
    const QString reasoning = m_reasoning.rest();
    if (!reasoning.isEmpty())
        out.emplace_back(ReasoningDelta {reasoning});
    const QString text = m_text.rest();
    if (!text.isEmpty())
        out.emplace_back(TextDelta {text});
    m_toolCalls.release(out);
}

Result<void> AnswerProgress::end() const
{
    if (m_isFinished)
        return {};
    if (m_isDone) {
        return std::unexpected(Error {.kind = ErrorKind::Protocol,
            .message =
                QCoreApplication::translate("Error", "The server ended the stream without saying that the answer is complete.")});
    }
    return std::unexpected(Error {.kind = ErrorKind::Network,
        .message = QCoreApplication::translate("Error", "The connection closed before the answer was complete.")});
}

}
