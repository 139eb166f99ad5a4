#include "core/engine/answerbody.h"

#include "core/engine/bodysniffer.h"
#include "core/profile/stageclock.h"

#include <QCoreApplication>

#include <utility>

namespace sluice {

namespace {

std::unexpected<Error> failure(ErrorKind kind, const QString& message)
{
    return std::unexpected(Error {.kind = kind, .message = message});
}

}

AnswerBody::AnswerBody(const PipelineLimits& limits)
    : m_limits(limits)
{ }

void AnswerBody::begin(std::unique_ptr<DeltaDecoder> decoder, const BodyPlan& plan)
{
    m_decoder = std::move(decoder);
    startBody(plan);
    m_lastEventId.clear();
}

void AnswerBody::goOnByEvent(const BodyPlan& plan)
{
    Q_ASSERT(m_decoder);
    m_decoder->goOn();
    startBody(plan);
}

void AnswerBody::startBody(const BodyPlan& plan)
{
    m_serverRetry = serverRetry();
    if (m_parser && !m_parser->lastEventId().isEmpty())
        m_lastEventId = m_parser->lastEventId().toByteArray();
    m_answerFailed = false;
    m_isCutShort = false;
    m_plan = plan;
    m_inflater = plan.gzip ? std::make_unique<Inflater>(InflaterLimits {.maxDecodedBytes = m_limits.maxDecodedBytes}) : nullptr;
    m_parser = std::make_unique<SseParser>(m_limits.maxEventBytes);
    m_shape = Shape::Unknown;
    m_wire = {};
    m_event = {};
    m_head.clear();
    m_json.clear();
    m_bodyBytes = 0;
    m_wholeBytes = 0;
}

void AnswerBody::feed(QByteArrayView wire)
{
    m_wireBytes += wire.size();
    m_wholeBytes += wire.size();
    if (m_inflater)
        m_inflater->feed(wire);
    else
        m_wire = wire;
}

Result<AnswerBody::Step> AnswerBody::next(Deltas& out)
{
    for (;;) {
        if (m_shape == Shape::EventStream) {
            const Result<std::optional<SseEventView>> event = parse();
            if (!event)
                return doneOr(event.error());
            if (*event) {
                m_event = **event;
                return takeEvent(out);
            }
        }
        const Result<QByteArrayView> block = nextBlock();
        if (!block)
            return doneOr(block.error());
        if (block->isEmpty())
            return Step::NeedsInput;
        if (const Result<void> taken = takeBlock(*block); !taken)
            return std::unexpected(taken.error());
    }
}

Result<std::optional<SseEventView>> AnswerBody::parse()
{
    const StageScope scope(m_clock, Stage::Parse);
    return m_parser->next();
}

// Damage behind the provider's finish cannot take the answer back.
Result<AnswerBody::Step> AnswerBody::doneOr(const Error& error) const
{
    return m_decoder->isFinished() ? Result<Step>(Step::Done) : std::unexpected(error);
}

Result<AnswerBody::Step> AnswerBody::takeEvent(Deltas& out)
{
    ++m_events;
    if (!isRepeated()) {
        const StageScope scope(m_clock, Stage::Decode);
        const Result<void> decoded = m_decoder->decode(m_event, out);
        m_answerFailed = !decoded;
        if (!decoded)
            return std::unexpected(decoded.error());
    }
    if (!m_decoder->isDone())
        return Step::Event;
    const Result<void> whole = m_decoder->end(); // an end mark alone does not make an answer
    return whole ? Result<Step>(Step::Done) : std::unexpected(whole.error());
}

// Ids of other servers may be in any order, or stand for nothing; a number that does not grow is an event that we have.
bool AnswerBody::isRepeated() const
{
    if (m_lastEventId.isEmpty() || m_event.id.isEmpty())
        return false;
    bool isNumber = false;
    bool wasNumber = false;
    const bool isPassed = m_event.id.toByteArray().toLongLong(&isNumber) <= m_lastEventId.toLongLong(&wasNumber);
    return isNumber && wasNumber && isPassed;
}

Result<QByteArrayView> AnswerBody::inflate()
{
    const StageScope scope(m_clock, Stage::Inflate);
    return m_inflater->next();
}

Result<QByteArrayView> AnswerBody::nextBlock()
{
    Result<QByteArrayView> block = m_inflater ? inflate() : std::exchange(m_wire, {});
    if (!block)
        return block;
    m_bodyBytes += block->size();
    m_decodedBytes += block->size();
    if (m_bodyBytes > m_limits.maxDecodedBytes)
        return failure(ErrorKind::Overflow,
            QCoreApplication::translate("Error", "The answer is larger than %1 bytes.").arg(m_limits.maxDecodedBytes));
    return block;
}

Result<void> AnswerBody::takeBlock(QByteArrayView block)
{
    switch (m_shape) {
    case Shape::Unknown:
        return sniff(block);
    case Shape::Json:
        return appendJson(block);
    case Shape::EventStream:
        m_parser->feed(block);
        return {};
    }
    Q_UNREACHABLE();
}

Result<void> AnswerBody::sniff(QByteArrayView block)
{
    m_head.append(block);
    switch (sniffBody(m_head)) {
    case SniffedBody::Undecided:
        return {};
    case SniffedBody::Json:
        m_shape = Shape::Json;
        return appendJson(m_head);
    case SniffedBody::Other:
        if (!m_plan.declaredEventStream)
            return failure(ErrorKind::Protocol,
                QCoreApplication::translate(
                    "Error", "The server's answer is neither a stream of events nor JSON: check the base URL."));
        break;
    case SniffedBody::EventStream:
        break;
    }
    m_shape = Shape::EventStream;
    m_parser->feed(m_head);
    return {};
}

Result<void> AnswerBody::appendJson(QByteArrayView block)
{
    if (m_json.size() + block.size() > m_limits.maxJsonBytes)
        return failure(ErrorKind::Overflow,
            QCoreApplication::translate("Error", "The JSON answer is larger than %1 bytes.").arg(m_limits.maxJsonBytes));
    m_json.append(block);
    return {};
}

Result<void> AnswerBody::end(Deltas& out)
{
    if (m_shape == Shape::Json) {
        const StageScope scope(m_clock, Stage::Decode);
        const Result<void> decoded = m_decoder->decodeJson(m_json, out);
        m_answerFailed = !decoded;
        if (!decoded)
            return decoded;
    }
    if (m_decoder->isFinished())
        return {};
    if (m_inflater) {
        if (const Result<void> whole = m_inflater->finish(); !whole) {
            m_isCutShort = true;
            return whole;
        }
    }
    if (m_shape == Shape::Unknown && !m_plan.declaredEventStream)
        return failure(
            ErrorKind::Protocol, QCoreApplication::translate("Error", "The server sent an empty answer: check the base URL."));
    return m_decoder->end();
}

void AnswerBody::note(AnswerTrace& trace) const
{
    const bool hasId = m_parser && !m_parser->lastEventId().isEmpty();
    trace.lastEventId = hasId ? m_parser->lastEventId().toByteArray() : m_lastEventId;
    trace.bodyBytes = m_wholeBytes;
    if (m_decoder)
        m_decoder->note(trace);
}

std::optional<Millis> AnswerBody::serverRetry() const
{
    return m_parser && m_parser->retry() ? m_parser->retry() : m_serverRetry;
}

}
