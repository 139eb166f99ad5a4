#pragma once

#include "core/base/clock.h"

#include <QList>

class QSettings;

namespace sluice {

enum class ReducedMotion { System, On, Off };

/// How often the window moves and paints: what the user chose. A value.
struct ScreenPace
{
    Millis repaintInterval {16}; ///< a growing answer is painted once in it at most; one of repaintIntervals()
    Millis scrollInterval {0}; ///< scrolling moves the conversation once in it at most; 0 = at every event
    ReducedMotion reducedMotion = ReducedMotion::System;

    bool operator==(const ScreenPace&) const = default;

    static QList<Millis> repaintIntervals() { return {Millis(16), Millis(33), Millis(50), Millis(100)}; }
    static QList<Millis> scrollIntervals() { return {Millis(0), Millis(16), Millis(33), Millis(50), Millis(100)}; }

    /// What a damaged or foreign file says is replaced by the defaults.
    static ScreenPace read(const QSettings& file);
    void write(QSettings& file) const;
};

}
