#include "core/store/storedtext.h"

#include <cstring>

namespace sluice {

namespace {

/// Where the three bytes of a half begin, at or after \a from; the size when there is none.
qsizetype findHalf(QByteArrayView bytes, qsizetype from)
{
    while (from + 2 < bytes.size()) {
        const void* found = std::memchr(bytes.data() + from, 0xed, size_t(bytes.size() - from - 2));
        if (!found)
            break;
        const qsizetype at = static_cast<const char*>(found) - bytes.data();
        if (uchar(bytes[at + 1]) >= 0xa0)
            return at;
        from = at + 1;
    }
    return bytes.size();
}

/// Qt takes a U+FEFF in front for a mark of the encoding and drops it. In a piece of text it is a character.
QString decode(QByteArrayView bytes)
{
    constexpr QByteArrayView Mark("\xef\xbb\xbf");
    if (bytes.startsWith(Mark))
        return QChar(QChar::ByteOrderMark) + QString::fromUtf8(bytes.sliced(Mark.size()));
    return QString::fromUtf8(bytes);
}

}

QByteArray toStored(QStringView text)
{
    if (text.isValidUtf16())
        return text.toUtf8();
    QByteArray bytes;
    bytes.reserve(text.size() * 3);
    qsizetype from = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (!text[i].isSurrogate())
            continue;
        if (text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            ++i;
            continue;
        }
        bytes += text.sliced(from, i - from).toUtf8();
        const char16_t half = text[i].unicode();
        bytes += char(0xed);
        bytes += char(0x80 | ((half >> 6) & 0x3f));
        bytes += char(0x80 | (half & 0x3f));
        from = i + 1;
    }
    return bytes + text.sliced(from).toUtf8();
}

QString fromStored(QByteArrayView bytes)
{
    qsizetype at = findHalf(bytes, 0);
    if (at == bytes.size())
        return decode(bytes);
    QString text;
    qsizetype from = 0;
    while (at < bytes.size()) {
        text += decode(bytes.sliced(from, at - from));
        text += QChar(char16_t(0xd000 | ((uchar(bytes[at + 1]) & 0x3f) << 6) | (uchar(bytes[at + 2]) & 0x3f)));
        from = at + 3;
        at = findHalf(bytes, from);
    }
    return text + decode(bytes.sliced(from));
}

}
