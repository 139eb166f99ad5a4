#include "ui/markdown/markdownline.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr int CodeIndent = 4; // as much makes any line code, or text that goes on
constexpr int MaxNumberDigits = 9;

qsizetype runLength(QStringView text, QChar character)
{
    return std::find_if(text.begin(), text.end(), [character](QChar c) { return c != character; }) - text.begin();
}

bool isSpace(QChar c)
{
    return c == u' ' || c == u'\t';
}

}

MarkdownLine::MarkdownLine(QStringView line)
{
    qsizetype at = 0;
    for (; at < line.size() && isSpace(line[at]); ++at)
        m_indent += line[at] == u'\t' ? CodeIndent - m_indent % CodeIndent : 1;
    qsizetype end = line.size();
    while (end > at && (isSpace(line[end - 1]) || line[end - 1] == u'\n' || line[end - 1] == u'\r'))
        --end;
    m_text = line.sliced(at, end - at);
}

qsizetype MarkdownLine::fenceLength() const
{
    if (m_text.isEmpty() || (m_text.front() != u'`' && m_text.front() != u'~'))
        return 0;
    const qsizetype length = runLength(m_text, m_text.front());
    const bool isInlineCode = m_text.front() == u'`' && m_text.sliced(length).contains(u'`');
    return length < 3 || isInlineCode ? 0 : length;
}

bool MarkdownLine::closesFence(QChar fence, qsizetype length) const
{
    return m_indent < CodeIndent && m_text.size() >= length && runLength(m_text, fence) == m_text.size();
}

bool MarkdownLine::isHeading() const
{
    if (m_indent >= CodeIndent)
        return false;
    const qsizetype marks = runLength(m_text, u'#');
    return marks >= 1 && marks <= 6 && (marks == m_text.size() || isSpace(m_text[marks]));
}

bool MarkdownLine::isRule() const
{
    if (m_indent >= CodeIndent || m_text.isEmpty() || !QStringView(u"-*_").contains(m_text.front()))
        return false;
    const QChar mark = m_text.front();
    const auto marks = std::count(m_text.begin(), m_text.end(), mark);
    return marks >= 3 && std::all_of(m_text.begin(), m_text.end(), [mark](QChar c) { return c == mark || isSpace(c); });
}

bool MarkdownLine::isTableDelimiter() const
{
    return m_text.contains(u'-')
        && std::all_of(m_text.begin(), m_text.end(), [](QChar c) { return isSpace(c) || QStringView(u"|-:").contains(c); });
}

int MarkdownLine::markerWidth() const
{
    if (m_indent >= CodeIndent || m_text.isEmpty())
        return 0;
    qsizetype width = 0;
    if (QStringView(u"-+*").contains(m_text.front())) {
        width = 1;
    } else {
        while (width < m_text.size() && width <= MaxNumberDigits && m_text[width] >= u'0' && m_text[width] <= u'9')
            ++width;
        if (width == 0 || width > MaxNumberDigits || width == m_text.size() || !QStringView(u".)").contains(m_text[width]))
            return 0;
        ++width;
    }
    return width == m_text.size() || isSpace(m_text[width]) ? int(width) : 0;
}

int MarkdownLine::contentOffset() const
{
    const int marker = markerWidth();
    int column = m_indent + marker;
    qsizetype at = marker;
    for (; at < m_text.size() && isSpace(m_text[at]); ++at)
        column += m_text[at] == u'\t' ? CodeIndent - column % CodeIndent : 1;
    // An empty item, and one that starts with indented code, has its content one column after the marker.
    const bool isCode = column - m_indent - marker > CodeIndent;
    return at == m_text.size() || isCode ? m_indent + marker + 1 : column;
}

}
