#include "tests/support/scriptedserver.h"

#include "core/base/threadhandover.h"

#include <QFile>
#include <QHostAddress>
#include <QPointer>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

#include <sys/socket.h>

namespace sluice::test {

using namespace Qt::StringLiterals;

namespace {

/// Bytes that may wait in Qt's write buffer: the rest of a long send() waits for the client to read.
constexpr qint64 MaxBuffered = 64 * 1024;

std::optional<ReceivedRequest> takeRequest(QByteArray& buffer)
{
    const qsizetype headEnd = buffer.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return std::nullopt;
    const QList<QByteArray> lines = buffer.first(headEnd).split('\n');
    const QList<QByteArray> start = lines.first().trimmed().split(' ');
    ReceivedRequest request {.method = start.value(0), .target = start.value(1), .headers = {}, .body = {}};
    for (const QByteArray& line : lines.sliced(1)) {
        const qsizetype colon = line.indexOf(':');
        request.headers.append(
            HttpHeader {line.first(std::max<qsizetype>(colon, 0)).trimmed(), line.sliced(colon + 1).trimmed()});
    }
    const qsizetype length = headerValue(request.headers, "content-length").toLongLong();
    if (buffer.size() < headEnd + 4 + length)
        return std::nullopt;
    request.body = buffer.sliced(headEnd + 4, length);
    buffer.remove(0, headEnd + 4 + length);
    return request;
}

class Listener : public QTcpServer
{
public:
    std::function<void(QTcpSocket*)> onSocket;
    bool tls = false;

protected:
    void incomingConnection(qintptr handle) override
    {
        auto* socket = tls ? new QSslSocket(this) : new QTcpSocket(this);
        socket->setSocketDescriptor(handle);
        if (auto* secure = qobject_cast<QSslSocket*>(socket)) {
            QFile certificate(QStringLiteral(SLUICE_TEST_DATA "/tls/selfsigned.crt"));
            QFile key(QStringLiteral(SLUICE_TEST_DATA "/tls/selfsigned.key"));
            if (!certificate.open(QIODevice::ReadOnly) || !key.open(QIODevice::ReadOnly))
                qFatal("the test certificate is missing");
            secure->setLocalCertificate(QSslCertificate(certificate.readAll()));
            secure->setPrivateKey(QSslKey(key.readAll(), QSsl::Rsa));
            secure->startServerEncryption();
        }
        onSocket(socket);
    }
};

void resetSocket(QTcpSocket& socket)
{
    const linger now {.l_onoff = 1, .l_linger = 0}; // RST instead of FIN
    ::setsockopt(static_cast<int>(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    socket.abort();
}

}

struct ScriptedServer::Private
{
    struct Connection
    {
        QPointer<QTcpSocket> socket;
        QByteArray input;
        Script script;
        std::size_t step = 0;
        qint64 sent = 0; ///< how often the current send() was written
        int number = 0;
        bool atBarrier = false;
        bool atRelease = false;
        bool running = false;
    };

    Handler handler;
    Security security;
    QThread thread;
    Listener* listener = nullptr;
    quint16 port = 0;
    std::vector<std::shared_ptr<Connection>> connections; // server thread only; shared with the socket's slots
    int releases = 0; // server thread only

    mutable std::mutex mutex;
    std::vector<ReceivedRequest> requests; // guarded by mutex
    std::atomic<int> made = 0;
    std::atomic<int> open = 0;
    std::atomic<int> waiting = 0;
    qint64 bytes = 0; // guarded by mutex
    mutable std::condition_variable bytesChanged; // with mutex

    void listen();
    void accept(QTcpSocket* socket);
    void takeInput(const std::shared_ptr<Connection>& connection);
    bool nextScript(Connection& connection);
    void run(const std::shared_ptr<Connection>& connection);
    bool doStep(Connection& connection, const Step& step);
    bool sendStep(Connection& connection, const Step& step) const;
    bool barrierStep(Connection& connection, const Step& step);
    bool releaseStep(Connection& connection);
    void runAll();
};

void ScriptedServer::Private::listen()
{
    listener = new Listener;
    listener->tls = security == Security::SelfSignedTls;
    listener->onSocket = [this](QTcpSocket* socket) { accept(socket); };
    if (!listener->listen(QHostAddress::LocalHost))
        qFatal("the test server cannot listen");
    port = listener->serverPort();
}

void ScriptedServer::Private::accept(QTcpSocket* socket)
{
    auto connection = std::make_shared<Connection>();
    connection->socket = socket;
    connection->number = ++made;
    ++open;
    connections.push_back(connection);
    QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, connection] { takeInput(connection); });
    QObject::connect(socket, &QTcpSocket::bytesWritten, socket, [this, connection](qint64 n) {
        {
            const std::lock_guard lock(mutex);
            bytes += n;
        }
        bytesChanged.notify_all();
        run(connection);
    });
    QObject::connect(socket, &QTcpSocket::disconnected, socket, [this, connection, socket] {
        --open;
        if (std::exchange(connection->atRelease, false))
            --waiting;
        std::erase(connections, connection);
        socket->deleteLater();
    });
}

void ScriptedServer::Private::takeInput(const std::shared_ptr<Connection>& connection)
{
    connection->input += connection->socket->readAll();
    run(connection);
}

bool ScriptedServer::Private::nextScript(Connection& connection)
{
    std::optional<ReceivedRequest> request = takeRequest(connection.input);
    if (!request)
        return false;
    request->connection = connection.number;
    {
        const std::lock_guard lock(mutex);
        requests.push_back(*request);
    }
    connection.script = handler(*request);
    connection.step = 0;
    return true;
}

void ScriptedServer::Private::run(const std::shared_ptr<Connection>& connection)
{
    if (std::exchange(connection->running, true))
        return; // write() may emit bytesWritten() inside the call
    while (connection->socket) {
        if (connection->step >= connection->script.size()) {
            if (!nextScript(*connection))
                break;
            continue;
        }
        if (!doStep(*connection, connection->script[connection->step]))
            break;
        ++connection->step;
        connection->sent = 0;
    }
    connection->running = false;
}

bool ScriptedServer::Private::doStep(Connection& connection, const Step& step)
{
    switch (step.kind) {
    case Step::Kind::Send:
        return sendStep(connection, step);
    case Step::Kind::AwaitRelease:
        return releaseStep(connection);
    case Step::Kind::AwaitOthers:
        return barrierStep(connection, step);
    case Step::Kind::Hold:
        return false;
    case Step::Kind::Close:
        connection.socket->disconnectFromHost();
        return false;
    case Step::Kind::Reset:
        if (connection.socket->bytesToWrite() > 0)
            return false;
        resetSocket(*connection.socket);
        return false;
    }
    Q_UNREACHABLE();
}

bool ScriptedServer::Private::sendStep(Connection& connection, const Step& step) const
{
    while (connection.sent < step.count) {
        if (connection.socket->bytesToWrite() > MaxBuffered)
            return false;
        connection.socket->write(step.bytes);
        ++connection.sent;
    }
    return true;
}

bool ScriptedServer::Private::barrierStep(Connection& connection, const Step& step)
{
    if (std::exchange(connection.atBarrier, true))
        return true; // the barrier opened
    qint64 standing = 0;
    for (const auto& other : connections)
        standing += other->atBarrier ? 1 : 0;
    if (standing < step.count)
        return false;
    QMetaObject::invokeMethod(listener, [this] { runAll(); }, Qt::QueuedConnection);
    return true;
}

bool ScriptedServer::Private::releaseStep(Connection& connection)
{
    if (releases == 0) {
        if (!std::exchange(connection.atRelease, true))
            ++waiting;
        return false;
    }
    --releases;
    if (std::exchange(connection.atRelease, false))
        --waiting;
    return true;
}

void ScriptedServer::Private::runAll()
{
    const auto copy = connections;
    for (const auto& connection : copy)
        run(connection);
}

ScriptedServer::ScriptedServer(Handler handler, Security security)
    : d(std::make_unique<Private>())
{
    d->handler = std::move(handler);
    d->security = security;
    auto* starter = new QObject;
    starter->moveToThread(&d->thread);
    d->thread.start();
    QMetaObject::invokeMethod(starter, handover::posted([this] {
        d->listen();
        handover::publish();
    }),
        Qt::BlockingQueuedConnection);
    handover::receive();
    starter->deleteLater();
}

ScriptedServer::ScriptedServer(std::vector<Script> scripts, Security security)
    : ScriptedServer(
          [scripts = std::move(scripts), next = std::size_t(0)](const ReceivedRequest&) mutable {
              const std::size_t current = std::min(next++, scripts.size() - 1);
              return scripts[current];
          },
          security)
{ }

ScriptedServer::~ScriptedServer()
{
    QMetaObject::invokeMethod(d->listener, handover::posted([this] {
        for (const auto& connection : d->connections)
            connection->socket->disconnect();
        delete std::exchange(d->listener, nullptr);
        d->connections.clear();
        handover::publish();
    }),
        Qt::BlockingQueuedConnection);
    handover::receive();
    d->thread.quit();
    d->thread.wait();
}

quint16 ScriptedServer::port() const
{
    return d->port;
}

QUrl ScriptedServer::url(const QString& path) const
{
    const auto scheme = d->security == Security::Plain ? u"http"_s : u"https"_s;
    return QUrl(u"%1://127.0.0.1:%2%3"_s.arg(scheme).arg(d->port).arg(path));
}

void ScriptedServer::release(int count)
{
    QMetaObject::invokeMethod(d->listener, handover::posted([this, count] {
        d->releases += count;
        d->runAll();
    }));
}

std::vector<ReceivedRequest> ScriptedServer::requests() const
{
    const std::lock_guard lock(d->mutex);
    return d->requests;
}

int ScriptedServer::requestCount() const
{
    const std::lock_guard lock(d->mutex);
    return static_cast<int>(d->requests.size());
}

int ScriptedServer::connectionsMade() const
{
    return d->made;
}

int ScriptedServer::openConnections() const
{
    return d->open;
}

int ScriptedServer::waitingForRelease() const
{
    return d->waiting;
}

qint64 ScriptedServer::bytesSent() const
{
    const std::lock_guard lock(d->mutex);
    return d->bytes;
}

bool ScriptedServer::waitUntilBlocked(Millis quiet, Millis limit) const
{
    const TimePoint end = std::chrono::steady_clock::now() + limit;
    std::unique_lock lock(d->mutex);
    while (std::chrono::steady_clock::now() < end) {
        const qint64 before = d->bytes;
        if (!d->bytesChanged.wait_for(lock, quiet, [&] { return d->bytes != before; }) && before > 0)
            return true;
    }
    return false;
}

}
