#pragma once

#include <QProcess>
#include <QTemporaryDir>

namespace sluice::test {

/// A real Redis server on a free loopback port, in memory only; ends with this.
class RedisServer
{
public:
    RedisServer();
    ~RedisServer();
    Q_DISABLE_COPY_MOVE(RedisServer)

    /// False when there is no Redis on this machine.
    bool isInstalled() const { return !m_program.isEmpty(); }
    /// Starts, at \a port when that is given; with \a options of redis-server. False when it does not.
    bool start(quint16 port = 0, const QStringList& options = {});
    void stop();
    quint16 port() const { return m_port; }

private:
    QTemporaryDir m_directory;
    QString m_program;
    QProcess m_process;
    quint16 m_port = 0;
};

}
