#include "core/lab/decodedexchange.h"

#include "core/chat/provider.h"
#include "core/engine/answerbody.h"
#include "core/engine/responseplan.h"
#include "core/wire/inflater.h"

namespace sluice {

namespace {

void addText(const Deltas& deltas, QString& text)
{
    for (const Delta& delta : deltas) {
        if (const auto* piece = std::get_if<TextDelta>(&delta))
            text += piece->text;
    }
}

}

DecodedExchange decodeExchange(const TappedExchange& exchange, const Provider& provider)
{
    if (!exchange.head || exchange.head->status >= 300)
        return {};
    const Result<BodyPlan> plan = planBody(*exchange.head);
    if (!plan)
        return {};
    DecodedExchange decoded;
    AnswerBody body;
    body.begin(provider.newDecoder(), *plan);
    body.feed(exchange.body);
    for (;;) {
        Deltas deltas;
        const Result<AnswerBody::Step> step = body.next(deltas);
        addText(deltas, decoded.text);
        if (!step || *step != AnswerBody::Step::Event)
            break;
    }
    Deltas rest;
    (void)body.end(rest); // an answer that is cut has its text all the same
    addText(rest, decoded.text);
    decoded.isFinished = body.isFinished();
    return decoded;
}

QByteArray plainBody(const TappedExchange& exchange)
{
    if (!exchange.head || headerValue(exchange.head->headers, "content-encoding").trimmed().toLower() != "gzip")
        return exchange.body;
    Inflater inflater({.maxDecodedBytes = TappedExchange::MaxBodyBytes});
    inflater.feed(exchange.body);
    QByteArray plain;
    for (;;) {
        const Result<QByteArrayView> block = inflater.next();
        if (!block || block->isEmpty())
            return plain;
        plain.append(*block);
    }
}

}
