#include "tests/support/redisserver.h"

#include <QElapsedTimer>
#include <QFile>
#include <QStandardPaths>
#include <QTcpServer>

using namespace Qt::StringLiterals;

namespace sluice::test {

RedisServer::RedisServer()
{
    m_program = QStandardPaths::findExecutable(u"redis-server"_s);
    // The package with the tools holds the server, too: it is one program, which goes by its name.
    const QString tool = QStandardPaths::findExecutable(u"redis-check-rdb"_s);
    const QString link = m_directory.filePath(u"redis-server"_s);
    if (m_program.isEmpty() && !tool.isEmpty() && QFile::link(tool, link))
        m_program = link;
}

RedisServer::~RedisServer()
{
    stop();
}

bool RedisServer::start(quint16 port, const QStringList& options)
{
    if (port == 0) {
        QTcpServer free;
        free.listen(QHostAddress::LocalHost);
        port = free.serverPort();
    }
    m_port = port;
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setWorkingDirectory(m_directory.path());
    m_process.start(m_program,
        QStringList {
            u"--port"_s, QString::number(port), u"--bind"_s, u"127.0.0.1"_s, u"--save"_s, u""_s, u"--appendonly"_s, u"no"_s}
            + options);
    QByteArray said;
    QElapsedTimer since;
    since.start();
    while (!said.contains("Ready to accept connections") && since.elapsed() < 30000) {
        if (!m_process.waitForReadyRead(1000) && m_process.state() == QProcess::NotRunning)
            return false;
        said += m_process.readAll();
    }
    return said.contains("Ready to accept connections");
}

void RedisServer::stop()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished();
}

}
