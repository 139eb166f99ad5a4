#pragma once

class QMenu;

namespace sluice {

class Settings;

/// Adds to \a menu a submenu of light, dark and system. \a settings must outlive the menu. GUI thread.
void addSchemeMenu(QMenu& menu, Settings& settings);

/// Adds to \a menu what Settings::screenPace() holds: repaint interval, scroll throttle, motion. What is chosen applies at once.
/// \a settings must outlive the menu. GUI thread.
void addPaceMenus(QMenu& menu, Settings& settings);

}
