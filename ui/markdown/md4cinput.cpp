#include "ui/markdown/md4cinput.h"

#include <algorithm>
#include <bitset>

namespace sluice {

namespace {

constexpr int Offsets = 256; // as far as md4c looks at them: one byte
constexpr int ItemType = 4; // what md4c calls an item

using OffsetSet = std::bitset<Offsets>;

bool isOneOf(QByteArrayView set, char c)
{
    return set.contains(c);
}

struct Line
{
    QByteArrayView text; // without the line break
    qsizetype start = 0;

    // Quotes count as white space.
    qsizetype indent() const
    {
        return std::find_if_not(text.begin(), text.end(), [](char c) { return isOneOf(" \t>", c); }) - text.begin();
    }

    bool isBlank() const { return indent() == text.size(); }

    // Whether md4c may be done with the block before it sees the blank line: a heading, a rule, the end of a fence.
    bool mayEndBlock() const
    {
        const auto end = std::find_if_not(text.rbegin(), text.rend(), [](char c) { return isOneOf(" \t", c); });
        return text.contains('#') || (end != text.rend() && isOneOf("-*_=`~", *end));
    }

    // Where md4c may say that the line begins or ends.
    void addOffsets(OffsetSet& offsets) const
    {
        const auto content =
            std::find_if_not(text.begin(), text.end(), [](char c) { return isOneOf(" \t>-+*.)0123456789#[]xX", c); });
        for (qsizetype at = 0; at <= content - text.begin(); ++at)
            offsets.set(size_t(start + at) % Offsets);
        for (qsizetype end = text.size(); end >= 0; --end) {
            offsets.set(size_t(start + end) % Offsets);
            if (end == 0 || !isOneOf(" \t#", text[end - 1]))
                break;
        }
    }
};

Line lineAt(QByteArrayView text, qsizetype start)
{
    const auto end = std::find_if(text.begin() + start, text.end(), [](char c) { return c == '\n' || c == '\r'; });
    return {text.sliced(start, end - text.begin() - start), start};
}

// What md4c may take for an item: the last line before blank ones with something indented below, and the line above it when the
// last one is no text itself.
OffsetSet watchedOffsets(QByteArrayView text)
{
    OffsetSet offsets;
    Line above;
    Line last;
    Line previous;
    int blankLines = 0;
    for (qsizetype at = 0; at < text.size();) {
        const Line line = lineAt(text, at);
        at += line.text.size();
        at += text.sliced(at).startsWith("\r\n") ? 2 : 1;
        if (line.isBlank()) {
            ++blankLines;
        } else {
            const bool isWatched = !last.text.isEmpty() && (blankLines > 1 || (blankLines == 1 && last.mayEndBlock()));
            if (isWatched && line.indent() > 0) {
                above.addOffsets(offsets);
                last.addOffsets(offsets);
            }
            blankLines = 0;
            above = previous;
            last = line;
        }
        previous = line;
    }
    return offsets;
}

}

QString withoutTabsBehindFences(QStringView source)
{
    QString text = source.toString();
    if (!source.contains(u'\t') || !(source.contains(u"```") || source.contains(u"~~~")))
        return text;
    const auto isMark = [](QChar c) { return QStringView(u" \t>-+*.)0123456789").contains(c); };
    for (qsizetype at = 0; at < text.size(); ++at) {
        while (at < text.size() && isMark(text[at]))
            ++at;
        const qsizetype start = at;
        while (at < text.size() && (text[at] == u'`' || text[at] == u'~') && text[at] == text[start])
            ++at;
        const bool isFence = at - start >= 3;
        for (; isFence && at < text.size() && (text[at] == u' ' || text[at] == u'\t'); ++at)
            text[at] = u' ';
        while (at < text.size() && text[at] != u'\n' && text[at] != u'\r')
            ++at;
    }
    return text;
}

QByteArray md4cInput(const QString& source)
{
    QByteArray utf8 = source.toUtf8();
    const OffsetSet watched = watchedOffsets(utf8);
    int shift = 0;
    while (shift < Offsets && watched.test(size_t(Offsets + ItemType - shift) % Offsets))
        ++shift;
    return shift < Offsets ? utf8.prepend(shift, '\n') : utf8;
}

}
