#pragma once

#include "core/recording/recordingframe.h"
#include "core/recording/recordingjson.h"

#include <QByteArray>
#include <QList>

namespace sluice::test {

inline RecordingHeader sampleHeader()
{
    return {.application = QStringLiteral("Sluice 0.1.0"),
        .recordedAt = QDateTime(QDate(2026, 5, 4), QTime(3, 2, 1, 250), Qt::UTC),
        .provider = QStringLiteral("openai"),
        .model = QStringLiteral("m"),
        .endpoint = QStringLiteral("here")};
}

inline HttpRequest sampleRequest(const QByteArray& path = "/v1/chat/completions")
{
    return {.method = "POST",
        .url = QUrl(QStringLiteral("https://example.org") + QString::fromLatin1(path)),
        .headers = {{"Content-Type", "application/json"}},
        .body = R"({"model":"m","messages":[{"role":"user","content":"hi"}]})"};
}

/// The frames of a recording: two tries, of which the first is refused.
inline QList<QByteArray> sampleFrames()
{
    using Type = RecordingFrame::Type;
    const HttpRequest request = sampleRequest();
    const Error refused {.kind = ErrorKind::Server, .message = QStringLiteral("busy"), .httpStatus = 503};
    return {
        encodeFrame(Type::Header, 0, Micros(0), toJson(sampleHeader())),
        encodeFrame(Type::Request, 0, Micros(10), toJson(request)),
        encodeFrame(Type::RequestBody, 0, Micros(10), request.body),
        encodeFrame(Type::Head, 0, Micros(2000), toJson(HttpResponseHead {503, {{"Retry-After", "1"}}})),
        encodeFrame(Type::End, 0, Micros(2001), toJson(RecordedEnd {.how = RecordedEnd::How::Broken, .error = refused})),
        encodeFrame(Type::Request, 1, Micros(3000), toJson(request)),
        encodeFrame(Type::RequestBody, 1, Micros(3000), request.body),
        encodeFrame(Type::Head, 1, Micros(4000), toJson(HttpResponseHead {200, {{"Content-Type", "text/event-stream"}}})),
        encodeFrame(Type::Body, 1, Micros(5000), "data: one\n\n"),
        encodeFrame(Type::Body, 1, Micros(1000000), QByteArray("data: two\0\n\n", 12)),
        encodeFrame(Type::End, 1, Micros(1000001), toJson(RecordedEnd {})),
        encodeFrame(Type::Outcome, 0, Micros(1000100), toJson(RecordedOutcome {})),
    };
}

inline QByteArray fileOf(const QList<QByteArray>& frames)
{
    return RecordingMagic.toByteArray() + frames.join();
}

}
