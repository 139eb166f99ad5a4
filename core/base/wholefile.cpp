#include "core/base/wholefile.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace sluice {

namespace {

Error writeError(const QString& fileName, const QString& why)
{
    return {.kind = ErrorKind::Storage,
        .message = fileName.isEmpty() ? QCoreApplication::translate("Error", "The output cannot be written: %1.").arg(why)
                                      : QCoreApplication::translate("Error", "'%1' cannot be written: %2.").arg(fileName, why)};
}

}

WholeFile::WholeFile(const QString& fileName)
    : m_file(fileName)
{ }

Result<void> WholeFile::open()
{
    const QString name = m_file.fileName();
    if (const QFileInfo there(name); there.exists() && !there.isFile())
        return std::unexpected(writeError(name,
            there.isDir() ? QCoreApplication::translate("Error", "it is a folder")
                          : QCoreApplication::translate("Error", "it is no ordinary file")));
    if (!m_file.open(QIODevice::WriteOnly))
        return std::unexpected(writeError(name, m_file.errorString()));
    return {};
}

Result<void> WholeFile::commit()
{
    // Before QSaveFile's, which does not notice.
    if (Result<void> done = flushed(m_file); !done)
        return done;
    if (!m_file.commit())
        return std::unexpected(writeError(m_file.fileName(), m_file.errorString()));
    return {};
}

Error writeErrorOf(QIODevice& file)
{
    auto* device = qobject_cast<QFileDevice*>(&file);
    // Of what was written in part, Qt knows no reason: the rest, or one byte more, tells it.
    if (device && device->flush() && device->error() == QFileDevice::NoError && device->write("\n", 1) == 1)
        device->flush();
    return writeError(device ? device->fileName() : QString(), file.errorString());
}

Result<void> flushed(QIODevice& file)
{
    auto* device = qobject_cast<QFileDevice*>(&file);
    return !device || device->flush() ? Result<void>() : std::unexpected(writeErrorOf(file));
}

}
