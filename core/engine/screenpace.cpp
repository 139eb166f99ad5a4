#include "core/engine/screenpace.h"

#include <QSettings>
#include <QString>
#include <QVariant>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr auto RepaintEntry = "repaint_interval_ms"_L1;
constexpr auto ScrollEntry = "scroll_interval_ms"_L1;
constexpr auto MotionEntry = "reduced_motion"_L1;

Millis readOneOf(const QList<Millis>& known, const QVariant& value)
{
    const Millis stored(value.toInt());
    return known.contains(stored) ? stored : known.first();
}

}

ScreenPace ScreenPace::read(const QSettings& file)
{
    ScreenPace pace;
    pace.repaintInterval = readOneOf(repaintIntervals(), file.value(RepaintEntry));
    pace.scrollInterval = readOneOf(scrollIntervals(), file.value(ScrollEntry));
    const QString motion = file.value(MotionEntry).toString();
    if (motion == "on"_L1)
        pace.reducedMotion = ReducedMotion::On;
    else if (motion == "off"_L1)
        pace.reducedMotion = ReducedMotion::Off;
    return pace;
}

void ScreenPace::write(QSettings& file) const
{
    file.setValue(RepaintEntry, int(repaintInterval.count()));
    file.setValue(ScrollEntry, int(scrollInterval.count()));
    QString motion = u"system"_s;
    if (reducedMotion != ReducedMotion::System)
        motion = reducedMotion == ReducedMotion::On ? u"on"_s : u"off"_s;
    file.setValue(MotionEntry, motion);
}

}
