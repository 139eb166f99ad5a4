#pragma once

#include <QString>

namespace sluice {

/// Plain text in the middle of a paragraph, so that nothing in it is markup. \a before and \a after are what it stands between,
/// null at the ends; dollars are marks only when the paragraph has more of them.
QString escapedText(QStringView text, QChar before, QChar after, bool hasDollars);

/// The lines of a paragraph, so that none looks like the beginning of another block.
QString escapedLines(const QString& lines);

/// Code between as many backticks as it takes.
QString codeSpan(const QString& code);

/// Where a link leads to, as it stands between the round brackets.
QString linkTarget(const QString& href);

}
