#pragma once

#include "core/faults/faultlog.h"
#include "core/faults/faultproxy.h"
#include "core/faults/faultybody.h"
#include "core/faults/messagereader.h"
#include "core/faults/originlink.h"
#include "core/sockets/httporigin.h"
#include "core/sockets/socketoutput.h"
#include "core/sockets/timer.h"
#include "core/sockets/tlscontext.h"

#include <boost/asio/ip/tcp.hpp>

#include <functional>
#include <memory>
#include <optional>

namespace sluice {

/// What all connections of a proxy share. Proxy thread; outlives them.
struct ProxyContext
{
    boost::asio::io_context& loop;
    FaultLog& log;
    FaultChooser choose;
    boost::asio::ip::tcp::endpoint origin;
    quint16 port = 0; ///< the proxy's own
    std::optional<HttpOrigin> farOrigin {}; ///< in the place of \c origin
    std::shared_ptr<const TlsContext> tls {};
};

/// One client connection of a FaultProxy: its requests one after the other, each with a connection of its own to the origin.
/// Proxy thread; the proxy keeps it until onClosed.
///
/// Flow: the origin is read only when everything before is in the kernel, the client's body only while the origin takes it.
class ProxyConnection final : public OriginLink::Listener, public std::enable_shared_from_this<ProxyConnection>
{
public:
    /// \a wasDelayed: its accepting was slow already.
    ProxyConnection(boost::asio::ip::tcp::socket socket, const ProxyContext& context, int number, bool wasDelayed);
    ~ProxyConnection();
    Q_DISABLE_COPY_MOVE(ProxyConnection)

    /// \a onClosed is called once, when the socket is closed.
    void start(std::function<void(ProxyConnection&)> onClosed);
    /// The answer that is under way is the last; a connection without one closes now.
    void finishUp();
    void close();

    void originUnreachable(const QString& why) override;
    void originSpoke(SocketInput::Got got, QByteArrayView bytes) override;
    void originTook() override { watchClient(); }

private:
    enum class Stage { Request, Answering, Held, Lingering, Closed };
    // The client's side.
    void watchClient();
    void clientSpoke(SocketInput::Got got, QByteArrayView bytes);
    void clientFinished();
    void clientGone();
    void advance();
    void passRequestBody();
    void begin();
    void askOrigin(const ProxiedRequest& request);
    void refuse(int status, const QByteArray& why);

    // The answer.
    void takeResponse();
    void answerItself(int status, const QByteArray& why);
    void takeHead(const MessageHead& head, MessageReader::Framing framing);
    void pump();
    void sendNext();
    void pause(Millis length, std::function<void()> then);
    void sendPiece(const QByteArray& bytes);
    void send(const QByteArray& bytes);
    void written();
    void finishAnswer();
    void endExchange();
    void passBreakOn();
    void stopNow();
    void stopBy(FaultStop::Way way);
    void resetWhenTaken(int triesLeft);
    void linger();
    void hold();
    void dropOrigin();
    void logEnd(FaultLogEntry::End end);

    boost::asio::ip::tcp::socket m_socket;
    SocketInput m_input;
    SocketOutput m_output;
    const ProxyContext& m_context;
    const int m_number;
    const bool m_wasDelayed;
    std::function<void(ProxyConnection&)> m_onClosed;
    Timer m_timer;
    Stage m_stage = Stage::Request;
    MessageReader m_request {MessageReader::Kind::Request};
    bool m_keepAlive = true;
    bool m_clientFinished = false;

    // Of the current request.
    std::shared_ptr<OriginLink> m_origin;
    MessageReader m_response {MessageReader::Kind::Response};
    Fault m_fault;
    std::optional<FaultyBody> m_body;
    quint64 m_entry = 0;
    QByteArray m_head; ///< not sent yet
    MessageReader::Framing m_framing = MessageReader::Framing::None; ///< towards the client
    qint64 m_wireBytes = 0;
    std::optional<FaultStop::Way> m_originBroke; ///< to be passed on behind what it said
    bool m_requestIsWhole = false;
    bool m_hasHead = false;
    bool m_headWaited = false;
    bool m_isPausing = false;
    bool m_isFinishing = false; ///< the last bytes are on their way
    bool m_stopsAfterWrite = false;
};

}
