#include "core/chat/utf16joiner.h"

namespace sluice {

QString withoutLoneHalves(QString text)
{
    if (text.isValidUtf16())
        return text;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (!text.at(i).isSurrogate())
            continue;
        if (text.at(i).isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate())
            ++i;
        else
            text[i] = QChar::ReplacementCharacter;
    }
    return text;
}

QString Utf16Joiner::join(QString piece)
{
    if (piece.isEmpty())
        return piece;
    if (m_held != 0)
        piece.prepend(QChar(m_held));
    m_held = 0;
    if (piece.back().isHighSurrogate()) {
        m_held = piece.back().unicode();
        piece.chop(1);
    }
    return withoutLoneHalves(std::move(piece));
}

QString Utf16Joiner::rest()
{
    if (m_held == 0)
        return {};
    m_held = 0;
    return QString(QChar::ReplacementCharacter);
}

}
