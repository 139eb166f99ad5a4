#include "app/jsontext.h"

#include <cmath>

namespace sluice {

namespace {

void appendEscaped(QByteArray& out, char c)
{
    switch (c) {
    case '"':
        out += "\\\"";
        return;
    case '\\':
        out += "\\\\";
        return;
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    default:
        break;
    }
    if (static_cast<unsigned char>(c) >= 0x20) {
        out += c;
        return;
    }
    out += "\\u00";
    out += QByteArray(1, c).toHex();
}

}

QByteArray jsonString(QByteArrayView utf8)
{
    QByteArray out;
    out.reserve(utf8.size() + 2);
    out += '"';
    for (const char c : utf8)
        appendEscaped(out, c);
    return out += '"';
}

QByteArray jsonString(const QString& text)
{
    return jsonString(QByteArrayView(text.toUtf8()));
}

QByteArray jsonStringOrNull(const QString& text)
{
    return text.isEmpty() ? QByteArray("null") : jsonString(text);
}

QByteArray jsonNumber(qint64 number)
{
    return QByteArray::number(number);
}

QByteArray jsonNumber(const std::optional<qint64>& number)
{
    return number ? QByteArray::number(*number) : QByteArray("null");
}

QByteArray jsonNumber(const std::optional<double>& number)
{
    if (!number || !std::isfinite(*number))
        return "null";
    QByteArray text = QByteArray::number(*number, 'f', 3);
    while (text.endsWith('0'))
        text.chop(1);
    if (text.endsWith('.'))
        text.chop(1);
    return text;
}

QByteArray jsonBool(bool value)
{
    return value ? "true" : "false";
}

}
