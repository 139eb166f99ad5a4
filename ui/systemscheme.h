#pragma once

#include <QObject>

class QDBusVariant;

namespace sluice {

/// Whether the desktop prefers dark: by the settings portal where there is one (Qt 6.4 does not ask it), else by the palette the
/// platform gave at the start. Never waits: the portal's answer comes later, with changed(). GUI thread.
class SystemScheme final : public QObject
{
    Q_OBJECT

public:
    explicit SystemScheme(QObject* parent = nullptr);

    bool isDark() const { return m_isDark; }

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void takeSetting(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void askPortal();
    void takePreference(const QVariant& value);

    bool m_isDark = false;
};

}
