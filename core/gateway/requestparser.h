#pragma once

#include "core/gateway/incomingrequest.h"

#include <QByteArray>
#include <QByteArrayView>

#include <memory>

namespace sluice {

struct RequestLimits
{
    quint32 headBytes = 64 * 1024;
    quint64 bodyBytes = 8 * 1024 * 1024;
};

/// HTTP/1.x requests out of the bytes of one connection, the same for every chunking; pipelined ones one after the other. Pure;
/// one thread. RFC 9112 as Boost.Beast parses it, stricter where a lenient reading lets two readers disagree: Transfer-Encoding
/// other than exactly `chunked`, or in HTTP/1.0.
///
/// Use: feed(); next() until it wants more; after Head either go on or discardBody(); after Complete take the request and
/// restart().
class RequestParser
{
public:
    enum class Step {
        NeedMore,
        Head, ///< everything but the body is known
        Complete, ///< once, after Head
        Failed, ///< for good; failure() says what to answer
    };

    explicit RequestParser(RequestLimits limits = {});
    ~RequestParser();
    Q_DISABLE_COPY_MOVE(RequestParser)

    void feed(QByteArrayView bytes);
    Step next();

    /// After Head. The body is empty until Complete.
    IncomingRequest& request();
    const IncomingRequest& request() const;

    /// The body is read past, not kept. After Head.
    void discardBody();

    /// Begins the next request with the bytes behind the last one. After Complete.
    void restart();

    /// Of the body, so far; also of one that is read past.
    qint64 bodyBytes() const;

    /// Bytes of the current request, and behind it, that are kept.
    qint64 heldBytes() const;

    /// Bytes fed and not consumed.
    qsizetype bufferedBytes() const;

    /// Something of the current request has arrived.
    bool hasBegun() const;

    struct Failure
    {
        int status = 400;
        QString detail;
    };
    Failure failure() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

}
