#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <functional>

namespace sluice {

/// Writes \a bytes to \a path, whole or not at all, on the BlockWorker's thread; \a done is called on this one, and told why it
/// could not be. GUI thread.
void writeAttachment(const QString& path, const QByteArray& bytes, std::function<void(const Result<void>&)> done);

}
