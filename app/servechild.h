#pragma once

#include "core/base/result.h"

#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include <optional>

namespace sluice {

/// `sluicectl serve` on a free loopback port as a process of its own, so that its memory is its own; it ends with this one at the
/// latest. Main thread.
class ServeChild
{
public:
    explicit ServeChild(const QStringList& arguments);
    /// Kills it.
    ~ServeChild();
    Q_DISABLE_COPY_MOVE(ServeChild)

    /// Blocks until it serves, ten seconds at most: its port, or why there is none.
    Result<quint16> waitForPort();

    /// Resident memory now, and the most there ever was; nothing where the system does not tell.
    std::optional<double> residentKb() const { return memoryKb("VmRSS:"); }
    std::optional<double> peakKb() const { return memoryKb("VmHWM:"); }

private:
    std::optional<double> memoryKb(QByteArrayView field) const;

    QTemporaryDir m_directory; // of its cache
    QProcess m_process;
};

}
