#pragma once

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

}
