#include "core/gateway/requestintake.h"

#include <utility>

namespace sluice {

RequestIntake::RequestIntake(const RequestGuard& guard, const Router& router, RequestLimits limits, LocalEnd local)
    : m_guard(guard)
    , m_router(router)
    , m_local(std::move(local))
    , m_parser(limits)
{ }

RequestIntake::Step RequestIntake::next()
{
    switch (m_parser.next()) {
    case RequestParser::Step::NeedMore:
        return Step::NeedMore;
    case RequestParser::Step::Head:
        return admitHead();
    case RequestParser::Step::Complete:
        return Step::Complete;
    case RequestParser::Step::Failed:
        break;
    }
    return Step::Refused;
}

RequestIntake::Step RequestIntake::admitHead()
{
    IncomingRequest& request = m_parser.request();
    m_admission = admit(request, m_guard, m_router, m_local);
    request.pathParameter = m_admission.pathParameter;
    if (!m_admission.refusal)
        return Step::Head;
    // 400: HTTP itself forbids this header, so where its body ends is anybody's guess.
    if (request.expectsContinue || m_admission.refusal->status == 400)
        return Step::Refused;
    m_parser.discardBody();
    return Step::Head;
}

bool RequestIntake::isAwaitedByClient() const
{
    return m_parser.request().expectsContinue && m_parser.bufferedBytes() == 0;
}

RequestIntake::Taken RequestIntake::take()
{
    Taken taken {std::move(m_parser.request()), std::exchange(m_admission, {})};
    m_parser.restart();
    return taken;
}

Reply RequestIntake::refusal() const
{
    if (m_admission.refusal)
        return *m_admission.refusal;
    const RequestParser::Failure failure = m_parser.failure();
    return detailReply(failure.status, failure.detail);
}

void RequestIntake::restart()
{
    m_admission = {};
    m_parser.restart();
}

}
