#pragma once

#include "core/base/result.h"

#include <QString>

namespace sluice {

/// The names of what the history keeps in its directory.
class HistoryFiles
{
public:
    explicit HistoryFiles(const QString& directory)
        : m_directory(directory)
    { }

    QString directory() const { return m_directory; }
    QString database() const { return path(QStringLiteral("history.db")); }
    QString index() const { return path(QStringLiteral("history-index.db")); } ///< may be deleted at any time
    QString lock() const { return path(QStringLiteral("history.lock")); }

    // A new file gets its real name when it is whole, so what has that name and is empty was not made by us.
    QString beginning() const { return path(QStringLiteral("history.new.db")); }
    /// What was recovered of a damaged one, whole: takes its place at once, or at the next start.
    QString recovered() const { return path(QStringLiteral("history.recovered.db")); }

    /// Where damaged ones go: "history.damaged-20250131-235959.db", of a name that is free.
    QString unusedDamagedName() const;

private:
    QString path(const QString& name) const { return m_directory + u'/' + name; }

    QString m_directory;
};

/// Renames a database together with its -wal and -shm; what had the new name is replaced. False when it is still there.
bool moveDatabase(const QString& from, const QString& to);
void deleteDatabase(const QString& file);

}
