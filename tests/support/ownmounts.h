#pragma once

#include <QDir>
#include <QFile>

#include <fstream>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

namespace sluice::test {

/// A mount namespace of our own, so that a file system can be mounted for the test and is gone with it. Before any thread; false
/// when it is not allowed.
inline bool makeOwnMounts()
{
    const uid_t user = getuid();
    if (unshare(CLONE_NEWNS) != 0) {
        if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
            return false;
        std::ofstream("/proc/self/uid_map") << "0 " << user << " 1";
    }
    return mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

/// A disk of a megabyte or so on a directory, which can be filled to its last byte. Needs makeOwnMounts().
class SmallDisk
{
public:
    explicit SmallDisk(const QString& directory, const char* size = "1m")
        : m_directory(directory)
        , m_isMounted(mount("tmpfs", path().constData(), "tmpfs", 0, (QByteArray("size=") + size).constData()) == 0)
    { }
    ~SmallDisk()
    {
        if (m_isMounted)
            umount2(path().constData(), MNT_DETACH);
    }
    Q_DISABLE_COPY_MOVE(SmallDisk)

    bool isMounted() const { return m_isMounted; }

    void setFull(bool isFull) const
    {
        const QString ballast = QDir(m_directory).filePath(QStringLiteral("ballast"));
        if (!isFull) {
            QFile::remove(ballast);
            return;
        }
        QFile file(ballast);
        if (file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
            while (file.write(QByteArray(4096, 'b')) == 4096) { }
    }

private:
    QByteArray path() const { return QFile::encodeName(m_directory); }

    QString m_directory;
    bool m_isMounted;
};

}
