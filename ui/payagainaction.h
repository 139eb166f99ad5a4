#pragma once

class QAction;
class QMenu;

namespace sluice {

class Settings;

/// Adds to \a menu what Settings::mayPayAgain() holds, as an item to be checked. \a settings must outlive the menu. GUI thread.
QAction* addPayAgainAction(QMenu& menu, Settings& settings);

}
