#include "core/store/storagefault.h"

#include <QCoreApplication>

#include <sqlite3.h>

namespace sluice {

namespace {

struct FaultWords
{
    Q_DECLARE_TR_FUNCTIONS(StorageFault)
};

QString sentence(StorageFault fault)
{
    switch (fault) {
    case StorageFault::None:
        return {};
    case StorageFault::Full:
        return FaultWords::tr("The disk is full: make some room on it, and the conversations are saved.");
    case StorageFault::ReadOnly:
        return FaultWords::tr("The conversations cannot be saved: their folder is read-only.");
    case StorageFault::Busy:
        return FaultWords::tr("Another Sluice uses this history: close it, and what is new here is saved, too.");
    case StorageFault::Damaged:
        return FaultWords::tr("The file with the conversations is damaged.");
    case StorageFault::Unreachable:
        return FaultWords::tr("The file with the conversations cannot be reached: look whether its disk is there.");
    case StorageFault::Newer:
        return FaultWords::tr(
            "The conversations were saved by a newer version of Sluice: use that one, or another data directory.");
    case StorageFault::Interrupted:
        return FaultWords::tr("This was stopped.");
    case StorageFault::Other:
        return FaultWords::tr("The conversations' database did not understand a request.");
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
