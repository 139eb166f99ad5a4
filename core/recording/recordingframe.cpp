#include "core/recording/recordingframe.h"

#include "core/recording/recording.h"

#include <QtEndian>

#include <zlib.h>

namespace sluice {

namespace {

constexpr qsizetype ChecksumAt = 16;

}

quint32 frameChecksum(QByteArrayView head, QByteArrayView payload)
{
    uLong sum = crc32_z(0, nullptr, 0);
    sum = crc32_z(sum, reinterpret_cast<const Bytef*>(head.data()), std::size_t(ChecksumAt));
    // zlib takes a null pointer as "begin anew".
    if (!payload.isEmpty())
        sum = crc32_z(sum, reinterpret_cast<const Bytef*>(payload.data()), std::size_t(payload.size()));
    return quint32(sum);
}

QByteArray encodeFrame(RecordingFrame::Type type, quint16 exchange, Micros at, QByteArrayView payload)
{
    Q_ASSERT(payload.size() <= MaxRecordingFrameBytes);
    QByteArray frame(RecordingFrame::HeadBytes, '\0');
    char* out = frame.data();
    out[0] = static_cast<char>(type);
    qToLittleEndian(exchange, out + 2);
    qToLittleEndian(quint32(payload.size()), out + 4);
    qToLittleEndian(quint64(at.count()), out + 8);
    qToLittleEndian(frameChecksum(frame, payload), out + ChecksumAt);
    frame.append(payload);
    return frame;
}

RecordingFrameHead decodeFrameHead(QByteArrayView head)
{
    Q_ASSERT(head.size() == RecordingFrame::HeadBytes);
    const char* in = head.data();
    return {.type = static_cast<RecordingFrame::Type>(in[0]),
        .exchange = qFromLittleEndian<quint16>(in + 2),
        .length = qFromLittleEndian<quint32>(in + 4),
        .micros = qFromLittleEndian<quint64>(in + 8),
        .checksum = qFromLittleEndian<quint32>(in + ChecksumAt)};
}

}
