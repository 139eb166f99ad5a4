#pragma once

#include <QStringView>

namespace sluice {

/// How many characters at the end of a text that still grows would be shown as something they are not: a number that becomes a
/// list item, stars that begin bold text, the head of a table before its second line says so. Holding them back for the moment
/// keeps them from flashing up. What was shown already may be in it: then it stays shown. Pure.
///
/// Bounded: MostHeld characters at the most, and it looks at little more. Not for text inside a fenced code block.
qsizetype unsettledTail(QStringView text);

constexpr qsizetype MostHeld = 400; // UTF-16 units

}
