#pragma once

#include "core/base/clock.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace sluice {

/// One frame of a .sluice file (docs/recording.md). A value.
struct RecordingFrame
{
    enum class Type : char {
        Header = 'I', ///< JSON; the first frame
        Request = 'Q', ///< JSON: a new exchange, with the next number
        RequestBody = 'B', ///< bytes, in pieces
        Head = 'H', ///< JSON
        Body = 'D', ///< bytes
        End = 'E', ///< JSON: of an exchange
        Outcome = 'X', ///< JSON: of the whole; the last frame
    };

    Type type = Type::Body; ///< may be one that this version does not know
    quint16 exchange = 0;
    Micros at {0};
    QByteArray payload;

    static constexpr qsizetype HeadBytes = 20;
};

/// What every recording begins with.
inline constexpr QByteArrayView RecordingMagic = "SLUICE1\n";

/// \a payload must not be longer than MaxRecordingFrameBytes.
QByteArray encodeFrame(RecordingFrame::Type type, quint16 exchange, Micros at, QByteArrayView payload);

/// What the first bytes of a frame say.
struct RecordingFrameHead
{
    RecordingFrame::Type type = RecordingFrame::Type::Body;
    quint16 exchange = 0;
    quint32 length = 0; ///< of the payload; any number, unless it was checked
    quint64 micros = 0;
    quint32 checksum = 0;
};

/// \a head must be RecordingFrame::HeadBytes long.
RecordingFrameHead decodeFrameHead(QByteArrayView head);

/// The CRC-32 of a frame: over \a head but for its own place, and \a payload.
quint32 frameChecksum(QByteArrayView head, QByteArrayView payload);

}
