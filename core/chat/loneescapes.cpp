#include "core/chat/loneescapes.h"

#include <cstring>
#include <optional>

namespace sluice {

namespace {

constexpr char16_t Mark = 0xFDEF;
constexpr char16_t FirstDigit = 0xFDD0;
constexpr qsizetype EscapeLength = 6;
constexpr qsizetype DigitCount = 4;

std::optional<int> digitOf(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return std::nullopt;
}

/// The code unit of the \uXXXX at the start of \a text; nothing when there is none.
std::optional<char16_t> escapeAt(QByteArrayView text)
{
    if (text.size() < EscapeLength || text[0] != '\\' || text[1] != 'u')
        return std::nullopt;
    int unit = 0;
    for (const char c : text.sliced(2, DigitCount)) {
        const std::optional<int> digit = digitOf(c);
        if (!digit)
            return std::nullopt;
        unit = unit * 16 + *digit;
    }
    return static_cast<char16_t>(unit);
}

void appendMark(QByteArray& out, char16_t unit)
{
    out += "\xEF\xB7\xAF"; // U+FDEF
    for (int shift = 12; shift >= 0; shift -= 4) {
        out += "\xEF\xB7"; // U+FDD0 is EF B7 90
        out += static_cast<char>(0x90 + ((unit >> shift) & 0xF));
    }
}

}

bool markLoneEscapes(QByteArrayView json, QByteArray& out)
{
    qsizetype copied = 0;
    bool found = false;
    qsizetype at = json.indexOf('\\');
    while (at >= 0) {
        const std::optional<char16_t> unit = escapeAt(json.sliced(at));
        qsizetype length = unit ? EscapeLength : 2;
        if (unit && QChar::isSurrogate(*unit)) {
            const std::optional<char16_t> next = escapeAt(json.sliced(at + EscapeLength));
            if (QChar::isHighSurrogate(*unit) && next && QChar::isLowSurrogate(*next)) {
                length = 2 * EscapeLength;
            } else {
                if (!found)
                    out.clear();
                found = true;
                out += json.sliced(copied, at - copied);
                appendMark(out, *unit);
                copied = at + EscapeLength;
            }
        }
        at = at + length < json.size() ? json.indexOf('\\', at + length) : -1;
    }
    if (found)
        out += json.sliced(copied);
    return found;
}

QString unmarkLoneEscapes(QString text)
{
    qsizetype at = text.indexOf(QChar(Mark));
    while (at >= 0) {
        const QStringView digits = QStringView(text).sliced(at + 1).first(std::min(DigitCount, text.size() - at - 1));
        int unit = 0;
        bool isMark = digits.size() == DigitCount;
        for (const QChar c : digits) {
            const int digit = c.unicode() - FirstDigit;
            isMark = isMark && digit >= 0 && digit < 16;
            unit = unit * 16 + (digit & 0xF);
        }
        if (isMark)
            text.replace(at, DigitCount + 1, QChar(static_cast<char16_t>(unit)));
        at = text.indexOf(QChar(Mark), at + 1);
    }
    return text;
}

}
