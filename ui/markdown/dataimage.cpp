#include "ui/markdown/dataimage.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr qsizetype MaxAlt = 512;
constexpr qsizetype MaxFormat = 16;

bool isAsciiAlnum(QChar c)
{
    const char16_t unit = c.unicode();
    return (unit >= '0' && unit <= '9') || (unit >= 'a' && unit <= 'z') || (unit >= 'A' && unit <= 'Z');
}

}

std::optional<DataImage> dataImageAt(QStringView text)
{
    constexpr QStringView scheme = u"](data:image/";
    constexpr QStringView encoding = u";base64,";
    if (!text.startsWith(u"!["))
        return {};
    const qsizetype altEnd = text.first(std::min(text.size(), MaxAlt)).indexOf(u']');
    if (altEnd < 0 || !text.sliced(altEnd).startsWith(scheme))
        return {};
    const QStringView alt = text.sliced(2, altEnd - 2);
    if (std::any_of(alt.begin(), alt.end(), [](QChar c) { return QStringView(u"[\n\r\\`").contains(c); }))
        return {};
    const qsizetype formatStart = altEnd + scheme.size();
    qsizetype formatEnd = formatStart;
    while (formatEnd < text.size() && formatEnd - formatStart < MaxFormat
        && (isAsciiAlnum(text[formatEnd]) || QStringView(u"+-.").contains(text[formatEnd])))
        ++formatEnd;
    if (formatEnd == formatStart || !text.sliced(formatEnd).startsWith(encoding))
        return {};
    return DataImage {
        .alt = alt, .format = text.sliced(formatStart, formatEnd - formatStart), .dataStart = formatEnd + encoding.size()};
}

qsizetype base64End(QStringView text, qsizetype from)
{
    while (from < text.size() && (isAsciiAlnum(text[from]) || QStringView(u"+/=").contains(text[from])))
        ++from;
    return from;
}

}
