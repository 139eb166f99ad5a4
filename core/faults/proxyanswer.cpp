// The answer's half of ProxyConnection.

#include "core/faults/answerhead.h"
#include "core/faults/proxyconnection.h"

#include <sys/ioctl.h>
#include <sys/socket.h>

#include <linux/sockios.h>

#include <utility>

namespace sluice {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr Millis LingerTime {2000};

}

void ProxyConnection::originUnreachable(const QString& why)
{
    dropOrigin();
    answerItself(502, "the origin cannot be reached: " + why.toUtf8());
}

void ProxyConnection::originSpoke(SocketInput::Got got, QByteArrayView bytes)
{
    m_response.feed(bytes);
    takeResponse();
    if (m_stage != Stage::Answering)
        return;
    if (got == SocketInput::Got::End && m_response.endsWithConnection())
        m_body->finish();
    else if (got != SocketInput::Got::Data)
        m_originBroke = got == SocketInput::Got::End ? FaultStop::Way::Fin : FaultStop::Way::Rst;
    pump();
}

void ProxyConnection::takeResponse()
{
    for (;;) {
        switch (m_response.next()) {
        case MessageReader::Step::NeedMore:
            return;
        case MessageReader::Step::Head:
            if (m_response.head().status() >= 200)
                takeHead(m_response.head(), m_response.framing());
            break;
        case MessageReader::Step::Body:
            m_body->feed(m_response.takeBody());
            break;
        case MessageReader::Step::End:
            if (!m_hasHead) { // an interim answer is over; ours have been given already
                m_response.restart();
                if (m_request.head().method() == "HEAD")
                    m_response.expectNoBody();
                break;
            }
            m_body->finish();
            return;
        case MessageReader::Step::Failed:
            m_originBroke = FaultStop::Way::Rst;
            return;
        }
    }
}

void ProxyConnection::answerItself(int status, const QByteArray& why)
{
    const MadeAnswer answer = makeAnswer(status, why, m_fault);
    const bool hasBody = !answer.body.isEmpty() && m_request.head().method() != "HEAD";
    takeHead(answer.head, hasBody ? MessageReader::Framing::Length : MessageReader::Framing::None);
    if (hasBody)
        m_body->feed(answer.body);
    m_body->finish();
    pump();
}

void ProxyConnection::takeHead(const MessageHead& head, MessageReader::Framing framing)
{
    const AnswerHead adapted = adaptHead(head, framing, m_fault, m_request.head().minorVersion(), m_keepAlive);
    m_hasHead = true;
    m_head = adapted.head.toBytes();
    m_framing = adapted.framing;
    m_keepAlive = adapted.keepAlive;
    m_context.log.update(m_entry, [&](FaultLogEntry& entry) { entry.status = head.status(); });
}

void ProxyConnection::pump()
{
    if (m_stage != Stage::Answering || m_isPausing || m_isFinishing || m_output.isBusy())
        return;
    if (!m_hasHead) {
        if (m_originBroke)
            passBreakOn();
        else if (m_origin)
            m_origin->read();
    } else if (m_head.isEmpty()) {
        sendNext();
    } else if (!std::exchange(m_headWaited, true) && m_fault.headDelay > Millis(0)) {
        pause(m_fault.headDelay, [this] { pump(); });
    } else {
        send(std::exchange(m_head, {}));
    }
}

void ProxyConnection::sendNext()
{
    if (const std::optional<FaultyBody::Piece> piece = m_body->next()) {
        if (piece->pause > Millis(0))
            pause(piece->pause, [this, bytes = piece->bytes] { sendPiece(bytes); });
        else
            sendPiece(piece->bytes);
        return;
    }
    switch (m_body->state()) {
    case FaultyBody::State::Whole:
        finishAnswer();
        break;
    case FaultyBody::State::Stopped:
        stopNow();
        break;
    case FaultyBody::State::Open:
        if (m_originBroke)
            passBreakOn();
        else if (m_origin)
            m_origin->read();
        break;
    }
}

void ProxyConnection::pause(Millis length, std::function<void()> then)
{
    m_isPausing = true;
    if (length == FaultStall::Forever) {
        hold();
        return;
    }
    m_timer.startIn(length, [self = shared_from_this(), then = std::move(then)] {
        self->m_isPausing = false;
        then();
    });
}

void ProxyConnection::sendPiece(const QByteArray& bytes)
{
    if (bytes.isEmpty()) {
        pump();
        return;
    }
    m_context.log.update(m_entry, [&](FaultLogEntry& entry) { entry.bodyBytes += bytes.size(); });
    send(m_framing == MessageReader::Framing::Chunked ? asChunk(bytes) : bytes);
}

void ProxyConnection::send(const QByteArray& bytes)
{
    QByteArray sent = bytes;
    if (m_fault.stop && m_fault.stop->count == FaultStop::Count::WireBytes) {
        const qint64 room = m_fault.stop->after - m_wireBytes;
        m_stopsAfterWrite = bytes.size() >= room;
        sent.truncate(qsizetype(std::min<qint64>(room, bytes.size())));
    }
    m_wireBytes += sent.size();
    if (sent.isEmpty()) {
        stopNow();
        return;
    }
    m_output.waiting() += sent;
    m_output.flush([self = shared_from_this()](bool succeeded) { succeeded ? self->written() : self->clientGone(); });
}

void ProxyConnection::written()
{
    if (m_stage != Stage::Answering)
        return;
    if (m_stopsAfterWrite)
        stopNow();
    else if (m_isFinishing)
        endExchange();
    else
        pump();
}

void ProxyConnection::finishAnswer()
{
    m_isFinishing = true;
    if (m_framing == MessageReader::Framing::Chunked)
        send("0\r\n\r\n");
    else
        endExchange();
}

void ProxyConnection::endExchange()
{
    logEnd(FaultLogEntry::End::Whole);
    dropOrigin();
    if (!m_keepAlive || !m_requestIsWhole || m_clientFinished) {
        linger();
        return;
    }
    m_stage = Stage::Request;
    m_request.restart();
    m_response = MessageReader(MessageReader::Kind::Response);
    m_wireBytes = 0;
    m_requestIsWhole = false;
    m_hasHead = false;
    m_headWaited = false;
    m_isFinishing = false;
    m_originBroke.reset();
    advance();
    watchClient();
}

void ProxyConnection::passBreakOn()
{
    logEnd(FaultLogEntry::End::OriginBroke);
    stopBy(*m_originBroke);
}

void ProxyConnection::stopNow()
{
    logEnd(FaultLogEntry::End::Cut);
    stopBy(m_fault.stop->way);
}

void ProxyConnection::stopBy(FaultStop::Way way)
{
    dropOrigin();
    if (way == FaultStop::Way::Rst) {
        constexpr int Tries = 1000;
        m_stage = Stage::Lingering;
        resetWhenTaken(Tries);
    } else if (way == FaultStop::Way::HalfClose) {
        error_code ignored;
        m_socket.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
        hold();
    } else {
        linger();
    }
}

/// A reset drops what the kernel has not delivered yet; every byte before the cut should arrive.
void ProxyConnection::resetWhenTaken(int triesLeft)
{
    int undelivered = 0;
    const bool knows = ::ioctl(m_socket.native_handle(), SIOCOUTQ, &undelivered) == 0;
    if (knows && undelivered > 0 && triesLeft > 0) {
        m_timer.startIn(Millis(1), [self = shared_from_this(), triesLeft] { self->resetWhenTaken(triesLeft - 1); });
        return;
    }
    error_code ignored;
    m_socket.set_option(asio::socket_base::linger(true, 0), ignored);
    close();
}

void ProxyConnection::linger()
{
    // RFC 9112 section 9.6: closing with unread input would reset the connection, and the client might lose the answer.
    m_stage = Stage::Lingering;
    error_code ignored;
    m_socket.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    if (m_clientFinished) {
        close();
        return;
    }
    m_timer.startIn(LingerTime, [self = shared_from_this()] { self->close(); });
    watchClient();
}

/// Silent until the client closes.
void ProxyConnection::hold()
{
    m_stage = Stage::Held;
    if (m_clientFinished)
        close();
    else
        watchClient();
}

void ProxyConnection::dropOrigin()
{
    if (m_origin)
        std::exchange(m_origin, {})->close();
}

void ProxyConnection::logEnd(FaultLogEntry::End end)
{
    m_context.log.update(m_entry, [end](FaultLogEntry& entry) {
        entry.end = end;
        entry.endedAt = std::chrono::steady_clock::now();
    });
}

}
