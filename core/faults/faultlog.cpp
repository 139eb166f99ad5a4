#include "core/faults/faultlog.h"

#include <algorithm>

namespace sluice {

quint64 FaultLog::add(FaultLogEntry entry)
{
    entry.headers.removeIf([](const HttpHeader& header) {
        const QByteArray name = header.name.toLower();
        return name.contains("authorization") || name.contains("cookie") || name.contains("key") || name.contains("token");
    });
    const std::lock_guard lock(m_mutex);
    m_entries.push_back(std::move(entry));
    while (m_entries.size() > m_most) {
        m_entries.pop_front();
        ++m_first;
    }
    return m_first + m_entries.size() - 1;
}

std::vector<FaultLogEntry> FaultLog::entries() const
{
    const std::lock_guard lock(m_mutex);
    return {m_entries.begin(), m_entries.end()};
}

}
