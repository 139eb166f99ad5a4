#pragma once

#include <QString>

namespace sluice {

/// \a text with each half of a surrogate pair that stands alone replaced by U+FFFD.
QString withoutLoneHalves(QString text);

/// Makes pieces of text whole where a server cut a surrogate pair in two: the first half waits for the piece that holds the
/// second, so that every piece handed on is valid UTF-16. A half that stays alone becomes U+FFFD. Pure.
class Utf16Joiner
{
public:
    /// \a piece, with the half that was held before it and without one at its own end. May be empty.
    QString join(QString piece);

    /// What is still held, as U+FFFD; empty when nothing is. Call it at the end of the text.
    QString rest();

private:
    char16_t m_held = 0;
};

}
