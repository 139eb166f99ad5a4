#include "tests/support/originserver.h"

#include "core/faults/messagereader.h"
#include "core/sockets/socketinput.h"
#include "core/sockets/socketoutput.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>

#include <future>
#include <mutex>
#include <thread>
#include <unordered_map>

using namespace Qt::StringLiterals;

namespace sluice::test {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

class Connection;

/// What the connections share with their server.
struct Shared
{
    OriginServer::Handler handler;
    std::function<void(Connection&)> closed;
    std::function<void(const ReceivedRequest&)> seen;
};

class Connection final : public OriginExchange, public std::enable_shared_from_this<Connection>
{
public:
    Connection(tcp::socket socket, const Shared& shared, int number)
        : m_socket(std::move(socket))
        , m_input(m_socket)
        , m_output(m_socket)
        , m_shared(shared)
        , m_number(number)
    { }

    void watch()
    {
        m_input.watch([self = shared_from_this()](SocketInput::Got got, QByteArrayView bytes) { self->take(got, bytes); });
    }
    void close();

    const ReceivedRequest& request() const override { return m_request; }
    void reply(int status, const QByteArray& type, const QByteArray& body, const HttpHeaders& extra) override;
    void begin(const QByteArray& type, const HttpHeaders& extra) override { send(chunkedHead(200, type, extra)); }
    void write(QByteArrayView bytes) override { send(asChunk(bytes.toByteArray())); }
    void finish() override;
    void abort() override;
    bool isOpen() const override { return m_isAnswering && m_socket.is_open(); }
    bool isBusy() const override { return m_output.isBusy(); }

private:
    void take(SocketInput::Got got, QByteArrayView bytes);
    void advance();
    void answer();
    void send(const QByteArray& bytes);
    void endWith(const QByteArray& bytes);
    void flush();

    tcp::socket m_socket;
    SocketInput m_input;
    SocketOutput m_output;
    const Shared& m_shared;
    const int m_number;
    MessageReader m_reader {MessageReader::Kind::Request};
    ReceivedRequest m_request;
    bool m_isAnswering = false;
    bool m_isLast = false; ///< the client asked for the end of the connection behind the answer
};

void Connection::take(SocketInput::Got got, QByteArrayView bytes)
{
    if (!m_socket.is_open())
        return;
    if (got != SocketInput::Got::Data) {
        close();
        return;
    }
    m_reader.feed(bytes);
    if (!m_isAnswering)
        advance();
    watch();
}

void Connection::advance()
{
    while (m_socket.is_open() && !m_isAnswering) {
        switch (m_reader.next()) {
        case MessageReader::Step::NeedMore:
            return;
        case MessageReader::Step::Head:
            m_request = {.method = m_reader.head().method(),
                .target = m_reader.head().target(),
                .headers = m_reader.head().headers,
                .body = {},
                .connection = m_number};
            break;
        case MessageReader::Step::Body:
            m_request.body += m_reader.takeBody();
            break;
        case MessageReader::Step::End:
            m_isLast = m_reader.head().hasToken("Connection", "close");
            m_reader.restart();
            answer();
            break;
        case MessageReader::Step::Failed:
            close();
            return;
        }
    }
}

void Connection::answer()
{
    m_isAnswering = true;
    m_shared.seen(m_request);
    m_shared.handler(shared_from_this());
}

void Connection::reply(int status, const QByteArray& type, const QByteArray& body, const HttpHeaders& extra)
{
    const bool hasBody = status != 204;
    endWith(hasBody ? wholeResponse(status, type, body, extra) : "HTTP/1.1 204 No Content\r\n\r\n"_ba);
}

void Connection::finish()
{
    endWith(lastChunk());
}

void Connection::endWith(const QByteArray& bytes)
{
    onDrained = {};
    onGone = {};
    m_isAnswering = false;
    send(bytes);
    asio::post(m_socket.get_executor(), [self = shared_from_this()] { self->advance(); }); // it may be in advance()
}

void Connection::abort()
{
    error_code ignored;
    m_socket.set_option(asio::socket_base::linger(true, 0), ignored);
    onGone = {};
    close();
}

void Connection::close()
{
    if (!m_socket.is_open())
        return;
    const auto alive = shared_from_this();
    error_code ignored;
    m_socket.close(ignored);
    onDrained = {};
    if (onGone)
        std::exchange(onGone, {})();
    m_shared.closed(*this);
}

void Connection::send(const QByteArray& bytes)
{
    if (!m_socket.is_open())
        return;
    m_output.waiting() += bytes;
    flush();
}

void Connection::flush()
{
    m_output.flush([self = shared_from_this()](bool succeeded) {
        if (!succeeded) {
            self->close();
            return;
        }
        self->flush();
        if (self->m_isLast && !self->m_isAnswering && !self->m_output.isBusy()) {
            self->close();
            return;
        }
        if (self->onDrained && !self->m_output.isBusy()) {
            const std::function<void()> drained = self->onDrained; // it may take itself away
            drained();
        }
    });
}

}

struct OriginServer::Private
{
    asio::io_context loop {1};
    tcp::acceptor acceptor {loop, {asio::ip::address_v4::loopback(), 0}};
    Shared shared;
    std::unordered_map<Connection*, std::shared_ptr<Connection>> connections;
    int made = 0;
    mutable std::mutex mutex;
    std::vector<ReceivedRequest> requests; // guarded by mutex
    quint16 port = 0;
    std::thread thread;

    void accept();
};

void OriginServer::Private::accept()
{
    acceptor.async_accept([this](const error_code& error, tcp::socket socket) {
        if (error || !acceptor.is_open())
            return;
        const auto connection = std::make_shared<Connection>(std::move(socket), shared, ++made);
        connections.emplace(connection.get(), connection);
        connection->watch();
        accept();
    });
}

OriginServer::OriginServer(Handler handler)
    : d(std::make_unique<Private>())
{
    d->shared.handler = std::move(handler);
    d->shared.closed = [this](Connection& connection) { d->connections.erase(&connection); };
    d->shared.seen = [this](const ReceivedRequest& request) {
        const std::lock_guard lock(d->mutex);
        d->requests.push_back(request);
    };
    d->port = d->acceptor.local_endpoint().port();
    d->thread = std::thread([this] {
        const auto work = asio::make_work_guard(d->loop);
        d->accept();
        d->loop.run();
    });
}

OriginServer::~OriginServer()
{
    stop();
}

void OriginServer::stop()
{
    if (!d->thread.joinable())
        return;
    asio::post(d->loop, [this] {
        error_code ignored;
        d->acceptor.close(ignored);
        for (const auto& [raw, connection] : std::vector(d->connections.begin(), d->connections.end())) {
            connection->onGone = {};
            connection->close();
        }
        d->loop.stop();
    });
    d->thread.join();
    // What was cancelled still holds connections: let it go while all they refer to is alive.
    d->loop.restart();
    d->loop.poll();
}

quint16 OriginServer::port() const
{
    return d->port;
}

QUrl OriginServer::url(const QString& path) const
{
    return QUrl(u"http://127.0.0.1:%1%2"_s.arg(d->port).arg(path));
}

std::vector<ReceivedRequest> OriginServer::requests() const
{
    const std::lock_guard lock(d->mutex);
    return d->requests;
}

asio::io_context& OriginServer::loop()
{
    return d->loop;
}

void OriginServer::run(const std::function<void()>& function)
{
    std::promise<void> done;
    asio::post(d->loop, [&] {
        function();
        done.set_value();
    });
    done.get_future().wait();
}

}
