// The first bytes of the AppImage: a static program that unpacks the SquashFS image behind it into the user's cache, once a
// version, and runs what is there. So it needs no FUSE, which a bare machine has not. Format: the AppImage specification, type 2.
// libsquashfuse is under the 2-clause BSD licence.
#include <elf.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

extern "C" {
#include <squashfuse/squashfuse.h>
}

namespace fs = std::filesystem;

namespace {

constexpr auto UnusedFor = std::chrono::days(30); // then an unpacked version is taken away

int complain(const std::string& what)
{
    std::fprintf(stderr, "sluice: %s\n", what.c_str());
    return 127;
}

/// The image begins where the last section of this program ends, or its table of sections.
off_t imageOffset(int file)
{
    Elf64_Ehdr head {};
    if (pread(file, &head, sizeof head, 0) != ssize_t(sizeof head))
        return -1;
    off_t end = off_t(head.e_shoff) + off_t(head.e_shentsize) * head.e_shnum;
    for (int i = 0; i < head.e_shnum; ++i) {
        Elf64_Shdr section {};
        if (pread(file, &section, sizeof section, off_t(head.e_shoff) + off_t(i) * head.e_shentsize) != ssize_t(sizeof section))
            return -1;
        if (section.sh_type != SHT_NOBITS && off_t(section.sh_offset + section.sh_size) > end)
            end = off_t(section.sh_offset + section.sh_size);
    }
    return end;
}

bool writeFile(sqfs& image, sqfs_inode& inode, const fs::path& to)
{
    const int file = open(to.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, inode.base.mode & 0777);
    if (file < 0)
        return false;
    std::vector<char> buffer(1 << 20);
    sqfs_off_t done = 0;
    const auto size = sqfs_off_t(inode.xtra.reg.file_size);
    while (done < size) {
        auto count = sqfs_off_t(buffer.size());
        if (sqfs_read_range(&image, &inode, done, &count, buffer.data()) != SQFS_OK || count <= 0)
            break;
        if (write(file, buffer.data(), std::size_t(count)) != count)
            break;
        done += count;
    }
    return close(file) == 0 && done == size;
}

bool writeLink(sqfs& image, sqfs_inode& inode, const fs::path& to)
{
    std::vector<char> target(4096);
    std::size_t size = target.size();
    std::error_code ignored;
    fs::remove(to, ignored);
    return sqfs_readlink(&image, &inode, target.data(), &size) == SQFS_OK && symlink(target.data(), to.c_str()) == 0;
}

bool unpack(sqfs& image, const fs::path& root)
{
    sqfs_traverse walk;
    if (sqfs_traverse_open(&walk, &image, sqfs_inode_root(&image)) != SQFS_OK)
        return false;
    fs::create_directories(root);
    sqfs_err failure = SQFS_OK;
    bool isGood = true;
    while (isGood && sqfs_traverse_next(&walk, &failure)) {
        if (walk.dir_end || *walk.path == '\0')
            continue;
        const fs::path to = root / walk.path;
        sqfs_inode inode;
        isGood = sqfs_inode_get(&image, &inode, sqfs_dentry_inode(&walk.entry)) == SQFS_OK;
        if (!isGood)
            break;
        switch (inode.base.inode_type) {
        case SQUASHFS_DIR_TYPE:
        case SQUASHFS_LDIR_TYPE:
            isGood = fs::is_directory(to) || fs::create_directory(to);
            break;
        case SQUASHFS_SYMLINK_TYPE:
        case SQUASHFS_LSYMLINK_TYPE:
            isGood = writeLink(image, inode, to);
            break;
        case SQUASHFS_REG_TYPE:
        case SQUASHFS_LREG_TYPE:
            isGood = writeFile(image, inode, to);
            break;
        default:
            break; // we put nothing else in
        }
    }
    sqfs_traverse_close(&walk);
    return isGood && failure == SQFS_OK;
}

fs::path cacheFolder()
{
    if (const char* named = std::getenv("XDG_CACHE_HOME"); named && *named == '/')
        return fs::path(named) / "sluice-appimage";
    const char* home = std::getenv("HOME");
    return fs::path(home && *home ? home : "/tmp") / ".cache" / "sluice-appimage";
}

void removeUnused(const fs::path& folder, const fs::path& inUse)
{
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
        if (entry.path() != inUse && fs::file_time_type::clock::now() - entry.last_write_time(ignored) > UnusedFor)
            fs::remove_all(entry.path(), ignored);
    }
}

int run(int count, char** arguments)
{
    std::error_code failure;
    const fs::path self = fs::read_symlink("/proc/self/exe", failure);
    const int file = open(self.c_str(), O_RDONLY | O_CLOEXEC);
    const off_t offset = file < 0 ? -1 : imageOffset(file);
    if (offset < 0)
        return complain("the AppImage cannot be read");
    const std::string option = count > 1 ? arguments[1] : "";
    if (option == "--appimage-offset")
        return std::printf("%lld\n", static_cast<long long>(offset)) < 0;
    sqfs image;
    if (sqfs_init(&image, file, std::size_t(offset)) != SQFS_OK)
        return complain("the AppImage is damaged: it has no image");
    if (option == "--appimage-extract")
        return unpack(image, "squashfs-root") ? 0 : complain("not all of the AppImage could be unpacked here");

    struct stat state {};
    fstat(file, &state);
    const fs::path folder = cacheFolder();
    const fs::path root = folder
        / (std::to_string(state.st_size) + '-' + std::to_string(state.st_mtim.tv_sec) + '-' + std::to_string(state.st_ino));
    if (!fs::exists(root / "AppRun", failure)) {
        const fs::path unfinished = root.string() + '.' + std::to_string(getpid());
        fs::create_directories(folder, failure);
        if (!unpack(image, unfinished)) {
            fs::remove_all(unfinished, failure);
            return complain("the AppImage cannot be unpacked into " + folder.string());
        }
        fs::rename(unfinished, root, failure); // fails where another start of the same was faster
        if (failure)
            fs::remove_all(unfinished, failure);
        removeUnused(folder, root);
    }
    fs::last_write_time(root, fs::file_time_type::clock::now(), failure);
    setenv("APPIMAGE", self.c_str(), 1);
    setenv("APPDIR", root.c_str(), 1);
    const fs::path start = root / "AppRun";
    execv(start.c_str(), arguments);
    return complain(start.string() + ": " + std::strerror(errno));
}

}

int main(int count, char** arguments)
{
    return run(count, arguments);
}
