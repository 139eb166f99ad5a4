#include "core/recording/recordingreader.h"

#include "core/recording/recordingjson.h"

#include <QCoreApplication>
#include <QFile>

#include <utility>

namespace sluice {

namespace {

std::unexpected<Error> refuse(ErrorKind kind, const QString& message)
{
    return std::unexpected(Error {.kind = kind, .message = message});
}

/// Frames of a device, one after the other.
class Frames
{
public:
    explicit Frames(QIODevice& file)
        : m_file(file)
    { }

    qint64 position() const { return m_position; }
    /// A frame; nothing at the end of the file.
    Result<std::optional<RecordingFrame>> next();
    Result<void> readMagic();

private:
    Result<QByteArray> read(qsizetype bytes);
    std::unexpected<Error> cutOff() const;
    std::unexpected<Error> damaged() const;

    QIODevice& m_file;
    qint64 m_position = 0; ///< behind the last whole frame
    Micros m_last {0};
    qint64 m_payloads = 0;
};

std::unexpected<Error> Frames::cutOff() const
{
    return refuse(ErrorKind::Protocol,
        QCoreApplication::translate("Error", "The recording is cut off: what it holds ends after %1 bytes.").arg(m_position));
}

std::unexpected<Error> Frames::damaged() const
{
    return refuse(
        ErrorKind::Protocol, QCoreApplication::translate("Error", "The recording is damaged from byte %1 on.").arg(m_position));
}

/// May give less at the end of the file.
Result<QByteArray> Frames::read(qsizetype bytes)
{
    QByteArray all;
    while (all.size() < bytes) {
        const QByteArray piece = m_file.read(bytes - all.size());
        if (piece.isEmpty())
            break;
        all += piece;
    }
    const auto* file = qobject_cast<QFile*>(&m_file);
    if (all.size() < bytes && file && file->error() != QFile::NoError)
        return refuse(ErrorKind::Storage,
            QCoreApplication::translate("Error", "'%1' cannot be read: %2.").arg(file->fileName(), file->errorString()));
    return all;
}

Result<void> Frames::readMagic()
{
    Result<QByteArray> magic = read(RecordingMagic.size());
    if (!magic)
        return std::unexpected(magic.error());
    if (*magic == RecordingMagic) {
        m_position = magic->size();
        return {};
    }
    constexpr qsizetype NameSize = 6;
    if (magic->size() == RecordingMagic.size() && magic->startsWith(RecordingMagic.first(NameSize)) && magic->endsWith('\n'))
        return refuse(ErrorKind::Protocol,
            QCoreApplication::translate("Error", "The recording has a format that this version of Sluice does not know."));
    return refuse(ErrorKind::Protocol, QCoreApplication::translate("Error", "This is no Sluice recording."));
}

Result<std::optional<RecordingFrame>> Frames::next()
{
    const Result<QByteArray> head = read(RecordingFrame::HeadBytes);
    if (!head)
        return std::unexpected(head.error());
    if (head->isEmpty())
        return std::nullopt;
    if (head->size() < RecordingFrame::HeadBytes)
        return cutOff();
    const RecordingFrameHead said = decodeFrameHead(*head);
    const quint64 mostMicros = quint64(MaxRecordingTime.count());
    if (said.length > quint32(MaxRecordingFrameBytes) || said.micros > mostMicros || Micros(said.micros) < m_last)
        return damaged();
    Result<QByteArray> payload = read(qsizetype(said.length));
    if (!payload)
        return std::unexpected(payload.error());
    if (payload->size() < qsizetype(said.length))
        return cutOff();
    if (frameChecksum(*head, *payload) != said.checksum)
        return damaged();
    m_payloads += RecordingFrame::HeadBytes + payload->size();
    if (m_payloads > MaxRecordingBytes)
        return refuse(ErrorKind::Overflow,
            QCoreApplication::translate("Error", "The recording is larger than %1 MiB; the rest is left out.")
                .arg(MaxRecordingBytes / 1024 / 1024));
    m_position += RecordingFrame::HeadBytes + payload->size();
    m_last = Micros(said.micros);
    return RecordingFrame {.type = said.type, .exchange = said.exchange, .at = m_last, .payload = *std::move(payload)};
}

bool takeRequest(const RecordingFrame& frame, Recording& recording)
{
    std::optional<HttpRequest> request = requestFromJson(frame.payload);
    if (!request || frame.exchange != recording.exchanges.size() || recording.exchanges.size() >= MaxRecordedExchanges)
        return false;
    RecordedExchange exchange;
    exchange.at = frame.at;
    exchange.request = *std::move(request);
    recording.exchanges.append(std::move(exchange));
    return true;
}

/// False when it makes no sense where it stands.
bool takeOfExchange(RecordingFrame& frame, RecordedExchange& exchange)
{
    switch (frame.type) {
    case RecordingFrame::Type::RequestBody:
        exchange.request.body += frame.payload;
        return true;
    case RecordingFrame::Type::Head:
        if (exchange.head)
            return false;
        exchange.head = headFromJson(frame.payload);
        exchange.headAt = frame.at;
        return exchange.head.has_value();
    case RecordingFrame::Type::Body:
        if (!exchange.head)
            return false;
        if (!frame.payload.isEmpty())
            exchange.body.append(RecordedPiece {frame.at, std::move(frame.payload)});
        return true;
    case RecordingFrame::Type::End:
        if (exchange.end)
            return false;
        exchange.end = endFromJson(frame.payload);
        if (exchange.end)
            exchange.end->at = frame.at;
        return exchange.end.has_value();
    default:
        return true;
    }
}

bool take(RecordingFrame& frame, Recording& recording)
{
    switch (frame.type) {
    case RecordingFrame::Type::Header:
        return false; // there is one, and it is the first
    case RecordingFrame::Type::Request:
        return takeRequest(frame, recording);
    case RecordingFrame::Type::Outcome:
        recording.outcome = outcomeFromJson(frame.payload);
        if (recording.outcome)
            recording.outcome->at = frame.at;
        return recording.outcome.has_value();
    case RecordingFrame::Type::RequestBody:
    case RecordingFrame::Type::Head:
    case RecordingFrame::Type::Body:
    case RecordingFrame::Type::End:
        return frame.exchange < recording.exchanges.size()
            && takeOfExchange(frame, recording.exchanges[qsizetype(frame.exchange)]);
    }
    return true; // of a later version, which may add types
}

}

Result<ReadRecording> readRecording(QIODevice& file)
{
    Frames frames(file);
    if (const Result<void> magic = frames.readMagic(); !magic)
        return std::unexpected(magic.error());
    const Result<std::optional<RecordingFrame>> first = frames.next();
    if (!first)
        return std::unexpected(first.error());
    std::optional<RecordingHeader> header;
    if (*first && (*first)->type == RecordingFrame::Type::Header)
        header = headerFromJson((*first)->payload);
    if (!header)
        return refuse(ErrorKind::Protocol,
            QCoreApplication::translate("Error", "The recording does not say what it holds: it was cut off or damaged."));

    ReadRecording read {.recording = {.header = *header, .exchanges = {}, .outcome = {}}, .frames = 1, .damage = {}};
    while (!read.recording.outcome) {
        const qint64 at = frames.position();
        Result<std::optional<RecordingFrame>> frame = frames.next();
        if (!frame)
            read.damage = frame.error();
        else if (!*frame)
            read.damage = Error {.kind = ErrorKind::Protocol,
                .message = QCoreApplication::translate("Error", "The recording was not completed: it has no end.")};
        else if (!take(**frame, read.recording))
            read.damage = Error {.kind = ErrorKind::Protocol,
                .message = QCoreApplication::translate("Error", "The recording is damaged from byte %1 on.").arg(at)};
        if (read.damage)
            break;
        ++read.frames;
    }
    return read;
}

Result<ReadRecording> readRecordingFile(const QString& fileName)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return refuse(ErrorKind::Storage,
            QCoreApplication::translate("Error", "'%1' cannot be read: %2.").arg(fileName, file.errorString()));
    return readRecording(file);
}

}
