#pragma once

#include <QString>

class QSettings;

namespace sluice {

enum class Density { Comfortable, Compact };

/// The font of the program and how close its lines stand: what the user chose. A value.
struct TextLook
{
    QString family {}; ///< empty = the system's
    int size = 15; ///< px, of plain text; the other sizes follow it; SmallestSize to LargestSize
    Density density = Density::Comfortable;

    static constexpr int SmallestSize = 11;
    static constexpr int LargestSize = 32;

    bool operator==(const TextLook&) const = default;

    /// Each value that is damaged or out of bounds is replaced by its default.
    static TextLook read(const QSettings& file);
    void write(QSettings& file) const;
};

}
