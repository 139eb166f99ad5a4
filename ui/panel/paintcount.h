#pragma once

#include "ui/panel/owncost.h"

namespace sluice {

/// How often a part of the panel painted itself, and the CPU time that took: part of what the panel says of its own cost. A
/// value.
struct PaintCount
{
    qint64 count = 0;
    double seconds = 0;

    PaintCount& operator+=(const PaintCount& other)
    {
        count += other.count;
        seconds += other.seconds;
        return *this;
    }
};

/// Counts one paint for as long as it lives. GUI thread.
class CountedPaint
{
public:
    explicit CountedPaint(PaintCount& count)
        : m_count(count)
        , m_begin(OwnCost::threadCpuSeconds())
    { }
    ~CountedPaint()
    {
        ++m_count.count;
        m_count.seconds += OwnCost::threadCpuSeconds() - m_begin;
    }
    Q_DISABLE_COPY_MOVE(CountedPaint)

private:
    PaintCount& m_count;
    const double m_begin;
};

}
