#include "core/gateway/upstreamreply.h"

#include "core/chat/errorbody.h"
#include "core/chat/jsonreader.h"
#include "core/gateway/relayederror.h"

using namespace Qt::StringLiterals;

namespace sluice {

UpstreamReply::UpstreamReply(Exchange& exchange, StreamRegistry& streams, RouteMetrics* metrics, Upstream& upstream,
    const HttpRequest& request, const HttpTimeouts& timeouts)
    : m_exchange(exchange)
    , m_streams(streams)
    , m_meter(metrics)
    , m_fetch(std::make_unique<UpstreamFetch>(upstream.client(), request, timeouts, [this](const auto& body) { take(body); }))
{
    m_streams.addActive(*this);
}

UpstreamReply::~UpstreamReply()
{
    m_streams.removeActive(*this);
}

void UpstreamReply::take(const std::expected<QByteArray, UpstreamFetch::Failure>& body)
{
    const std::unique_ptr<UpstreamFetch> fetch = std::move(m_fetch); // it is the caller
    if (!body) {
        refuse(body.error().error, body.error().body);
        return;
    }
    m_meter.received(fetch->wireBytes(), body->size());
    JsonReader reader;
    const std::expected<JsonValue, ErrorKind> root = reader.read(*body);
    if (!root) {
        refuse({.kind = ErrorKind::Protocol, .message = u"The server's answer is not valid JSON."_s}, {});
    } else if (const std::optional<Error> error = reportedError(*root)) { // some say it with status 200
        refuse(*error, *body);
    } else {
        m_meter.answered(body->size());
        m_exchange.reply(jsonReply(200, *body)); // this goes later
    }
}

void UpstreamReply::refuse(const Error& error, const QByteArray& body)
{
    m_meter.failed(error);
    Reply reply = jsonReply(statusFor(error), relayedErrorJson(body, error));
    addRetryAfter(reply, error);
    m_exchange.reply(reply); // this goes later
}

void UpstreamReply::cancel(const Error& error)
{
    if (const std::unique_ptr<UpstreamFetch> fetch = std::move(m_fetch))
        refuse(error, {});
}

}
