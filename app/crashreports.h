#pragma once

#include <QString>

namespace sluice {

/// The reports of crashes in the folder `crashes` of a data directory: the newest five. They are written there when it happens
/// (installCrashHandler()), offered once, and go nowhere. Main thread.
class CrashReports
{
public:
    static constexpr int MostKept = 5;

    explicit CrashReports(const QString& dataDirectory);

    /// From now on a crash leaves one. Once per process, behind QGuiApplication. In a folder that cannot be written to there is
    /// none.
    void watch() const;
    /// The newest report, if it was never offered before; else empty. It counts as offered then.
    QString takeUnoffered() const;

private:
    QString m_folder;
};

}
