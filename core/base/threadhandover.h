#pragma once

#include <atomic>
#include <utility>

namespace sluice::handover {

// ThreadSanitizer cannot see into Qt: that an event is posted before it is received looks like no order at all. publish() before
// posting and receive() first in what is posted make it visible. In other builds all of this is nothing.
#if defined(__SANITIZE_THREAD__)

inline std::atomic<unsigned> count = 0;

inline void publish()
{
    count.fetch_add(1, std::memory_order_acq_rel);
}

inline void receive()
{
    (void)count.load(std::memory_order_acquire); // the order is all that is wanted
}

/// A function on its way: publishes behind each copy, the one that Qt keeps included. Who posted it may be the last to let go of
/// it, when it has been called already: that order is made visible, too.
template <typename Function>
class Posted
{
public:
    explicit Posted(Function function)
        : m_function(std::move(function))
    {
        publish();
    }
    Posted(const Posted& other)
        : m_function(other.m_function)
    {
        publish();
    }
    Posted& operator=(const Posted&) = delete;
    ~Posted() { receive(); }

    void operator()()
    {
        receive();
        m_function();
        publish();
    }

private:
    Function m_function;
};

template <typename Function>
Posted<Function> posted(Function function)
{
    return Posted<Function>(std::move(function));
}

#else

inline void publish() { }
inline void receive() { }

template <typename Function>
Function posted(Function function)
{
    return function;
}

#endif

/// A value in a queued signal: publishes behind each copy, the one that Qt keeps included. What is behind the signal's publish()
/// is only its call; Qt copies the arguments after it.
template <typename Value>
class Sent
{
public:
    explicit Sent(Value value)
        : m_value(std::move(value))
    {
        publish();
    }
    Sent(const Sent& other)
        : m_value(other.m_value)
    {
        publish();
    }
    Sent& operator=(const Sent&) = delete;
    ~Sent() { receive(); }

    const Value& get() const
    {
        receive();
        return m_value;
    }

private:
    Value m_value;
};

}
