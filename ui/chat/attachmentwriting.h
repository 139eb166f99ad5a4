#pragma once

#include <QByteArray>
#include <QString>

#include <functional>

namespace sluice {

/// Writes \a bytes to \a path, whole or not at all, on the BlockWorker's thread; \a done is called on this one. GUI thread.
void writeAttachment(const QString& path, const QByteArray& bytes, std::function<void(bool isWritten)> done);

}
