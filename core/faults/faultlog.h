#pragma once

#include "core/base/clock.h"
#include "core/wire/http.h"

#include <QByteArray>
#include <QString>

#include <deque>
#include <mutex>
#include <optional>
#include <vector>

namespace sluice {

/// One request that went through a FaultProxy, and what became of it. A value.
struct FaultLogEntry
{
    enum class End {
        Open,
        Whole, ///< also an answer that FaultStop::Way::End made short
        Cut, ///< by the fault
        ClientGone,
        OriginBroke,
    };

    TimePoint at; ///< its head had come
    int connection = 0; ///< from 1: tells reuse
    QByteArray method;
    QByteArray target; ///< as the client sent it
    HttpHeaders headers; ///< without credentials and cookies
    QString fault; ///< the words of the script

    int status = 0; ///< 0 = no head of an answer yet
    qint64 bodyBytes = 0; ///< sent to the client
    End end = End::Open;
    std::optional<TimePoint> endedAt;
    std::optional<TimePoint> clientClosedAt; ///< its FIN or RST, while the answer was open
};

/// The entries of a proxy, the newest only. Thread-safe.
class FaultLog
{
public:
    explicit FaultLog(std::size_t most)
        : m_most(most)
    { }

    /// The number of the new entry. Credentials are taken out of it.
    quint64 add(FaultLogEntry entry);

    /// Calls \a change with the entry, under the lock, if it is still there.
    template <typename Change>
    void update(quint64 number, Change change)
    {
        const std::lock_guard lock(m_mutex);
        if (number >= m_first && number - m_first < m_entries.size())
            change(m_entries[number - m_first]);
    }

    std::vector<FaultLogEntry> entries() const;

private:
    const std::size_t m_most;
    mutable std::mutex m_mutex;
    std::deque<FaultLogEntry> m_entries; // guarded by m_mutex
    quint64 m_first = 1; // guarded by m_mutex; number of the first entry
};

}
