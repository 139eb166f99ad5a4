#pragma once

#include "core/engine/settings.h"

#include <QDir>
#include <QSettings>

namespace sluice {

/// What Settings holds, for the files that implement it.
struct Settings::Private
{
    explicit Private(const QString& directory)
        : file(QDir(directory).filePath(QStringLiteral("settings.ini")), QSettings::IniFormat)
    { }

    QSettings file;
    QList<Endpoint> stored;
    QList<Endpoint> transient; ///< one with the id of a stored endpoint stands in its place
    QString selectedTransient; ///< beats the selection on disk, for this run

    void writeEndpoints();
    void write(const QString& entry, const QVariant& value);
    void sync();
};

}
