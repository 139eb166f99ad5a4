#pragma once

#include <QObject>
#include <QPalette>

class QDBusVariant;

namespace sluice {

/// What the desktop prefers: dark, high contrast, less motion. By the settings portal where there is one (Qt 6.4 does not ask
/// it), else by the palette the platform gave at the start. Never waits: the portal's answer comes later, with changed(). GUI
/// thread.
class SystemScheme final : public QObject
{
    Q_OBJECT

public:
    explicit SystemScheme(QObject* parent = nullptr);

    bool isDark() const { return m_isDark; }
    bool isHighContrast() const { return m_contrast == 1 || m_isAccessibleTheme || m_isHighContrastOn || hasForcedColours(); }
    bool isMotionReduced() const { return m_reducedMotion == 1 || !m_hasAnimations; }
    /// The platform's colours are those of a high-contrast theme, and are to be used as they are.
    bool hasForcedColours() const { return m_hasForcedColours; }
    const QPalette& palette() const { return m_palette; } ///< of the platform, as it was at the start

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void takeSetting(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void askPortal();
    void take(const QString& group, const QString& key, const QVariant& value);

    QPalette m_palette;
    bool m_hasForcedColours = false;
    bool m_isDark = false;
    uint m_contrast = 0; ///< the portal's: 1 = higher
    uint m_reducedMotion = 0; ///< the portal's: 1 = reduced
    bool m_hasAnimations = true; ///< GNOME's and KDE's own
    bool m_isHighContrastOn = false; ///< GNOME's switch
    bool m_isAccessibleTheme = false; ///< GTK's theme is one of high contrast
};

}
