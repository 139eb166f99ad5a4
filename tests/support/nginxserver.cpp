#include "tests/support/nginxserver.h"

#include "tests/support/freeport.h"

#include <QElapsedTimer>
#include <QFile>
#include <QStandardPaths>
#include <QTcpSocket>

#include <csignal>
#include <sys/prctl.h>

using namespace Qt::StringLiterals;

namespace sluice::test {

namespace {

/// What Debian's nginx.conf says around a site, gzip above all; and one process in the foreground, with its files in %DIR%.
constexpr QLatin1StringView Around(R"(
daemon off;
master_process off;
pid %DIR%/nginx.pid;
events { worker_connections 768; }
http {
    client_body_temp_path %DIR%/body;
    proxy_temp_path %DIR%/proxy;
    fastcgi_temp_path %DIR%/fastcgi;
    uwsgi_temp_path %DIR%/uwsgi;
    scgi_temp_path %DIR%/scgi;
    sendfile on;
    tcp_nopush on;
    default_type application/octet-stream;
    gzip on;
    gzip_types *;
    gzip_proxied any;
    gzip_min_length 1;
    include %DIR%/site.conf;
}
)");

bool write(const QString& path, const QString& text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text.toUtf8()) > 0;
}

}

NginxServer::NginxServer()
{
    const QString unpacked = qEnvironmentVariable("SLUICE_TOOLS") + u"/nginx/usr/sbin/nginx"_s;
    m_program = QFile::exists(unpacked) ? unpacked : QStandardPaths::findExecutable(u"nginx"_s, {u"/usr/sbin"_s});
    // A test that crashes must not leave a server behind.
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
}

NginxServer::~NginxServer()
{
    stop();
}

QString NginxServer::start(const QString& site, const QList<std::pair<QString, QString>>& changes)
{
    QFile file(site);
    if (!file.open(QIODevice::ReadOnly))
        return site + u": "_s + file.errorString();
    m_port = freePort();
    QString text = QString::fromUtf8(file.readAll());
    const QString directory = m_directory.path();
    for (const auto& [before, after] : changes) {
        if (text.count(before) != 1)
            return u"The site file has '%1' %2 times"_s.arg(before).arg(text.count(before));
        text.replace(before, QString(after).replace("%PORT%"_L1, QString::number(m_port)).replace("%DIR%"_L1, directory));
    }
    if (!write(m_directory.filePath(u"site.conf"_s), text)
        || !write(m_directory.filePath(u"nginx.conf"_s), QString(Around).replace("%DIR%"_L1, directory)))
        return u"The configuration cannot be written"_s;

    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.start(m_program,
        {u"-p"_s, directory, u"-c"_s, m_directory.filePath(u"nginx.conf"_s), u"-e"_s, m_directory.filePath(u"error.log"_s)});
    if (!m_process.waitForStarted())
        return m_process.errorString();
    return awaitConnections();
}

QString NginxServer::awaitConnections()
{
    QElapsedTimer since;
    since.start();
    while (since.elapsed() < 20000) {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, m_port);
        if (socket.waitForConnected(1000))
            return {};
        if (m_process.waitForFinished(20))
            break;
    }
    return u"nginx does not serve: "_s + QString::fromUtf8(m_process.readAll() + file(u"error.log"_s));
}

void NginxServer::stop()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(5000)) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

QByteArray NginxServer::file(const QString& name) const
{
    QFile file(m_directory.filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}
