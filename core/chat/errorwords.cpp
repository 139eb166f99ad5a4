#include "core/chat/errorwords.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int MaxNesting = 4;

struct NamedKind
{
    QLatin1StringView part;
    ErrorKind kind;
};

// In this order: OpenAI files a wrong key and a used-up quota under "invalid_request_error" as well.
constexpr std::array NamedKinds {
    NamedKind {"rate_limit"_L1, ErrorKind::RateLimit},
    NamedKind {"ratelimit"_L1, ErrorKind::RateLimit},
    NamedKind {"quota"_L1, ErrorKind::RateLimit},
    NamedKind {"too_many_requests"_L1, ErrorKind::RateLimit},
    NamedKind {"throttl"_L1, ErrorKind::RateLimit},
    NamedKind {"resource_exhausted"_L1, ErrorKind::RateLimit},
    NamedKind {"authenticat"_L1, ErrorKind::Auth},
    NamedKind {"permission"_L1, ErrorKind::Auth},
    NamedKind {"unauthorized"_L1, ErrorKind::Auth},
    NamedKind {"forbidden"_L1, ErrorKind::Auth},
    NamedKind {"api_key"_L1, ErrorKind::Auth},
    NamedKind {"timeout"_L1, ErrorKind::Timeout},
    NamedKind {"deadline_exceeded"_L1, ErrorKind::Timeout},
    NamedKind {"overloaded"_L1, ErrorKind::Server},
    NamedKind {"context"_L1, ErrorKind::Protocol},
    NamedKind {"invalid"_L1, ErrorKind::Protocol},
    NamedKind {"bad_request"_L1, ErrorKind::Protocol},
    NamedKind {"badrequest"_L1, ErrorKind::Protocol},
    NamedKind {"not_found"_L1, ErrorKind::Protocol},
    NamedKind {"unsupported"_L1, ErrorKind::Protocol},
    NamedKind {"too_large"_L1, ErrorKind::Protocol},
    NamedKind {"content_filter"_L1, ErrorKind::Protocol},
    NamedKind {"content_policy"_L1, ErrorKind::Protocol},
    NamedKind {"billing"_L1, ErrorKind::Protocol},
};

bool looksLikeMarkup(const QString& text)
{
    const bool startsWithTag = text.size() > 1 && text.at(0) == u'<' && (text.at(1).isLetter() || text.at(1) == u'!');
    return startsWithTag || text.contains("<html"_L1, Qt::CaseInsensitive) || text.contains("<!doctype"_L1, Qt::CaseInsensitive);
}

/// A status hidden in a code: 429, "429".
int statusIn(const JsonValue& value)
{
    const qint64 status = value.isString() ? value.string().toLongLong() : value.integer().value_or(0);
    return status >= 400 && status <= 599 ? static_cast<int>(status) : 0;
}

void collect(const JsonValue& value, ErrorWords& words, int nesting);

void collectMember(const JsonValue& member, ErrorWords& words, int nesting)
{
    if (words.message.isEmpty() && member.exists())
        collect(member, words, nesting + 1);
}

void collectObject(const JsonValue& object, ErrorWords& words, int nesting)
{
    for (const std::string_view name : {"type", "code", "status", "reason"})
        words.names += object[name].string().toLower() + u' ';
    for (const std::string_view name : {"http_status", "status_code", "code", "status", "statusCode"}) {
        if (words.httpStatus == 0)
            words.httpStatus = statusIn(object[name]);
    }
    if (!words.kind)
        words.kind = errorKindFromName(object["kind"].string());
    const std::optional<qint64> seconds = object["retry_after"].integer();
    if (seconds && *seconds >= 0)
        words.retryAfter = std::chrono::seconds(std::min<qint64>(*seconds, 24 * 60 * 60));
    for (const std::string_view name : {"error", "errors", "message", "msg", "detail", "error_description"})
        collectMember(object[name], words, nesting);
    // OpenRouter says only "Provider returned error" itself, and what that provider said below it.
    const QString raw = object["metadata"]["raw"].string();
    if (!raw.isEmpty())
        words.message += u": "_s + raw;
}

void collect(const JsonValue& value, ErrorWords& words, int nesting)
{
    if (nesting > MaxNesting)
        return;
    if (value.isString())
        words.message = value.string();
    else if (value.isArray())
        collect(value.first(), words, nesting + 1);
    else if (value.isObject())
        collectObject(value, words, nesting);
}

}

ErrorWords ErrorWords::of(const JsonValue& value)
{
    ErrorWords words;
    collect(value, words, 0);
    return words;
}

ErrorWords ErrorWords::of(QByteArrayView text)
{
    constexpr qsizetype MaxBytes = 64 * 1024; // no honest error is longer
    const QByteArrayView trimmed = text.first(std::min(text.size(), MaxBytes)).trimmed();
    JsonReader reader;
    if (const auto root = reader.read(trimmed))
        return of(*root);
    const bool isBrokenJson = trimmed.startsWith('{') || trimmed.startsWith('[');
    ErrorWords words;
    if (!isBrokenJson)
        words.message = QString::fromUtf8(trimmed);
    return words;
}

ErrorKind errorKindForNames(QStringView lowerCaseNames)
{
    const auto found = std::find_if(
        NamedKinds.begin(), NamedKinds.end(), [&](const NamedKind& row) { return lowerCaseNames.contains(row.part); });
    return found == NamedKinds.end() ? ErrorKind::Server : found->kind;
}

QString presentableWords(const QString& message, qsizetype maxLength)
{
    // Servers echo the key they refuse, whole or masked. Matching is thread-safe.
    static const QRegularExpression keyName(
        u"(\\b(?:api[ _-]?key|token|secret|password)(?: provided)?\\s*[:=]\\s*['\"]?)[^\\s'\",;]+"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression bearer(u"\\b(Bearer|Basic)\\s+[^\\s'\",;]{6,}"_s, QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression keyShape(u"\\b(?:(?:sk|pk|rk|gsk|xai|hf|nvapi|r8)[-_]|AIza)[A-Za-z0-9_*.\\-]{4,}"_s);

    constexpr qsizetype MaxRegarded = 8 * 1024; // bounds the work of the expressions
    QString words = message.left(MaxRegarded).simplified();
    if (looksLikeMarkup(words) || words.contains(QChar::ReplacementCharacter) || !words.isValidUtf16())
        return {};
    words.removeIf([](QChar c) { return c.category() == QChar::Other_Control || c.category() == QChar::Other_Format; });
    words.replace(keyName, u"\\1…"_s).replace(bearer, u"\\1 …"_s).replace(keyShape, u"…"_s);
    if (words.size() > maxLength) {
        words.truncate(maxLength - 1);
        if (words.back().isHighSurrogate())
            words.chop(1);
        words += u'…';
    }
    return words;
}

}
