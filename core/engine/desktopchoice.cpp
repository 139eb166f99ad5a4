#include "core/engine/desktopchoice.h"

#include <QSettings>
#include <QString>
#include <QVariant>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr auto NotifiesEntry = "notifications"_L1;
constexpr auto TrayEntry = "tray"_L1;

}

DesktopChoice DesktopChoice::read(const QSettings& file)
{
    return {.notifies = file.value(NotifiesEntry, true).toBool(), .usesTray = file.value(TrayEntry, false).toBool()};
}

void DesktopChoice::write(QSettings& file) const
{
    file.setValue(NotifiesEntry, notifies);
    file.setValue(TrayEntry, usesTray);
}

}
