#pragma once

#include "core/base/clock.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace sluice {

/// Where an answer stops, and how.
struct FaultStop
{
    enum class Count {
        BodyBytes, ///< as sent, after compression, without chunk framing
        WireBytes, ///< everything that is sent for this answer: head and chunk framing too
        Events, ///< blocks that end in a blank line; comments alone are none
    };
    enum class Way {
        Fin, ///< the connection is closed in order
        Rst, ///< it is reset, once the client has all that was sent
        HalfClose, ///< the sending side is closed; the client closes the rest
        End, ///< the body ends as if that were all of it
    };
    Count count = Count::BodyBytes;
    Way way = Way::Fin;
    qint64 after = 0;

    bool operator==(const FaultStop&) const = default;
};

/// A silence before a byte of the body.
struct FaultStall
{
    static constexpr Millis Forever = Millis::max();

    qint64 at = 0; ///< body bytes sent before it
    Millis length {0};

    bool operator==(const FaultStall&) const = default;
};

/// What goes wrong with one answer. A value; the default changes nothing. Events are numbered from 1, bytes from 0.
struct Fault
{
    QString words; ///< as the script has it, for the log

    Millis acceptDelay {0}; ///< before its connection is accepted
    Millis headDelay {0}; ///< before the head of the answer

    // The origin is not asked at all.
    std::optional<int> status;
    QByteArray retryAfter;
    QByteArray location;

    QByteArray contentType; ///< empty = the origin's

    std::optional<qint64> duplicatedEvent; ///< is sent twice
    std::optional<qint64> skippedEvent; ///< is left out
    std::optional<qint64> repeatedId; ///< this event has the id of the one before it
    std::optional<qint64> droppedId; ///< this event has no id
    bool gzip = false; ///< the body is compressed, with a sync flush behind each piece the origin sent

    std::optional<qint64> corruptedByte; ///< is FF, which is nowhere in UTF-8
    QList<FaultStall> stalls; ///< ascending
    qint64 pieceBytes = 0; ///< each piece is its own chunk and write; 0 = as it comes
    Millis pieceInterval {0}; ///< between two pieces
    std::optional<FaultStop> stop;

    bool editsEvents() const
    {
        return duplicatedEvent || skippedEvent || repeatedId || droppedId || (stop && stop->count == FaultStop::Count::Events);
    }
    /// The length of the body that the origin announced is not the one that is announced to the client.
    bool changesLength() const { return gzip || editsEvents() || (stop && stop->way == FaultStop::Way::End); }

    bool operator==(const Fault&) const = default;
};

}
