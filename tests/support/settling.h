#pragma once

#include <optional>
#include <utility>

namespace sluice::test {

/// Waits until a value has come to rest. Once unchanged is not enough: the kernel enlarges its buffers as it fills them, and who
/// makes the value may only be held up.
template <typename Value>
class Settling
{
public:
    explicit Settling(int enough = 10)
        : m_enough(enough)
    { }

    /// Has it been the same so many times?
    bool isSettledAt(const Value& now)
    {
        m_unchanged = std::exchange(m_last, now) == now ? m_unchanged + 1 : 0;
        return m_unchanged >= m_enough;
    }

private:
    int m_enough;
    int m_unchanged = 0;
    std::optional<Value> m_last;
};

}
