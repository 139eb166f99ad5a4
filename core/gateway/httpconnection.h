#pragma once

#include "core/gateway/arrivalbudget.h"
#include "core/gateway/connectiontimeouts.h"
#include "core/gateway/eventfeed.h"
#include "core/gateway/exchange.h"
#include "core/gateway/flushpace.h"
#include "core/gateway/requestintake.h"
#include "core/sockets/socketinput.h"
#include "core/sockets/socketoutput.h"
#include "core/sockets/timer.h"

#include <boost/asio/ip/tcp.hpp>

#include <functional>
#include <memory>
#include <optional>

namespace sluice {

/// What all connections of a gateway share. Gateway thread; outlives them.
struct ConnectionContext
{
    const Router& router;
    RequestGuard guard;
    RequestLimits limits;
    ConnectionTimeouts timeouts;
    ArrivalBudget& arrivals;
};

/// One client connection: its requests one after the other, each answered before the next is read (pipelined ones wait in a
/// bounded buffer). Kept alive by its own pending operations. Gateway thread.
///
/// No buffer waits on an idle or a streaming connection: bytes are read when the socket says so, and events are framed from the
/// stream's log when the last write is done.
class HttpConnection final : public Exchange,
                             public StreamReader,
                             public ArrivingRequest,
                             public std::enable_shared_from_this<HttpConnection>
{
public:
    HttpConnection(boost::asio::ip::tcp::socket socket, const ConnectionContext& context, LocalEnd local);
    ~HttpConnection() override;
    Q_DISABLE_COPY_MOVE(HttpConnection)

    /// \a onClosed is called once, when the socket is closed.
    void start(std::function<void(HttpConnection&)> onClosed);

    /// Answers with \a reply, whatever is asked, and closes. After start().
    void turnAway(const Reply& reply) { fail(reply); }

    /// The answer that is under way is the last; a connection without one closes now.
    void finishUp();
    void close();

    const IncomingRequest& request() const override { return m_request; }
    void reply(const Reply& reply) override;
    void follow(const std::shared_ptr<FollowedStream>& stream, quint64 from, const FollowOptions& options = {}) override;
    void wait(std::unique_ptr<PendingReply> pending) override;

    quint64 sentUpTo() const override { return m_sent; }
    void streamGrew() override { pump(); }
    void cutOff() override { close(); }
    void giveUp() override;

private:
    enum class Stage { Head, Body, Answering, Following, Finishing, Lingering, Closed };

    void watchInput();
    void takeInput(SocketInput::Got got, QByteArrayView bytes);
    void advance();
    bool isReading() const { return m_stage == Stage::Head || m_stage == Stage::Body; }
    void takeHead();
    void takeRequest();
    void noteArrival();
    void fail(const Reply& reply);
    void probe();

    void send(const QByteArray& bytes);
    void flush();
    void written();
    void pump();
    bool isChunked() const { return m_request.minorVersion > 0; }
    ReplyFraming framing() const { return {m_request.minorVersion, m_request.isHead(), m_keepAlive}; }
    void finishAnswer();
    void linger();
    void eventsWritten();
    void leaveStream();
    void beat();
    bool mayFlush();

    TimePoint bodyDue() const;
    void armDeadline(Millis delay);
    void deadlinePassed();

    boost::asio::ip::tcp::socket m_socket;
    SocketInput m_input;
    SocketOutput m_output;
    const ConnectionContext& m_context;
    std::function<void(HttpConnection&)> m_onClosed;
    RequestIntake m_intake;
    Timer m_deadline;
    Stage m_stage = Stage::Head;
    TimePoint m_bodyBegan; // while it arrives
    bool m_headDeadline = true; // the header of the current request has its deadline already
    bool m_keepAlive = true;
    bool m_mayLinger = true;

    IncomingRequest m_request;
    std::unique_ptr<PendingReply> m_pending;
    std::optional<EventFeed> m_feed;
    Millis m_heartbeat {0};
    std::unique_ptr<Timer> m_heartbeatTimer; // null where nobody asked for heartbeats
    FlushPace m_pace;
    std::unique_ptr<Timer> m_paceTimer; // null unless what is sent is compressed
    quint64 m_sent = 1; // first event that is not wholly written
};

}
