#pragma once

#include <QByteArray>
#include <QFile>

#include <unordered_map>

namespace sluice {

/// The log that SQLite keeps beside a database in WAL mode, read without SQLite: pages that are newer than those in the database.
/// Reads according to SQLite's "WAL-mode File Format" and trusts nothing: what counts is what was committed, up to the first
/// frame whose salt or checksum does not fit.
class DatabaseLog
{
public:
    /// \a file is the log itself; none is an empty one.
    explicit DatabaseLog(const QString& file);

    qint64 pageSize() const { return m_pageSize; } ///< 0 = it has no pages
    qint64 bytes() const { return qint64(m_places.size()) * m_pageSize; } ///< of all its pages
    qint64 highestPage() const { return m_highestPage; }
    /// The last committed version of page \a number, from 1; empty when it is not in here.
    QByteArray page(qint64 number);

private:
    void readFrames();

    QFile m_file;
    qint64 m_pageSize = 0;
    qint64 m_highestPage = 0;
    std::unordered_map<qint64, qint64> m_places; ///< page -> where it begins in the file
};

}
