#pragma once

namespace sluice::test {

/// What the disk below every SQLite database that is opened from now on does; for the whole process, and thread-safe. It is a
/// file system of SQLite's (a VFS) before the real one.
namespace faultyvfs {

enum class Fault {
    None,
    Full, ///< nothing can be written
    Broken, ///< reading and writing fail
};

/// Call before the first database is opened.
void install();
void set(Fault fault);

}

}
