#pragma once

#include "core/recording/recording.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QStringList>
#include <QUrl>

#include <optional>

namespace sluice::test {

inline RecordingHeader sampleHeader(const QString& provider = QStringLiteral("openai"))
{
    return {.application = QStringLiteral("Sluice 0.1.0"),
        .recordedAt = QDateTime(QDate(2026, 5, 4), QTime(3, 2, 1, 250), Qt::UTC),
        .provider = provider,
        .model = QStringLiteral("m"),
        .endpoint = QStringLiteral("here")};
}

inline HttpRequest sampleRequest(const QByteArray& path = "/v1/chat/completions")
{
    return {.method = "POST",
        .url = QUrl(QStringLiteral("https://example.org") + QString::fromLatin1(path)),
        .headers = {{"Content-Type", "application/json"}},
        .body = R"({"model":"m","messages":[{"role":"user","content":"hi"}]})"};
}

inline HttpHeaders eventStreamHeaders()
{
    return {{"Content-Type", "text/event-stream"}};
}

/// An exchange of sampleRequest().
inline RecordedExchange exchangeOf(const QList<RecordedPiece>& body, const std::optional<RecordedEnd>& end = {}, int status = 200,
    const HttpHeaders& headers = {})
{
    RecordedExchange exchange;
    exchange.request = sampleRequest();
    exchange.head = HttpResponseHead {status, eventStreamHeaders() + headers};
    exchange.body = body;
    exchange.end = end;
    return exchange;
}

inline Recording recordingOf(
    const QList<RecordedExchange>& exchanges, const std::optional<RecordedOutcome>& outcome = RecordedOutcome {})
{
    return {.header = sampleHeader(), .exchanges = exchanges, .outcome = outcome};
}

/// The arguments of sluicectl that keep a server's answer in \a file.
inline QStringList recordArguments(const QUrl& server, const QString& file, const QStringList& options = {})
{
    return QStringList {QStringLiteral("record"), QStringLiteral("--base-url"), server.toString(), QStringLiteral("--model"),
               QStringLiteral("m"), QStringLiteral("--output"), file}
    + options + QStringList {QStringLiteral("What is it?")};
}

}
