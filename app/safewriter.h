#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace sluice {

/// Writes text to a file descriptor as a signal handler must: no allocation, no lock, no locale. It gathers, so that a report is
/// a few calls of write(). What cannot be written is left out. One thread.
class SafeWriter
{
public:
    explicit SafeWriter(int descriptor)
        : m_descriptor(descriptor)
    { }
    ~SafeWriter() { flush(); }
    SafeWriter(const SafeWriter&) = delete;
    SafeWriter& operator=(const SafeWriter&) = delete;

    SafeWriter& put(const char* text, std::size_t size);
    SafeWriter& put(const char* text) { return put(text, std::strlen(text)); }
    /// At least \a digits of them.
    SafeWriter& decimal(std::uint64_t number, int digits = 1);
    SafeWriter& hex(std::uint64_t number);
    /// "2026-11-28T16:00:00Z".
    SafeWriter& utc(std::int64_t secondsSinceEpoch);
    void flush();

private:
    int m_descriptor;
    std::size_t m_size = 0;
    std::array<char, 512> m_buffer {};
};

}
