#pragma once

#include "core/base/clock.h"
#include "core/chat/delta.h"
#include "core/flow/strategyoptions.h"

#include <QString>

#include <algorithm>
#include <deque>
#include <memory>
#include <optional>

namespace sluice {

/// Deltas that a strategy released together, adjacent pieces of one kind merged.
struct Flush
{
    Deltas deltas;
    int textDeltas = 0; ///< text deltas in it before merging; one that was split counts where its last character is
    TimePoint firstReceived; ///< when its oldest delta was received; a usage only when it is alone
    TimePoint released;

    bool isEmpty() const { return deltas.empty(); }
};

/// UTF-16 units of text in \a flush.
qsizetype textCharacters(const Flush& flush);

/// When does held text become due? A pure state machine: time is an argument, nobody sleeps in here. Nothing is lost, nothing
/// comes twice, and text, reasoning and tool deltas keep their order. To change the strategy of a stream, drain() the old one.
///
/// Only text is held. Reasoning, tool calls, seams and the like are released at once, behind the text held before them. A Usage
/// is cumulative and may come with every chunk, so it must not force a flush: the latest travels with the next one, or alone once
/// the stall guard has passed. Empty text and reasoning deltas are dropped and never count. A surrogate pair is never split: half
/// of one waits for its other half, guard or not; only drain() and a delta that may not overtake it release it alone.
class BufferStrategy
{
public:
    /// Held text beyond this many characters is released whatever the strategy: text without an end must not eat memory.
    static constexpr qsizetype MaxHeldCharacters = 256 * 1024;

    /// \a start is the start of the stream: "since the last release" counts from it for the first group.
    BufferStrategy(const StrategyOptions& options, TimePoint start);
    virtual ~BufferStrategy() = default;
    Q_DISABLE_COPY_MOVE(BufferStrategy)

    /// Takes a delta that was received at \a received: not before the one pushed before it, but perhaps before the last
    /// release().
    void push(Delta delta, TimePoint received);

    /// One group that is due at \a now; empty when nothing is. Several pushes can complete several groups, and groups are never
    /// joined, however the deltas were batched: call it until it is empty.
    Flush release(TimePoint now);

    /// Everything held, due or not, in one: at the end, on cancel, on error, on a change of strategy.
    Flush drain(TimePoint now);

    /// When release() should be called again although no delta came (in the past: now); nothing while nothing can become due.
    std::optional<TimePoint> nextDue() const;

    int heldTextDeltas() const; ///< above 0 exactly when heldCharacters() is
    qsizetype heldCharacters() const; ///< UTF-16 units of text
    std::optional<TimePoint> heldSince() const; ///< when the oldest text came that is in no group yet
    /// Held text behind its first \a from characters, without half a surrogate pair at its end. After release() was empty.
    QString heldText(qsizetype from) const;

protected:
    /// One held text delta, or what is left of it; never empty.
    struct Piece
    {
        QString text;
        qsizetype begin = 0; ///< characters before it are released already
        TimePoint received;

        QStringView view() const { return QStringView(text).sliced(begin); }
    };

    const std::deque<Piece>& waiting() const { return m_waiting; } ///< text that is in no group yet
    qsizetype waitingCharacters() const { return m_characters; }
    TimePoint lastRelease() const { return m_lastRelease; } ///< of anything but a lone usage

private:
    /// A text delta was put behind the waiting ones at \a now. How many waiting characters does that make due?
    virtual qsizetype dueOnArrival(TimePoint now) = 0;
    /// How many waiting characters are due by time alone. Must be above 0 at dueTime().
    virtual qsizetype dueByTime(TimePoint now);
    virtual std::optional<TimePoint> dueTime() const;
    /// \a characters left, on whatever ground.
    virtual void textReleased(qsizetype characters, TimePoint now);
    virtual bool holdsUsage() const { return true; }

    void pushText(QString text, TimePoint received);
    void closeGroup(qsizetype characters, TimePoint now);
    void closeByTime(TimePoint now);
    void moveText(qsizetype wanted, Flush& flush, TimePoint now);
    void closeUsage(TimePoint now);
    void addUsage(Flush& flush);
    void noteRelease(TimePoint at) { m_lastRelease = std::max(m_lastRelease, at); }
    qsizetype releasableCharacters() const;

    const Millis m_stallGuard;
    std::deque<Piece> m_waiting;
    qsizetype m_characters = 0; ///< in m_waiting
    std::deque<Flush> m_groups; ///< due, not fetched yet
    std::optional<Usage> m_usage;
    TimePoint m_usageSince;
    TimePoint m_lastRelease; ///< never goes back
};

/// A new strategy. \a options must be valid.
std::unique_ptr<BufferStrategy> makeStrategy(const StrategyOptions& options, TimePoint start);

}
