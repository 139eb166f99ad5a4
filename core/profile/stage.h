#pragma once

#include <QtGlobal>

#include <array>
#include <cstddef>

namespace sluice {

/// Where the time of a stream goes. The last three are the window's.
enum class Stage {
    Connect, ///< name, socket, TLS
    Wait, ///< nothing to do until the server sends more
    Inflate,
    Parse, ///< bytes to events
    Decode, ///< events to deltas
    Strategy,
    Queue, ///< made, and not taken by the reader yet; passes beside the others
    Write, ///< framed, and given to the socket
    Model,
    Layout,
    Paint,
};

constexpr std::size_t StageCount = 11;

/// The stable name in JSON: "connect", "wait"…
constexpr const char* stageName(Stage stage)
{
    constexpr std::array<const char*, StageCount> Names {
        "connect", "wait", "inflate", "parse", "decode", "strategy", "queue", "write", "model", "layout", "paint"};
    return Names[std::size_t(stage)];
}

/// A moment, in nanoseconds: of the monotonic clock, and of the CPU time of the calling thread.
struct StageInstant
{
    qint64 wall = 0;
    qint64 cpu = 0;
};
StageInstant stageInstant();

/// What one stage has cost, in nanoseconds.
struct StageTotal
{
    qint64 wall = 0;
    qint64 cpu = 0; ///< 0 for what only waits
    qint64 count = 0; ///< how often it was entered; for the queue, how many items passed
};

/// One stay in a stage, in nanoseconds since the clock began. Stays in other stages may lie inside it.
struct StageSpan
{
    Stage stage = Stage::Wait;
    qint64 start = 0;
    qint64 duration = 0;
};

/// The spans of a stage that were not kept: from the start of the first to the end of the last.
struct StageRest
{
    qint64 start = 0;
    qint64 end = 0;
    qint64 count = 0;
};

}
