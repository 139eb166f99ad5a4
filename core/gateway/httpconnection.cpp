#include "core/gateway/httpconnection.h"

#include <boost/asio/post.hpp>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// Pipelined input that waits behind an answer; more stays in the kernel.
constexpr qsizetype MaxWaitingInput = 64 * 1024;
// Seconds.
constexpr const char* RetryAfter = "1";

}

HttpConnection::HttpConnection(asio::ip::tcp::socket socket, const ConnectionContext& context, LocalEnd local)
    : m_socket(std::move(socket))
    , m_input(m_socket)
    , m_output(m_socket)
    , m_context(context)
    , m_intake(context.guard, context.router, context.limits, std::move(local))
    , m_deadline(static_cast<asio::io_context&>(m_socket.get_executor().context()))
{ }

HttpConnection::~HttpConnection()
{
    m_context.arrivals.hold(*this, 0);
    leaveStream();
}

void HttpConnection::start(std::function<void(HttpConnection&)> onClosed)
{
    m_onClosed = std::move(onClosed);
    armDeadline(m_context.timeouts.head);
    watchInput();
}

void HttpConnection::finishUp()
{
    m_keepAlive = false;
    m_mayLinger = false;
    if (m_stage == Stage::Lingering || m_stage == Stage::Head)
        close();
}

void HttpConnection::close()
{
    if (m_stage == Stage::Closed)
        return;
    const std::shared_ptr<HttpConnection> alive = shared_from_this();
    m_stage = Stage::Closed;
    noteArrival();
    m_deadline.stop();
    leaveStream();
    // At once: a stream that it began must not find nobody to follow it. It is not the caller; once it has called, it is no
    // longer here.
    m_pending.reset();
    error_code ignored;
    m_socket.close(ignored);
    if (m_onClosed)
        std::exchange(m_onClosed, {})(*this);
}

void HttpConnection::watchInput()
{
    const bool full = !isReading() && m_stage != Stage::Lingering && m_intake.bufferedBytes() > MaxWaitingInput;
    if (full || m_stage == Stage::Closed)
        return;
    m_input.watch([self = shared_from_this()](SocketInput::Got got, QByteArrayView bytes) { self->takeInput(got, bytes); });
}

void HttpConnection::takeInput(SocketInput::Got got, QByteArrayView bytes)
{
    if (m_stage == Stage::Closed)
        return;
    const bool isIdle = isReading() || m_stage == Stage::Lingering; // in the middle of a request, or between two
    if (got == SocketInput::Got::Failure || (got == SocketInput::Got::End && isIdle)) {
        close();
        return;
    }
    if (got == SocketInput::Got::End) {
        probe();
        return;
    }
    if (m_stage != Stage::Lingering)
        m_intake.feed(bytes);
    if (isReading())
        advance();
    noteArrival();
    watchInput();
}

void HttpConnection::noteArrival()
{
    m_context.arrivals.hold(*this, isReading() ? m_intake.heldBytes() : 0);
}

void HttpConnection::giveUp()
{
    m_intake.restart();
    Reply busy = detailReply(503, u"Too much is arriving at once, please try again later");
    busy.headers.append(HttpHeader {"Retry-After", RetryAfter});
    fail(busy);
}

void HttpConnection::probe()
{
    // A FIN may be a client that has gone or one that only sends no more. Bytes that mean nothing tell: one that has gone
    // resets the connection.
    if (m_stage == Stage::Following)
        send(m_feed->comment());
    else if (m_pending && isChunked())
        send("HTTP/1.1 100 Continue\r\n\r\n");
    else if (m_pending)
        close(); // HTTP/1.0 has nothing to ask with
    if (m_stage == Stage::Closed)
        return;
    m_input.watchForReset([self = shared_from_this()] {
        if (self->m_stage != Stage::Lingering)
            self->close();
    });
}

void HttpConnection::advance()
{
    while (isReading()) {
        switch (m_intake.next()) {
        case RequestIntake::Step::NeedMore:
            if (m_input.hasEnded()) {
                close();
            } else if (m_stage == Stage::Head && m_intake.hasBegun() && !m_headDeadline) {
                m_headDeadline = true; // from its first byte on, the header has its own deadline
                armDeadline(m_context.timeouts.head);
            }
            return;
        case RequestIntake::Step::Head:
            takeHead();
            break;
        case RequestIntake::Step::Complete:
            takeRequest();
            break;
        case RequestIntake::Step::Refused:
            m_request = m_intake.request();
            fail(m_intake.refusal());
            return;
        }
    }
}

void HttpConnection::takeHead()
{
    m_stage = Stage::Body;
    m_bodyBegan = steadyClock().now();
    m_deadline.start(bodyDue(), [this] { deadlinePassed(); });
    if (m_intake.isAwaitedByClient())
        send("HTTP/1.1 100 Continue\r\n\r\n");
}

void HttpConnection::takeRequest()
{
    RequestIntake::Taken taken = m_intake.take();
    m_request = std::move(taken.request);
    m_request.arrivedAt = steadyClock().now();
    m_keepAlive = m_keepAlive && m_request.keepAlive;
    m_stage = Stage::Answering;
    m_deadline.stop();
    if (taken.admission.refusal)
        reply(*taken.admission.refusal);
    else
        (*taken.admission.handler)(*this);
    m_request.body = {}; // has been read; a stream may hold the request for hours
    m_request.headers.clear();
}

void HttpConnection::fail(const Reply& answer)
{
    m_keepAlive = false;
    m_stage = Stage::Answering;
    reply(answer);
}

void HttpConnection::reply(const Reply& reply)
{
    if (m_stage != Stage::Answering)
        return;
    // It may be the caller.
    asio::post(m_socket.get_executor(), [pending = std::move(m_pending)] { });
    m_stage = Stage::Finishing;
    armDeadline(m_context.timeouts.write);
    send(replyBytes(reply, framing()));
}

void HttpConnection::wait(std::unique_ptr<PendingReply> pending)
{
    if (m_stage != Stage::Answering)
        return;
    // The one before may be the caller.
    asio::post(m_socket.get_executor(), [before = std::exchange(m_pending, std::move(pending))] { });
    watchInput();
}

void HttpConnection::send(const QByteArray& bytes)
{
    m_output.waiting() += bytes;
    flush();
}

void HttpConnection::flush()
{
    m_output.flush([self = shared_from_this()](bool succeeded) { succeeded ? self->written() : self->close(); });
}

void HttpConnection::written()
{
    if (m_stage == Stage::Closed)
        return;
    if (m_feed)
        eventsWritten();
    if (m_stage == Stage::Following)
        pump();
    else if (m_stage == Stage::Closed)
        return;
    else if (!m_output.waiting().isEmpty())
        flush();
    else if (m_stage == Stage::Finishing)
        finishAnswer();
}

void HttpConnection::finishAnswer()
{
    leaveStream();
    if (!m_keepAlive) {
        linger();
        return;
    }
    m_request = {};
    m_stage = Stage::Head;
    m_headDeadline = false;
    armDeadline(m_context.timeouts.idle);
    advance();
    watchInput();
}

void HttpConnection::linger()
{
    // RFC 9112 section 9.6: closing with unread input would reset the connection, and the client might lose the answer.
    m_stage = Stage::Lingering;
    m_intake.restart();
    error_code ignored;
    m_socket.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    if (m_input.hasEnded() || !m_mayLinger) {
        close();
        return;
    }
    armDeadline(m_context.timeouts.linger);
    watchInput();
}

/// Whoever sends a byte now and then must not keep what has come for long.
TimePoint HttpConnection::bodyDue() const
{
    const ConnectionTimeouts& times = m_context.timeouts;
    const Millis bought(m_intake.bodyBytes() * 1000 / times.bodyBytesPerSecond);
    return m_bodyBegan + std::min(times.body, times.bodyStart + bought);
}

void HttpConnection::armDeadline(Millis delay)
{
    m_deadline.startIn(delay, [this] { deadlinePassed(); });
}

void HttpConnection::deadlinePassed()
{
    if (m_stage == Stage::Body && bodyDue() > steadyClock().now())
        m_deadline.start(bodyDue(), [this] { deadlinePassed(); });
    else if (isReading() && m_intake.hasBegun())
        fail(detailReply(408, u"The request took too long to arrive"));
    else
        close();
}

}
