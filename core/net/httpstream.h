#pragma once

#include "core/base/error.h"
#include "core/wire/http.h"

#include <QObject>

#include <optional>

class QNetworkReply;

namespace sluice {

class ManagerPool;

/// One HTTP exchange over QNetworkAccessManager, body as raw wire bytes (what Content-Encoding says is left to the caller).
/// Network thread only. Backpressure is reading less: what is not read() stays in a capped buffer, then in the kernel, then the
/// server blocks.
///
/// Signals: headReceived() at most once, then readable() any number of times, then exactly one ended(); ended() alone when the
/// request never got an answer. After abort() no signal follows.
class HttpStream final : public QObject
{
    Q_OBJECT

public:
    /// Sends \a request at once through a free manager of \a pool, which must outlive this.
    HttpStream(ManagerPool& pool, const HttpRequest& request, QObject* parent = nullptr);
    ~HttpStream() override;

    /// Up to \a maxBytes of the body; empty when nothing has arrived. Qt does not repeat readable() for bytes left unread: after
    /// a pause, read once more.
    QByteArray read(qsizetype maxBytes);

    /// Body bytes that arrived and were not read.
    qint64 bytesAvailable() const;

    /// Closes the connection. No signal follows.
    void abort();

Q_SIGNALS:
    void headReceived(const sluice::HttpResponseHead& head);
    void readable();
    /// The body is complete (nothing), or the exchange broke: Network or Tls. Bytes that arrived before can still be read. An
    /// HTTP status is never an error here.
    void ended(const std::optional<sluice::Error>& error);
};

}
