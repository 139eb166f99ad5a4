#pragma once

#include "core/base/result.h"

#include <QSaveFile>
#include <QString>

namespace sluice {

/// A file that appears under its name only when it is whole; until then, and after any failure, what had the name stays. One
/// thread. QSaveFile alone has no reason for what a full disk took in part, and takes such a file for whole.
class WholeFile
{
public:
    explicit WholeFile(const QString& fileName);

    /// A pipe, a device or a folder of that name is refused: it would be replaced.
    Result<void> open();
    bool isOpen() const { return m_file.isOpen(); }
    QIODevice& device() { return m_file; }

    /// True = it is there, and on the disk.
    Result<void> commit();

private:
    QSaveFile m_file;
};

/// Why \a file could not be written, in one sentence with its name: "'/a/b' cannot be written: No space left on device."
Error writeErrorOf(QIODevice& file);

/// Brings to the disk what waits in \a file, if it is one.
Result<void> flushed(QIODevice& file);

}
