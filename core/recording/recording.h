#pragma once

#include "core/base/error.h"
#include "core/wire/http.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>

namespace sluice {

/// What a recording says about itself. A value.
struct RecordingHeader
{
    QString application; ///< "Sluice 0.1.0"
    QDateTime recordedAt; ///< UTC
    QString provider; ///< the name of a Provider: how the bytes are to be read
    QString model; ///< that was asked; may be empty
    QString endpoint; ///< as shown to the user; may be empty

    bool operator==(const RecordingHeader&) const = default;
};

/// Bytes of a body that were read together, so long after the recording began.
struct RecordedPiece
{
    Micros at {0};
    QByteArray bytes;

    bool operator==(const RecordedPiece&) const = default;
};

/// How an exchange ended.
struct RecordedEnd
{
    enum class How {
        Whole, ///< the body was complete
        Broken, ///< the connection broke, or never stood
        Closed, ///< by Sluice: it had what it wanted, was stopped, or gave up waiting
    };
    Micros at {0};
    How how = How::Whole;
    std::optional<Error> error {}; ///< of a broken one

    bool operator==(const RecordedEnd&) const = default;
};

/// One request, without its secrets, and the answer to it as it came over the wire. All times count from the beginning of the
/// recording.
struct RecordedExchange
{
    Micros at {0}; ///< the request was made
    HttpRequest request;
    Micros headAt {0};
    std::optional<HttpResponseHead> head; ///< nothing: there was no answer
    QList<RecordedPiece> body; ///< without transfer coding, with content coding
    std::optional<RecordedEnd> end; ///< nothing: the recording stops before it
};

/// What became of the answer as a whole.
struct RecordedOutcome
{
    Micros at {0};
    std::optional<Error> error {}; ///< nothing: it is complete

    bool operator==(const RecordedOutcome&) const = default;
};

/// One answer, from its first request to its end, across attempts. A value.
struct Recording
{
    RecordingHeader header;
    QList<RecordedExchange> exchanges; ///< in the order in which they began
    std::optional<RecordedOutcome> outcome; ///< nothing: the program ended before the answer did
};

/// Bounds of a file that is written or read.
inline constexpr qsizetype MaxRecordingFrameBytes = 1024 * 1024; ///< payload
inline constexpr qint64 MaxRecordingBytes = 256 * 1024 * 1024; ///< all payloads
inline constexpr int MaxRecordedExchanges = 1024;
inline constexpr Micros MaxRecordingTime = std::chrono::hours(7 * 24);

}
