#include "core/recording/recordedtext.h"

#include "core/chat/provider.h"
#include "core/engine/answerbody.h"
#include "core/engine/responseplan.h"

#include <QCoreApplication>

#include <utility>

namespace sluice {

namespace {

/// One exchange on its way through the front half of a stream.
class Reading
{
public:
    Reading(const Provider& provider, const BodyPlan& plan) { m_body.begin(provider.newDecoder(), plan); }

    /// False when no more is to come.
    bool take(QByteArrayView bytes, Micros at)
    {
        m_body.feed(bytes);
        for (;;) {
            Deltas deltas;
            const Result<AnswerBody::Step> step = m_body.next(deltas);
            note(deltas, at);
            if (!step || *step == AnswerBody::Step::Done)
                return false;
            if (*step == AnswerBody::Step::NeedsInput)
                return true;
        }
    }

    RecordedText finish(Micros at)
    {
        Deltas deltas;
        (void)m_body.end(deltas); // an answer that is cut has its text all the same
        note(deltas, at);
        return std::move(m_text);
    }

private:
    void note(const Deltas& deltas, Micros at)
    {
        for (const Delta& delta : deltas) {
            const auto* text = std::get_if<TextDelta>(&delta);
            if (!text || text->text.isEmpty())
                continue;
            m_text.characters += text->text.size();
            m_text.deltas.push_back({at, text->text});
        }
        m_text.end = at;
    }

    AnswerBody m_body;
    RecordedText m_text;
};

RecordedText textOf(const RecordedExchange& exchange, const Provider& provider)
{
    const Result<BodyPlan> plan =
        exchange.head && exchange.head->status < 300 ? planBody(*exchange.head) : std::unexpected(Error {});
    if (!plan)
        return {};
    Reading reading(provider, *plan);
    Micros at {0};
    for (const RecordedPiece& piece : exchange.body) {
        at = piece.at - exchange.at;
        if (!reading.take(piece.bytes, at))
            break;
    }
    return reading.finish(at);
}

}

Result<RecordedText> recordedText(const Recording& recording)
{
    const Provider* provider = providerNamed(recording.header.provider);
    if (!provider) {
        return std::unexpected(Error {.kind = ErrorKind::Protocol,
            .message = QCoreApplication::translate("Error", "This version knows no provider '%1', which the recording is of.")
                .arg(recording.header.provider)});
    }
    RecordedText best;
    for (const RecordedExchange& exchange : recording.exchanges) {
        RecordedText text = textOf(exchange, *provider);
        if (text.characters > best.characters)
            best = std::move(text);
    }
    if (best.deltas.empty())
        return std::unexpected(
            Error {.kind = ErrorKind::Protocol, .message = QCoreApplication::translate("Error", "The recording holds no text.")});
    return best;
}

}
