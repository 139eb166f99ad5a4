#pragma once

namespace sluice {

class Settings;
class SettingsForm;

/// Adds to \a form what Settings::desktopChoice() holds. What is chosen applies at once. \a settings must outlive the form. GUI
/// thread.
void addDesktopSection(SettingsForm& form, Settings& settings);

}
