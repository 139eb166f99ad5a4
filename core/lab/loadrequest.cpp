#include "core/lab/loadrequest.h"

#include "core/chat/provider.h"
#include "core/engine/responseplan.h"

#include <array>
#include <variant>

namespace sluice {

namespace {

double milliseconds(TimePoint::duration time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

// Usage and filters come right behind the finish; a server that then stays silent has said all.
constexpr Millis TrailerSilence {2000};

}

LoadRequest::LoadRequest(HttpClient& client, const LoadPlan& plan, const HttpRequest& request, qint64 number, TimePoint start,
    TimePoint due, Owner& owner)
    : m_plan(plan)
    , m_begin(plan.rate ? due : steadyClock().now())
    , m_owner(owner)
    , m_call(client, request, plan.timeouts, static_cast<UpstreamCall::Listener&>(*this))
{
    m_sample.number = number;
    m_sample.dueMs = milliseconds(due - start);
    m_sample.isWarmUp = due - start < plan.warmUp;
    m_sample.lagMs = milliseconds(steadyClock().now() - due);
}

LoadRequest::~LoadRequest() = default;

double LoadRequest::sinceBegin(TimePoint when) const
{
    return milliseconds(when - m_begin);
}

void LoadRequest::answered(const HttpResponseHead& head)
{
    const HttpStamps stamps = m_call.body().stamps();
    if (!m_call.body().usedKeptConnection()) {
        if (const std::optional<TimePoint> ready = stamps.link.secured ? stamps.link.secured : stamps.link.connected)
            m_sample.connectMs = milliseconds(*ready - stamps.started);
    }
    const Result<BodyPlan> plan = planBody(head);
    if (!plan) {
        end(plan.error(), steadyClock().now());
        return;
    }
    m_body.begin(m_plan.provider->newDecoder(), *plan);
    bodyReadable();
}

void LoadRequest::refused(const Error& error, const QByteArray&)
{
    end(error, steadyClock().now());
}

void LoadRequest::bodyReadable()
{
    std::array<char, 16 * 1024> bytes;
    for (;;) {
        const Result<qsizetype> count = m_call.body().read(bytes);
        const TimePoint now = steadyClock().now(); // before anything is done with it
        if (!count) {
            // A break behind the finish cannot take the answer back.
            end(m_body.isFinished() ? std::nullopt : std::optional(count.error()), now);
            return;
        }
        if (*count > 0) {
            m_body.feed(QByteArrayView(bytes.data(), *count));
            if (!takeEvents(now))
                return;
            continue;
        }
        if (m_call.body().isWhole()) {
            const Result<void> whole = m_body.end(m_deltas);
            takeDeltas(now);
            end(whole ? std::nullopt : std::optional(whole.error()), now);
            return;
        }
        m_call.body().awaitBody();
        return;
    }
}

/// False when the answer has ended, and this may be gone.
bool LoadRequest::takeEvents(TimePoint now)
{
    for (;;) {
        const bool wasFinished = m_body.isFinished();
        const Result<AnswerBody::Step> step = m_body.next(m_deltas);
        takeDeltas(now);
        if (!step) {
            end(step.error(), now);
            return false;
        }
        if (*step == AnswerBody::Step::Done) {
            end({}, now);
            return false;
        }
        if (m_body.isFinished() && !wasFinished)
            m_call.body().setSilence(TrailerSilence);
        if (*step == AnswerBody::Step::NeedsInput)
            return true;
    }
}

void LoadRequest::takeDeltas(TimePoint now)
{
    for (const Delta& delta : m_deltas) {
        if (const auto* usage = std::get_if<Usage>(&delta)) {
            if (usage->completionTokens)
                m_sample.outputTokens = usage->completionTokens;
            continue;
        }
        const bool isText = std::holds_alternative<TextDelta>(delta);
        if (!isText && !std::holds_alternative<ReasoningDelta>(delta))
            continue;
        const double at = sinceBegin(now);
        if (isText && !m_sample.ttftMs) {
            m_sample.ttftMs = at;
            m_owner.tookFirstText(m_sample);
        }
        const std::optional<double> gap = m_sample.deltas == 0 ? std::nullopt : std::optional(at - m_sample.lastDeltaMs);
        if (m_sample.deltas++ == 0)
            m_sample.firstDeltaMs = at;
        m_sample.lastDeltaMs = at;
        if (m_plan.keepsTokenTimes)
            m_sample.tokenMs.push_back(float(at));
        m_owner.tookDelta(m_sample, gap);
    }
    m_deltas.clear();
}

void LoadRequest::end(const std::optional<Error>& error, TimePoint now)
{
    m_sample.e2eMs = sinceBegin(now);
    m_sample.error = error;
    m_sample.wireBytes = m_body.wireBytes();
    m_sample.decodedBytes = m_body.decodedBytes();
    if (!error && m_plan.keepAlive)
        m_call.finish();
    m_owner.ended(*this);
}

}
