#pragma once

#include <QString>
#include <QStringList>

namespace sluice {

/// The syntax definition for what models write behind a fence ("py", "C++", "jsx", "language-rust"), in any case; empty for what
/// is plain text or unknown. Pure and thread-safe.
QString definitionFor(QStringView language);

/// All names that have a definition, in lower case, sorted.
QStringList knownLanguages();

}
