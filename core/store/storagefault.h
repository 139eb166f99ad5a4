#pragma once

#include "core/base/error.h"

namespace sluice {

/// Why the disk or SQLite refused, as far as the store has to act on it.
enum class StorageFault {
    None,
    Full, ///< no room on the disk
    ReadOnly, ///< may be read but not written
    Busy, ///< another program holds it
    Damaged, ///< not a database, or not any more
    Unreachable, ///< cannot be opened, or the device fails
    Newer, ///< written by a later version of Sluice
    Interrupted, ///< we stopped it ourselves
    Other, ///< this one request cannot be fulfilled; the next one may
};

/// Whether the same write may succeed later.
constexpr bool canPass(StorageFault fault)
{
    return fault != StorageFault::None && fault != StorageFault::Damaged && fault != StorageFault::Interrupted
        && fault != StorageFault::Other;
}

/// \a code may be an extended result code of SQLite.
StorageFault storageFault(int code);

/// A sentence about \a fault that a person can act on.
Error storageError(StorageFault fault);

}
