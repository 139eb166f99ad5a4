#include "core/wire/http.h"

#include <QDateTime>

#include <algorithm>

namespace sluice {

QByteArray headerValue(const HttpHeaders& headers, QByteArrayView name)
{
    for (const HttpHeader& header : headers) {
        if (header.name.compare(name, Qt::CaseInsensitive) == 0)
            return header.value;
    }
    return {};
}

QByteArray mediaType(QByteArrayView contentType)
{
    const qsizetype semicolon = contentType.indexOf(';');
    const QByteArrayView type = semicolon < 0 ? contentType : contentType.first(semicolon);
    return type.trimmed().toByteArray().toLower();
}

std::optional<Millis> parseRetryAfter(QByteArrayView value, qint64 nowUtcSeconds)
{
    constexpr qint64 MaxSeconds = 24 * 60 * 60; // longer is as good as forever, and must not overflow
    const QByteArray text = value.trimmed().toByteArray();
    if (text.isEmpty())
        return std::nullopt;
    if (std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
        bool fits = false;
        const qint64 seconds = text.toLongLong(&fits);
        return std::chrono::seconds(fits ? std::min(seconds, MaxSeconds) : MaxSeconds);
    }
    const QDateTime date = QDateTime::fromString(QString::fromLatin1(text), Qt::RFC2822Date);
    if (!date.isValid())
        return std::nullopt;
    return std::chrono::seconds(std::clamp<qint64>(date.toSecsSinceEpoch() - nowUtcSeconds, 0, MaxSeconds));
}

}
