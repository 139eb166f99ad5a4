#include "ui/markdown/inlineescape.h"

#include "ui/markdown/markdownline.h"

#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

bool isAsciiAlnum(QChar c)
{
    return c.unicode() < 0x80 && c.isLetterOrNumber();
}

// \a isAtEdge: what is beside it is not plain text, or nothing.
bool needsSlash(QChar c, QChar before, QChar after, bool isAtEdge, bool hasDollars)
{
    const bool isLonely = !isAtEdge && before.isSpace() && after.isSpace();
    switch (c.unicode()) {
    case '\\':
    case '`':
    case ']':
    case '~':
        return true;
    case '*':
        return !isLonely;
    case '_':
        return !isLonely && !(isAsciiAlnum(before) && isAsciiAlnum(after));
    case '$':
        return hasDollars;
    case '<':
        return isAsciiAlnum(after);
    case '&':
        return isAsciiAlnum(after) || after == u'#';
    case '!':
        return after == u'[' || (isAtEdge && !after.isNull());
    case '@':
        return !isLonely;
    case ':':
        return after == u'/' || (isAtEdge && before == u']');
    case '.':
        return before == u'w';
    default:
        return false;
    }
}

QString escapedLine(const QString& line, bool isFirst)
{
    const MarkdownLine content(line);
    const bool isUnderline = !isFirst && !line.isEmpty()
        && (content.isTableDelimiter() || std::all_of(line.begin(), line.end(), [](QChar c) { return c == u'='; }));
    const bool isMarked = content.isHeading() || line.startsWith(u'>') || content.isRule() || isUnderline;
    if (line.startsWith(u'\\') || line.startsWith(u' '))
        return line;
    const int marker = content.markerWidth();
    if (marker > 1)
        return line.first(marker - 1) + u'\\' + line.sliced(marker - 1);
    return isMarked || marker == 1 ? u'\\' + line : line;
}

}

QString escapedText(QStringView text, QChar before, QChar after, bool hasDollars)
{
    QString out;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const QChar previous = i > 0 ? text[i - 1] : before;
        const QChar next = i + 1 < text.size() ? text[i + 1] : after;
        const bool isAtLineEnd =
            previous.isNull() || next.isNull() || previous == QChar::LineSeparator || next == QChar::LineSeparator;
        if (c == QChar::LineSeparator)
            out += u'\n';
        else if (c == u'\n' || c == u'\r' || ((c == u' ' || c == u'\t') && isAtLineEnd))
            out += u"&#"_s + QString::number(c.unicode()) + u';';
        else
            out += needsSlash(c, previous, next, i == 0 || i + 1 == text.size(), hasDollars) ? u'\\' + QString(c) : QString(c);
    }
    return out;
}

QString escapedLines(const QString& lines)
{
    QStringList escaped = lines.split(u'\n');
    for (qsizetype i = 0; i < escaped.size(); ++i)
        escaped[i] = escapedLine(escaped[i], i == 0);
    return escaped.join(u'\n');
}

QString codeSpan(const QString& code)
{
    qsizetype longest = 0;
    qsizetype run = 0;
    QList<qsizetype> runs;
    for (qsizetype i = 0; i <= code.size(); ++i) {
        if (i < code.size() && code[i] == u'`') {
            ++run;
            continue;
        }
        if (run > 0)
            runs.append(run);
        longest = std::max(longest, run);
        run = 0;
    }
    qsizetype ticks = 1;
    while (runs.contains(ticks))
        ++ticks;
    const bool isBlank = code.trimmed().isEmpty();
    const bool isPadded =
        code.startsWith(u'`') || code.endsWith(u'`') || (!isBlank && code.startsWith(u' ') && code.endsWith(u' '));
    const QString pad = isPadded ? u" "_s : QString();
    const QString mark(ticks, u'`');
    return mark + pad + QString(code).replace(QChar::LineSeparator, u'\n') + pad + mark;
}

QString linkTarget(const QString& href)
{
    QString target = href;
    for (const QChar special : {u'\\', u'<', u'>', u'&'})
        target.replace(special, u'\\' + QString(special));
    const bool isBare =
        std::none_of(target.begin(), target.end(), [](QChar c) { return c.isSpace() || c == u'(' || c == u')' || c == u'<'; });
    return isBare ? target : u'<' + target + u'>';
}

}
