#pragma once

#include <QString>

namespace sluice {

/// Where the rows of a matrix or of aligned formulas go.
enum class LatexRows { OnLines, InOneLine };

/// TeX as a line of text that can be read without TeX: Unicode's letters, operators and scripts where it has them, else the
/// formula the way one would type it, like "(a+1)⁄(b−1)" or "x^(n+q)". Commands it does not know stay as they are. Rows end with
/// '\n'. Never fails; takes time and room in proportion to the text. Pure.
QString latexToText(QStringView tex, LatexRows rows);

}
