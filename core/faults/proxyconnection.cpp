#include "core/faults/proxyconnection.h"

#include "core/faults/farorigin.h"
#include "core/faults/nearorigin.h"

#include <boost/asio/io_context.hpp>

#include <utility>

namespace sluice {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// More stays in the kernel.
constexpr qsizetype MaxWaiting = 64 * 1024;

/// \a value with the origin's port in the place of the proxy's: the origin judges Host and Origin by its own address.
QByteArray withPort(const QByteArray& value, quint16 port, quint16 originPort)
{
    const QByteArray end = ':' + QByteArray::number(port);
    return value.endsWith(end) ? value.chopped(end.size()) + ':' + QByteArray::number(originPort) : value;
}

/// As a client of it would say.
QByteArray hostOf(const HttpOrigin& origin)
{
    const QByteArray name = origin.host.contains(':') ? '[' + origin.host + ']' : origin.host;
    const bool isUsual = origin.port == (origin.isSecure ? 443 : 80);
    return isUsual ? name : name + ':' + QByteArray::number(origin.port);
}

}

ProxyConnection::ProxyConnection(asio::ip::tcp::socket socket, const ProxyContext& context, int number, bool wasDelayed)
    : m_socket(std::move(socket))
    , m_input(m_socket)
    , m_output(m_socket)
    , m_context(context)
    , m_number(number)
    , m_wasDelayed(wasDelayed)
    , m_timer(context.loop)
{ }

ProxyConnection::~ProxyConnection()
{
    dropOrigin();
}

void ProxyConnection::start(std::function<void(ProxyConnection&)> onClosed)
{
    m_onClosed = std::move(onClosed);
    watchClient();
}

void ProxyConnection::finishUp()
{
    m_keepAlive = false;
    if (m_stage != Stage::Answering)
        close();
}

void ProxyConnection::close()
{
    if (m_stage == Stage::Closed)
        return;
    const std::shared_ptr<ProxyConnection> alive = shared_from_this();
    m_stage = Stage::Closed;
    m_timer.stop();
    dropOrigin();
    error_code ignored;
    m_socket.close(ignored);
    if (m_onClosed)
        std::exchange(m_onClosed, {})(*this);
}

void ProxyConnection::watchClient()
{
    const bool uploads = m_stage == Stage::Answering && !m_requestIsWhole;
    const bool isFull = uploads ? m_origin && m_origin->waitingBytes() > MaxWaiting : m_request.bufferedBytes() > MaxWaiting;
    if (m_stage == Stage::Closed || isFull)
        return;
    m_input.watch([self = shared_from_this()](SocketInput::Got got, QByteArrayView bytes) { self->clientSpoke(got, bytes); });
}

void ProxyConnection::clientSpoke(SocketInput::Got got, QByteArrayView bytes)
{
    if (m_stage == Stage::Closed)
        return;
    if (got == SocketInput::Got::Failure) {
        clientGone();
        return;
    }
    if (got == SocketInput::Got::End) {
        clientFinished();
        return;
    }
    if (m_stage == Stage::Request || m_stage == Stage::Answering)
        m_request.feed(bytes);
    advance();
    watchClient();
}

void ProxyConnection::clientFinished()
{
    m_clientFinished = true;
    if (m_stage == Stage::Answering || m_stage == Stage::Held)
        m_context.log.update(m_entry, [](FaultLogEntry& entry) { entry.clientClosedAt = std::chrono::steady_clock::now(); });
    if (m_stage != Stage::Answering || !m_requestIsWhole) {
        if (m_stage == Stage::Answering)
            logEnd(FaultLogEntry::End::ClientGone);
        close();
        return;
    }
    // It may be gone or only have nothing more to say. The origin is told what we know; a reset tells us more.
    if (m_origin)
        m_origin->finishSending();
    m_input.watchForReset([self = shared_from_this()] {
        if (self->m_stage == Stage::Answering)
            self->clientGone();
    });
}

void ProxyConnection::clientGone()
{
    if (m_stage == Stage::Answering || m_stage == Stage::Held) {
        m_context.log.update(m_entry, [](FaultLogEntry& entry) {
            if (!entry.clientClosedAt)
                entry.clientClosedAt = std::chrono::steady_clock::now();
        });
    }
    if (m_stage == Stage::Answering)
        logEnd(FaultLogEntry::End::ClientGone);
    close();
}

void ProxyConnection::advance()
{
    if (m_stage == Stage::Request) {
        switch (m_request.next()) {
        case MessageReader::Step::Head:
            begin();
            break;
        case MessageReader::Step::Failed:
            m_requestIsWhole = true;
            m_entry = 0;
            refuse(400, "not an HTTP/1.1 request");
            return;
        default:
            return;
        }
    }
    if (m_stage == Stage::Answering && !m_requestIsWhole)
        passRequestBody();
}

void ProxyConnection::passRequestBody()
{
    const bool isChunked = m_request.framing() == MessageReader::Framing::Chunked;
    for (;;) {
        switch (m_request.next()) {
        case MessageReader::Step::Body: {
            const QByteArray bytes = m_request.takeBody();
            if (m_origin)
                m_origin->send(isChunked ? asChunk(bytes) : bytes);
            break;
        }
        case MessageReader::Step::End:
            m_requestIsWhole = true;
            if (m_origin && isChunked)
                m_origin->send("0\r\n\r\n");
            return;
        case MessageReader::Step::Failed:
            close();
            return;
        default:
            return;
        }
    }
}

void ProxyConnection::begin()
{
    const MessageHead& head = m_request.head();
    ProxiedRequest request {head.method(), head.target(), head.headers};
    const bool wantsContinue = head.hasToken("Expect", "100-continue");
    m_stage = Stage::Answering;
    m_keepAlive = m_keepAlive
        && (head.minorVersion() > 0 ? !head.hasToken("Connection", "close") : head.hasToken("Connection", "keep-alive"));
    FaultLogEntry entry;
    entry.at = std::chrono::steady_clock::now();
    entry.connection = m_number;
    entry.method = request.method;
    entry.target = request.target;
    entry.headers = request.headers;
    m_fault = m_context.choose(request);
    if (!m_wasDelayed)
        m_fault.headDelay += m_fault.acceptDelay;
    entry.fault = m_fault.words;
    m_entry = m_context.log.add(std::move(entry));
    m_body.emplace(m_fault);
    if (request.method == "HEAD")
        m_response.expectNoBody();
    if (wantsContinue) {
        m_output.waiting() += "HTTP/1.1 100 Continue\r\n\r\n";
        m_output.flush([self = shared_from_this()](bool) { self->written(); });
    }
    if (m_fault.status)
        answerItself(*m_fault.status, "the fault script says so");
    else
        askOrigin(request);
}

void ProxyConnection::askOrigin(const ProxiedRequest& request)
{
    MessageHead head = m_request.head();
    const bool closes = head.hasToken("Connection", "close");
    const bool isChunked = m_request.framing() == MessageReader::Framing::Chunked;
    head.startLine = request.method + ' ' + request.target + head.startLine.last(9); // " HTTP/1.1"
    head.removeHopByHop();
    head.remove("Expect");
    const std::optional<HttpOrigin>& far = m_context.farOrigin;
    if (far)
        head.set("Host", hostOf(*far));
    for (HttpHeader& header : head.headers) {
        if (far)
            break;
        if (header.name.compare("Host", Qt::CaseInsensitive) == 0 || header.name.compare("Origin", Qt::CaseInsensitive) == 0)
            header.value = withPort(header.value, m_context.port, m_context.origin.port());
    }
    if (closes)
        head.set("Connection", "close");
    if (isChunked)
        head.set("Transfer-Encoding", "chunked");
    if (far && far->isSecure && !m_context.tls) {
        answerItself(502, "no certificate can be trusted");
        return;
    }
    if (far)
        m_origin = std::make_shared<FarOrigin>(m_context.loop, *far, m_context.tls, *this);
    else
        m_origin = std::make_shared<NearOrigin>(m_context.loop, m_context.origin, *this);
    m_origin->send(head.toBytes());
    m_origin->connect();
    m_origin->read();
}

void ProxyConnection::refuse(int status, const QByteArray& why)
{
    m_keepAlive = false;
    m_stage = Stage::Answering;
    m_fault = {};
    m_body.emplace(m_fault);
    answerItself(status, why);
}

}
