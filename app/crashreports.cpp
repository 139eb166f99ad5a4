#include "app/crashreports.h"

#include "app/crashhandler.h"

#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QLibraryInfo>
#include <QSysInfo>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// The oldest first: their names begin with the time.
QStringList reportsIn(const QDir& folder)
{
    return folder.entryList({u"crash-*.txt"_s}, QDir::Files, QDir::Name);
}

QByteArray head()
{
    return "Version: Sluice " SLUICE_VERSION "\nQt: "_ba + qVersion() + " (" + QGuiApplication::platformName().toUtf8()
        + ")\nSystem: " + QSysInfo::prettyProductName().toUtf8() + ", " + QSysInfo::kernelType().toUtf8() + ' '
        + QSysInfo::kernelVersion().toUtf8() + ", " + QSysInfo::currentCpuArchitecture().toUtf8() + '\n';
}

}

CrashReports::CrashReports(const QString& dataDirectory)
    : m_folder(QDir(dataDirectory).absoluteFilePath(u"crashes"_s))
{ }

void CrashReports::watch() const
{
    const QDir folder(m_folder);
    if (!folder.mkpath(u"."_s))
        return;
    QStringList old = reportsIn(folder);
    std::vector<std::string> surplus;
    while (old.size() >= MostKept)
        surplus.push_back(QFile::encodeName(folder.filePath(old.takeFirst())).toStdString());
    installCrashHandler({.folder = QFile::encodeName(m_folder + u'/').toStdString(),
        .head = head().toStdString(),
        .surplus = std::move(surplus)});
}

QString CrashReports::takeUnoffered() const
{
    const QDir folder(m_folder);
    const QStringList reports = reportsIn(folder);
    if (reports.isEmpty())
        return {};
    QFile mark(folder.filePath(u"offered"_s));
    if (!mark.open(QIODevice::ReadWrite))
        return {}; // or it would be offered at each start
    if (QString::fromUtf8(mark.readAll()) >= reports.last())
        return {};
    mark.resize(0);
    mark.seek(0);
    mark.write(reports.last().toUtf8());
    return folder.filePath(reports.last());
}

}
