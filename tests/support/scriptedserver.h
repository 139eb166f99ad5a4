#pragma once

#include "core/wire/http.h"

#include <QByteArray>
#include <QUrl>

#include <functional>
#include <memory>
#include <vector>

namespace sluice::test {

/// One thing the server does with a connection while it answers. Make them with the functions below.
struct Step
{
    enum class Kind { Send, AwaitRelease, AwaitOthers, Hold, Close, Reset };
    Kind kind = Kind::Send;
    QByteArray bytes;
    qint64 count = 1;
};

/// The whole answer to one request. After its last step the connection waits for the next request.
using Script = std::vector<Step>;

Step send(const QByteArray& bytes, qint64 times = 1); ///< writes no faster than the client reads
Step awaitRelease(); ///< until the test calls ScriptedServer::release()
Step awaitOthers(qint64 connections); ///< a barrier: until so many connections stand at it
Step hold(); ///< silent for ever; only the client can end it
Step closeConnection(); ///< orderly (FIN), after what was sent
Step resetConnection(); ///< RST, after what was sent

/// Status line and headers; a body must follow as \a extra describes it (Transfer-Encoding, Content-Length or until close).
QByteArray responseHead(int status, const QByteArray& contentType, const HttpHeaders& extra = {});
/// The same for a chunked body.
QByteArray chunkedHead(int status = 200, const QByteArray& contentType = "text/event-stream", HttpHeaders extra = {});
QByteArray chunk(const QByteArray& bytes);
QByteArray lastChunk();
/// A whole answer with Content-Length.
QByteArray wholeResponse(int status, const QByteArray& contentType, const QByteArray& body, HttpHeaders extra = {});
/// One chat.completion.chunk event with \a text, and one with only \a finishReason.
QByteArray openAiText(const QByteArray& text);
QByteArray openAiFinish(const QByteArray& finishReason = "stop");
inline const QByteArray OpenAiDone = "data: [DONE]\n\n";

/// A request as it arrived.
struct ReceivedRequest
{
    QByteArray method;
    QByteArray target; ///< path and query
    HttpHeaders headers;
    QByteArray body;
    int connection = 0; ///< number of its connection, from 1: tells reuse
};

/// A loopback HTTP/1.1 server that plays a script to each request, in a thread of its own, so that a test may block. All
/// functions belong to the test's thread and are thread-safe towards the server's.
class ScriptedServer
{
public:
    enum class Security { Plain, SelfSignedTls };
    /// Called in the server's thread for each request.
    using Handler = std::function<Script(const ReceivedRequest&)>;

    explicit ScriptedServer(Handler handler, Security security = Security::Plain);
    /// Plays \a scripts to the requests in their order of arrival; the last one to all that follow.
    explicit ScriptedServer(std::vector<Script> scripts, Security security = Security::Plain);
    ~ScriptedServer();
    Q_DISABLE_COPY_MOVE(ScriptedServer)

    quint16 port() const;
    QUrl url(const QString& path = QStringLiteral("/v1")) const;

    /// Lets \a count awaitRelease() steps go on, also ones that are reached only later.
    void release(int count = 1);

    std::vector<ReceivedRequest> requests() const;
    int requestCount() const;
    int connectionsMade() const;
    int openConnections() const;
    int waitingForRelease() const; ///< connections that stand at awaitRelease()
    qint64 bytesSent() const; ///< handed to the kernel, all connections together
    /// Blocks until nothing could be sent for \a quiet, although there is more: the client has stopped reading. False when the
    /// server is still sending after \a limit.
    bool waitUntilBlocked(Millis quiet = Millis(500), Millis limit = Millis(30000)) const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

}
