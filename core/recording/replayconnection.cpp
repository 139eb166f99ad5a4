#include "core/recording/replayconnection.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <boost/beast/http/status.hpp>

#include <zlib.h>

#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;
using boost::system::error_code;

namespace {

constexpr RequestLimits Limits {.headBytes = 64 * 1024, .bodyBytes = 64 * 1024 * 1024}; // images may be in it
constexpr qsizetype MaxPipelined = 64 * 1024; // more stays in the kernel
constexpr qsizetype MaxTogether = 64 * 1024; // bytes that one write takes at least
constexpr Millis LingerTime {2000};

QByteArray statusLine(int status)
{
    const boost::beast::string_view reason =
        boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(unsigned(status)));
    return "HTTP/1.1 " + QByteArray::number(status) + ' ' + QByteArray(reason.data(), qsizetype(reason.size())) + "\r\n";
}

QByteArray asChunk(const QByteArray& bytes)
{
    return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}

/// In the shape that all providers understand.
QByteArray modelList(const QString& model)
{
    QJsonArray list;
    if (!model.isEmpty())
        list.append(QJsonObject {{u"id"_s, model}, {u"object"_s, u"model"_s}, {u"type"_s, u"model"_s}});
    return QJsonDocument(QJsonObject {{u"object"_s, u"list"_s}, {u"data"_s, list}}).toJson(QJsonDocument::Compact);
}

}

ReplayConnection::ReplayConnection(boost::asio::ip::tcp::socket socket, ReplayContext& context)
    : m_socket(std::move(socket))
    , m_input(m_socket)
    , m_output(m_socket)
    , m_context(context)
    , m_timer(context.loop)
    , m_parser(Limits)
{ }

void ReplayConnection::start(std::function<void(ReplayConnection&)> onClosed)
{
    m_onClosed = std::move(onClosed);
    watch();
}

void ReplayConnection::close()
{
    if (m_stage == Stage::Closed)
        return;
    const std::shared_ptr<ReplayConnection> alive = shared_from_this();
    m_stage = Stage::Closed;
    m_timer.stop();
    error_code ignored;
    m_socket.close(ignored);
    if (m_onClosed)
        std::exchange(m_onClosed, {})(*this);
}

void ReplayConnection::watch()
{
    if (m_stage == Stage::Closed || (m_stage == Stage::Answering && m_parser.bufferedBytes() > MaxPipelined))
        return;
    m_input.watch([self = shared_from_this()](SocketInput::Got got, QByteArrayView bytes) { self->clientSpoke(got, bytes); });
}

void ReplayConnection::clientSpoke(SocketInput::Got got, QByteArrayView bytes)
{
    if (m_stage == Stage::Closed)
        return;
    if (got == SocketInput::Got::Failure || (got == SocketInput::Got::End && (m_isSilent || m_stage != Stage::Answering))) {
        close();
        return;
    }
    if (got == SocketInput::Got::End) { // it may only have nothing more to say
        m_keepAlive = false;
        m_input.watchForReset([self = shared_from_this()] { self->close(); });
        return;
    }
    if (m_stage != Stage::Lingering)
        m_parser.feed(bytes);
    if (m_stage == Stage::Request)
        advance();
    watch();
}

void ReplayConnection::advance()
{
    for (;;) {
        switch (m_parser.next()) {
        case RequestParser::Step::NeedMore:
            return;
        case RequestParser::Step::Head:
            if (m_parser.request().expectsContinue)
                send("HTTP/1.1 100 Continue\r\n\r\n");
            break;
        case RequestParser::Step::Complete:
            m_stage = Stage::Answering;
            m_begun = std::chrono::steady_clock::now();
            m_keepAlive = m_parser.request().keepAlive && m_parser.request().minorVersion > 0;
            answer();
            return;
        case RequestParser::Step::Failed:
            m_stage = Stage::Answering;
            m_keepAlive = false;
            refuse(m_parser.failure().status, m_parser.failure().detail);
            return;
        }
    }
}

void ReplayConnection::answer()
{
    const IncomingRequest& request = m_parser.request();
    error_code ignored;
    const auto local = m_socket.local_endpoint(ignored);
    const LocalEnd end {QByteArray::fromStdString(local.address().to_string()), local.port()};
    if (const std::optional<RequestGuard::Refusal> refusal = m_context.guard.check(request, end)) {
        m_keepAlive = false;
        refuse(refusal->status, refusal->detail);
        return;
    }
    const QByteArray& path = request.target.path;
    const auto sum =
        quint32(crc32_z(0, reinterpret_cast<const Bytef*>(request.body.constData()), std::size_t(request.body.size())));
    // A stop call is no question.
    if (request.method == "DELETE" || (request.method == "POST" && path.endsWith("/cancel")))
        answerJson(200, "{}");
    else if (const RecordedExchange* exchange = m_context.script.take(request.method, path, sum))
        begin(*exchange);
    else if (request.method == "GET" && path.endsWith("/models"))
        answerJson(200, modelList(m_context.script.recording().header.model));
    else
        refuse(404, u"The recording has no answer to such a request"_s);
}

void ReplayConnection::refuse(int status, const QString& detail)
{
    const QJsonObject error {{u"error"_s, QJsonObject {{u"message"_s, detail}, {u"code"_s, status}}}};
    answerJson(status, QJsonDocument(error).toJson(QJsonDocument::Compact));
}

void ReplayConnection::answerJson(int status, const QByteArray& json)
{
    m_exchange = nullptr;
    m_isOver = true;
    send(statusLine(status) + "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(json.size())
        + (m_keepAlive ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n") + json);
}

void ReplayConnection::begin(const RecordedExchange& exchange)
{
    m_exchange = &exchange;
    m_next = 0;
    m_headIsSent = false;
    m_isOver = false;
    const int status = exchange.head ? exchange.head->status : 0;
    const bool hasBody = status != 204 && status != 304;
    const bool isWhole = m_context.script.endingOf(exchange) == ReplayScript::Ending::Whole;
    m_keepAlive = m_keepAlive && isWhole;
    m_isChunked = hasBody && m_parser.request().minorVersion > 0;
    step();
}

TimePoint ReplayConnection::due(Micros at) const
{
    if (m_context.speed <= 0)
        return m_begun;
    const Micros after = std::max(at - m_exchange->at, Micros(0));
    return m_begun + std::chrono::duration_cast<TimePoint::duration>(after / m_context.speed);
}

/// Sends what is due, and waits for the rest. Times are absolute: what a slow client delays does not delay what follows.
void ReplayConnection::step()
{
    if (m_stage != Stage::Answering || m_output.isBusy())
        return;
    const TimePoint now = std::chrono::steady_clock::now();
    std::optional<TimePoint> next;
    QByteArray bytes;
    if (m_exchange->head && !m_headIsSent) {
        next = due(m_exchange->headAt);
        if (*next <= now) {
            m_headIsSent = true;
            bytes = statusLine(m_exchange->head->status);
            for (const HttpHeader& header : replayableHeaders(m_exchange->head->headers))
                bytes += header.name + ": " + header.value + "\r\n";
            bytes += m_isChunked ? "Transfer-Encoding: chunked\r\n" : "";
            bytes += m_keepAlive ? "\r\n" : "Connection: close\r\n\r\n";
        }
    }
    if (m_headIsSent || !m_exchange->head) {
        next = due(ReplayScript::endOf(*m_exchange));
        for (; m_next < m_exchange->body.size() && bytes.size() < MaxTogether; ++m_next) {
            const RecordedPiece& piece = m_exchange->body[m_next];
            next = due(piece.at);
            if (*next > now)
                break;
            bytes += m_isChunked ? asChunk(piece.bytes) : piece.bytes;
            next = due(ReplayScript::endOf(*m_exchange));
        }
    }
    if (!bytes.isEmpty())
        send(bytes);
    else if (*next > now)
        m_timer.start(*next, [self = shared_from_this()] { self->step(); });
    else
        endAnswer();
}

void ReplayConnection::endAnswer()
{
    switch (m_context.script.endingOf(*m_exchange)) {
    case ReplayScript::Ending::Whole:
        m_isOver = true;
        if (m_isChunked)
            send("0\r\n\r\n");
        else
            endExchange();
        break;
    case ReplayScript::Ending::Break:
        m_keepAlive = false;
        endExchange();
        break;
    case ReplayScript::Ending::Silence:
        // Only at its own speed does the client lose its patience at the same time.
        if (m_context.speed != 1) {
            m_keepAlive = false;
            endExchange();
        } else if (m_input.hasEnded()) {
            close();
        } else {
            m_isSilent = true;
        }
        break;
    }
}

void ReplayConnection::send(const QByteArray& bytes)
{
    m_output.waiting() += bytes;
    m_output.flush([self = shared_from_this()](bool succeeded) { succeeded ? self->written() : self->close(); });
}

void ReplayConnection::written()
{
    if (m_output.waiting().size() > 0)
        send({});
    else if (m_stage == Stage::Answering && m_isOver)
        endExchange();
    else if (m_stage == Stage::Answering)
        step();
}

void ReplayConnection::endExchange()
{
    if (!m_keepAlive) {
        linger();
        return;
    }
    m_stage = Stage::Request;
    m_isOver = false;
    m_parser.restart();
    advance();
    watch();
}

void ReplayConnection::linger()
{
    // RFC 9112 section 9.6: closing with unread input would reset the connection, and the client might lose the answer.
    m_stage = Stage::Lingering;
    error_code ignored;
    m_socket.shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
    if (m_input.hasEnded()) {
        close();
        return;
    }
    m_timer.startIn(LingerTime, [self = shared_from_this()] { self->close(); });
    watch();
}

}
