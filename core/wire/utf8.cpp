#include "core/wire/utf8.h"

#include <QStringDecoder>

#include <simdjson.h>

namespace sluice {

namespace {

/// What a lead byte asks for (Unicode table 3-7): how many bytes follow, and the range of the first of them. The others are
/// 80..BF always.
struct Lead
{
    int followers = 0;
    uchar low = 0x80;
    uchar high = 0xBF;
};

constexpr Lead leadOf(uchar byte)
{
    if (byte >= 0xC2 && byte <= 0xDF)
        return {.followers = 1};
    if (byte == 0xE0)
        return {.followers = 2, .low = 0xA0};
    if (byte == 0xED)
        return {.followers = 2, .high = 0x9F};
    if (byte >= 0xE1 && byte <= 0xEF)
        return {.followers = 2};
    if (byte == 0xF0)
        return {.followers = 3, .low = 0x90};
    if (byte == 0xF4)
        return {.followers = 3, .high = 0x8F};
    if (byte >= 0xF1 && byte <= 0xF3)
        return {.followers = 3};
    return {};
}

struct Part
{
    qsizetype length;
    bool isValid;
};

/// The code point at the start of \a bytes, or the maximal part of one that never gets complete; at least one byte.
Part firstPart(QByteArrayView bytes)
{
    const auto at = [bytes](qsizetype i) { return static_cast<uchar>(bytes[i]); };
    if (at(0) < 0x80)
        return {1, true};
    const Lead lead = leadOf(at(0));
    uchar low = lead.low;
    uchar high = lead.high;
    for (int i = 1; i <= lead.followers; ++i) {
        if (i == bytes.size() || at(i) < low || at(i) > high)
            return {i, false};
        low = 0x80;
        high = 0xBF;
    }
    return {lead.followers + 1, lead.followers > 0};
}

}

bool isValidUtf8(QByteArrayView bytes)
{
    return simdjson::validate_utf8(bytes.data(), static_cast<size_t>(bytes.size()));
}

QByteArray toValidUtf8(QByteArrayView bytes)
{
    if (isValidUtf8(bytes))
        return bytes.toByteArray();
    QByteArray out;
    out.reserve(bytes.size() + 16);
    qsizetype copied = 0;
    for (qsizetype pos = 0; pos < bytes.size();) {
        const Part part = firstPart(bytes.sliced(pos));
        if (!part.isValid) {
            out += bytes.sliced(copied, pos - copied);
            out += "\xEF\xBF\xBD";
            copied = pos + part.length;
        }
        pos += part.length;
    }
    out += bytes.sliced(copied);
    return out;
}

QString textFromUtf8(QByteArrayView utf8)
{
    if (!utf8.startsWith("\xEF\xBB\xBF"))
        return QString::fromUtf8(utf8);
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
    return decoder.decode(utf8);
}

}
