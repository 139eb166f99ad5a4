#pragma once

#include <QByteArray>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

namespace sluice::bench {

/// `sluicectl serve` on a free port, as a process of its own, so that its CPU and memory are its own too. Started by the
/// constructor, ended by the destructor. Needs a QCoreApplication, no event loop.
class GatewayProcess
{
public:
    explicit GatewayProcess(const QStringList& arguments = {});
    ~GatewayProcess();
    Q_DISABLE_COPY_MOVE(GatewayProcess)

    /// 0 when it did not start.
    quint16 port() const { return m_port; }
    double residentKb() const;
    double cpuSeconds() const;
    int openFiles() const;
    /// A metric without labels, by GET /metrics; -1 when there is none.
    double metric(const QByteArray& name) const;
    QByteArray get(const QByteArray& path) const;

private:
    QTemporaryDir m_home;
    QProcess m_process;
    quint16 m_port = 0;
};

}
