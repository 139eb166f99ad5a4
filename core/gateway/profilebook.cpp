#include "core/gateway/profilebook.h"

#include <algorithm>

namespace sluice {

std::shared_ptr<StageClock> ProfileBook::newClock()
{
    constexpr qint64 Wanted = qint64(StageClock::MaxSpans * sizeof(StageSpan));
    qint64 taken = 0;
    std::erase_if(m_clocks, [&taken](const std::weak_ptr<StageClock>& held) {
        const std::shared_ptr<StageClock> clock = held.lock();
        const qint64 bytes = clock ? clock->mostBytes() : 0;
        taken += bytes;
        return bytes == 0;
    });
    std::size_t count = m_clocks.size();
    for (auto it = m_clocks.begin(); it != m_clocks.end() && (count >= m_limits.clocks || taken + Wanted > m_limits.bytes);
        ++it) {
        const std::shared_ptr<StageClock> clock = it->lock();
        if (!clock->isFinished())
            continue;
        taken -= clock->mostBytes();
        --count;
        clock->dropSpans();
    }
    const qint64 room = count < m_limits.clocks ? std::clamp<qint64>(m_limits.bytes - taken, 0, Wanted) : 0;
    const auto clock = std::make_shared<StageClock>(std::size_t(room) / sizeof(StageSpan));
    m_clocks.push_back(clock);
    return clock;
}

}
