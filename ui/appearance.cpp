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

// A desktop that wants high contrast gets it in the colours that were chosen here, too.
Theme themeFor(ColorScheme scheme, const SystemScheme& system)
{
    if (scheme == ColorScheme::System && system.hasForcedColours())
        return Theme::highContrast(system.palette());
    const bool isDark = scheme == ColorScheme::System ? system.isDark() : scheme == ColorScheme::Dark;
    if (system.isHighContrast())
        return Theme::highContrast(isDark);
    return isDark ? Theme::dark() : Theme::light();
}

bool reducesMotion(ReducedMotion chosen, const SystemScheme& system)
{
    return chosen == ReducedMotion::System ? system.isMotionReduced() : chosen == ReducedMotion::On;
}

QList<Qt::UIEffect> enabledEffects()
{
    QList<Qt::UIEffect> enabled;
    for (const Qt::UIEffect effect :
        {Qt::UI_AnimateMenu, Qt::UI_FadeMenu, Qt::UI_AnimateCombo, Qt::UI_AnimateTooltip, Qt::UI_FadeTooltip}) {
        if (QApplication::isEffectEnabled(effect))
            enabled += effect;
    }
    return enabled;
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
    , m_usualFlashMs(QApplication::cursorFlashTime())
    , m_usualEffects(enabledEffects())
{
    connect(&settings, &Settings::colorSchemeChanged, this, &Appearance::apply);
    connect(&settings, &Settings::textLookChanged, this, [this] {
        apply();
        tellWidgets(); // distances alone change neither font nor palette
    });
    connect(&settings, &Settings::screenPaceChanged, this, &Appearance::applyMotion);
    connect(&m_system, &SystemScheme::changed, this, [this] {
        apply();
        applyMotion();
    });
    installComboBoxAccess();
    installFloatingControlsAccess();
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    apply();
    applyMotion();
}

// Little moves here by itself: the cursor, the preview of a strategy, and what Qt makes of menus and docks.
void Appearance::applyMotion()
{
    Theme theme = currentTheme();
    theme.reducesMotion = reducesMotion(m_settings.screenPace().reducedMotion, m_system);
    QApplication::setCursorFlashTime(theme.reducesMotion ? 0 : m_usualFlashMs);
    for (const Qt::UIEffect effect : m_usualEffects)
        QApplication::setEffectEnabled(effect, !theme.reducesMotion);
    if (theme.reducesMotion == currentTheme().reducesMotion)
        return;
    setCurrentTheme(theme);
    tellWidgets();
}

void Appearance::apply()
{
    Theme theme = themeFor(m_settings.colorScheme(), m_system);
    theme.setLook(m_settings.textLook());
    theme.reducesMotion = currentTheme().reducesMotion;
    setCurrentTheme(theme); // first: widgets read it when the palette tells them
    QApplication::setFont(theme.body);
    QApplication::setPalette(paletteFor(theme));
    if (m_isDressed)
        qApp->setStyleSheet(styleSheetFor(theme));
    Q_EMIT themeChanged();
}

void Appearance::dress()
{
    if (m_isDressed)
        return;
    m_isDressed = true;
    qApp->setStyleSheet(styleSheetFor(currentTheme()));
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
QPushButton[primary="true"]:focus { border-color: @onAccent; }
QPushButton[primary="true"]:disabled { background: @border; color: @muted; border-color: @border; }
QPushButton[quiet="true"] { border-color: transparent; background: transparent; text-align: left; padding: 6px 8px; }
QPushButton[quiet="true"]:hover { background: @hover; }
QPushButton[quiet="true"]:focus { border-color: @accent; }
QPushButton, QToolButton { icon-size: @iconpx; }
QToolButton { border: 1px solid transparent; border-radius: 6px; padding: 5px; background: transparent; }
QToolButton:hover, QToolButton:pressed, QToolButton:checked { background: @hover; }
QToolButton:focus { border-color: @accent; }
QToolButton::menu-indicator { image: none; }
QCheckBox { spacing: 8px; }
QCheckBox::indicator { width: @boxpx; height: @boxpx; border: 1px solid @muted; border-radius: 4px; background: @background; }
QCheckBox::indicator:hover { border-color: @accent; }
QCheckBox::indicator:focus { border: 2px solid @accent; width: @inBoxpx; height: @inBoxpx; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(:/icons/@tick.svg); }
QCheckBox::indicator:checked:focus { border-color: @text; }
QCheckBox::indicator:disabled { border-color: @border; }
QCheckBox::indicator:checked:disabled { background: @border; }
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
QHeaderView { background: transparent; }
QHeaderView::section { background: transparent; border: none; border-bottom: 1px solid @border; padding: 0 2px; color: @muted;
    font-size: @smallpx; }
QMenu { background: @background; border: 1px solid @border; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 24px; border-radius: 4px; }
QMenu::item:selected { background: @hover; color: @text; }
QMenu::item:disabled { color: @muted; }
QMenu::separator { height: 1px; background: @border; margin: 4px 8px; }
QMenu::indicator { left: 6px; }
QToolTip { background: @surface; color: @text; border: 1px solid @border; padding: 4px; }
QScrollArea[focusFrame="true"] { border: 1px solid transparent; }
QScrollArea[focusFrame="true"]:focus { border-color: @accent; }
QSplitter::handle { background: @border; }
QMainWindow::separator { background: @border; width: 1px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical { background: @scroll; border-radius: 3px; min-height: 32px; margin: 2px 3px; }
QScrollBar::handle:vertical:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)"_s;
    const QList<QPair<QString, QColor>> colours {// longer names first: one may begin like another
        {u"@accentText"_s, theme.accentText}, {u"@onAccent"_s, theme.accent == theme.text ? theme.border : theme.text},
        {u"@accent"_s, theme.accent}, {u"@background"_s, theme.background}, {u"@border"_s, theme.border},
        {u"@error"_s, theme.error}, {u"@hover"_s, theme.hover}, {u"@muted"_s, theme.mutedText}, {u"@scroll"_s, theme.quoteBar},
        {u"@selectionText"_s, theme.selectionText}, {u"@selection"_s, theme.selection}, {u"@sidebar"_s, theme.sidebar},
        {u"@surface"_s, theme.surface}, {u"@text"_s, theme.text}};
    for (const auto& [name, colour] : colours)
        sheet.replace(name, colour.name());
    sheet.replace("@tick"_L1, theme.accentText.lightness() > 127 ? "tick-light"_L1 : "tick-dark"_L1); // pictures take no colour
    sheet.replace("@box"_L1, QString::number(theme.forText(14)));
    sheet.replace("@inBox"_L1, QString::number(theme.forText(14) - 2));
    sheet.replace("@icon"_L1, QString::number(theme.forText(18)));
    sheet.replace("@small"_L1, QString::number(theme.small.pixelSize()));
    sheet.replace("@heading"_L1, QString::number(theme.heading.pixelSize()));
    return sheet;
}

}
