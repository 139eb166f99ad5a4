#include "core/engine/settingsfile.h"

#include "core/base/logging.h"

namespace sluice {

using namespace std::chrono_literals;

SettingsFile::SettingsFile(const QString& name)
    : m_values(name, QSettings::IniFormat)
{
    m_retryTimer.setInterval(2s);
    m_retryTimer.callOnTimeout([this] { sync(); });
}

SettingsFile::~SettingsFile()
{
    sync();
}

void SettingsFile::write(const QString& entry, const QVariant& value)
{
    m_values.setValue(entry, value);
    sync();
}

void SettingsFile::sync()
{
    if (isWritten()) {
        m_retryTimer.stop();
    } else if (!m_retryTimer.isActive()) {
        qCWarning(lcStore, "The settings could not be written to %ls.", qUtf16Printable(m_values.fileName()));
        m_retryTimer.start();
    }
}

bool SettingsFile::isWritten()
{
    m_values.sync();
    if (m_values.status() != QSettings::AccessError)
        return true;
    // It never forgets an error. Another one of the same file shares what is still to be written, and says how that goes now.
    QSettings again(m_values.fileName(), QSettings::IniFormat);
    again.sync();
    return again.status() != QSettings::AccessError;
}

}
