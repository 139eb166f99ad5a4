#pragma once

#include "core/chat/answerprogress.h"
#include "core/chat/jsonreader.h"
#include "core/chat/provider.h"

namespace sluice {

/// The part of a decoder that all providers with JSON events share: reading, [DONE], errors in every shape that is not the
/// provider's own, and events that cannot be read.
class JsonDecoder : public DeltaDecoder
{
public:
    Result<void> decode(const SseEventView& event, Deltas& out) final;
    Result<void> decodeJson(QByteArrayView body, Deltas& out) final;
    bool isFinished() const final { return m_progress.isFinished(); }
    bool isDone() const final { return m_progress.isDone(); }
    QString finishReason() const final { return m_progress.finishReason(); }
    Result<void> end() const final { return m_progress.end(); }

protected:
    /// What one event holds. \a type is the event's name, which may be the default "message". \a root may be any JSON value.
    virtual Result<void> decodeEvent(std::string_view type, const JsonValue& root, Deltas& out) = 0;

    /// A whole answer that came as plain JSON.
    virtual Result<void> decodeAnswer(const JsonValue& root, Deltas& out) = 0;

    /// Whether a whole answer is one that will not grow any more.
    virtual bool isWhole(const JsonValue&) const { return true; }

    /// Whether an event of that name is one of the provider's; one that is not may hold anything.
    virtual bool ownsEvent(std::string_view type) const = 0;

    AnswerProgress& progress() { return m_progress; }

private:
    Result<void> read(const SseEventView& event, Deltas& out);
    Error unreadable(const SseEventView& event, ErrorKind kind) const;

    AnswerProgress m_progress;
    qint64 m_eventCount = 0;
};

}
