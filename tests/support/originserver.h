#pragma once

#include "core/base/clock.h"
#include "tests/support/scriptedserver.h"

#include <QByteArray>
#include <QUrl>
#include <QUrlQuery>

#include <functional>
#include <memory>
#include <vector>

namespace boost::asio {
class io_context;
}

namespace sluice::test {

/// One request of an OriginServer and its answer. Server thread only. Ends by finish(), abort(), or when the client goes: a FIN
/// of the client counts as that.
class OriginExchange
{
public:
    virtual ~OriginExchange() = default;

    virtual const ReceivedRequest& request() const = 0;
    QByteArray path() const { return request().target.split('?').first(); }
    /// A parameter of the query, percent-decoded; empty when it is not there.
    QByteArray parameter(const QByteArray& name) const
    {
        const QUrlQuery query(QUrl::fromEncoded(request().target));
        return query.queryItemValue(QString::fromLatin1(name), QUrl::FullyDecoded).toUtf8();
    }

    /// A whole answer.
    virtual void reply(int status, const QByteArray& type, const QByteArray& body, const HttpHeaders& extra = {}) = 0;
    void replyJson(int status, const QByteArray& json) { reply(status, "application/json; charset=utf-8", json); }

    /// The head of a chunked answer; then write() any number of times, then finish().
    virtual void begin(const QByteArray& type = "text/event-stream", const HttpHeaders& extra = {}) = 0;
    virtual void write(QByteArrayView bytes) = 0;
    virtual void finish() = 0;
    virtual void abort() = 0;

    virtual bool isOpen() const = 0;
    virtual bool isBusy() const = 0; ///< what was written is not in the kernel yet
    std::function<void()> onDrained; ///< it is now
    std::function<void()> onGone; ///< once, when the client went before the end
};

using OriginExchangePtr = std::shared_ptr<OriginExchange>;

/// A loopback HTTP/1.1 server for tests whose answers live: they go on by timers, are followed by several connections, and are
/// stopped by other requests. (ScriptedServer is for answers that are known beforehand.) One thread, its own; what it calls is
/// called there. Functions are the test's and thread-safe towards it.
class OriginServer
{
public:
    using Handler = std::function<void(const OriginExchangePtr&)>;

    /// Serves at once. What \a handler uses must be there until stop().
    explicit OriginServer(Handler handler);
    ~OriginServer();
    Q_DISABLE_COPY_MOVE(OriginServer)

    /// Closes every connection and joins the thread; nothing is called any more. Then, not later, what has timers of loop() must
    /// end.
    void stop();

    quint16 port() const;
    QUrl url(const QString& path = QStringLiteral("/v1")) const;

    std::vector<ReceivedRequest> requests() const;
    int requestCount() const { return int(requests().size()); }

    /// For the handler's timers. Server thread.
    boost::asio::io_context& loop();
    /// Runs \a function in the server's thread and waits for it.
    void run(const std::function<void()>& function);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

}
