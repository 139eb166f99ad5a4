#pragma once

#include "core/base/clock.h"

#include <QtGlobal>

#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace sluice {

/// A one-shot timer on an event loop, in whose thread it is used. A started timer may be started anew or destroyed at any
/// time, also from its own callback: an outdated expiry is never delivered.
class Timer
{
public:
    explicit Timer(boost::asio::io_context& loop);
    ~Timer();
    Q_DISABLE_COPY_MOVE(Timer)

    /// Calls \a callback at \a when; from the loop at once when that is past, never from inside start().
    void start(TimePoint when, std::function<void()> callback);
    void startIn(Millis delay, std::function<void()> callback);
    void stop();
    bool isActive() const;

private:
    struct State;
    std::shared_ptr<State> m_state; // shared with the expiries that the loop has already queued
};

}
