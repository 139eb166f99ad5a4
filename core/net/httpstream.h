#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/wire/http.h"
#include "core/wire/wiretap.h"

#include <QObject>

#include <memory>
#include <optional>
#include <span>

class QNetworkAccessManager;
class QNetworkReply;

namespace sluice {

class ManagerPool;

/// One HTTP exchange over QNetworkAccessManager, body as raw wire bytes (what Content-Encoding says is left to the caller; gzip
/// is asked for unless the request has an Accept-Encoding of its own). Redirects are not followed, cookies and caches not used.
/// Network thread only. Backpressure is reading less: what is not read() stays in a capped buffer, then in the kernel, then the
/// server blocks.
///
/// Signals: connecting() and encrypted() only on a connection that is new; requestSent() and headReceived() at most once, then
/// readable() any number of times, then exactly one ended(); ended() alone when the request never got an answer. None comes from
/// inside the constructor. After abort() no signal follows.
class HttpStream final : public QObject
{
    Q_OBJECT

public:
    /// Sends \a request at once through a free manager of \a pool, which must outlive this. \a tap, which may be null, sees it
    /// and what comes.
    HttpStream(ManagerPool& pool, const HttpRequest& request, std::shared_ptr<WireTap> tap = {});
    ~HttpStream() override;

    /// Up to \a maxBytes of the body; empty when nothing has arrived. Qt does not repeat readable() for bytes left unread: after
    /// a pause, read once more.
    QByteArray read(qsizetype maxBytes);
    /// The same into memory of the caller: the number of bytes, 0 when nothing has arrived.
    qsizetype read(std::span<char> into);

    /// Body bytes that arrived and were not read.
    qint64 bytesAvailable() const;

    /// When that came to this process of which headReceived() told or which read() gave last: its socket was found readable then,
    /// before another thread woke this one, but not before what was told earlier. Of connecting(), encrypted() and requestSent(),
    /// when this thread learnt of it; readable() and ended() change nothing. On steadyClock(), and it never goes back.
    TimePoint receivedAt() const { return m_receivedAt; }

    /// ended() failed before any byte of an answer, and the connection may have been one that the server had closed after an
    /// earlier exchange: worth one immediate new try.
    bool mayHaveMetDeadConnection() const { return m_metDeadConnection; }

    /// Closes the connection. No signal follows.
    void abort();

Q_SIGNALS:
    /// The name of the host is known, and the connection is being made. There is no word of it in Qt 6.4 that it stands: with TLS
    /// the next one is encrypted(), else requestSent().
    void connecting();
    void encrypted();
    /// The connection stands and the request is written to it.
    void requestSent();
    void headReceived(const sluice::HttpResponseHead& head);
    void readable();
    /// The body is complete (nothing), or the exchange broke: Network or Tls. Bytes that arrived before can still be read. An
    /// HTTP status is never an error here.
    void ended(const std::optional<sluice::Error>& error);

private:
    void send(const HttpRequest& request);
    void refuse(const QString& why);
    void takeHead();
    void finish();
    std::optional<Error> outcome() const;
    Error transportError() const;
    void giveBack();
    void tellEnd(const std::optional<Error>& error);
    void reportFreed(qint64 bytes);
    void noteNow() { m_receivedAt = steadyClock().now(); }
    void noteBytes();

    ManagerPool& m_pool;
    QNetworkAccessManager* m_manager = nullptr; ///< held until the exchange is over
    std::unique_ptr<QNetworkReply> m_reply;
    std::optional<HttpResponseHead> m_head;
    QString m_tlsFailure; ///< Qt's words for the first certificate error
    const std::shared_ptr<WireTap> m_tap; ///< may be null
    WireTap::Exchange m_tapped {};
    bool m_endWasTold = false;
    TimePoint m_receivedAt = steadyClock().now();
    qint64 m_bytesRead = 0;
    qint64 m_freedBytes = 0; ///< read since Qt's HTTP thread was last told so
    bool m_reportsFreed = false; ///< we tell it, instead of Qt
    bool m_requestSent = false;
    bool m_metDeadConnection = false;
};

}
