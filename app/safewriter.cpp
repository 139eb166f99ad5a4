#include "app/safewriter.h"

#include <algorithm>
#include <cerrno>
#include <iterator>

#include <unistd.h>

namespace sluice {

namespace {

constexpr std::int64_t Day = 86400; // s

struct Date
{
    std::int64_t year;
    std::int64_t month;
    std::int64_t day;
};

constexpr bool isLeap(std::int64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

// gmtime_r() may take a lock.
constexpr Date dateOf(std::int64_t days)
{
    std::int64_t year = 1970;
    for (; days >= (isLeap(year) ? 366 : 365); ++year)
        days -= isLeap(year) ? 366 : 365;
    const std::array<int, 12> lengths {31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    std::size_t month = 0;
    for (; days >= lengths[month]; ++month)
        days -= lengths[month];
    return {year, std::int64_t(month) + 1, days + 1};
}

static_assert(dateOf(0).year == 1970 && dateOf(20785).month == 11 && dateOf(20785).day == 28);

}

SafeWriter& SafeWriter::put(const char* text, std::size_t size)
{
    for (std::size_t done = 0; done < size;) {
        if (m_size == m_buffer.size())
            flush();
        const std::size_t part = std::min(size - done, m_buffer.size() - m_size);
        std::memcpy(m_buffer.data() + m_size, text + done, part);
        m_size += part;
        done += part;
    }
    return *this;
}

SafeWriter& SafeWriter::decimal(std::uint64_t number, int digits)
{
    std::array<char, 20> text {};
    std::size_t at = text.size();
    do {
        text[--at] = static_cast<char>('0' + number % 10);
        number /= 10;
        --digits;
    } while ((number > 0 || digits > 0) && at > 0);
    return put(text.data() + at, text.size() - at);
}

SafeWriter& SafeWriter::hex(std::uint64_t number)
{
    std::array<char, 16> text {};
    std::size_t at = text.size();
    do {
        text[--at] = "0123456789abcdef"[number % 16];
        number /= 16;
    } while (number > 0);
    return put("0x").put(text.data() + at, text.size() - at);
}

SafeWriter& SafeWriter::utc(std::int64_t secondsSinceEpoch)
{
    const std::int64_t seconds = std::max<std::int64_t>(secondsSinceEpoch, 0);
    const Date date = dateOf(seconds / Day);
    const auto part = [this](std::int64_t value, int digits, const char* after) {
        decimal(static_cast<std::uint64_t>(value), digits).put(after);
    };
    part(date.year, 4, "-");
    part(date.month, 2, "-");
    part(date.day, 2, "T");
    part(seconds % Day / 3600, 2, ":");
    part(seconds % 3600 / 60, 2, ":");
    part(seconds % 60, 2, "Z");
    return *this;
}

void SafeWriter::flush()
{
    std::size_t done = 0;
    while (done < m_size) {
        const ssize_t written = ::write(m_descriptor, m_buffer.data() + done, m_size - done);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            break;
        done += static_cast<std::size_t>(written);
    }
    m_size = 0;
}

}
