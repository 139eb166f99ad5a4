#include "core/store/historyfiles.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>

#include <array>
#include <cstdio>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

// The log goes first: a database that has lost its log is older than it should be, a log without its database is nothing.
constexpr std::array Endings {"-wal"_L1, "-shm"_L1, ""_L1};

}

QString HistoryFiles::unusedDamagedName() const
{
    const QString time = QDateTime::currentDateTime().toString(u"yyyyMMdd-HHmmss"_s);
    QString name = path(u"history.damaged-%1.db"_s.arg(time));
    for (int i = 2; QFileInfo::exists(name); ++i)
        name = path(u"history.damaged-%1-%2.db"_s.arg(time).arg(i));
    return name;
}

bool moveDatabase(const QString& from, const QString& to)
{
    for (const QLatin1StringView ending : Endings) {
        const QByteArray source = QFile::encodeName(from + ending);
        const QByteArray target = QFile::encodeName(to + ending);
        if (!QFileInfo::exists(from + ending)) {
            QFile::remove(to + ending);
            continue;
        }
        if (std::rename(source.constData(), target.constData()) != 0) // unlike QFile::rename(): replaces, never copies
            return false;
    }
    return true;
}

void deleteDatabase(const QString& file)
{
    for (const QLatin1StringView ending : Endings)
        QFile::remove(file + ending);
}

}
