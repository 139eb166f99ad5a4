#pragma once

#include "core/faults/eventeditor.h"
#include "core/faults/fault.h"
#include "core/wire/deflater.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace sluice {

/// What becomes of the body of an answer under a Fault: the origin's bytes in, pieces to send out, with the pauses before them.
/// Pure; one thread. Holds what was fed and not yet taken.
class FaultyBody
{
public:
    explicit FaultyBody(const Fault& fault);

    void feed(QByteArrayView bytes);
    /// The origin's body is whole.
    void finish();

    struct Piece
    {
        Millis pause {0}; ///< before it; FaultStall::Forever
        QByteArray bytes; ///< empty when a pause stands at the very end
    };
    /// The next piece; nothing when more must be fed, or at the end.
    std::optional<Piece> next();

    enum class State {
        Open,
        Whole, ///< all is out; also after FaultStop::Way::End
        Stopped, ///< the fault's stop has been reached
    };
    State state() const { return m_state; }

    bool isEmpty() const { return m_waiting.isEmpty(); } ///< nothing is held
    qint64 sentBytes() const { return m_sent; } ///< in pieces that were taken

private:
    void add(const QByteArray& edited);
    void stop();
    qint64 stopAt() const;

    const Fault m_fault;
    EventEditor m_editor;
    std::optional<Deflater> m_deflater;
    QByteArray m_waiting;
    qint64 m_sent = 0;
    qsizetype m_nextStall = 0;
    bool m_finished = false; ///< nothing will be added to m_waiting
    bool m_stopsAtEnd = false; ///< what waits is the last before a stop by events
    State m_state = State::Open;
};

}
