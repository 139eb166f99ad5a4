#pragma once

#include <QString>
#include <QStringView>

namespace sluice {

/// How a symbol stands between its neighbours.
enum class LatexClass { Ordinary, Spaced, Name };

struct LatexSymbol
{
    QStringView text; ///< empty when the command is not known
    LatexClass kind = LatexClass::Ordinary;
};

/// The symbol of a command such as "alpha", without its backslash. Pure.
LatexSymbol latexSymbol(QStringView command);

/// \a text with every character raised or lowered; empty when Unicode lacks one of them.
QString superscript(QStringView text);
QString subscript(QStringView text);

/// The mark that makes "hat x" of x; null when \a command is no accent.
QChar latexAccent(QStringView command);

/// Letters in blackboard bold and in script where they have a character of their own; the others stay.
QString doubleStruck(QStringView text);
QString scriptLetters(QStringView text);

}
