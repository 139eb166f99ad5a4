#include "core/faults/farorigin.h"

#include <array>
#include <utility>

namespace sluice {

namespace {

constexpr std::size_t PieceBytes = 16 * 1024;

SocketInput::Got gotOf(ClientLink::Got got)
{
    return got == ClientLink::Got::Data ? SocketInput::Got::Data
        : got == ClientLink::Got::End   ? SocketInput::Got::End
                                        : SocketInput::Got::Failure;
}

}

FarOrigin::FarOrigin(
    boost::asio::io_context& loop, const HttpOrigin& origin, std::shared_ptr<const TlsContext> tls, Listener& listener)
    : m_origin(origin)
    , m_tls(std::move(tls))
    , m_link(std::make_shared<ClientLink>(loop))
    , m_listener(&listener)
{ }

FarOrigin::~FarOrigin()
{
    m_link->close(); // calls nothing any more
}

// The listener may drop this in any of the calls below: they keep it until they return.

void FarOrigin::connect()
{
    m_link->open(m_origin, m_tls, [this](const std::optional<Error>& error) {
        const std::shared_ptr<FarOrigin> alive = shared_from_this();
        if (!m_listener)
            return;
        if (error) {
            m_listener->originUnreachable(error->message);
            return;
        }
        m_isConnected = true;
        flush();
        if (std::exchange(m_wantsRead, false))
            awaitBytes();
    });
}

void FarOrigin::send(const QByteArray& bytes)
{
    m_waiting += bytes;
    flush();
}

void FarOrigin::flush()
{
    if (!m_isConnected || m_sending > 0 || m_waiting.isEmpty())
        return;
    m_sending = m_waiting.size();
    m_link->write(std::exchange(m_waiting, {}), [this](bool) {
        // A failed write is no news: the origin may have answered already, and reading tells.
        const std::shared_ptr<FarOrigin> alive = shared_from_this();
        m_sending = 0;
        if (!m_listener)
            return;
        flush();
        m_listener->originTook();
    });
}

void FarOrigin::read()
{
    if (m_isConnected)
        awaitBytes();
    else
        m_wantsRead = true;
}

void FarOrigin::awaitBytes()
{
    m_link->awaitReadable([this] { fetch(); });
}

void FarOrigin::fetch()
{
    const std::shared_ptr<FarOrigin> alive = shared_from_this();
    std::array<char, PieceBytes> piece;
    const ClientLink::Read read = m_link->read(piece);
    if (read.got == ClientLink::Got::Nothing)
        awaitBytes();
    else if (m_listener)
        m_listener->originSpoke(gotOf(read.got), QByteArrayView(piece.data(), read.count));
}

void FarOrigin::close()
{
    m_listener = nullptr;
    m_link->close();
}

}
