#include "core/gateway/httpconnection.h"

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <array>

using namespace Qt::StringLiterals;

namespace sluice {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// Pipelined input that waits behind an answer; more stays in the kernel.
constexpr qsizetype MaxWaitingInput = 64 * 1024;
// Small, so that an idle stream costs little and a stopped reader is noticed soon.
constexpr int SendBufferBytes = 128 * 1024;

}

HttpConnection::HttpConnection(asio::ip::tcp::socket socket, const ConnectionContext& context)
    : m_socket(std::move(socket))
    , m_context(context)
    , m_parser(context.limits)
    , m_deadline(static_cast<asio::io_context&>(m_socket.get_executor().context()))
{ }

HttpConnection::~HttpConnection()
{
    leaveStream();
}

void HttpConnection::start(std::function<void(HttpConnection&)> onClosed)
{
    m_onClosed = std::move(onClosed);
    error_code ignored; // a socket that is already broken says so at the first read
    m_socket.set_option(asio::ip::tcp::no_delay(true), ignored);
    m_socket.set_option(asio::socket_base::keep_alive(true), ignored);
    m_socket.set_option(asio::socket_base::send_buffer_size(SendBufferBytes), ignored);
    m_socket.non_blocking(true, ignored);
    armDeadline(m_context.timeouts.head);
    watchInput();
}

void HttpConnection::finishUp()
{
    m_keepAlive = false;
    m_mayLinger = false;
    if (m_stage == Stage::Lingering || (m_stage == Stage::Head && !m_parser.hasBegun()))
        close();
}

void HttpConnection::close()
{
    if (m_stage == Stage::Closed)
        return;
    const std::shared_ptr<HttpConnection> alive = shared_from_this();
    m_stage = Stage::Closed;
    m_deadline.stop();
    leaveStream();
    // It may be the caller.
    asio::post(m_socket.get_executor(), [pending = std::move(m_pending)] { });
    error_code ignored;
    m_socket.close(ignored);
    if (m_onClosed)
        std::exchange(m_onClosed, {})(*this);
}

void HttpConnection::watchInput()
{
    const bool full = !isReading() && m_stage != Stage::Lingering && m_parser.bufferedBytes() > MaxWaitingInput;
    if (m_watching || m_inputEnded || full || m_stage == Stage::Closed)
        return;
    m_watching = true;
    m_socket.async_wait(asio::ip::tcp::socket::wait_read, [self = shared_from_this()](const error_code& error) {
        self->m_watching = false;
        if (!error)
            self->readInput();
    });
}

void HttpConnection::readInput()
{
    if (m_stage == Stage::Closed)
        return;
    std::array<char, 16 * 1024> bytes;
    error_code error;
    const std::size_t count = m_socket.read_some(asio::buffer(bytes), error);
    if (error == asio::error::eof) {
        inputEnded();
        return;
    }
    if (error && error != asio::error::would_block) {
        close();
        return;
    }
    if (count > 0 && m_stage != Stage::Lingering)
        m_parser.feed({bytes.data(), qsizetype(count)});
    if (isReading())
        advance();
    watchInput();
}

void HttpConnection::inputEnded()
{
    m_inputEnded = true;
    if (isReading() || m_stage == Stage::Lingering)
        close(); // in the middle of a request, or between two
    else
        probe();
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
    m_socket.async_wait(asio::ip::tcp::socket::wait_error, [self = shared_from_this()](const error_code&) {
        if (self->m_stage != Stage::Lingering)
            self->close();
    });
}

void HttpConnection::advance()
{
    while (isReading()) {
        switch (m_parser.next()) {
        case RequestParser::Step::NeedMore:
            if (m_inputEnded) {
                close();
            } else if (m_stage == Stage::Head && m_parser.hasBegun() && !m_headDeadline) {
                m_headDeadline = true; // from its first byte on, the header has its own deadline
                armDeadline(m_context.timeouts.head);
            }
            return;
        case RequestParser::Step::Head:
            takeHead();
            break;
        case RequestParser::Step::Complete:
            takeBody();
            break;
        case RequestParser::Step::Failed: {
            const RequestParser::Failure failure = m_parser.failure();
            fail(m_admission.refusal ? *m_admission.refusal : detailReply(failure.status, failure.detail));
            return;
        }
        }
    }
}

void HttpConnection::takeHead()
{
    IncomingRequest& request = m_parser.request();
    m_keepAlive = m_keepAlive && request.keepAlive;
    m_stage = Stage::Body;
    armDeadline(m_context.timeouts.body);

    error_code ignored;
    const std::string local = m_socket.local_endpoint(ignored).address().to_string(ignored);
    m_admission = admit(request, m_context.guard, m_context.router, local);
    request.pathParameter = m_admission.pathParameter;
    if (m_admission.refusal && request.expectsContinue) {
        m_request = request;
        fail(*m_admission.refusal); // the client has not sent its body and need not
    } else if (m_admission.refusal) {
        m_parser.discardBody();
    } else if (request.expectsContinue && m_parser.bufferedBytes() == 0) {
        send("HTTP/1.1 100 Continue\r\n\r\n");
    }
}

void HttpConnection::takeBody()
{
    m_request = std::move(m_parser.request());
    m_parser.restart();
    m_stage = Stage::Answering;
    m_deadline.stop();
    if (m_admission.refusal)
        reply(*m_admission.refusal);
    else
        (*m_admission.handler)(*this);
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
    QByteArray bytes = responseHead(reply.status, reply.headers);
    if (reply.status != 204) // RFC 9110 section 8.6
        bytes += "Content-Length: " + QByteArray::number(reply.body.size()) + "\r\n";
    if (!m_keepAlive)
        bytes += "Connection: close\r\n";
    else if (m_request.minorVersion == 0)
        bytes += "Connection: keep-alive\r\n";
    bytes += "\r\n";
    if (!m_request.isHead())
        bytes += reply.body;
    m_stage = Stage::Finishing;
    armDeadline(m_context.timeouts.write);
    send(bytes);
}

void HttpConnection::wait(std::unique_ptr<PendingReply> pending)
{
    if (m_stage != Stage::Answering)
        return;
    m_pending = std::move(pending);
    watchInput();
}

void HttpConnection::follow(const std::shared_ptr<GatewayStream>& stream, quint64 from)
{
    if (m_stage != Stage::Answering)
        return;
    if (!isChunked())
        m_keepAlive = false; // the end of the connection is the end of the answer
    HttpHeaders headers {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-cache"}, {"X-Accel-Buffering", "no"},
        {"X-Stream-Id", stream->id()}};
    if (isChunked())
        headers.append(HttpHeader {"Transfer-Encoding", "chunked"});
    if (!m_keepAlive)
        headers.append(HttpHeader {"Connection", "close"});
    const QByteArray head = responseHead(200, headers) + "\r\n";
    if (m_request.isHead()) {
        m_stage = Stage::Finishing;
        send(head);
        return;
    }
    m_stage = Stage::Following;
    m_feed.emplace(stream, from, isChunked() ? EventFeed::Framing::Chunked : EventFeed::Framing::UntilClose);
    m_sent = from;
    m_waiting += head;
    stream->attach(*this);
    pump();
    watchInput();
}

void HttpConnection::pump()
{
    if (m_stage != Stage::Following || !m_writing.isEmpty())
        return;
    m_feed->take(m_waiting);
    if (m_feed->isOver())
        m_stage = Stage::Finishing;
    if (m_feed->stream().isEnded())
        armDeadline(m_context.timeouts.rest);
    if (!m_waiting.isEmpty())
        startWriting();
}

void HttpConnection::send(const QByteArray& bytes)
{
    m_waiting.append(bytes);
    if (m_writing.isEmpty())
        startWriting();
}

void HttpConnection::startWriting()
{
    m_writing = std::exchange(m_waiting, {});
    const asio::const_buffer buffer(m_writing.constData(), std::size_t(m_writing.size()));
    asio::async_write(m_socket, buffer, [self = shared_from_this()](const error_code& error, std::size_t) {
        self->m_writing = {};
        if (error)
            self->close();
        else
            self->written();
    });
}

void HttpConnection::written()
{
    if (m_stage == Stage::Closed)
        return;
    if (m_feed) {
        const EventFeed feed = *m_feed; // keeps the stream, should this be cut off by it
        m_sent = feed.next();
        feed.stream().readerAdvanced();
        if (m_stage == Stage::Closed)
            return;
    }
    if (m_stage == Stage::Following)
        pump();
    else if (!m_waiting.isEmpty())
        startWriting();
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
    m_admission = {};
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
    m_parser.restart();
    error_code ignored;
    m_socket.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    if (m_inputEnded || !m_mayLinger) {
        close();
        return;
    }
    armDeadline(m_context.timeouts.linger);
    watchInput();
}

void HttpConnection::leaveStream()
{
    if (const std::optional<EventFeed> feed = std::exchange(m_feed, {}))
        feed->stream().detach(*this);
}

void HttpConnection::armDeadline(Millis delay)
{
    m_deadline.startIn(delay, [this] { deadlinePassed(); });
}

void HttpConnection::deadlinePassed()
{
    if (isReading() && m_parser.hasBegun())
        fail(detailReply(408, u"The request took too long to arrive"));
    else
        close();
}

}
