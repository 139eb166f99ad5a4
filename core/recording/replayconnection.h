#pragma once

#include "core/gateway/requestguard.h"
#include "core/gateway/requestparser.h"
#include "core/recording/replayscript.h"
#include "core/sockets/socketinput.h"
#include "core/sockets/socketoutput.h"
#include "core/sockets/timer.h"

#include <boost/asio/ip/tcp.hpp>

#include <functional>
#include <memory>

namespace sluice {

/// What the connections of a ReplayServer share; outlives them.
struct ReplayContext
{
    boost::asio::io_context& loop;
    ReplayScript script;
    RequestGuard guard;
    double speed = 1; ///< 0 = as fast as the client reads
};

/// One connection of a ReplayServer: request after request, each answered with the bytes of the recording at their times. Replay
/// thread; kept alive by its own pending operations.
class ReplayConnection final : public std::enable_shared_from_this<ReplayConnection>
{
public:
    ReplayConnection(boost::asio::ip::tcp::socket socket, ReplayContext& context);

    /// \a onClosed is called once, when the socket is closed.
    void start(std::function<void(ReplayConnection&)> onClosed);
    void close();

private:
    enum class Stage { Request, Answering, Lingering, Closed };

    void watch();
    void clientSpoke(SocketInput::Got got, QByteArrayView bytes);
    void advance();
    void answer();
    void answerJson(int status, const QByteArray& json);
    void refuse(int status, const QString& detail);
    void begin(const RecordedExchange& exchange);
    void step();
    TimePoint due(Micros at) const;
    void endAnswer();
    void send(const QByteArray& bytes);
    void written();
    void endExchange();
    void linger();

    boost::asio::ip::tcp::socket m_socket;
    SocketInput m_input;
    SocketOutput m_output;
    ReplayContext& m_context;
    std::function<void(ReplayConnection&)> m_onClosed;
    Timer m_timer;
    RequestParser m_parser;
    Stage m_stage = Stage::Request;
    bool m_keepAlive = true;

    // Of the current answer.
    const RecordedExchange* m_exchange = nullptr; ///< null for an answer of our own
    TimePoint m_begun;
    qsizetype m_next = 0; ///< piece of its body
    bool m_headIsSent = false;
    bool m_isChunked = false;
    bool m_isOver = false; ///< its last bytes are on their way
    bool m_isSilent = false; ///< nothing comes any more, and nothing ends it but the client
};

}
