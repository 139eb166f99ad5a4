#pragma once

#include <QByteArray>
#include <QString>

namespace sluice {

/// md4c 0.4.8 allows only spaces behind a fence, CommonMark tabs too: \a source, one line or many, with spaces in their place. Of
/// the same length. Pure.
QString withoutTabsBehindFences(QStringView source);

/// \a source in UTF-8 and such that md4c 0.4.8 reads it the same wherever in a longer text it stands: below a blank line md4c
/// looks whether what it last wrote down is an item, but that may be where a line begins or ends, and when the last byte of that
/// is 4, an item that is not over is. Blank lines above move such lines elsewhere. Pure.
QByteArray md4cInput(const QString& source);

}
