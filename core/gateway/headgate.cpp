#include "core/gateway/headgate.h"

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr Millis MostWaiting {1000};

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
    m_stream->cancel({.kind = ErrorKind::Cancelled, .message = u"The stream was cancelled: nobody was reading it"_s});
}

void HeadGate::headCame()
{
    m_timer.stop();
    const std::shared_ptr<GatewayStream> stream = std::exchange(m_stream, {});
    stream->watchHead(nullptr);
    m_exchange.follow(stream, 1, m_options); // this goes later
}

void HeadGate::refused(const Error& error)
{
    m_timer.stop();
    m_stream.reset();
    m_exchange.reply(m_refusal(error));
}

}
