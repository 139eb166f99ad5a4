#pragma once

#include <QFile>
#include <QProcess>
#include <QStringList>

#include <optional>

namespace sluice::test {

/// What `promtool check metrics` has to say about \a text, a line each; nothing when it cannot be run.
inline std::optional<QStringList> promtoolComplaints(const QByteArray& text)
{
    const QString promtool = qEnvironmentVariable("SLUICE_TOOLS") + QStringLiteral("/prometheus/usr/bin/promtool");
    if (!QFile::exists(promtool))
        return std::nullopt;
    QProcess process;
    process.start(promtool, {QStringLiteral("check"), QStringLiteral("metrics")});
    process.write(text);
    process.closeWriteChannel();
    if (!process.waitForFinished() || process.exitStatus() != QProcess::NormalExit)
        return QStringList {process.errorString()};
    const QByteArray said = process.readAllStandardOutput() + process.readAllStandardError();
    return QString::fromUtf8(said).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

}
