#pragma once

#include "ui/desktop/windowactivation.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace sluice {

/// What a second start asks of the one that runs. A value; the other side is a program of the same user, and is checked all the
/// same.
struct Handover
{
    static constexpr qsizetype MaxBytes = 64 * 1024;

    QString recording; ///< absolute path; empty = none
    QString endpoint; ///< base URL as it was typed; empty = none
    WindowActivation activation;

    bool operator==(const Handover&) const = default;

    /// One line that ends with a newline.
    QByteArray toLine() const;
    /// Nothing when \a line is no such line, or longer than MaxBytes. What it does not know it ignores.
    static std::optional<Handover> fromLine(const QByteArray& line);
};

}
