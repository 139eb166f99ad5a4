#include "core/gateway/headgate.h"

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr Millis MostWaiting {1000};

Error unread()
{
    return {.kind = ErrorKind::Cancelled, .message = u"The stream was cancelled: nobody was reading it"_s};
}

}

HeadGate::HeadGate(Exchange& exchange, std::shared_ptr<GatewayStream> stream, const FollowOptions& options, Refusal refusal,
    boost::asio::io_context& loop)
    : m_exchange(exchange)
    , m_stream(std::move(stream))
    , m_options(options)
    , m_refusal(std::move(refusal))
    , m_timer(loop)
{
    m_stream->watchHead(this);
    m_timer.startIn(MostWaiting, [this] { headCame(); });
}

HeadGate::~HeadGate()
{
    if (!m_stream)
        return;
    m_stream->watchHead(nullptr);
    m_stream->cancel(unread());
}

void HeadGate::headCame()
{
    m_timer.stop();
    const std::shared_ptr<GatewayStream> stream = std::exchange(m_stream, {});
    stream->watchHead(nullptr);
    m_exchange.follow(stream, 1, m_options); // this goes later
    if (!stream->hasReaders()) // the client has gone, and this was about to go: nobody else knows the stream
        stream->cancel(unread());
}

void HeadGate::refused(const Error& error)
{
    m_timer.stop();
    m_stream.reset();
    m_exchange.reply(m_refusal(error));
}

}
