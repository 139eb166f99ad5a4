#include "app/crashframes.h"

#include "app/safewriter.h"

#include <array>
#include <cstdint>
#include <cstring>

#include <execinfo.h>
#include <fcntl.h>
#include <unistd.h>

namespace sluice {

namespace {

constexpr std::size_t MostFrames = 64;

struct Frame
{
    std::uintptr_t address = 0;
    std::uintptr_t place = 0; ///< in the module's file
    std::array<char, 64> module {};
};

// Not on the stack, which may be the small one for signals. Only one thread reports.
std::array<Frame, MostFrames> s_frames;
std::array<void*, MostFrames> s_addresses;
std::array<char, 1024> s_line;

/// Reads lines from a descriptor: what is longer than its room is cut.
class Lines
{
public:
    explicit Lines(int descriptor)
        : m_descriptor(descriptor)
    { }

    /// False at the end.
    bool next()
    {
        std::size_t size = 0;
        char c = 0;
        bool isThere = false;
        while (get(c)) {
            isThere = true;
            if (c == '\n')
                break;
            if (size + 1 < s_line.size())
                s_line[size++] = c;
        }
        s_line[size] = '\0';
        return isThere;
    }

private:
    bool get(char& c)
    {
        if (m_at == m_size) {
            const ssize_t got = ::read(m_descriptor, m_buffer.data(), m_buffer.size());
            if (got <= 0)
                return false;
            m_at = 0;
            m_size = static_cast<std::size_t>(got);
        }
        c = m_buffer[m_at++];
        return true;
    }

    int m_descriptor;
    std::size_t m_at = 0;
    std::size_t m_size = 0;
    std::array<char, 1024> m_buffer {};
};

std::uintptr_t readHex(const char*& text)
{
    std::uintptr_t number = 0;
    for (;; ++text) {
        if (*text >= '0' && *text <= '9')
            number = number * 16 + static_cast<std::uintptr_t>(*text - '0');
        else if (*text >= 'a' && *text <= 'f')
            number = number * 16 + static_cast<std::uintptr_t>(*text - 'a' + 10);
        else
            return number;
    }
}

void skipWord(const char*& text)
{
    while (*text == ' ')
        ++text;
    while (*text != '\0' && *text != ' ')
        ++text;
}

/// A line of /proc/self/maps: "7f0a-7f0b r-xp 00002000 fe:01 1234   /usr/lib/libx.so".
void takeMapping(const char* text, std::size_t count)
{
    const std::uintptr_t first = readHex(text);
    if (*text++ != '-')
        return;
    const std::uintptr_t end = readHex(text);
    skipWord(text); // permissions
    while (*text == ' ')
        ++text;
    const std::uintptr_t offset = readHex(text);
    skipWord(text); // device
    skipWord(text); // inode
    const char* slash = std::strrchr(text, '/');
    if (!slash)
        return;
    for (std::size_t i = 0; i < count; ++i) {
        Frame& frame = s_frames[i];
        if (frame.address < first || frame.address >= end)
            continue;
        frame.place = frame.address - first + offset;
        std::strncpy(frame.module.data(), slash + 1, frame.module.size() - 1);
    }
}

void findModules(std::size_t count)
{
    const int maps = ::open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    if (maps < 0)
        return;
    Lines lines(maps);
    while (lines.next())
        takeMapping(s_line.data(), count);
    ::close(maps);
}

}

void prepareFrames()
{
    ::backtrace(s_addresses.data(), 1);
}

void writeFrames(SafeWriter& out)
{
    const int found = ::backtrace(s_addresses.data(), static_cast<int>(s_addresses.size()));
    const std::size_t count = found > 0 ? static_cast<std::size_t>(found) : 0;
    for (std::size_t i = 0; i < count; ++i)
        s_frames[i] = {.address = reinterpret_cast<std::uintptr_t>(s_addresses[i])};
    findModules(count);
    for (std::size_t i = 0; i < count; ++i) {
        const Frame& frame = s_frames[i];
        out.put("  #").decimal(i, 2).put(" ").hex(frame.address);
        if (frame.module[0] != '\0')
            out.put(" ").put(frame.module.data()).put("+").hex(frame.place);
        out.put("\n");
    }
}

}
