#include "core/gateway/upstreamsource.h"

#include "core/engine/responseplan.h"
#include "core/gateway/relayederror.h"
#include "core/gateway/wholechunk.h"
#include "core/profile/stageclock.h"

#include <QJsonDocument>

#include <array>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

// Between two looks at the sockets: a fast server must not starve the other streams.
constexpr int BatchEvents = 64;
// Usage and filters come right behind the finish; a server that then stays silent has said all.
constexpr Millis TrailerSilence {2000};

bool isObject(QByteArrayView data)
{
    return QJsonDocument::fromJson(data.toByteArray()).isObject();
}

}

UpstreamSource::UpstreamSource(
    boost::asio::io_context& loop, Upstream& upstream, AnswerRequest request, std::shared_ptr<QByteArray> refusal)
    : m_upstream(upstream)
    , m_request(std::move(request))
    , m_relays(!m_request.completion.isEmpty())
    , m_refusal(std::move(refusal))
    , m_turn(loop)
{
    if (m_request.choices > 1)
        m_choices = std::make_unique<ChoiceWatch>();
}

UpstreamSource::~UpstreamSource() = default;

void UpstreamSource::start(AnswerSink& sink)
{
    m_sink = &sink;
    if (m_relays) {
        send(m_upstream.completionRequest(std::exchange(m_request.completion, {}), true));
        return;
    }
    m_modelWait = m_upstream.findModel([this](const Result<QString>& model) {
        if (model)
            send(m_upstream.chatRequest(*model, std::exchange(m_request.message, {})));
        else
            refused(model.error(), {});
    });
}

void UpstreamSource::send(const HttpRequest& request)
{
    if (m_clock)
        m_clock->waitIn(Stage::Connect);
    m_call = std::make_unique<UpstreamCall>(
        m_upstream.client(), request, m_upstream.options().timeouts, static_cast<UpstreamCall::Listener&>(*this));
}

void UpstreamSource::setClock(const std::shared_ptr<StageClock>& clock)
{
    m_clock = clock;
    m_body.setClock(clock.get());
}

void UpstreamSource::setReading(Reading reading)
{
    m_reading = reading;
    if (reading == Reading::Go && m_sink && m_call && !m_isPumping && !m_isAwaiting)
        pumpLater();
}

void UpstreamSource::stop()
{
    m_sink = nullptr;
    m_modelWait.reset();
    m_call.reset();
    m_turn.stop();
}

SourceFigures UpstreamSource::figures() const
{
    SourceFigures figures = m_figures;
    figures.wireBytes = m_body.wireBytes();
    figures.decodedBytes = m_body.decodedBytes();
    return figures;
}

void UpstreamSource::answered(const HttpResponseHead& head)
{
    m_figures.stamps = m_call->body().stamps();
    if (m_clock)
        noteConnect(*m_figures.stamps);
    const Result<BodyPlan> plan = planBody(head);
    if (!plan) {
        refused(plan.error(), {});
        return;
    }
    m_body.begin(m_upstream.provider().newDecoder(), *plan);
    m_isPumping = true; // a pause from inside the call waits until it is over
    m_sink->takeHead();
    m_isPumping = false;
    if (m_sink)
        pump();
}

/// A connection that was there already took no time.
void UpstreamSource::noteConnect(const HttpStamps& stamps)
{
    const TimePoint ready = stamps.link.secured.value_or(stamps.link.connected.value_or(TimePoint()));
    m_clock->waitInSince(Stage::Wait, ready.time_since_epoch() / std::chrono::nanoseconds(1));
}

void UpstreamSource::refused(const Error& error, const QByteArray& body)
{
    if (m_refusal)
        *m_refusal = body;
    end(error);
    deliverEnd();
}

void UpstreamSource::bodyReadable()
{
    m_isAwaiting = false;
    pump();
}

void UpstreamSource::pumpLater()
{
    m_turn.start(steadyClock().now(), [this] { pump(); });
}

void UpstreamSource::pump()
{
    if (m_isAwaiting)
        return;
    m_isPumping = true;
    int events = 0;
    while (m_sink && m_reading == Reading::Go) {
        if (give())
            continue;
        if (m_end) {
            deliverEnd(); // this may be gone now
            return;
        }
        if (++events > BatchEvents) {
            pumpLater();
            break;
        }
        if (advance() == Next::Wait)
            break;
    }
    m_isPumping = false;
}

/// Gives the sink one thing of what was taken; false when there is none.
bool UpstreamSource::give()
{
    if (std::exchange(m_eventWaits, false)) {
        if (m_relays)
            m_sink->takeEvent(m_wholeChunk.isEmpty()
                    ? m_body.event()
                    : SseEventView {.type = "message", .data = m_wholeChunk, .id = {}, .errorField = {}});
        return true;
    }
    if (m_given < m_deltas.size()) {
        m_sink->takeDelta(m_deltas[m_given++]);
        return true;
    }
    m_deltas.clear();
    m_given = 0;
    return false;
}

UpstreamSource::Next UpstreamSource::advance()
{
    const qint64 eventsBefore = m_body.events();
    const bool wasFinished = m_body.isFinished();
    const Result<AnswerBody::Step> step = m_body.next(m_deltas);
    m_eventWaits = m_body.events() != eventsBefore;
    if (m_eventWaits && m_choices)
        m_choices->take(m_body.event().data);
    if (!step) {
        m_eventWaits = m_eventWaits && isObject(m_body.event().data); // what nobody can read is not passed on
        end(step.error());
        return Next::GoOn;
    }
    if (*step == AnswerBody::Step::Done) {
        end({});
        return Next::GoOn;
    }
    if (m_body.isFinished() && !wasFinished && !missingChoices())
        m_call->body().setSilence(TrailerSilence);
    return *step == AnswerBody::Step::NeedsInput ? readOn() : Next::GoOn;
}

UpstreamSource::Next UpstreamSource::readOn()
{
    std::array<char, 16 * 1024> bytes;
    HttpExchange& body = m_call->body();
    const Result<qsizetype> count = [&] {
        const StageScope scope(m_clock.get(), Stage::Wait);
        return body.read(bytes);
    }();
    if (!count) {
        // A break behind the finish cannot take the answer back.
        end(m_body.isFinished() ? missingChoices() : count.error());
        return Next::GoOn;
    }
    if (*count > 0) {
        m_input = QByteArray(bytes.data(), *count);
        m_body.feed(m_input);
        return Next::GoOn;
    }
    m_input = {}; // a stream that waits holds no buffer
    if (body.isWhole()) {
        endBody();
        return Next::GoOn;
    }
    m_isAwaiting = true;
    body.awaitBody();
    return Next::Wait;
}

void UpstreamSource::endBody()
{
    const Result<void> whole = m_body.end(m_deltas);
    if (m_relays && m_body.isJson() && (whole || reportsFailure(m_body.json()))) {
        m_wholeChunk = whole ? chunkOfWholeAnswer(m_body.json()) : m_body.json().toByteArray();
        m_eventWaits = true;
    }
    end(whole ? missingChoices() : whole.error());
}

std::optional<Error> UpstreamSource::missingChoices() const
{
    if (!m_choices || m_choices->areFinished())
        return std::nullopt;
    return Error {.kind = ErrorKind::Network, .message = u"The server closed the connection before all choices were complete."_s};
}

void UpstreamSource::end(const std::optional<Error>& error)
{
    m_end = StreamEnd {.finishReason = error ? QString() : m_body.finishReason(), .error = error};
}

void UpstreamSource::deliverEnd()
{
    if (!m_end->error && m_call)
        m_call->finish();
    AnswerSink* const sink = m_sink;
    const StreamEnd last = *m_end;
    stop();
    sink->takeEnd(last);
}

}
