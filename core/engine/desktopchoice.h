#pragma once

class QSettings;

namespace sluice {

/// What the window does on the desktop around it: what the user chose. A value.
struct DesktopChoice
{
    bool notifies = true; ///< when a long answer ends while nobody looks
    bool usesTray = false; ///< an icon there, where a closed window goes

    bool operator==(const DesktopChoice&) const = default;

    static DesktopChoice read(const QSettings& file);
    void write(QSettings& file) const;
};

}
