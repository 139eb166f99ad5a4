#include "ui/markdown/unsettledtail.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr int MostDigits = 3; // a longer number at the start of a line is no list's
constexpr int MostMarks = 3; // of emphasis

// Where the line begins that has \a at in it or behind it.
qsizetype lineStart(QStringView text, qsizetype at)
{
    return at <= 0 ? 0 : text.lastIndexOf(u'\n', at - 1) + 1;
}

// "4", "4.", "-", "##", ">": nothing that says more than what it may be.
bool isBareMarker(QStringView line)
{
    line = line.trimmed();
    const auto isOneOf = [](QStringView set) { return [set](QChar c) { return set.contains(c); }; };
    if (line.isEmpty())
        return false;
    if (line.front() == u'#')
        return line.size() <= 6 && std::all_of(line.begin(), line.end(), isOneOf(u"#"));
    if (line.size() == 1 && QStringView(u"-+>").contains(line.front()))
        return true;
    const auto digits = std::find_if_not(line.begin(), line.end(), [](QChar c) { return c >= u'0' && c <= u'9'; }) - line.begin();
    if (digits == 0 || digits > MostDigits)
        return false;
    return digits == line.size() || (digits + 1 == line.size() && (line.back() == u'.' || line.back() == u')'));
}

bool startsLikeRow(QStringView line)
{
    return line.trimmed().startsWith(u'|');
}

// The head of a table and what there is of the line below it, as long as that may still be dashes.
qsizetype tableHead(QStringView text)
{
    const qsizetype last = lineStart(text, text.size());
    const QStringView lastLine = text.sliced(last);
    const bool isBelow = last > 0 && startsLikeRow(text.sliced(lineStart(text, last - 1), last - 1 - lineStart(text, last - 1)));
    const qsizetype head = isBelow ? lineStart(text, last - 1) : last;
    if (!startsLikeRow(text.sliced(head)))
        return 0;
    const qsizetype before = lineStart(text, head - 1);
    if (head > 0 && startsLikeRow(text.sliced(before, head - 1 - before)))
        return 0; // a row of a table that is there already
    const bool mayBeDashes =
        std::all_of(lastLine.begin(), lastLine.end(), [](QChar c) { return QStringView(u" \t|:-").contains(c); });
    return isBelow && !mayBeDashes ? 0 : text.size() - head;
}

qsizetype trailingMarks(QStringView text)
{
    qsizetype marks = 0;
    while (marks < text.size() && marks <= MostMarks && QStringView(u"*_~`").contains(text[text.size() - 1 - marks]))
        ++marks;
    return marks <= MostMarks ? marks : 0;
}

}

qsizetype unsettledTail(QStringView text)
{
    // Lines that are longer than this say by their length what they are.
    const QStringView window = text.last(std::min(text.size(), 2 * MostHeld));
    const qsizetype start = lineStart(window, window.size());
    if (start == 0 && window.size() < text.size())
        return trailingMarks(window);
    if (const qsizetype head = tableHead(window); head > 0 && head <= MostHeld)
        return head;
    const QStringView line = window.sliced(start);
    return isBareMarker(line) ? line.size() : trailingMarks(line);
}

}
