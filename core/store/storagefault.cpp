#include "core/store/storagefault.h"

#include <QCoreApplication>

#include <sqlite3.h>

namespace sluice {

namespace {

QString sentence(StorageFault fault)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("StorageFault", text); };
    switch (fault) {
    case StorageFault::None:
        return {};
    case StorageFault::Full:
        return tr(QT_TRANSLATE_NOOP("StorageFault", "The disk is full: make some room on it, and the conversations are saved."));
    case StorageFault::ReadOnly:
        return tr(QT_TRANSLATE_NOOP("StorageFault", "The conversations cannot be saved: their folder is read-only."));
    case StorageFault::Busy:
        return tr(
            QT_TRANSLATE_NOOP("StorageFault", "Another Sluice uses this history: close it, and what is new here is saved, too."));
    case StorageFault::Damaged:
        return tr(QT_TRANSLATE_NOOP("StorageFault", "The file with the conversations is damaged."));
    case StorageFault::Unreachable:
        return tr(QT_TRANSLATE_NOOP(
            "StorageFault", "The file with the conversations cannot be reached: look whether its disk is there."));
    case StorageFault::Newer:
        return tr(QT_TRANSLATE_NOOP("StorageFault",
            "The conversations were saved by a newer version of Sluice: use that one, or another data directory."));
    case StorageFault::Interrupted:
        return tr(QT_TRANSLATE_NOOP("StorageFault", "This was stopped."));
    case StorageFault::Other:
        return tr(QT_TRANSLATE_NOOP("StorageFault", "The conversations' database did not understand a request."));
    }
    Q_UNREACHABLE();
}

}

StorageFault storageFault(int code)
{
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return StorageFault::None;
    case SQLITE_FULL:
        return StorageFault::Full;
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return StorageFault::ReadOnly;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return StorageFault::Busy;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
        return StorageFault::Damaged;
    case SQLITE_IOERR:
        if (code == SQLITE_IOERR_SHMSIZE)
            return StorageFault::Full; // the file of locks could not grow
        // SQLite says so itself where a checksum of the file system does not fit.
        return code == SQLITE_IOERR_CORRUPTFS ? StorageFault::Damaged : StorageFault::Unreachable;
    case SQLITE_CANTOPEN:
    case SQLITE_PROTOCOL:
    case SQLITE_NOLFS:
    case SQLITE_NOMEM:
        return StorageFault::Unreachable;
    case SQLITE_INTERRUPT:
    case SQLITE_ABORT:
        return StorageFault::Interrupted;
    default:
        return StorageFault::Other;
    }
}

Error storageError(StorageFault fault)
{
    const ErrorKind kind = fault == StorageFault::Interrupted ? ErrorKind::Cancelled : ErrorKind::Storage;
    return {.kind = kind, .message = sentence(fault)};
}

}
