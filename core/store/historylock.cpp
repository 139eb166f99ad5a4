#include "core/store/historylock.h"

#include <QFileInfo>

#include <cerrno>
#include <sys/file.h>

namespace sluice {

StorageFault HistoryLock::take(const QString& file)
{
    if (m_file)
        return StorageFault::None;
    auto opened = std::make_unique<QFile>(file);
    // The database itself must not be opened beside SQLite: closing it would drop SQLite's own locks (POSIX).
    if (!opened->open(QIODevice::ReadWrite)) {
        if (opened->error() == QFileDevice::ResourceError)
            return StorageFault::Full;
        const QFileInfo directory(QFileInfo(file).path());
        return directory.isDir() ? StorageFault::ReadOnly : StorageFault::Unreachable;
    }
    if (::flock(opened->handle(), LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK ? StorageFault::Busy : StorageFault::Unreachable;
    m_file = std::move(opened);
    return StorageFault::None;
}

}
