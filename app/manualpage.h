#pragma once

#include "app/commandhelp.h"

#include <QByteArray>

namespace sluice {

/// sluicectl(1) for man, in UTF-8. The same program gives the same bytes.
QByteArray manualPage(const QList<CommandHelp>& commands);

/// The same as a page of the documentation.
QByteArray manualMarkdown(const QList<CommandHelp>& commands);

}
