#pragma once

#include <QByteArray>
#include <QString>

namespace sluice {

/// Makes CR and CRLF a single LF in text that comes in pieces, also where the two characters of a CRLF come in two pieces.
/// Nothing is held back: a CR at the end of a piece is a LF at once, and a LF at the start of the next piece is dropped, so a
/// piece can come out empty. One per text; bytes and characters are not mixed. Pure; one thread.
class NewlineNormalizer
{
public:
    QString normalized(const QString& piece); ///< \a piece itself, without a copy, when there is nothing to do
    QByteArray normalized(const QByteArray& piece);

private:
    template <typename Text>
    Text withoutCr(const Text& text);

    bool m_endedInCr = false;
};

}
