#pragma once

#include "core/recording/recordingframe.h"
#include "core/recording/recordingjson.h"
#include "tests/support/recordingvalues.h"

#include <QByteArray>
#include <QFile>
#include <QList>

#include <optional>

namespace sluice::test {

// Frames of a recording's file, one after the other.

inline QByteArray headerFrame(const QString& provider = QStringLiteral("openai"))
{
    return encodeFrame(RecordingFrame::Type::Header, 0, Micros(0), toJson(sampleHeader(provider)));
}

inline QByteArray requestFrames(quint16 number, Micros at, const HttpRequest& request = sampleRequest())
{
    return encodeFrame(RecordingFrame::Type::Request, number, at, toJson(request))
        + encodeFrame(RecordingFrame::Type::RequestBody, number, at, request.body);
}

inline QByteArray headFrame(quint16 number, Micros at, int status = 200, const HttpHeaders& headers = eventStreamHeaders())
{
    return encodeFrame(RecordingFrame::Type::Head, number, at, toJson(HttpResponseHead {status, headers}));
}

inline QByteArray bodyFrame(quint16 number, Micros at, const QByteArray& bytes)
{
    return encodeFrame(RecordingFrame::Type::Body, number, at, bytes);
}

inline QByteArray endFrame(quint16 number, Micros at, const RecordedEnd& end = {})
{
    return encodeFrame(RecordingFrame::Type::End, number, at, toJson(end));
}

inline QByteArray outcomeFrame(Micros at, const std::optional<Error>& error = {})
{
    return encodeFrame(RecordingFrame::Type::Outcome, 0, at, toJson(RecordedOutcome {.at = {}, .error = error}));
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

/// Writes a recording of \a frames; \a fileName, or nothing when it cannot be written.
inline QString writeRecording(const QString& fileName, const QByteArray& frames)
{
    QFile file(fileName);
    return file.open(QIODevice::WriteOnly) && file.write(fileOf({frames})) > 0 ? fileName : QString();
}

}
