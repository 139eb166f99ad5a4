#include "ui/appearance.h"

#include "core/engine/settings.h"
#include "ui/chat/floatingcontrols.h"
#include "ui/comboboxaccess.h"

#include <QApplication>
#include <QStyleFactory>
#include <QToolTip>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

Theme themeFor(ColorScheme scheme, bool isSystemDark)
{
    switch (scheme) {
    case ColorScheme::Light:
        return Theme::light();
    case ColorScheme::Dark:
        return Theme::dark();
    case ColorScheme::System:
        return isSystemDark ? Theme::dark() : Theme::light();
    }
    Q_UNREACHABLE();
}

void tellWidgets()
{
    const QWidgetList all = QApplication::allWidgets();
    for (QWidget* widget : all) {
        QEvent event(QEvent::PaletteChange);
        QCoreApplication::sendEvent(widget, &event);
    }
}

}

Appearance::Appearance(Settings& settings, QObject* parent)
    : QObject(parent)
    , m_settings(settings)
{
    connect(&settings, &Settings::colorSchemeChanged, this, &Appearance::apply);
    connect(&settings, &Settings::textLookChanged, this, [this] {
        apply();
        tellWidgets(); // distances alone change neither font nor palette
    });
    connect(&m_system, &SystemScheme::changed, this, &Appearance::apply);
    installComboBoxAccess();
    installFloatingControlsAccess();
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    apply();
}

void Appearance::apply()
{
    Theme theme = themeFor(m_settings.colorScheme(), m_system.isDark());
    theme.setLook(m_settings.textLook());
    setCurrentTheme(theme); // first: widgets read it when the palette tells them
    QApplication::setFont(theme.body);
    QApplication::setPalette(paletteFor(theme));
    qApp->setStyleSheet(styleSheetFor(theme));
    Q_EMIT themeChanged();
}

QPalette paletteFor(const Theme& theme)
{
    QPalette palette;
    palette.setColor(QPalette::Window, theme.background);
    palette.setColor(QPalette::WindowText, theme.text);
    palette.setColor(QPalette::Base, theme.background);
    palette.setColor(QPalette::AlternateBase, theme.surface);
    palette.setColor(QPalette::Text, theme.text);
    palette.setColor(QPalette::PlaceholderText, theme.mutedText);
    palette.setColor(QPalette::Button, theme.surface);
    palette.setColor(QPalette::ButtonText, theme.text);
    palette.setColor(QPalette::BrightText, theme.accentText);
    palette.setColor(QPalette::ToolTipBase, theme.surface);
    palette.setColor(QPalette::ToolTipText, theme.text);
    palette.setColor(QPalette::Highlight, theme.selection);
    palette.setColor(QPalette::HighlightedText, theme.selectionText);
    palette.setColor(QPalette::Link, theme.link);
    palette.setColor(QPalette::LinkVisited, theme.link);
    // Fusion draws frames and separators from these.
    palette.setColor(QPalette::Light, theme.surface);
    palette.setColor(QPalette::Midlight, theme.border);
    palette.setColor(QPalette::Mid, theme.border);
    palette.setColor(QPalette::Dark, theme.border);
    palette.setColor(QPalette::Shadow, theme.border);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, theme.mutedText);
    return palette;
}

QString styleSheetFor(const Theme& theme)
{
    // Only what the palette cannot say: the shape of buttons, fields and menus.
    QString sheet = uR"(
QLabel[tone="muted"] { color: @muted; }
QLabel[textSize="section"] { font-weight: 600; }
QLabel[tone="error"] { color: @error; }
QLabel[textSize="small"] { font-size: @smallpx; }
QLabel[textSize="heading"] { font-size: @headingpx; font-weight: 600; }
QPushButton { border: 1px solid @border; border-radius: 6px; padding: 6px 14px; background: @background; color: @text;
    outline: none; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @border; }
QPushButton:focus { border-color: @accent; }
QPushButton:disabled { color: @muted; background: transparent; }
QPushButton[primary="true"] { background: @accent; color: @accentText; border-color: @accent; }
QPushButton[primary="true"]:focus { border-color: @text; }
QPushButton[primary="true"]:disabled { background: @border; color: @muted; border-color: @border; }
QPushButton[quiet="true"] { border-color: transparent; background: transparent; text-align: left; padding: 6px 8px; }
QPushButton[quiet="true"]:hover { background: @hover; }
QPushButton[quiet="true"]:focus { border-color: @accent; }
QToolButton { border: 1px solid transparent; border-radius: 6px; padding: 5px; background: transparent; }
QToolButton:hover, QToolButton:pressed, QToolButton:checked { background: @hover; }
QToolButton:focus { border-color: @accent; }
QToolButton::menu-indicator { image: none; }
QLineEdit { border: 1px solid @border; border-radius: 6px; padding: 5px 8px; background: @background;
    selection-background-color: @selection; selection-color: @selectionText; }
QLineEdit:focus { border-color: @accent; }
QComboBox[quiet="true"] { font-size: @smallpx; color: @muted; }
QComboBox { combobox-popup: 0; }
QComboBox QAbstractItemView { background: @background; border: 1px solid @border; padding: 4px; outline: 0; color: @text; }
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 8px; border-radius: 4px; color: @text; }
QComboBox QAbstractItemView::item:selected, QComboBox QAbstractItemView::item:hover { background: @hover; color: @text; }
QListWidget { border: none; background: transparent; outline: none; color: @text; }
QListWidget::item { padding: 7px 11px; border: 1px solid transparent; border-radius: 6px; }
QListWidget::item:hover, QListWidget::item:selected { background: @hover; color: @text; }
QListWidget::item:focus { border-color: @accent; }
QListWidget[pages="true"] { background: @sidebar; padding: 16px 8px; }
QListWidget[rows="true"] { border: 1px solid @border; border-radius: 6px; padding: 4px; }
QListWidget[rows="true"]:focus { border-color: @accent; }
QLineEdit[search="true"] { padding-left: 0; }
QLineEdit[invalid="true"] { border-color: @error; }
QMenu { background: @background; border: 1px solid @border; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 24px; border-radius: 4px; }
QMenu::item:selected { background: @hover; color: @text; }
QMenu::item:disabled { color: @muted; }
QMenu::separator { height: 1px; background: @border; margin: 4px 8px; }
QMenu::indicator { left: 6px; }
QToolTip { background: @surface; color: @text; border: 1px solid @border; padding: 4px; }
QSplitter::handle { background: @border; }
QMainWindow::separator { background: @border; width: 1px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical { background: @scroll; border-radius: 3px; min-height: 32px; margin: 2px 3px; }
QScrollBar::handle:vertical:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)"_s;
    const QList<QPair<QString, QColor>> colours {// longer names first: one may begin like another
        {u"@accentText"_s, theme.accentText}, {u"@accent"_s, theme.accent}, {u"@background"_s, theme.background},
        {u"@border"_s, theme.border}, {u"@error"_s, theme.error}, {u"@hover"_s, theme.hover}, {u"@muted"_s, theme.mutedText},
        {u"@scroll"_s, theme.quoteBar}, {u"@selectionText"_s, theme.selectionText}, {u"@selection"_s, theme.selection},
        {u"@sidebar"_s, theme.sidebar}, {u"@surface"_s, theme.surface}, {u"@text"_s, theme.text}};
    for (const auto& [name, colour] : colours)
        sheet.replace(name, colour.name());
    sheet.replace("@small"_L1, QString::number(theme.small.pixelSize()));
    sheet.replace("@heading"_L1, QString::number(theme.heading.pixelSize()));
    return sheet;
}

}
