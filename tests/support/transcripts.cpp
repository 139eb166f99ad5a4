#include "tests/support/transcripts.h"

#include "core/wire/sseparser.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <map>
#include <memory>

namespace sluice::test {

using namespace Qt::StringLiterals;

namespace {

QByteArray contentsOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::optional<Error> decodePiece(SseParser& parser, DeltaDecoder& decoder, QByteArrayView piece, Deltas& out)
{
    parser.feed(piece);
    while (true) {
        const Result<std::optional<SseEventView>> event = parser.next();
        if (!event)
            return event.error();
        if (!*event)
            return std::nullopt;
        if (const Result<void> decoded = decoder.decode(**event, out); !decoded)
            return decoded.error();
    }
}

void closeOutcome(Outcome& outcome, const DeltaDecoder& decoder)
{
    if (const Result<void> end = decoder.end(); !outcome.end.error && !end)
        outcome.end.error = end.error();
    outcome.end.finishReason = decoder.finishReason();
    outcome.isDone = decoder.isDone();
}

QJsonValue figure(const std::optional<qint64>& value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

QJsonValue errorSummary(const std::optional<Error>& error, const QJsonObject& expected)
{
    if (!error)
        return {};
    const QString says = expected[u"says"_s].toString();
    QJsonObject summary {{u"kind"_s, errorKindName(error->kind)}, {u"http_status"_s, error->httpStatus},
        {u"says"_s, error->message.contains(says) ? says : error->message}};
    if (error->retryAfter)
        summary.insert(u"retry_after_ms"_s, static_cast<qint64>(error->retryAfter->count()));
    return summary;
}

}

QList<Transcript> transcriptsOf(const QString& folder)
{
    QList<Transcript> all;
    const QDir dir(QStringLiteral(SLUICE_TEST_DATA) + u'/' + folder);
    for (const QFileInfo& file : dir.entryInfoList({u"*.sse"_s, u"*.body"_s}, QDir::Files, QDir::Name)) {
        const QByteArray expected = contentsOf(dir.filePath(file.completeBaseName() + u".json"_s));
        all.append({.name = file.completeBaseName(),
            .bytes = contentsOf(file.filePath()),
            .isPlainJson = file.suffix() == "body"_L1,
            .expected = QJsonDocument::fromJson(expected).object()});
    }
    return all;
}

Outcome play(const Provider& provider, const QList<QByteArrayView>& pieces)
{
    SseParser parser;
    const std::unique_ptr<DeltaDecoder> decoder = provider.newDecoder();
    Outcome outcome;
    for (const QByteArrayView piece : pieces) {
        // A block of its own that is spoiled afterwards: a view that outlives its piece shows.
        const auto block = std::make_unique<char[]>(static_cast<size_t>(piece.size()));
        std::copy(piece.begin(), piece.end(), block.get());
        outcome.end.error = decodePiece(parser, *decoder, QByteArrayView(block.get(), piece.size()), outcome.deltas);
        std::fill_n(block.get(), piece.size(), '!');
        if (outcome.end.error)
            break;
    }
    closeOutcome(outcome, *decoder);
    return outcome;
}

Outcome playJson(const Provider& provider, QByteArrayView body)
{
    const std::unique_ptr<DeltaDecoder> decoder = provider.newDecoder();
    Outcome outcome;
    if (const Result<void> decoded = decoder->decodeJson(body, outcome.deltas); !decoded)
        outcome.end.error = decoded.error();
    closeOutcome(outcome, *decoder);
    return outcome;
}

QJsonObject summaryOf(const Outcome& outcome, const QJsonObject& expected)
{
    QString text;
    QString reasoning;
    QJsonValue usage;
    bool isCached = false;
    std::map<int, ToolCallDelta> calls;
    for (const Delta& delta : outcome.deltas) {
        if (const auto* piece = std::get_if<TextDelta>(&delta))
            text += piece->text;
        else if (const auto* thought = std::get_if<ReasoningDelta>(&delta))
            reasoning += thought->text;
        else if (const auto* seen = std::get_if<Usage>(&delta))
            usage = QJsonObject {
                {u"prompt_tokens"_s, figure(seen->promptTokens)}, {u"completion_tokens"_s, figure(seen->completionTokens)}};
        else if (const auto* call = std::get_if<ToolCallDelta>(&delta)) {
            calls[call->index].id += call->id;
            calls[call->index].name += call->name;
            calls[call->index].arguments += call->arguments;
        } else {
            isCached = true;
        }
    }
    QJsonArray tools;
    for (const auto& [index, call] : calls)
        tools.append(QJsonObject {{u"id"_s, call.id}, {u"name"_s, call.name}, {u"arguments"_s, call.arguments}});
    return {{u"quirk"_s, expected[u"quirk"_s]}, {u"text"_s, text}, {u"reasoning"_s, reasoning}, {u"tool_calls"_s, tools},
        {u"usage"_s, usage}, {u"cached"_s, isCached}, {u"finish_reason"_s, outcome.end.finishReason}, {u"done"_s, outcome.isDone},
        {u"error"_s, errorSummary(outcome.end.error, expected[u"error"_s].toObject())}};
}

}
