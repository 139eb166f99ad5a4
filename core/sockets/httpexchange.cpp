#include "core/sockets/httpexchange.h"

#include "core/sockets/requestwriter.h"

#include <QCoreApplication>

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace sluice {

namespace {

constexpr std::size_t ReadBytes = 16 * 1024;

}

HttpExchange::HttpExchange(boost::asio::io_context& loop, std::shared_ptr<IdleLinks> idle, std::shared_ptr<const TlsContext> tls,
    const HttpRequest& request, const HttpTimeouts& timeouts, Listener& listener)
    : m_loop(loop)
    , m_idle(std::move(idle))
    , m_tls(std::move(tls))
    , m_origin(HttpOrigin::of(request.url))
    , m_timeouts(timeouts)
    , m_listener(&listener)
    , m_request(requestBytes(request))
    , m_reader(std::make_unique<ResponseReader>())
    , m_timer(loop)
{
    m_stamps.started = steadyClock().now();
    m_link = m_idle->take(m_origin);
    m_isReused = bool(m_link);
    if (m_isReused)
        send();
    else if (m_origin.host.isEmpty())
        failLater({.kind = ErrorKind::Protocol, .message = QCoreApplication::translate("Error", "The address names no host.")});
    else if (m_origin.isSecure && !m_tls)
        failLater({.kind = ErrorKind::Tls,
            .message = QCoreApplication::translate("Error", "%1 wants TLS, which is not set up: give its https address.")
                .arg(m_origin.place())});
    else
        connect();
}

HttpExchange::~HttpExchange()
{
    if (!m_link)
        return;
    if (m_stamps.sent && m_reader->leavesConnectionUsable())
        m_idle->put(m_origin, std::move(m_link));
    else
        m_link->close();
}

void HttpExchange::connect()
{
    m_link = std::make_shared<ClientLink>(m_loop);
    limit(m_timeouts.connect);
    m_link->open(m_origin, m_tls, [this](const std::optional<Error>& error) {
        if (error)
            fail(*error);
        else
            send();
    });
}

void HttpExchange::send()
{
    if (!m_isReused)
        m_stamps.link = m_link->stamps();
    limit(m_timeouts.firstByte);
    m_link->write(m_request, [this](bool succeeded) {
        // A failed write is no news: the server may have answered already, and reading tells.
        if (succeeded)
            m_stamps.sent = steadyClock().now();
    });
    awaitHead();
}

void HttpExchange::awaitHead()
{
    m_link->awaitReadable([this] { takeHead(); });
}

void HttpExchange::takeHead()
{
    std::array<char, ReadBytes> bytes;
    const ClientLink::Read read = m_link->read(bytes);
    if (read.got == ClientLink::Got::End || read.got == ClientLink::Got::Failure) {
        fail(broken());
        return;
    }
    if (read.count > 0 && !m_stamps.firstByte)
        m_stamps.firstByte = steadyClock().now();
    if (const Result<qsizetype> taken = m_reader->take({bytes.data(), read.count}, {}); !taken) {
        fail(taken.error());
        return;
    }
    if (!m_reader->head()) {
        awaitHead();
        return;
    }
    m_request = {};
    m_isWaiting = false;
    m_listener->headCame(*m_reader->head());
}

void HttpExchange::fail(const Error& error)
{
    m_timer.stop();
    if (m_link)
        m_link->close();
    m_listener->exchangeFailed(error);
}

void HttpExchange::failLater(const Error& error)
{
    m_timer.start(steadyClock().now(), [this, error] { fail(error); });
}

Result<qsizetype> HttpExchange::read(std::span<char> into)
{
    if (m_failure)
        return std::unexpected(*m_failure);
    std::array<char, ReadBytes> bytes;
    ClientLink::Read got; // what was fed and not taken comes first
    for (;;) {
        const Result<qsizetype> taken = m_reader->take({bytes.data(), got.count}, into);
        if (!taken)
            m_failure = taken.error();
        m_bodyHasBegun = m_bodyHasBegun || (taken && *taken > 0);
        if (!taken || *taken > 0 || isWhole())
            return taken;
        got = m_link->read(std::span(bytes).first(std::clamp<std::size_t>(into.size(), 512, ReadBytes)));
        if (got.got == ClientLink::Got::Nothing)
            return 0;
        if (got.got == ClientLink::Got::Data)
            continue;
        // Without an announced length, a broken connection is no end.
        if (got.got == ClientLink::Got::End && m_reader->end())
            return 0;
        m_failure = broken();
        return std::unexpected(*m_failure);
    }
}

void HttpExchange::awaitBody()
{
    m_isWaiting = true;
    limit(m_bodyHasBegun ? m_timeouts.silence : m_timeouts.firstByte);
    m_link->awaitReadable([this] {
        m_isWaiting = false;
        m_listener->bodyReadable();
    });
}

HttpStamps HttpExchange::stamps() const
{
    return m_stamps;
}

Error HttpExchange::broken() const
{
    return {.kind = ErrorKind::Network,
        .message =
            (m_reader->head() ? QCoreApplication::translate("Error", "%1 closed the connection before the answer was complete.")
                              : QCoreApplication::translate("Error", "%1 closed the connection without an answer."))
                .arg(m_origin.place())};
}

Error HttpExchange::timeout() const
{
    const auto seconds = [](Millis time) { return QString::number(static_cast<double>(time.count()) / 1000.0, 'g', 3); };
    const QString server = m_origin.place();
    QString message;
    if (m_bodyHasBegun)
        message = QCoreApplication::translate("Error", "Nothing came from %1 for %2 s.").arg(server, seconds(m_timeouts.silence));
    else if (m_isReused || m_stamps.link.connected)
        message = QCoreApplication::translate("Error", "%1 did not begin to answer within %2 s.")
                      .arg(server, seconds(m_timeouts.firstByte));
    else
        message =
            QCoreApplication::translate("Error", "No connection to %1 within %2 s.").arg(server, seconds(m_timeouts.connect));
    return {.kind = ErrorKind::Timeout, .message = message};
}

// A timer for each piece of a body would cost more than the piece: it runs on, and looks whether the deadline has moved.
void HttpExchange::limit(Millis time)
{
    if (time <= Millis(0)) {
        m_timer.stop();
        return;
    }
    m_deadline = steadyClock().now() + time;
    if (m_timer.isActive() && m_timerAt <= m_deadline)
        return;
    m_timerAt = m_deadline;
    m_timer.start(m_timerAt, [this] { checkLimit(); });
}

void HttpExchange::checkLimit()
{
    if (!m_isWaiting)
        return; // the owner does not read
    if (steadyClock().now() < m_deadline) {
        m_timerAt = m_deadline;
        m_timer.start(m_timerAt, [this] { checkLimit(); });
        return;
    }
    if (!m_reader->head()) {
        fail(timeout());
        return;
    }
    m_failure = timeout();
    m_isWaiting = false;
    m_link->close();
    m_listener->bodyReadable();
}

}
