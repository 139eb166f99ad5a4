#include "core/gateway/httpconnection.h"

#include "core/profile/stageclock.h"

#include <boost/asio/post.hpp>

// The part of a connection that sends a stream's events.

namespace sluice {

namespace asio = boost::asio;

void HttpConnection::follow(const std::shared_ptr<FollowedStream>& stream, quint64 from, const FollowOptions& options)
{
    if (m_stage != Stage::Answering)
        return;
    // It may be the caller.
    asio::post(m_socket.get_executor(), [pending = std::move(m_pending)] { });
    if (!isChunked())
        m_keepAlive = false; // the end of the connection is the end of the answer
    const QByteArray head = streamHeadBytes(stream->id(), options.headers, framing());
    if (m_request.isHead()) {
        m_stage = Stage::Finishing;
        send(head);
        return;
    }
    m_stage = Stage::Following;
    m_feed.emplace(stream, from, isChunked() ? EventFeed::Framing::Chunked : EventFeed::Framing::UntilClose, options.coding);
    m_sent = from;
    m_output.waiting() += head;
    if (options.heartbeat > Millis(0)) {
        m_heartbeat = options.heartbeat;
        m_heartbeatTimer = std::make_unique<Timer>(static_cast<asio::io_context&>(m_socket.get_executor().context()));
    }
    if (options.coding == ContentCoding::Gzip) {
        m_pace = {};
        m_paceTimer = std::make_unique<Timer>(static_cast<asio::io_context&>(m_socket.get_executor().context()));
    }
    stream->attach(*this);
    pump();
    watchInput();
}

void HttpConnection::pump()
{
    if (m_stage != Stage::Following || m_output.isBusy() || (m_paceTimer && !mayFlush()))
        return;
    const std::shared_ptr<FollowedStream> stream = m_feed->stream();
    const StageScope scope(stream->clock(), sluice::Stage::Write);
    m_feed->take(m_output.waiting());
    if (m_heartbeatTimer)
        m_heartbeatTimer->startIn(m_heartbeat, [this] { beat(); });
    if (m_feed->isOver())
        m_stage = Stage::Finishing;
    if (stream->isEnded())
        armDeadline(m_context.timeouts.rest);
    flush();
}

/// Whether what waits in the log is compressed and sent now; else it will be.
bool HttpConnection::mayFlush()
{
    const FollowedStream& stream = *m_feed->stream();
    const qint64 waiting = stream.log().bytesFrom(m_feed->next());
    const TimePoint now = steadyClock().now();
    const TimePoint due = m_pace.due(waiting);
    if (waiting > 0 && !stream.isEnded() && due > now) {
        m_paceTimer->start(due, [this] { pump(); });
        return false;
    }
    m_paceTimer->stop();
    if (waiting > 0)
        m_pace.flushed(now);
    return true;
}

void HttpConnection::eventsWritten()
{
    const std::shared_ptr<FollowedStream> stream = m_feed->stream(); // kept, should this be cut off by it
    m_sent = m_feed->next();
    stream->readerAdvanced();
}

void HttpConnection::beat()
{
    if (m_stage != Stage::Following)
        return;
    if (!m_output.isBusy()) // else the reader has more to read than it does
        send(m_feed->comment("heartbeat"));
    m_heartbeatTimer->startIn(m_heartbeat, [this] { beat(); });
}

void HttpConnection::leaveStream()
{
    m_heartbeatTimer.reset();
    m_paceTimer.reset();
    if (const std::optional<EventFeed> feed = std::exchange(m_feed, {}))
        feed->stream()->detach(*this);
}

}
