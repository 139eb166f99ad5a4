#pragma once

#include "core/base/result.h"
#include "core/sockets/idlelinks.h"
#include "core/sockets/responsereader.h"

#include <memory>
#include <optional>
#include <span>

namespace sluice {

/// Bounds in time of one exchange; 0 = none.
struct HttpTimeouts
{
    Millis connect {15000}; ///< start → connected: name, TCP, TLS
    Millis firstByte {120000}; ///< connected → head, and head → first byte of the body
    Millis silence {60000}; ///< while somebody waits for the next piece of the body
};

/// When the parts of an exchange happened; nothing for what did not: a kept connection has nothing to resolve.
struct HttpStamps
{
    TimePoint started;
    LinkStamps link;
    std::optional<TimePoint> sent; ///< the request is in the kernel
    std::optional<TimePoint> firstByte; ///< of the answer
};

/// One request of an HttpClient, which opens it, and its answer. The body is read when its owner asks for it, into the owner's
/// buffer: who does not read stops the server, and an exchange that waits holds no buffer. Destroying it is an abort: the
/// connection closes at once, unless the answer was whole. The loop's thread.
class HttpExchange
{
public:
    /// Each is called later, never from inside another call. May destroy the exchange.
    class Listener
    {
    public:
        /// Once, or exchangeFailed() instead.
        virtual void headCame(const HttpResponseHead& head) = 0;
        /// There is no answer: Network, Timeout, Tls, Protocol or Overflow.
        virtual void exchangeFailed(const Error& error) = 0;
        /// Once after each awaitBody(): read() may have something to say.
        virtual void bodyReadable() = 0;

    protected:
        ~Listener() = default;
    };

    ~HttpExchange();
    Q_DISABLE_COPY_MOVE(HttpExchange)

    /// After the head: body bytes as they come, without their framing. 0 and not isWhole(): nothing is there for now. An error is
    /// the end: Network for a body that was cut short.
    Result<qsizetype> read(std::span<char> into);
    /// The body has ended as its head said, and was read.
    bool isWhole() const { return m_reader->isDone(); }
    /// Asks for bodyReadable(). After read() gave 0.
    void awaitBody();

    /// From now on: the first piece of the body included.
    void setSilence(Millis silence) { m_timeouts.firstByte = m_timeouts.silence = silence; }
    void setListener(Listener& listener) { m_listener = &listener; }

    HttpStamps stamps() const;
    bool usedKeptConnection() const { return m_isReused; }

private:
    friend class HttpClient;
    HttpExchange(boost::asio::io_context& loop, std::shared_ptr<IdleLinks> idle, std::shared_ptr<const TlsContext> tls,
        const HttpRequest& request, const HttpTimeouts& timeouts, Listener& listener);

    void connect();
    void send();
    void awaitHead();
    void takeHead();
    void fail(const Error& error);
    void failLater(const Error& error);
    Error broken() const;
    Error timeout() const;
    void limit(Millis time);
    void checkLimit();

    boost::asio::io_context& m_loop;
    const std::shared_ptr<IdleLinks> m_idle; // the client's, which may go first
    const std::shared_ptr<const TlsContext> m_tls;
    const HttpOrigin m_origin;
    HttpTimeouts m_timeouts;
    Listener* m_listener;
    QByteArray m_request; // until the head comes
    std::shared_ptr<ClientLink> m_link;
    std::unique_ptr<ResponseReader> m_reader;
    HttpStamps m_stamps;
    bool m_isReused = false;
    bool m_isWaiting = true; // for the server
    bool m_bodyHasBegun = false;
    std::optional<Error> m_failure; // of the body
    TimePoint m_deadline;
    TimePoint m_timerAt;
    Timer m_timer;
};

}
