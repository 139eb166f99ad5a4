#pragma once

#include "core/engine/settings.h"
#include "core/engine/settingsfile.h"

#include <QDir>
#include <QSettings>

namespace sluice {

/// What Settings holds, for the files that implement it.
struct Settings::Private
{
    explicit Private(const QString& directory)
        : disk(QDir(directory).filePath(QStringLiteral("settings.ini")))
    { }

    SettingsFile disk;
    QSettings& file = disk.values();
    QList<Endpoint> stored;
    QList<Endpoint> transient; ///< one with the id of a stored endpoint stands in its place
    QString selectedTransient; ///< beats the selection on disk, for this run

    void writeEndpoints();
    void write(const QString& entry, const QVariant& value) { disk.write(entry, value); }
    void sync() { disk.sync(); }
};

}
