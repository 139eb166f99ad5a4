#include "core/gateway/arrivalbudget.h"

#include <algorithm>

namespace sluice {

void ArrivalBudget::hold(ArrivingRequest& who, qint64 bytes)
{
    set(who, bytes);
    while (m_bytes > m_maxBytes) {
        const auto largest = std::max_element(
            m_held.begin(), m_held.end(), [](const auto& one, const auto& other) { return one.second < other.second; });
        ArrivingRequest& loser = *largest->first;
        set(loser, 0);
        loser.giveUp();
    }
}

void ArrivalBudget::set(ArrivingRequest& who, qint64 bytes)
{
    const auto found = m_held.find(&who);
    m_bytes += bytes - (found != m_held.end() ? found->second : 0);
    if (bytes > 0)
        m_held[&who] = bytes;
    else if (found != m_held.end())
        m_held.erase(found);
}

}
