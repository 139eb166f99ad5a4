#include "tests/support/faultyvfs.h"

#include <atomic>
#include <cstring>

#include <sqlite3.h>

namespace sluice::test::faultyvfs {

namespace {

std::atomic<Fault> current = Fault::None;
sqlite3_vfs* real = nullptr;
sqlite3_vfs ours {};

/// Followed by the real file in the same memory.
struct File
{
    sqlite3_file base;
    sqlite3_io_methods methods;

    sqlite3_file* below() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File* fileOf(sqlite3_file* file)
{
    return reinterpret_cast<File*>(file);
}

const sqlite3_io_methods& methodsBelow(sqlite3_file* file)
{
    return *fileOf(file)->below()->pMethods;
}

int failure(int whenBroken)
{
    switch (current.load()) {
    case Fault::None:
        return SQLITE_OK;
    case Fault::Full:
        return SQLITE_FULL;
    case Fault::Broken:
        return whenBroken;
    }
    return SQLITE_OK;
}

int openFile(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* outFlags)
{
    File* own = fileOf(file);
    std::memset(file, 0, sizeof(File));
    const int code = real->xOpen(real, name, own->below(), flags, outFlags);
    if (!own->below()->pMethods)
        return code;
    own->methods = *own->below()->pMethods;
    sqlite3_io_methods& methods = own->methods;
    methods.xClose = [](sqlite3_file* f) { return methodsBelow(f).xClose(fileOf(f)->below()); };
    methods.xRead = [](sqlite3_file* f, void* to, int size, sqlite3_int64 at) {
        return current == Fault::Broken ? SQLITE_IOERR_READ : methodsBelow(f).xRead(fileOf(f)->below(), to, size, at);
    };
    methods.xWrite = [](sqlite3_file* f, const void* from, int size, sqlite3_int64 at) {
        const int fault = failure(SQLITE_IOERR_WRITE);
        return fault != SQLITE_OK ? fault : methodsBelow(f).xWrite(fileOf(f)->below(), from, size, at);
    };
    methods.xTruncate = [](sqlite3_file* f, sqlite3_int64 size) { return methodsBelow(f).xTruncate(fileOf(f)->below(), size); };
    methods.xSync = [](sqlite3_file* f, int how) { return methodsBelow(f).xSync(fileOf(f)->below(), how); };
    methods.xFileSize = [](sqlite3_file* f, sqlite3_int64* size) { return methodsBelow(f).xFileSize(fileOf(f)->below(), size); };
    methods.xLock = [](sqlite3_file* f, int level) { return methodsBelow(f).xLock(fileOf(f)->below(), level); };
    methods.xUnlock = [](sqlite3_file* f, int level) { return methodsBelow(f).xUnlock(fileOf(f)->below(), level); };
    methods.xCheckReservedLock = [](sqlite3_file* f, int* result) {
        return methodsBelow(f).xCheckReservedLock(fileOf(f)->below(), result);
    };
    methods.xFileControl = [](sqlite3_file* f, int what, void* with) {
        return methodsBelow(f).xFileControl(fileOf(f)->below(), what, with);
    };
    methods.xSectorSize = [](sqlite3_file* f) { return methodsBelow(f).xSectorSize(fileOf(f)->below()); };
    methods.xDeviceCharacteristics = [](sqlite3_file* f) { return methodsBelow(f).xDeviceCharacteristics(fileOf(f)->below()); };
    methods.xShmMap = [](sqlite3_file* f, int page, int size, int extends, void volatile** to) {
        // The file of locks may be there already; on a full disk it does not grow.
        const bool canGrow = current == Fault::None;
        const int mapped = methodsBelow(f).xShmMap(fileOf(f)->below(), page, size, extends && canGrow, to);
        return mapped == SQLITE_OK && extends && !*to ? SQLITE_IOERR_SHMSIZE : mapped;
    };
    methods.xShmLock = [](sqlite3_file* f, int at, int n, int flag) {
        return methodsBelow(f).xShmLock(fileOf(f)->below(), at, n, flag);
    };
    methods.xShmBarrier = [](sqlite3_file* f) { methodsBelow(f).xShmBarrier(fileOf(f)->below()); };
    methods.xShmUnmap = [](sqlite3_file* f, int deletes) { return methodsBelow(f).xShmUnmap(fileOf(f)->below(), deletes); };
    methods.xFetch = [](sqlite3_file* f, sqlite3_int64 at, int size, void** to) {
        return methodsBelow(f).xFetch(fileOf(f)->below(), at, size, to);
    };
    methods.xUnfetch = [](sqlite3_file* f, sqlite3_int64 at, void* what) {
        return methodsBelow(f).xUnfetch(fileOf(f)->below(), at, what);
    };
    own->base.pMethods = &own->methods;
    return code;
}

}

void install()
{
    if (real)
        return;
    real = sqlite3_vfs_find(nullptr);
    ours = *real;
    ours.szOsFile = int(sizeof(File)) + real->szOsFile;
    ours.zName = "faulty";
    ours.pNext = nullptr;
    ours.xOpen = openFile;
    sqlite3_vfs_register(&ours, 1);
}

void set(Fault fault)
{
    current = fault;
}

}
