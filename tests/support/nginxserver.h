#pragma once

#include <QList>
#include <QProcess>
#include <QTemporaryDir>

#include <utility>

namespace sluice::test {

/// A real nginx on a free loopback port, one process, all of its files in a directory of its own; ends with this, or with the
/// test.
class NginxServer
{
public:
    NginxServer();
    ~NginxServer();
    Q_DISABLE_COPY_MOVE(NginxServer)

    /// False when there is none: neither unpacked in SLUICE_TOOLS nor on the path.
    bool isInstalled() const { return !m_program.isEmpty(); }

    /// Serves the site file \a site, in which each of \a changes (old, new) stands exactly once; "%PORT%" and "%DIR%" in the new
    /// texts are this server's port and directory. Returns why it does not run; empty when it takes connections.
    QString start(const QString& site, const QList<std::pair<QString, QString>>& changes);
    void stop();

    quint16 port() const { return m_port; }
    /// A file it wrote into its directory.
    QByteArray file(const QString& name) const;

private:
    QString awaitConnections();

    QTemporaryDir m_directory;
    QString m_program;
    QProcess m_process;
    quint16 m_port = 0;
};

}
