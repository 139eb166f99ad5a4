// Every input is a recording, once as it is and once with its checksums made right, so that what they guard is reached. What was
// read stays within its bounds, and comes back the same when it is written again.

#include "core/recording/recordedprompt.h"
#include "core/recording/recordingjson.h"
#include "core/recording/recordingreader.h"
#include "core/recording/replayscript.h"
#include "tests/fuzz/require.h"

#include <QBuffer>
#include <QtEndian>

using namespace sluice;
using namespace sluice::test;
using Type = RecordingFrame::Type;

namespace {

Result<ReadRecording> readBytes(const QByteArray& bytes)
{
    QBuffer in;
    in.setData(bytes);
    in.open(QIODevice::ReadOnly);
    return readRecording(in);
}

QByteArray withChecksums(QByteArray bytes)
{
    constexpr qsizetype ChecksumAt = 16;
    qsizetype at = RecordingMagic.size();
    while (at + RecordingFrame::HeadBytes <= bytes.size()) {
        const QByteArrayView head = QByteArrayView(bytes).sliced(at, RecordingFrame::HeadBytes);
        const qsizetype length = decodeFrameHead(head).length;
        if (length > bytes.size() - at - RecordingFrame::HeadBytes)
            break;
        const QByteArrayView payload = QByteArrayView(bytes).sliced(at + RecordingFrame::HeadBytes, length);
        qToLittleEndian(frameChecksum(head, payload), bytes.data() + at + ChecksumAt);
        at += RecordingFrame::HeadBytes + length;
    }
    return bytes;
}

/// All that is known of \a recording, one exchange after the other, without times where these would overlap.
QByteArray written(const Recording& recording)
{
    QByteArray file = RecordingMagic.toByteArray() + encodeFrame(Type::Header, 0, Micros(0), toJson(recording.header));
    quint16 number = 0;
    for (const RecordedExchange& exchange : recording.exchanges) {
        file += encodeFrame(Type::Request, number, Micros(0), toJson(exchange.request));
        if (!exchange.request.body.isEmpty())
            file += encodeFrame(Type::RequestBody, number, Micros(0), exchange.request.body);
        if (exchange.head)
            file += encodeFrame(Type::Head, number, Micros(0), toJson(*exchange.head));
        for (const RecordedPiece& piece : exchange.body)
            file += encodeFrame(Type::Body, number, Micros(0), piece.bytes);
        if (exchange.end)
            file += encodeFrame(Type::End, number, Micros(0), toJson(*exchange.end));
        ++number;
    }
    if (recording.outcome)
        file += encodeFrame(Type::Outcome, 0, Micros(0), toJson(*recording.outcome));
    return file;
}

void check(const QByteArray& bytes)
{
    const Result<ReadRecording> read = readBytes(bytes);
    if (!read) {
        require(!read.error().message.isEmpty(), "an error without a word");
        return;
    }
    const Recording& recording = read->recording;
    require(recording.outcome.has_value() != read->damage.has_value(), "neither whole nor damaged");
    require(recording.exchanges.size() <= MaxRecordedExchanges, "too many exchanges");
    for (const RecordedExchange& exchange : recording.exchanges) {
        Micros last = exchange.at;
        for (const RecordedPiece& piece : exchange.body) {
            require(piece.at >= last && piece.at <= MaxRecordingTime && !piece.bytes.isEmpty(), "a piece out of order");
            last = piece.at;
        }
        require(ReplayScript::endOf(exchange) >= last, "it ends before its last piece");
        require(exchange.body.isEmpty() || exchange.head, "a body without a head");
    }
    const QByteArray again = written(recording);
    const Result<ReadRecording> back = readBytes(again);
    require(back && back->recording.outcome.has_value() == recording.outcome.has_value(), "what we wrote cannot be read");
    require(written(back->recording) == again, "the round trip changes something");
    (void)recordedPrompt(recording);
    if (recording.exchanges.isEmpty())
        return;
    ReplayScript script(std::make_shared<const Recording>(recording));
    const RecordedExchange* taken = script.take("POST", "/v1/chat/completions", 0);
    if (taken)
        (void)script.endingOf(*taken);
}

}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char*>(data), qsizetype(size));
    check(bytes);
    check(withChecksums(bytes));
    return 0;
}
