#pragma once

#include "core/recording/recording.h"
#include "core/recording/strategycomparison.h"

#include <QByteArray>
#include <QList>

namespace sluice {

/// What `compare strategies` found. A value.
struct StrategyTable
{
    QString file; ///< empty = the recording that comes with Sluice
    RecordingHeader header;
    RecordedText text;
    QList<StrategyOutcome> outcomes; ///< the first is what the others are held against
};

QByteArray tableText(const StrategyTable& table);
/// One object and a line end (docs/sluicectl.md).
QByteArray tableJson(const StrategyTable& table);

}
