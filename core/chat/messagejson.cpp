#include "core/chat/messagejson.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

template <typename Number>
void insertIf(QJsonObject& object, QLatin1StringView name, const std::optional<Number>& number)
{
    if (number)
        object.insert(name, QJsonValue(*number));
}

// What is no count is none: files come from anywhere.
qint64 count(const JsonValue& value)
{
    return std::max<qint64>(value.integer().value_or(0), 0);
}

int smallCount(const JsonValue& value)
{
    const qint64 number = count(value);
    return number <= std::numeric_limits<int>::max() ? static_cast<int>(number) : 0;
}

AnswerStrip stripFrom(const JsonValue& value)
{
    const AnswerStrip strip {.waiting = value["waiting"].number().value_or(0), .cells = value["strip"].string().toLatin1()};
    return strip.isValid() && !strip.isEmpty() ? strip : AnswerStrip();
}

std::optional<Seam> seamFrom(const JsonValue& value)
{
    const std::optional<ResumeMeans> means = resumeMeansFromName(value["means"].string());
    if (!means)
        return std::nullopt;
    return Seam {.means = *means,
        .textAt = count(value["text_at"]),
        .repeated = count(value["repeated"]),
        .replaced = count(value["replaced"]),
        .attempts = std::max(1, smallCount(value["attempts"]))};
}

}

QJsonObject errorToJson(const Error& error)
{
    QJsonObject object {{u"kind"_s, errorKindName(error.kind)}, {u"message"_s, error.message}};
    if (error.httpStatus != 0)
        object.insert("http_status"_L1, error.httpStatus);
    if (error.retryAfter)
        object.insert("retry_after_ms"_L1, qint64(error.retryAfter->count()));
    return object;
}

Error errorFromJson(const JsonValue& value)
{
    Error error {.kind = errorKindFromName(value["kind"].string()).value_or(ErrorKind::Protocol),
        .message = value["message"].string(),
        .httpStatus = smallCount(value["http_status"])};
    if (const std::optional<qint64> wait = value["retry_after_ms"].integer(); wait && *wait >= 0)
        error.retryAfter = Millis(*wait);
    return error;
}

QJsonObject figuresToJson(const AnswerFigures& figures)
{
    QJsonObject object;
    insertIf(object, "ttft_ms"_L1, figures.ttftMs);
    insertIf(object, "e2e_ms"_L1, figures.e2eMs);
    insertIf(object, "prompt_tokens"_L1, figures.usage.promptTokens);
    insertIf(object, "completion_tokens"_L1, figures.usage.completionTokens);
    if (figures.textDeltas != 0)
        object.insert("text_deltas"_L1, figures.textDeltas);
    if (figures.cached)
        object.insert("cached"_L1, true);
    if (figures.reconnects != 0)
        object.insert("reconnects"_L1, figures.reconnects);
    if (!figures.strip.isEmpty()) {
        object.insert("strip"_L1, QString::fromLatin1(figures.strip.cells));
        object.insert("waiting"_L1, std::round(figures.strip.waiting * 1e4) / 1e4);
    }
    return object;
}

AnswerFigures figuresFromJson(const JsonValue& value)
{
    return {.ttftMs = value["ttft_ms"].number(),
        .e2eMs = value["e2e_ms"].number(),
        .textDeltas = count(value["text_deltas"]),
        .usage = {.promptTokens = value["prompt_tokens"].integer(), .completionTokens = value["completion_tokens"].integer()},
        .cached = value["cached"].isTrue(),
        .reconnects = smallCount(value["reconnects"]),
        .strip = stripFrom(value)};
}

QJsonArray seamsToJson(const QList<Seam>& seams)
{
    QJsonArray array;
    for (const Seam& seam : seams) {
        QJsonObject object {{u"means"_s, resumeMeansName(seam.means)}, {u"text_at"_s, seam.textAt},
            {u"repeated"_s, seam.repeated}, {u"replaced"_s, seam.replaced}};
        if (seam.attempts > 1)
            object.insert(u"attempts"_s, seam.attempts);
        array.append(object);
    }
    return array;
}

QList<Seam> seamsFromJson(const JsonValue& value)
{
    QList<Seam> seams;
    value.each([&](const JsonValue& item) {
        if (const std::optional<Seam> seam = seamFrom(item))
            seams.append(*seam);
    });
    return seams;
}

QJsonObject ticketToJson(const std::optional<ReplayTicket>& ticket)
{
    if (!ticket)
        return {};
    QJsonObject object {{u"means"_s, resumeMeansName(ticket->means)}, {u"endpoint"_s, QString::fromLatin1(ticket->endpoint)}};
    const auto insert = [&object](QLatin1StringView name, const QString& value) {
        if (!value.isEmpty())
            object.insert(name, value);
    };
    insert("replay_name"_L1, QString::fromUtf8(ticket->replayName));
    insert("stream_id"_L1, QString::fromUtf8(ticket->streamId));
    insert("response_id"_L1, ticket->responseId);
    return object;
}

std::optional<ReplayTicket> ticketFromJson(const JsonValue& value)
{
    const std::optional<ResumeMeans> means = resumeMeansFromName(value["means"].string());
    if (!means || isPaidAgain(*means))
        return std::nullopt;
    return ReplayTicket {.means = *means,
        .endpoint = value["endpoint"].string().toLatin1(),
        .replayName = value["replay_name"].string().toUtf8(),
        .streamId = value["stream_id"].string().toUtf8(),
        .responseId = value["response_id"].string()};
}

}
