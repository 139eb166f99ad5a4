#pragma once

#include <QColor>
#include <QIcon>
#include <QStringView>

namespace sluice {

/// The drawing \a name of resources/icons in \a colour, sharp at every scale. Null when there is no
/// such drawing. GUI thread.
QIcon lineIcon(QStringView name, const QColor& colour);

/// The program's own icon.
QIcon applicationIcon();

}
