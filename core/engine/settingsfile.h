#pragma once

#include <QSettings>
#include <QString>
#include <QTimer>
#include <QVariant>

namespace sluice {

/// The INI file of Settings. What cannot be written, on a full disk above all, is kept and tried again: every few seconds, at the
/// next change, and at the end. Consumer's thread.
class SettingsFile final
{
public:
    explicit SettingsFile(const QString& name);
    ~SettingsFile();
    Q_DISABLE_COPY_MOVE(SettingsFile)

    /// What it holds; sync() brings changes to the disk.
    QSettings& values() { return m_values; }
    void write(const QString& entry, const QVariant& value);
    void sync();

private:
    bool isWritten();

    QSettings m_values;
    QTimer m_retryTimer; ///< runs while something is not written
};

}
