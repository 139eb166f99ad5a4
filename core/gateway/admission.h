#pragma once

#include "core/gateway/reply.h"
#include "core/gateway/requestguard.h"
#include "core/gateway/router.h"

#include <optional>

namespace sluice {

/// What is decided of a request by its header alone, before its body is read.
struct Admission
{
    std::optional<Reply> refusal; ///< 400, 401, 403, 404 or 405
    const RouteHandler* handler = nullptr; ///< set unless refused
    QByteArray pathParameter;
};

Admission admit(const IncomingRequest& request, const RequestGuard& guard, const Router& router, const LocalEnd& local);

}
