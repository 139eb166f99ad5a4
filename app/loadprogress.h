#pragma once

#include "core/lab/loadrun.h"

#include <QElapsedTimer>
#include <QString>

namespace sluice {

/// How a load test goes, on standard error: on a terminal one line that changes, else a line every five seconds. Main thread.
class LoadProgressLine
{
public:
    LoadProgressLine();

    /// \a label stands before the figures; may be empty.
    void show(const LoadProgress& progress, const QString& label = {});
    /// Takes the line away, where it is one that changes.
    void clear();

private:
    const bool m_isTerminal;
    QElapsedTimer m_since;
};

}
