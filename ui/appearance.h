#pragma once

#include "ui/systemscheme.h"
#include "ui/theme.h"

#include <QObject>
#include <QPalette>

namespace sluice {

class Settings;

/// Keeps the program's theme, palette and style sheet true to Settings::colorScheme() and, where that says "system", to the
/// desktop. One per program, made after QApplication and before the first widget. GUI thread.
class Appearance final : public QObject
{
    Q_OBJECT

public:
    /// \a settings must outlive this.
    explicit Appearance(Settings& settings, QObject* parent = nullptr);

Q_SIGNALS:
    /// currentTheme() is another one now.
    void themeChanged();

private:
    void apply();

    Settings& m_settings;
    SystemScheme m_system;
};

/// \a theme for the widgets that Qt draws by itself.
QPalette paletteFor(const Theme& theme);
QString styleSheetFor(const Theme& theme);

}
