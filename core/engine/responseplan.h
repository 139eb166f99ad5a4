#pragma once

#include "core/base/result.h"
#include "core/engine/bodyplan.h"
#include "core/wire/http.h"

#include <QUrl>

namespace sluice {

/// How the body behind a successful \a head is to be read, or why it cannot be an answer: Protocol for 204, for a coding that was
/// not asked for, and for a type that no stream is ever sent as (HTML, images…).
Result<BodyPlan> planBody(const HttpResponseHead& head);

/// Where a redirect to a POST leads. Only within the same origin, or from http to https on the same host: the key must not travel
/// to another one. 301, 307 and 308; a 302 or 303 would turn the request into a GET. Protocol when it must not be followed.
Result<QUrl> redirectTarget(const QUrl& from, const HttpResponseHead& head);

}
