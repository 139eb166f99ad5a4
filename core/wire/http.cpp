#include "core/wire/http.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

/// One of the three forms that RFC 9110 section 5.6.7 requires of recipients. By QLocale::c() because the names are English
/// whatever the machine speaks; Qt's own RFC 2822 reader refuses "GMT". The weekday says nothing new and is not looked at.
std::optional<qint64> parseHttpDate(const QString& text, qint64 nowUtcSeconds)
{
    const QLocale english = QLocale::c();
    const QString words = text.simplified(); // asctime pads the day with a second space
    const QString rest = words.sliced(words.indexOf(u' ') + 1);
    QDateTime date = english.toDateTime(rest, u"dd MMM yyyy HH:mm:ss 'GMT'"_s);
    if (!date.isValid())
        date = english.toDateTime(rest, u"MMM d HH:mm:ss yyyy"_s);
    if (date.isValid()) {
        date.setTimeSpec(Qt::UTC);
        return date.toSecsSinceEpoch();
    }
    date = english.toDateTime(rest, u"dd-MMM-yy HH:mm:ss 'GMT'"_s);
    if (!date.isValid())
        return std::nullopt;
    date.setTimeSpec(Qt::UTC);
    constexpr qint64 FiftyYears = qint64(50) * 365 * 24 * 60 * 60;
    while (date.addYears(100).toSecsSinceEpoch() <= nowUtcSeconds + FiftyYears)
        date = date.addYears(100); // two digits: the latest such year that is not more than 50 years ahead
    return date.toSecsSinceEpoch();
}

}

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
    const std::optional<qint64> date = parseHttpDate(QString::fromLatin1(text), nowUtcSeconds);
    if (!date)
        return std::nullopt;
    return std::chrono::seconds(std::clamp<qint64>(*date - nowUtcSeconds, 0, MaxSeconds));
}

void addMissingDate(HttpHeaders& headers, qint64 nowUtcSeconds)
{
    if (!headerValue(headers, "Date").isEmpty())
        return;
    const QDateTime now = QDateTime::fromSecsSinceEpoch(nowUtcSeconds, Qt::UTC);
    headers.append({"Date", QLocale::c().toString(now, u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s).toLatin1()});
}

}
