#include "core/gateway/jsontext.h"

namespace sluice {

QByteArray jsonString(QStringView text)
{
    static constexpr char Hex[] = "0123456789abcdef";
    const QByteArray utf8 = text.toUtf8();
    QByteArray out;
    out.reserve(utf8.size() + 2);
    out.append('"');
    for (const char c : utf8) {
        switch (c) {
        case '"':
            out.append("\\\"");
            break;
        case '\\':
            out.append("\\\\");
            break;
        case '\n':
            out.append("\\n");
            break;
        case '\r':
            out.append("\\r");
            break;
        case '\t':
            out.append("\\t");
            break;
        default:
            if (uchar(c) < 0x20)
                out.append("\\u00").append(Hex[uchar(c) >> 4]).append(Hex[c & 0xf]);
            else
                out.append(c);
        }
    }
    out.append('"');
    return out;
}

QByteArray jsonNumber(std::optional<qint64> number)
{
    return number ? QByteArray::number(*number) : QByteArray("null");
}

}
