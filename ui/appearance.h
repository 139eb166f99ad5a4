#pragma once

#include "ui/systemscheme.h"
#include "ui/theme.h"

#include <QObject>
#include <QPalette>

namespace sluice {

class Settings;

/// Keeps the program's theme, palette, style sheet and motion true to the settings and, where they say "system", to the desktop.
/// High contrast is the desktop's to ask for. One per program, made after QApplication and before the first widget. GUI thread.
class Appearance final : public QObject
{
    Q_OBJECT

public:
    /// \a settings must outlive this.
    explicit Appearance(Settings& settings, QObject* parent = nullptr);
    /// Gives the program its style sheet. After the first window is made and before it is shown: Qt applies a sheet anew to all
    /// of a widget that gets another parent, which while a window is put together is each widget, several times.
    void dress();

Q_SIGNALS:
    /// currentTheme() is another one now.
    void themeChanged();

private:
    void apply();
    void applyMotion();

    Settings& m_settings;
    bool m_isDressed = false;
    SystemScheme m_system; // before anything is changed: it looks at the platform's palette
    const int m_usualFlashMs;
    const QList<Qt::UIEffect> m_usualEffects;
};

/// \a theme for the widgets that Qt draws by itself.
QPalette paletteFor(const Theme& theme);
QString styleSheetFor(const Theme& theme);

}
