#include "core/wire/newlinenormalizer.h"

namespace sluice {

QString NewlineNormalizer::normalized(const QString& piece)
{
    return withoutCr(piece);
}

QByteArray NewlineNormalizer::normalized(const QByteArray& piece)
{
    return withoutCr(piece);
}

template <typename Text>
Text NewlineNormalizer::withoutCr(const Text& text)
{
    using Char = typename Text::value_type;
    const Char cr = Char(u'\r');
    const Char lf = Char(u'\n');
    if (text.isEmpty())
        return text;
    const bool dropsFirst = m_endedInCr && text.front() == lf;
    m_endedInCr = text.back() == cr;
    if (!dropsFirst && !text.contains(cr))
        return text;

    Text out;
    out.reserve(text.size());
    bool wasCr = dropsFirst;
    for (const Char c : text) {
        if (!(wasCr && c == lf))
            out.append(c == cr ? lf : c);
        wasCr = c == cr;
    }
    return out;
}

}
