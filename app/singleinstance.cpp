#include "app/singleinstance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QLocalSocket>
#include <QTimer>

#include <algorithm>
#include <cerrno>

#include <sys/file.h>
#include <unistd.h>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr Millis BetweenTries {50};
constexpr Millis SlowestClient {5000};
constexpr auto Taken = "taken\n";

/// Short, since the name of a socket may have no more than 107 bytes.
QString socketName(const QString& runtimeDirectory, const QString& dataDirectory)
{
    const QByteArray hash = QCryptographicHash::hash(dataDirectory.toUtf8(), QCryptographicHash::Sha256).toHex().first(16);
    return QDir(runtimeDirectory).absoluteFilePath(u"sluice-%1.socket"_s.arg(QString::fromLatin1(hash)));
}

}

SingleInstance::SingleInstance(const QString& dataDirectory, const QString& runtimeDirectory, QObject* parent)
    : QObject(parent)
    , m_runtimeDirectory(runtimeDirectory)
{
    QDir().mkpath(dataDirectory);
    m_file.setFileName(QDir(dataDirectory).absoluteFilePath(u"instance"_s));
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    m_server.setMaxPendingConnections(8);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::takeConnection);
}

// The file stays: who removes it may remove that of the next one.
SingleInstance::~SingleInstance() = default;

SingleInstance::Claim SingleInstance::claim(const Handover& handover, Millis patience)
{
    const TimePoint end = steadyClock().now() + patience;
    for (;;) {
        if (!m_file.isOpen() && !m_file.open(QIODevice::ReadWrite | QIODevice::Unbuffered))
            return Claim::Alone; // a folder that cannot be written to
        if (::flock(m_file.handle(), LOCK_EX | LOCK_NB) == 0) {
            listen();
            return Claim::First;
        }
        const bool isTaken = errno == EWOULDBLOCK; // else this file system knows no locks
        const auto left = std::chrono::duration_cast<Millis>(end - steadyClock().now());
        if (!isTaken || left <= Millis(0)) {
            m_file.close();
            return Claim::Alone;
        }
        if (handOver(handover, left))
            return Claim::HandedOver;
        ::usleep(useconds_t(Micros(BetweenTries).count())); // it is starting, or ending
    }
}

// A socket that is there belongs to nobody any more: its program would have the lock.
void SingleInstance::listen()
{
    m_file.resize(0);
    if (m_runtimeDirectory.isEmpty())
        return;
    const QString name = socketName(m_runtimeDirectory, QFileInfo(m_file).canonicalPath());
    QLocalServer::removeServer(name);
    if (!m_server.listen(name))
        return; // later starts find nobody, and say so
    m_file.seek(0);
    m_file.write(name.toUtf8());
}

bool SingleInstance::handOver(const Handover& handover, Millis patience)
{
    m_file.seek(0);
    const QString name = QString::fromUtf8(m_file.readAll());
    if (name.isEmpty())
        return false;
    const TimePoint end = steadyClock().now() + patience;
    const auto left = [end] { return std::max(1, int(std::chrono::duration_cast<Millis>(end - steadyClock().now()).count())); };
    QLocalSocket socket;
    socket.connectToServer(name);
    if (!socket.waitForConnected(left()))
        return false;
    socket.write(handover.toLine());
    // Without the answer nothing is sure: it may be just about to end.
    while (!socket.canReadLine()) {
        if (!socket.waitForReadyRead(left()))
            return false;
    }
    return socket.readLine() == Taken;
}

void SingleInstance::takeConnection()
{
    while (QLocalSocket* socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        QTimer::singleShot(SlowestClient, socket, &QLocalSocket::abort);
        socket->setReadBufferSize(Handover::MaxBytes + 1);
        const auto read = [this, socket] {
            if (!socket->canReadLine()) {
                if (socket->bytesAvailable() > Handover::MaxBytes)
                    socket->abort();
                return;
            }
            const std::optional<Handover> handover = Handover::fromLine(socket->readLine());
            disconnect(socket, &QLocalSocket::readyRead, this, nullptr);
            if (handover)
                socket->write(Taken);
            socket->flush();
            socket->disconnectFromServer();
            if (handover)
                Q_EMIT handedOver(*handover);
        };
        connect(socket, &QLocalSocket::readyRead, this, read);
        read(); // it may have come with the connection
    }
}

}
