// Every input is, for every provider, an answer as an event stream, an answer as plain JSON, a list of models and the body of an
// error. Recorded streams are the seeds.

#include "core/chat/provider.h"
#include "tests/fuzz/require.h"

#include <algorithm>
#include <array>

using namespace sluice;
using namespace sluice::test;

namespace {

bool isWellFormed(const QString& text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (!text[i].isSurrogate())
            continue;
        if (!text[i].isHighSurrogate() || i + 1 == text.size() || !text[i + 1].isLowSurrogate())
            return false;
        ++i;
    }
    return true;
}

void checkError(const Error& error)
{
    require(!error.message.isEmpty(), "an error says nothing");
    require(!error.retryAfter || *error.retryAfter >= Millis(0), "an error waits for the past");
}

void checkDelta(const Delta& delta)
{
    if (const auto* text = std::get_if<TextDelta>(&delta))
        require(!text->text.isEmpty() && isWellFormed(text->text), "a text delta is empty or ill-formed");
    if (const auto* reasoning = std::get_if<ReasoningDelta>(&delta))
        require(!reasoning->text.isEmpty() && isWellFormed(reasoning->text), "a reasoning delta is empty or ill-formed");
    if (const auto* call = std::get_if<ToolCallDelta>(&delta))
        require(call->index >= 0, "a tool call has a negative index");
}

void checkEnd(const DeltaDecoder& decoder, const Deltas& deltas)
{
    for (const Delta& delta : deltas)
        checkDelta(delta);
    require(decoder.isFinished() || decoder.finishReason().isEmpty(), "a finish reason without a finish");
    const Result<void> end = decoder.end();
    require(!end || decoder.isFinished(), "complete without a finish");
    if (!end)
        checkError(end.error());
}

void decodeStream(const Provider& provider, QByteArrayView body)
{
    const std::unique_ptr<DeltaDecoder> decoder = provider.newDecoder();
    Deltas deltas;
    SseParser parser(1024 * 1024);
    parser.feed(body);
    for (;;) {
        const auto event = parser.next();
        if (!event || !*event)
            break;
        const bool wasFinished = decoder->isFinished();
        const bool wasDone = decoder->isDone();
        const Result<void> decoded = decoder->decode(**event, deltas);
        require(decoder->isFinished() >= wasFinished && decoder->isDone() >= wasDone, "a finish was taken back");
        if (!decoded)
            checkError(decoded.error()); // and on: a decoder must survive what comes after its error
    }
    checkEnd(*decoder, deltas);
}

void decodeAnswer(const Provider& provider, QByteArrayView body)
{
    const std::unique_ptr<DeltaDecoder> decoder = provider.newDecoder();
    Deltas deltas;
    if (const Result<void> decoded = decoder->decodeJson(body, deltas); !decoded)
        checkError(decoded.error());
    checkEnd(*decoder, deltas);
}

void readOther(const Provider& provider, QByteArrayView body)
{
    if (const Result<QStringList> models = provider.parseModels(body); !models)
        checkError(models.error());
    constexpr std::array Statuses {400, 401, 404, 429, 500, 529};
    const int status = Statuses[std::size_t(body.size()) % Statuses.size()];
    const QByteArray retryAfter = body.first(std::min<qsizetype>(body.size(), 40)).toByteArray();
    const Error error = provider.errorFromResponse({.status = status, .headers = {{"Retry-After", retryAfter}}}, body);
    checkError(error);
    require(error.httpStatus == status, "an error lost its status");
}

}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArrayView body(data, qsizetype(size));
    const QList<const Provider*> all = providers();
    require(!all.isEmpty(), "no provider is registered");
    for (const Provider* provider : all) {
        decodeStream(*provider, body);
        decodeAnswer(*provider, body);
        readOther(*provider, body);
    }
    return 0;
}
