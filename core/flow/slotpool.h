#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <functional>
#include <map>
#include <optional>
#include <utility>

namespace sluice {

struct SlotPoolOptions
{
    int max = 8; ///< slots; at least 1
    Millis acquireTimeout {5000}; ///< waiting longer than this is the error "busy"
};

/// What the figures of SPEC "Connection pool" say. After setMax() there may be more active than \c max.
struct SlotPoolStats
{
    int max = 0;
    int active = 0;
    int available = 0;
    int waiting = 0;

    bool operator==(const SlotPoolStats&) const = default;
};

/// How many streams may run at once? Those beyond wait, first come first served. Pure: time is an argument and nothing is called
/// but \c onFree; any one thread. It must outlive its slots.
///
/// Use: enter(), then next() until it has nothing more to say; again whenever \c onFree is called and at nextDue().
class SlotPool
{
public:
    /// The right to run one stream. Gives itself back when it is destroyed, so there is no way of ending a stream that loses it.
    class Slot
    {
    public:
        Slot() = default; ///< none
        Slot(Slot&& other) noexcept
            : m_pool(std::exchange(other.m_pool, nullptr))
        { }
        Slot& operator=(Slot&& other) noexcept;
        ~Slot() { release(); }

        explicit operator bool() const { return m_pool; }
        void release();

    private:
        friend class SlotPool;
        explicit Slot(SlotPool& pool)
            : m_pool(&pool)
        { }
        SlotPool* m_pool = nullptr;
    };

    /// Whose turn it is, or who has waited too long.
    struct Admission
    {
        quint64 waiter;
        Result<Slot> slot;
    };

    /// \a onFree is called when somebody waits and a slot has become free. It may be inside a destructor: it should note that
    /// next() is to be called, and no more.
    explicit SlotPool(const SlotPoolOptions& options, std::function<void()> onFree = {});
    ~SlotPool();
    Q_DISABLE_COPY_MOVE(SlotPool)

    /// Stands in line; the number is never used again.
    quint64 enter(TimePoint now);
    /// Out of the line, at once. False when \a waiter does not stand there any more.
    bool leave(quint64 waiter);
    /// A slot that is free goes to the first in line, also to one whose time is just up. An error is of kind Server.
    std::optional<Admission> next(TimePoint now);
    /// When the first in line has waited too long.
    std::optional<TimePoint> nextDue() const;

    /// Streams that run are not touched.
    void setMax(int max);
    SlotPoolStats stats() const;

private:
    void giveBack();
    void tellIfFree() const;

    SlotPoolOptions m_options;
    const std::function<void()> m_onFree;
    std::map<quint64, TimePoint> m_waiting; ///< since when; the order of the numbers is the order of arrival
    quint64 m_lastWaiter = 0;
    int m_active = 0;
};

}
