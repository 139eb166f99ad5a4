#pragma once

#include "app/commandhelp.h"

#include <QByteArray>

#include <optional>

namespace sluice {

/// What teaches \a shell ("bash", "zsh" or "fish") to complete the commands and options of sluicectl; nothing for another one.
std::optional<QByteArray> completionScript(const QString& shell, const QList<CommandHelp>& commands);

}
