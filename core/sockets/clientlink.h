#pragma once

#include "core/base/error.h"
#include "core/sockets/hostresolver.h"
#include "core/sockets/httporigin.h"
#include "core/sockets/timer.h"
#include "core/sockets/tlscontext.h"
#include "core/sockets/tlssession.h"

#include <boost/asio/ip/tcp.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <span>

namespace sluice {

/// When a connection came into being; nothing for what it did not need.
struct LinkStamps
{
    std::optional<TimePoint> resolved; ///< the host's addresses are known
    std::optional<TimePoint> connected;
    std::optional<TimePoint> secured; ///< the TLS handshake is over
};

/// One connection of a client, with or without TLS. It holds no buffer: bytes are fetched when the socket has some, into the
/// caller's. Kept alive by its own pending operations. The loop's thread.
///
/// Callbacks come later, never from inside the call that asks for them, and never after close(): they may be an owner's that
/// closes this in its destructor.
class ClientLink final : public std::enable_shared_from_this<ClientLink>
{
public:
    enum class Got {
        Data,
        Nothing, ///< for now: awaitReadable()
        End, ///< an orderly end
        Failure, ///< the connection broke
    };
    struct Read
    {
        Got got = Got::Nothing;
        qsizetype count = 0;
    };
    using Opened = std::function<void(const std::optional<Error>& error)>;
    using Written = std::function<void(bool succeeded)>;

    explicit ClientLink(boost::asio::io_context& loop);
    ~ClientLink();
    Q_DISABLE_COPY_MOVE(ClientLink)

    /// Connects, once: to the first of the host's addresses that takes it. Network or Tls when none does. \a tls is for a secure
    /// origin. Without a bound in time: that is the caller's.
    void open(const HttpOrigin& origin, std::shared_ptr<const TlsContext> tls, Opened opened);

    /// Sends all of \a bytes. One at a time.
    void write(const QByteArray& bytes, Written written);

    Read read(std::span<char> into);
    /// Calls \a readable once, when a read() may give something else than Nothing. One at a time.
    void awaitReadable(std::function<void()> readable);
    void stopAwaiting() { m_onReadable = {}; }

    /// At once and for good.
    void close();

    const LinkStamps& stamps() const { return m_stamps; }

private:
    using Wait = boost::asio::ip::tcp::socket::wait_type;

    void tryAddress(std::size_t index);
    void connected();
    void handshake();
    void opened(const std::optional<Error>& error);
    void fail(ErrorKind kind, const QString& message);
    void writeOn();
    TlsSession::Outcome writeSome();
    void waitReadable();
    void wait(Wait what, void (ClientLink::*then)());
    void readable();

    boost::asio::io_context& m_loop;
    boost::asio::ip::tcp::socket m_socket;
    std::shared_ptr<const TlsContext> m_tlsContext;
    std::unique_ptr<TlsSession> m_tls; // null without TLS
    LinkStamps m_stamps;
    bool m_isClosed = false;

    // While it connects.
    struct Opening;
    std::unique_ptr<Opening> m_opening;

    QByteArray m_writing;
    qsizetype m_written = 0;
    Written m_onWritten;
    std::function<void()> m_onReadable;
    bool m_isWaiting = false; // for m_onReadable, or for one that was given up
    bool m_readWantsWrite = false; // TLS has to answer before it goes on
};

}
