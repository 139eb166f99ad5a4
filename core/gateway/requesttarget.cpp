#include "core/gateway/requesttarget.h"

namespace sluice {

namespace {

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = char(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

enum class Plus { IsSpace, IsPlus };

QByteArray percentDecoded(QByteArrayView text, Plus plus)
{
    QByteArray out;
    out.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '%' && i + 2 < text.size() && hexDigit(text[i + 1]) >= 0 && hexDigit(text[i + 2]) >= 0) {
            out.append(char(hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2])));
            i += 2;
        } else {
            out.append(c == '+' && plus == Plus::IsSpace ? ' ' : c);
        }
    }
    return out;
}

}

QueryParameters::QueryParameters(QByteArrayView query)
{
    while (!query.isEmpty()) {
        const qsizetype end = query.indexOf('&');
        const QByteArrayView pair = end < 0 ? query : query.first(end);
        query = end < 0 ? QByteArrayView() : query.sliced(end + 1);
        if (pair.isEmpty())
            continue;
        const qsizetype equals = pair.indexOf('=');
        const QByteArrayView name = equals < 0 ? pair : pair.first(equals);
        const QByteArrayView value = equals < 0 ? QByteArrayView() : pair.sliced(equals + 1);
        add(percentDecoded(name, Plus::IsSpace), percentDecoded(value, Plus::IsSpace));
    }
}

std::optional<QByteArray> QueryParameters::value(QByteArrayView name) const
{
    for (auto it = m_all.crbegin(); it != m_all.crend(); ++it) {
        if (it->first == name)
            return it->second;
    }
    return std::nullopt;
}

std::optional<RequestTarget> parseTarget(QByteArrayView target)
{
    RequestTarget result;
    constexpr QByteArrayView Scheme = "http://";
    if (target.size() > Scheme.size() && target.first(Scheme.size()).compare(Scheme, Qt::CaseInsensitive) == 0) {
        const QByteArrayView rest = target.sliced(Scheme.size());
        qsizetype end = 0;
        while (end < rest.size() && rest[end] != '/' && rest[end] != '?')
            ++end;
        result.authority = rest.first(end).toByteArray();
        target = rest.sliced(end);
        if (result.authority.isEmpty())
            return std::nullopt;
        if (target.isEmpty())
            target = "/";
    }
    const qsizetype question = target.indexOf('?');
    const QByteArrayView path = question < 0 ? target : target.first(question);
    result.path = path.isEmpty() && !result.authority.isEmpty() ? QByteArray("/") : percentDecoded(path, Plus::IsPlus);
    if (!result.path.startsWith('/') || target.contains('#'))
        return std::nullopt;
    if (question >= 0)
        result.query = QueryParameters(target.sliced(question + 1));
    return result;
}

}
