#pragma once

#include "core/faults/fault.h"

#include <QByteArray>
#include <QByteArrayView>

namespace sluice {

/// What a Fault does to single events of an event stream. Pure; one thread. Holds the current event, 1 MiB at most: a longer one
/// passes unchanged.
class EventEditor
{
public:
    explicit EventEditor(const Fault& fault);

    /// What of \a bytes and of what was held goes on.
    QByteArray take(QByteArrayView bytes);
    /// At the end of the body: the rest.
    QByteArray finish();

    /// The event of the fault's stop is out: nothing follows.
    bool isOver() const { return m_over; }

private:
    void takeByte(char c, QByteArray& out);
    void endBlock(QByteArray& out);
    QByteArray withId(const QByteArray& id) const;

    const Fault m_fault;
    QByteArray m_block; ///< the current event
    QByteArray m_id; ///< of the last event that had one
    qint64 m_events = 0;
    bool m_lineIsEmpty = true;
    bool m_lineIsComment = false;
    bool m_blockIsEvent = false;
    bool m_afterCr = false;
    bool m_isTooLong = false;
    bool m_over = false;
};

}
