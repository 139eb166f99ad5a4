#pragma once

#include "core/sockets/httpexchange.h"

#include <memory>
#include <unordered_map>

namespace sluice {

struct HttpClientOptions
{
    int idlePerOrigin = 32; ///< connections that are kept for the next request
    Millis idleTime {20000}; ///< how long; less than what servers usually keep them
};

/// An HTTP/1.1 client on an event loop, plain and with TLS, made for thousands of answers that stream at the same time: all in
/// the loop's thread, nothing blocks. Connections are kept for the next request to the same origin. No proxies, no redirects, no
/// cookies, no decoding of bodies: what is sent and what comes is the caller's business.
class HttpClient
{
public:
    /// \a tls may be null: then https URLs fail.
    explicit HttpClient(
        boost::asio::io_context& loop, std::shared_ptr<const TlsContext> tls = {}, const HttpClientOptions& options = {});
    /// Closes the kept connections; exchanges go on, and are their owners'.
    ~HttpClient();
    Q_DISABLE_COPY_MOVE(HttpClient)

    /// Sends \a request, once: what becomes of it on a connection that breaks, nobody knows. \a listener outlives the exchange.
    std::unique_ptr<HttpExchange> open(
        const HttpRequest& request, HttpExchange::Listener& listener, const HttpTimeouts& timeouts = {});

    /// Reads the little that is left of an answer, whose head has come and which nobody needs any more, so that its connection
    /// can be kept.
    void finish(std::unique_ptr<HttpExchange> exchange);

    int keptConnections() const { return m_idle->count(); }

private:
    class Rest;

    boost::asio::io_context& m_loop;
    const std::shared_ptr<const TlsContext> m_tls;
    const std::shared_ptr<IdleLinks> m_idle; // shared with the exchanges, which may go later
    std::unordered_map<Rest*, std::unique_ptr<Rest>> m_rests;
};

}
