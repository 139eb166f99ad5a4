#pragma once

#include "ui/markdown/markdownline.h"

#include <QRandomGenerator>
#include <QStringList>

#include <algorithm>

namespace sluice::test {

/// Bits of markup that no one writes side by side, and that come side by side all the same when code, TeX and images are mixed.
inline const QStringList& oddFragments()
{
    using namespace Qt::StringLiterals;
    static const QStringList list {u"$$"_s, u"$"_s, u"\\("_s, u"\\)"_s, u"\\["_s, u"\\]"_s, u"$x$"_s, u"$$x$$"_s, u"\\(x\\)"_s,
        u"\\[x\\]"_s, u"[^1]"_s, u"[^a]:"_s, u"[^"_s, u"["_s, u"]"_s, u"("_s, u")"_s, u"!["_s,
        u"![x](data:image/png;base64,iVBO)"_s, u"![x](data:image/png;base64,"_s, u"](data:"_s, u"`"_s, u"``"_s, u"```"_s,
        u"````"_s, u"~~~"_s, u"~~~~"_s, u"\t"_s, u"\t\t"_s, u"    "_s, u"  "_s, u" "_s, u"\n"_s, u"\n"_s, u"\n\n"_s, u"\r\n"_s,
        u"\r"_s, u"> "_s, u">"_s, u"- "_s, u"* "_s, u"1. "_s, u"2) "_s, u"+ "_s, u"[x] "_s, u"---"_s, u"==="_s, u"# "_s, u"## "_s,
        u"a"_s, u"b c"_s, u"word"_s, u"\\"_s, u"\\\\"_s, u"\\`"_s, u"\\$"_s, u"&amp;"_s, u"&#10;"_s, u"&#9;"_s, u"<"_s, u"<b>"_s,
        u"*"_s, u"**"_s, u"_"_s, u"~~"_s, u"{"_s, u"}"_s, u"^"_s, u"[r]: https://r.example/"_s, u"[^r]: https://r.example/"_s,
        u"[\nr]"_s, u"[\\r]:x"_s, u"[^\\1]"_s, u"[^\\1]:x"_s, u"[r]"_s, u"[r][]"_s, u"[x](https://e.example)"_s, u":"_s, u"!"_s,
        u"5"_s, u". "_s, u"中"_s, u"😀"_s, u"|"_s, u"| a | b |"_s, u"|---|---|"_s, u"<https://e.example>"_s};
    return list;
}

/// A few of them over and over, or many.
inline QString oddMarkdown(QRandomGenerator& random)
{
    const auto anyOf = [&random](const QStringList& list) { return list[random.bounded(int(list.size()))]; };
    QStringList chosen {QStringLiteral("\n"), QStringLiteral("\n\n"), QStringLiteral("a")};
    const int kinds = 4 + random.bounded(14);
    for (int i = 0; i < kinds; ++i)
        chosen.append(anyOf(oddFragments()));
    const QStringList& fragments = random.bounded(3) > 0 ? chosen : oddFragments();
    QString text;
    const int count = 3 + random.bounded(60);
    for (int i = 0; i < count; ++i)
        text += anyOf(fragments);
    return text + u'\n';
}

/// Right below a table md4c takes fences and headings for rows. GitHub does not, and neither do the pieces.
inline bool hasBlockRightBelowTable(const QString& text)
{
    bool hasTable = false;
    bool isBlankAbove = true;
    QString lines = text;
    lines.replace(QStringLiteral("\r\n"), QStringLiteral("\n")).replace(u'\r', u'\n');
    for (const QStringView line : QStringView(lines).split(u'\n')) {
        const MarkdownLine content(line);
        hasTable = hasTable || content.isTableDelimiter();
        if (hasTable && !isBlankAbove && (content.isHeading() || content.fenceLength() > 0))
            return true;
        isBlankAbove = content.isBlank();
    }
    return false;
}

/// Whether md4c 0.4.8 finds the definition of a label like "[r\n]", with a line break at its end, depends on how many definitions
/// there are.
inline bool hasLabelBrokenAtItsEnd(const QString& text)
{
    for (qsizetype at = text.indexOf(u']'); at >= 0 && text.contains(u"]:"); at = text.indexOf(u']', at + 1)) {
        qsizetype end = at;
        while (end > 0 && (text[end - 1].isSpace() || text[end - 1] == u'>'))
            --end;
        const QStringView gap = QStringView(text).sliced(end, at - end);
        if (gap.contains(u'\n') || gap.contains(u'\r'))
            return true;
    }
    return false;
}

/// How much of a tab is indentation depends on where md4c has it: compared without any.
inline QString withoutIndentation(const QString& code)
{
    QStringList lines = code.split(u'\n');
    for (QString& line : lines) {
        const auto first = std::find_if_not(line.begin(), line.end(), [](QChar c) { return c == u' ' || c == u'\t'; });
        line = line.sliced(first - line.begin());
    }
    return lines.join(u'\n');
}

}
