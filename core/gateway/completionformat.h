#pragma once

#include "core/gateway/answerformat.h"
#include "core/gateway/reply.h"

#include <QByteArray>

namespace sluice {

/// What every chunk of one OpenAI-style answer repeats.
struct CompletionHead
{
    QByteArray id;
    qint64 created = 0; ///< seconds since 1970
    QByteArray model;
};

/// {"prompt_tokens","completion_tokens","total_tokens"}, what was never counted as 0: OpenAI's clients expect numbers.
QByteArray completionUsageJson(const Usage& usage);

/// The whole answer in one JSON object.
QByteArray completionJson(
    const CompletionHead& head, QStringView text, QStringView reasoning, QStringView finishReason, const Usage& usage);

/// The error of a /v1 answer in its own form.
QByteArray completionErrorJson(const Error& error);

/// The same as a whole reply, for an answer that never began.
Reply completionRefusal(const Error& error);

/// The chunks of /v1/chat/completions, as OpenAI's servers send them; no event ids.
class CompletionFormat final : public AnswerFormat
{
public:
    CompletionFormat(CompletionHead head, bool includeUsage);

    bool hasEventIds() const override { return false; }
    void begin(StreamLog& log) override;
    void write(const Delta& delta, StreamLog& log) override;
    void end(const StreamEnd& end, const Usage& usage, StreamLog& log) override;

private:
    void appendChunk(StreamLog& log, const QByteArray& choices, const QByteArray& usage) const;
    void appendDelta(StreamLog& log, const QByteArray& delta, const QByteArray& finishReason) const;

    CompletionHead m_head;
    bool m_includeUsage;
};

}
