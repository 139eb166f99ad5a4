#pragma once

#include "core/base/clock.h"
#include "core/chat/delta.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

namespace sluice {

/// Deltas that a strategy released together, adjacent pieces of one kind merged.
struct Flush
{
    Deltas deltas;
    int textDeltas = 0; ///< text deltas in it before merging
    TimePoint firstReceived; ///< when its oldest delta was received
    TimePoint released;

    bool isEmpty() const { return deltas.empty(); }
};

/// Parameters of all strategies (SPEC "Buffer strategies"); each reads its own. Sizes count text deltas.
struct StrategyOptions
{
    QString name = QStringLiteral("adaptive"); ///< "none", "fixed", "adaptive", "sentence", "smooth"
    int size = 5; ///< fixed
    int min = 3; ///< adaptive
    int max = 10; ///< adaptive
    Millis timeout {500}; ///< adaptive
    Millis stallGuard {1000}; ///< all: what waited this long is released; 0 = off
    Millis delay {250}; ///< smooth: upper bound of the added delay

    bool operator==(const StrategyOptions&) const = default;
};

/// When does held text become due? A pure state machine: time is an argument, nobody sleeps in here. Order is kept, nothing is
/// lost, nothing comes twice. Deltas that are not text are released at once, behind the text that was held before them.
class BufferStrategy
{
public:
    /// \a start is the start of the stream: "since the last release" counts from it for the first group.
    BufferStrategy(const StrategyOptions& options, TimePoint start);
    virtual ~BufferStrategy() = default;
    Q_DISABLE_COPY_MOVE(BufferStrategy)

    /// Takes a delta received at \a now.
    void push(Delta delta, TimePoint now);

    /// What is due at \a now; empty when nothing is.
    Flush release(TimePoint now);

    /// Everything held, due or not: at the end, on cancel, on error, on a change of strategy.
    Flush drain(TimePoint now);

    /// When release() should be called again although no delta came; nothing while nothing is held.
    std::optional<TimePoint> nextDue() const;

    int heldTextDeltas() const;
    qsizetype heldCharacters() const;
};

/// Why \a options cannot be used (unknown name, min above max, a size below 1…), in one sentence; nothing when they can.
std::optional<QString> validate(const StrategyOptions& options);

/// A new strategy. \a options must be valid.
std::unique_ptr<BufferStrategy> makeStrategy(const StrategyOptions& options, TimePoint start);

/// The names of all registered strategies in their order on screen.
QStringList strategyNames();

}
