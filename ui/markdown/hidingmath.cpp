#include "ui/markdown/hidingscanner.h"
#include "ui/markdown/markdownline.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr qsizetype MaxInlineMath = 1000;
constexpr qsizetype MaxDisplayMath = 4000;

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

bool isLatin(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}

// Where \a mark is, before \a end and not behind a backslash; -1 when it is not.
qsizetype unescaped(QStringView text, QStringView mark, qsizetype from, qsizetype end)
{
    for (qsizetype at = from; at + mark.size() <= end; ++at) {
        if (text.sliced(at, mark.size()) == mark)
            return at;
        if (text[at] == u'\\')
            ++at;
    }
    return -1;
}

// "$5 for that and 6$": more likely prices than a formula.
bool looksLikeMoney(QStringView tex)
{
    if (!isDigit(tex.front()))
        return false;
    for (qsizetype at = 1; at + 2 < tex.size(); ++at) {
        if (tex[at].isSpace() && isLatin(tex[at + 1]) && isLatin(tex[at + 2]))
            return true;
    }
    return false;
}

bool isAllDigits(QStringView text)
{
    return std::all_of(text.begin(), text.end(), isDigit);
}

}

void HidingScanner::readDollars()
{
    qsizetype count = 1;
    while (m_at + count < m_source.size() && m_source[m_at + count] == u'$')
        ++count;
    const QChar before = m_at > 0 ? m_source[m_at - 1] : QChar(u' ');
    if (count > 2 || isDigit(before) || isLatin(before) || before == u'/')
        m_at += count;
    else if (count == 2)
        readDisplayMath(u"$$");
    else
        readInlineMath(1, u"$");
}

void HidingScanner::readInlineMath(qsizetype openerLength, QStringView closer)
{
    const qsizetype opener = m_at;
    const qsizetype start = opener + openerLength;
    const bool isDollar = openerLength == 1;
    m_at = start;
    if (!isDollar && m_noInlineBefore > opener)
        return;
    const qsizetype end = unescaped(m_source, closer, start, std::min(m_line.end, start + MaxInlineMath));
    if (end < 0) {
        m_noInlineBefore = isDollar ? m_noInlineBefore : m_line.end;
        return;
    }
    const QStringView tex = m_source.sliced(start, end - start);
    const qsizetype after = end + closer.size();
    const QChar next = after < m_source.size() ? m_source[after] : QChar(u' ');
    if (tex.trimmed().isEmpty() || tex.contains(u'`'))
        return;
    const bool isMoney =
        tex.front().isSpace() || tex.back().isSpace() || isDigit(next) || isLatin(next) || next == u'$' || looksLikeMoney(tex);
    if (isDollar && isMoney)
        return;
    m_at = opener;
    replaceUpTo(after,
        {.kind = HiddenText::Kind::Math,
            .source = m_source.sliced(opener, after - opener).toString(),
            .text = tex.trimmed().toString()});
}

void HidingScanner::readDisplayMath(QStringView closer)
{
    const qsizetype start = m_at + 2;
    const bool isBracket = closer.front() == u'\\';
    const bool mayOpen = !isBracket || isFirstOnLine() || m_source[m_at - 1].isSpace();
    qsizetype& noneBefore = m_noDisplayBefore[isBracket];
    const qsizetype limit = paragraphEnd();
    const qsizetype end =
        mayOpen && noneBefore < limit ? unescaped(m_source, closer, start, std::min(limit, start + MaxDisplayMath)) : -1;
    if (end < 0) {
        if (mayOpen && start + MaxDisplayMath >= limit)
            noneBefore = limit;
        m_at = start;
        return;
    }
    const QStringView tex = m_source.sliced(start, end - start).trimmed();
    const bool isEscape = isBracket && (isAllDigits(tex) || tex.startsWith(u'^') || m_source.sliced(end + 2).startsWith(u'('));
    // Without the backticks behind it, what a line begins with would be a fence.
    const bool isInfo = tex.contains(u'`') && m_source.sliced(m_line.start, m_at - m_line.start).contains(u"```");
    bool isMath = !tex.isEmpty() && !isEscape && !isInfo;
    const bool isBlock = m_source.sliced(start, std::max(m_line.end - start, qsizetype(0))).trimmed().isEmpty();
    for (qsizetype lineEnd = m_line.end; isMath && lineEnd < end;) {
        const Line line = lineAt(nextLine(lineEnd), m_line.quotes);
        isMath = isDisplayLine(line, isBlock);
        lineEnd = line.end;
    }
    if (isMath)
        hideDisplayMath(end, end + closer.size());
    else
        m_at = start;
}

// In the midst of a text, a line that looks like the next item is one.
bool HidingScanner::isDisplayLine(const Line& line, bool isBlock) const
{
    const MarkdownLine content(m_source.sliced(line.content, line.end - line.content));
    return !content.isBlank() && line.quotes == m_line.quotes && (isBlock || content.markerWidth() == 0);
}

void HidingScanner::hideDisplayMath(qsizetype contentEnd, qsizetype end)
{
    qsizetype texStart = m_at + 2;
    HiddenText::Kind kind = HiddenText::Kind::DisplayMath;
    for (;;) {
        const bool isLast = m_line.end >= end;
        const qsizetype stop = isLast ? end : m_line.end;
        const qsizetype texEnd = std::min(stop, contentEnd);
        replaceUpTo(stop,
            {.kind = kind,
                .isLast = isLast,
                .source = m_source.sliced(m_at, stop - m_at).toString(),
                .text = m_source.sliced(texStart, std::max(texEnd - texStart, qsizetype(0))).trimmed().toString()});
        if (isLast)
            return;
        m_line = lineAt(nextLine(m_line.end), m_line.quotes);
        m_at = texStart = m_line.content;
        kind = HiddenText::Kind::MoreDisplayMath;
    }
}

}
