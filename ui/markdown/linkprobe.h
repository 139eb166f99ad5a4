#pragma once

#include <QList>
#include <QStringList>

#include <optional>

namespace sluice {

/// Where each of \a labels, as it stands between brackets, leads to when it is used below \a source: nothing when \a source does
/// not define it, an empty text when it leads where nothing may be opened. GUI thread.
QList<std::optional<QString>> linkTargets(QStringView source, const QStringList& labels);

}
