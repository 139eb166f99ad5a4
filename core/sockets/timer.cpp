#include "core/sockets/timer.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

namespace sluice {

struct Timer::State
{
    explicit State(boost::asio::io_context& io)
        : loop(io)
        , timer(io)
    { }

    boost::asio::io_context& loop;
    boost::asio::steady_timer timer;
    std::function<void()> callback; // empty = not started
    quint64 run = 0;

    static void expire(const std::weak_ptr<State>& state, quint64 run)
    {
        const std::shared_ptr<State> alive = state.lock();
        if (!alive || alive->run != run || !alive->callback)
            return;
        const std::function<void()> callback = std::exchange(alive->callback, {});
        callback();
    }
};

Timer::Timer(boost::asio::io_context& loop)
    : m_state(std::make_shared<State>(loop))
{ }

Timer::~Timer()
{
    stop();
}

void Timer::start(TimePoint when, std::function<void()> callback)
{
    m_state->callback = std::move(callback);
    const quint64 run = ++m_state->run;
    const std::weak_ptr<State> state = m_state;
    if (when <= std::chrono::steady_clock::now()) {
        m_state->timer.cancel(); // an earlier start must not keep the loop alive
        boost::asio::post(m_state->loop, [state, run] { State::expire(state, run); });
        return;
    }
    m_state->timer.expires_at(when);
    m_state->timer.async_wait([state, run](const boost::system::error_code& error) {
        if (!error)
            State::expire(state, run);
    });
}

void Timer::startIn(Millis delay, std::function<void()> callback)
{
    start(std::chrono::steady_clock::now() + delay, std::move(callback));
}

void Timer::stop()
{
    if (!m_state->callback)
        return;
    m_state->callback = {};
    ++m_state->run;
    m_state->timer.cancel();
}

bool Timer::isActive() const
{
    return bool(m_state->callback);
}

}
