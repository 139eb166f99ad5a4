#pragma once

#include "core/base/error.h"
#include "core/net/managerpool.h"
#include "core/wire/http.h"
#include "core/wire/sseparser.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace sluice {

class HttpStream;
class Inflater;

/// What an event source asks for, and how long it tries.
struct SseClientOptions
{
    /// Headers win over those the client adds itself (Accept, Cache-Control, Accept-Encoding).
    HttpRequest request;
    QByteArray lastEventId; ///< sent with the first request; empty = none
    bool reconnects = true; ///< false: the first end is the end
    std::optional<int> maxReconnects; ///< all reconnections together; nothing = no limit
    Millis reconnectionTime {3000}; ///< until the server sets one with `retry:`
    Millis maxBackoff {30000}; ///< bound of the doubled pauses after failures in a row
    Millis connectTimeout {15000}; ///< until the request is sent; Qt waits for ever for a TLS handshake
    int maxRedirects = 20; ///< in a row, as in the fetch standard
    qsizetype maxEventBytes = 8 * 1024 * 1024;
};

/// A reconnecting event source: the processing model of WHATWG HTML section 9.2 for any method, gzip included, plus our rule that
/// 429 and 503 with Retry-After are waited for. Lives in one thread with an event loop (the network thread, or that of a program
/// without a window), where it also does its I/O. A handler that blocks holds back the server.
///
/// Signals after start(): eventReceived() and reconnecting() any number of times, then exactly one ended(), the last of all.
/// After stop() no signal follows. Handlers may call stop() but must not destroy the client.
class SseClient final : public QObject
{
    Q_OBJECT

public:
    explicit SseClient(const SseClientOptions& options, QObject* parent = nullptr);
    ~SseClient() override;

    /// Sends the first request. Once.
    void start();

    /// Closes the connection and forgets a pending reconnection.
    void stop();

    /// The reconnection time, once the server has set one; it outlives the connection.
    std::optional<Millis> serverRetry() const { return m_serverRetry; }

Q_SIGNALS:
    /// The views in \a event live until the handler returns.
    void eventReceived(const sluice::SseEventView& event);
    /// The connection is gone (\a reason: how it broke, or that the server asks to wait; nothing for a clean end) and comes back
    /// after \a delay.
    void reconnecting(int attempt, sluice::Millis delay, const std::optional<sluice::Error>& reason);
    /// Nothing when the server ended it: 204, or the stream ended and no reconnection is left.
    void ended(const std::optional<sluice::Error>& error);

private:
    void open();
    void takeHead(const HttpResponseHead& head);
    void beginBody(const HttpResponseHead& head);
    void redirect(int status, const QUrl& target);
    void readBody();
    void decode(QByteArrayView wire);
    void parse(QByteArrayView bytes);
    void takeEnd(const std::optional<Error>& error);
    void connectionLost(const Error& error);
    void reconnectAfter(Millis delay, const std::optional<Error>& reason);
    void closeConnection();
    void finish(const std::optional<Error>& error);

    const SseClientOptions m_options;
    ManagerPool m_pool;
    HttpRequest m_home; ///< where a reconnection starts
    HttpRequest m_current; ///< on the way along redirects
    std::unique_ptr<HttpStream> m_stream; ///< null: not connected
    std::unique_ptr<Inflater> m_inflater; ///< null: identity
    std::unique_ptr<SseParser> m_parser; ///< null: no event stream is open
    QTimer m_timer; ///< to the next connection
    QTimer m_connectTimer;
    QByteArray m_lastEventId;
    std::optional<Millis> m_serverRetry;
    int m_reconnects = 0;
    int m_failures = 0; ///< in a row
    int m_redirects = 0; ///< in a row
    bool m_triedAfresh = false; ///< a kept-alive connection turned out dead, and the request was sent once more
    bool m_movesHome = true; ///< every redirect in a row so far was permanent
};

}
