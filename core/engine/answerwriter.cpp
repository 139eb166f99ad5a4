#include "core/engine/answerwriter.h"

#include "core/chat/attachmenttext.h"
#include "core/chat/branchedmessages.h"
#include "core/chat/imagerefusal.h"
#include "core/figures/stripmaker.h"

#include <algorithm>
#include <utility>

namespace sluice {

namespace {

constexpr Millis StripInterval {500};

MessageState stateAfter(const StreamEnd& end)
{
    if (!end.error)
        return MessageState::Complete;
    return end.error->kind == ErrorKind::Cancelled ? MessageState::Stopped : MessageState::Failed;
}

/// What came differently after a restart replaces what stood there.
void rewrite(Message& message, const FrameBatch& batch)
{
    if (!batch.keepText && !batch.keepReasoning)
        return;
    ++message.rewrites;
    if (batch.keepReasoning)
        message.reasoning.truncate(*batch.keepReasoning);
    if (!batch.keepText)
        return;
    message.text.truncate(*batch.keepText);
    message.seams.removeIf([&](const Seam& seam) { return seam.textAt > *batch.keepText; });
}

}

AnswerWriter::AnswerWriter(ChatEngine& engine, BranchedMessages& messages)
    : m_engine(engine)
    , m_messages(messages)
{ }

AnswerWriter::~AnswerWriter() = default;

void AnswerWriter::begin(int id, const SessionTarget& target, RequestContext context, const PartialAnswer& partial)
{
    Q_ASSERT(!m_isRunning);
    m_isRunning = true;
    m_id = id;
    m_sendsImages = false;
    letGoOfStream();
    StreamRequest request;
    request.endpoint = target.endpoint;
    request.key = target.key;
    request.chat.model = target.chosenModel();
    request.strategy = target.strategy;
    request.resume.mayPayAgain = target.mayPayAgain;
    request.retry = target.patience.retryOptions();
    request.timeouts = target.patience.timeoutOptions();
    request.partialAnswer = partial;
    request.tap = target.tap;
    std::optional<ReplayTicket>& ticket = m_messages.writable(id)->ticket;
    if (ticket && !isFor(*ticket, target.endpoint))
        ticket.reset(); // another answer is added to it
    request.ticket = ticket;
    if (partial.isEmpty() && !ticket) // else it is another answer than the question alone would get
        request.cache = target.cache;
    m_waiting = Waiting {.request = std::move(request), .context = std::move(context)};
    goOn();
    if (m_waiting)
        Q_EMIT statusChanged(status());
}

void AnswerWriter::goOn()
{
    if (!m_waiting)
        return;
    RequestContext& context = m_waiting->context;
    while (context.wantsMore()) {
        const int row = context.nextRow();
        if (!m_messages.load(row))
            return; // until it has come
        if (const Message* turn = m_messages.at(row))
            context.take(*turn);
        else
            context.skip();
    }
    StreamRequest request = std::move(m_waiting->request);
    request.chat.messages = context.turns();
    m_sendsImages = std::ranges::any_of(request.chat.messages, [](const Message& turn) { return !imagesOf(turn).isEmpty(); });
    request.frameInterval = m_frameInterval;
    m_waiting.reset();
    startStream(request);
}

void AnswerWriter::startStream(const StreamRequest& request)
{
    m_stream = m_engine.start(request);
    m_sinceStrip.invalidate();
    connect(m_stream.get(), &StreamHandle::statusChanged, this, &AnswerWriter::statusChanged);
    connect(m_stream.get(), &StreamHandle::timelineChanged, this, &AnswerWriter::timelineChanged);
    m_stream->setWatched(m_isWatched);
    connect(m_stream.get(), &StreamHandle::frame, this, &AnswerWriter::takeFrame);
    connect(m_stream.get(), &StreamHandle::heldBack, this, &AnswerWriter::takeHeld);
    connect(m_stream.get(), &StreamHandle::ticketChanged, this, &AnswerWriter::takeTicket);
    connect(m_stream.get(), &StreamHandle::ended, this, &AnswerWriter::takeEnd);
    connect(m_stream.get(), &StreamHandle::serverStopped, this,
        [this, id = m_id](ServerStop outcome) { takeServerStop(id, outcome); });
    Q_EMIT statusChanged(m_stream->status());
}

void AnswerWriter::takeFrame(const FrameBatch& batch)
{
    Message& message = *m_messages.writable(m_id);
    rewrite(message, batch);
    message.text += batch.text; // in place while nobody else holds the text: it costs no more than what is new
    message.reasoning += batch.reasoning;
    for (const Seam& seam : batch.seams)
        message.seams.append(seam);
    message.state = MessageState::Streaming;
    message.figures.cached = message.figures.cached || batch.cached;
    if (batch.usage)
        message.figures.usage = *batch.usage;
    applyFigures(message);
    drawStrip(message);
    m_held = batch.held;
    if (batch.firstReceived)
        Q_EMIT frameCame(m_id, *batch.firstReceived);
    Q_EMIT written(m_id);
}

/// Of a running answer now and then: what the strip is made of costs more than a frame of text.
void AnswerWriter::drawStrip(Message& message)
{
    if (m_sinceStrip.isValid() && !m_sinceStrip.hasExpired(StripInterval.count()))
        return;
    m_sinceStrip.start();
    message.figures.strip = makeStrip(m_stream->shownTimeline());
}

void AnswerWriter::takeHeld(const QString& text)
{
    m_held = text;
    Q_EMIT heldMore();
}

void AnswerWriter::takeTicket(const std::optional<ReplayTicket>& ticket)
{
    if (!m_isRunning)
        return;
    m_messages.writable(m_id)->ticket = ticket;
    Q_EMIT written(m_id);
}

void AnswerWriter::takeEnd(const StreamEnd& end)
{
    m_isRunning = false;
    m_held.clear(); // all was released
    Message& message = *m_messages.writable(m_id);
    message.state = stateAfter(end);
    message.finishReason = end.finishReason;
    if (message.state != MessageState::Failed)
        message.ticket.reset();
    if (message.state == MessageState::Failed)
        message.error = m_sendsImages ? withImageAdvice(*end.error) : end.error;
    applyFigures(message);
    if (const auto ended = timeline())
        message.figures.strip = makeStrip(*ended);
    const int id = m_id;
    Q_EMIT written(id);
    if (timeline())
        Q_EMIT timed(id);
}

void AnswerWriter::takeServerStop(int id, ServerStop outcome)
{
    std::erase_if(m_stopped, [](std::unique_ptr<StreamHandle>& handle) {
        if (handle->awaitsServerStop())
            return false;
        handle.release()->deleteLater(); // this may be its own signal
        return true;
    });
    Message& message = *m_messages.writable(id);
    if (outcome == ServerStop::NotAsked || message.state != MessageState::Stopped)
        return; // it goes on already
    message.serverStop = outcome;
    Q_EMIT settled(id);
    if (id == m_id && !m_isRunning)
        Q_EMIT statusChanged(status());
}

/// Its word about the server may still come.
void AnswerWriter::letGoOfStream()
{
    if (m_stream && m_stream->awaitsServerStop())
        m_stopped.push_back(std::move(m_stream));
    m_stream.reset();
}

void AnswerWriter::applyFigures(Message& message) const
{
    if (!m_stream)
        return;
    const StreamFigures figures = m_stream->figures();
    message.figures.ttftMs = figures.ttftMs;
    message.figures.e2eMs = figures.e2eMs;
    message.figures.textDeltas = figures.textDeltas;
    message.figures.reconnects = figures.reconnects;
}

void AnswerWriter::stop()
{
    if (m_waiting) {
        m_waiting.reset();
        takeEnd({.finishReason = {}, .error = Error {.kind = ErrorKind::Cancelled, .message = {}}});
        Q_EMIT statusChanged(status());
    } else if (m_isRunning) {
        m_stream->stop();
    }
}

void AnswerWriter::interrupt()
{
    if (!m_isRunning)
        return;
    m_isRunning = false;
    m_waiting.reset();
    Message& message = *m_messages.writable(m_id);
    message.state = MessageState::Interrupted;
    message.text += std::exchange(m_held, {}); // it came
    message.ticket.reset(); // its server is told to stop
    applyFigures(message);
    m_stream.reset();
    Q_EMIT written(m_id);
    Q_EMIT statusChanged(status());
}

void AnswerWriter::setStrategy(const StrategyOptions& options)
{
    if (m_waiting)
        m_waiting->request.strategy = options;
    else if (m_isRunning)
        m_stream->setStrategy(options);
}

void AnswerWriter::setFrameInterval(Millis interval)
{
    m_frameInterval = interval;
    if (m_isRunning && m_stream)
        m_stream->setFrameInterval(interval);
}

void AnswerWriter::setWatched(bool isWatched)
{
    m_isWatched = isWatched;
    if (m_stream)
        m_stream->setWatched(isWatched);
}

StreamStatus AnswerWriter::status() const
{
    if (m_waiting)
        return {.state = StreamState::Connecting};
    return m_stream ? m_stream->status() : StreamStatus {};
}

}
