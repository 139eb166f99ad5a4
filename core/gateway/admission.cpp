#include "core/gateway/admission.h"

namespace sluice {

Admission admit(const IncomingRequest& request, const RequestGuard& guard, const Router& router, const LocalEnd& local)
{
    Admission result;
    if (const auto refusal = guard.check(request, local)) {
        result.refusal = detailReply(refusal->status, refusal->detail);
        if (refusal->status == 401)
            result.refusal->headers.append(HttpHeader {"WWW-Authenticate", "Bearer"});
        return result;
    }
    const Router::Match match = router.find(request.method, request.target.path);
    if (match.allow.isEmpty()) {
        result.refusal = detailReply(404, u"There is no such route");
    } else if (!match.handler) {
        result.refusal = detailReply(405, u"This route does not take that method");
        result.refusal->headers.append(HttpHeader {"Allow", match.allow});
    }
    result.handler = match.handler;
    result.pathParameter = match.parameter;
    return result;
}

}
