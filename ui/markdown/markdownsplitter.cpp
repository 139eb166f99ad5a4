#include "ui/markdown/markdownsplitter.h"

#include "ui/markdown/dataimage.h"
#include "ui/markdown/markdownline.h"
#include "ui/markdown/markdownparser.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

struct MarkdownSplitter::Line
{
    qsizetype start = 0;
    qsizetype end = 0; // after the line break
    MarkdownLine content;
};

namespace {

// How often a piece may be parsed only to see whose an indented line is.
constexpr int MaxDoubts = 32;

// The position after the next line break, or -1 while the line is not complete. A CR at the very end may be half a CRLF.
qsizetype endOfLine(QStringView text, qsizetype from)
{
    for (qsizetype at = from; at < text.size(); ++at) {
        if (text[at] == u'\n')
            return at + 1;
        if (text[at] == u'\r')
            return at + 1 == text.size() ? -1 : text[at + 1] == u'\n' ? at + 2 : at + 1;
    }
    return -1;
}

bool mayBeFence(QChar mark)
{
    return mark == u'`' || mark == u'~';
}

// Where to cut an endless line: after the last word or sentence in the second half, else anywhere but inside a surrogate pair.
qsizetype clipPosition(QStringView line)
{
    const qsizetype half = line.size() / 2;
    for (const QChar mark : {u' ', u'。'}) {
        const qsizetype at = line.lastIndexOf(mark);
        if (at >= half)
            return at + 1;
    }
    return line.back().isHighSurrogate() ? line.size() - 1 : line.size();
}

}

void MarkdownSplitter::feed(QStringView text, std::vector<MarkdownPiece>& closed)
{
    for (;;) {
        const qsizetype end = endOfLine(text, std::max(m_position, m_scanned));
        m_scanned = end < 0 ? std::max(m_position, text.size() - 1) : end; // a CR at the end is looked at again
        if (m_fence.isNull() && isTooLong(text, end < 0 ? text.size() : end)) {
            clipLongLine(text, closed);
            continue;
        }
        if (end < 0)
            return;
        const Line line {m_position, end, MarkdownLine(text.sliced(m_position, end - m_position))};
        if (m_fence.isNull())
            readLine(text, line, closed);
        else
            readFenceLine(line, closed);
        m_position = end;
    }
}

// An image that the line starts with is left whole, and does not count.
bool MarkdownSplitter::isTooLong(QStringView text, qsizetype end)
{
    if (end - m_position <= MaxPiece)
        return false;
    if (m_imageLine != m_position) {
        const QStringView line = text.sliced(m_position, end - m_position);
        const qsizetype indent = MarkdownLine(line.first(MaxPiece)).indent();
        const auto image = dataImageAt(line.sliced(std::min(indent, line.size())));
        m_imageLine = m_position;
        m_imageEnd = m_imageStart = m_position + (image ? indent + image->dataStart : 0);
    }
    const bool isImage = m_imageStart > m_position;
    if (isImage && m_imageEnd < end)
        m_imageEnd = base64End(text.first(end), m_imageEnd);
    const bool isWhole = isImage && (m_imageEnd == end || QStringView(u")\r\n").contains(text[m_imageEnd]));
    return !isWhole || m_imageEnd - m_imageStart > MaxImageCharacters || end - m_imageEnd > MaxPiece;
}

void MarkdownSplitter::readLine(QStringView text, const Line& line, std::vector<MarkdownPiece>& closed)
{
    if (line.content.isBlank()) {
        m_afterBlank = true;
        m_previousLine = -1;
        return;
    }
    const MarkdownPiece table = m_open;
    const bool isCutRow = isOversized(line) && !m_afterBlank && table.headerEnd > 0;
    const bool isFence = startsFence(text, line);
    if (isFence || startsPiece(text, line) || isOversized(line))
        close(line.start, closed);
    if (isCutRow && m_open.start == line.start) {
        m_open.headerStart = table.headerStart;
        m_open.headerEnd = table.headerEnd;
    }
    if (isFence) {
        m_open.isFence = true;
        m_fence = line.content.fence();
        m_fenceLength = line.content.fenceLength();
        return;
    }
    if (line.content.isHeading() && m_open.start == line.start) {
        close(line.end, closed);
        return;
    }
    const QStringView source = text.sliced(line.start, line.end - line.start);
    m_hasInnerFence = m_hasInnerFence || source.contains(u"```") || source.contains(u"~~~");
    noteList(line);
    noteTable(text, line);
    m_afterBlank = false;
    m_previousLine = line.start;
}

void MarkdownSplitter::readFenceLine(const Line& line, std::vector<MarkdownPiece>& closed)
{
    if (line.content.closesFence(m_fence, m_fenceLength))
        close(line.end, closed);
}

// A fence at the margin ends paragraphs, lists and quotes alike, but md4c also lets it end a fence inside them. Whose such a line
// is, and an indented one, only the parser can tell. (Right below a table md4c takes fences and headings for rows. GitHub does
// not, and neither is done here.)
bool MarkdownSplitter::startsFence(QStringView text, const Line& line)
{
    if (line.content.fenceLength() == 0)
        return false;
    const bool isCertain = line.content.indent() == 0 && !m_hasInnerFence;
    return isCertain || isTopLevel(text, line, MarkdownBlock::Kind::Code);
}

bool MarkdownSplitter::startsPiece(QStringView text, const Line& line)
{
    const bool mayBeInItem = m_hasList && line.content.indent() > 0;
    if (line.content.isHeading())
        return !mayBeInItem && isOutsideFences(text, line);
    // Below text a row of dashes makes a heading of it, unless the text is in a list.
    if (line.content.isRule() && m_hasList && !m_afterBlank)
        return isTopLevel(text, line, MarkdownBlock::Kind::Rule);
    return m_afterBlank && line.content.fenceLength() == 0 && line.content.indent() == 0
        && (line.content.isRule() || !m_hasList || line.content.markerWidth() == 0) && isOutsideFences(text, line);
}

// Whether no fence in the piece, wherever it began, is still open for md4c: a heading in place of the line must be one.
bool MarkdownSplitter::isOutsideFences(QStringView text, const Line& line)
{
    if (!m_hasInnerFence)
        return true;
    // A fence that an item ends before it is closed: backticks at the margin still are its end for md4c, and may vanish.
    if (mayBeFence(line.content.fence()) || m_doubts++ >= MaxDoubts)
        return false;
    const QList<MarkdownBlock> blocks = parseMarkdown(text.sliced(m_open.start, line.start - m_open.start).toString() + u"# x"_s);
    return !blocks.isEmpty() && blocks.last().kind == MarkdownBlock::Kind::Heading && blocks.last().frames.isEmpty();
}

// Whether the piece with this line ends in a fresh block of that kind, outside lists and quotes. Of a fence, the code must lose
// the indentation and end with the fence that the line says: below other fences and empty items md4c may see it otherwise.
bool MarkdownSplitter::isTopLevel(QStringView text, const Line& line, MarkdownBlock::Kind kind)
{
    if (m_doubts++ >= MaxDoubts)
        return false;
    QString source = text.sliced(m_open.start, line.end - m_open.start).toString();
    const bool isCode = kind == MarkdownBlock::Kind::Code;
    if (isCode)
        source += QString(line.content.indent(), u' ') + u"x\n"_s + QString(line.content.fenceLength(), line.content.fence())
            + u"\n# x"_s;
    QList<MarkdownBlock> blocks = parseMarkdown(source);
    if (isCode && (blocks.isEmpty() || blocks.takeLast().kind != MarkdownBlock::Kind::Heading))
        return false;
    return !blocks.isEmpty() && blocks.last().kind == kind && blocks.last().frames.isEmpty()
        && blocks.last().content.text == (isCode ? u"x" : u"");
}

bool MarkdownSplitter::isOversized(const Line& line) const
{
    const qsizetype size = line.start - m_open.start;
    if (size <= MaxPiece)
        return false;
    const bool isNextItem = line.content.markerWidth() > 0 && line.content.indent() < m_listOffset;
    return !m_hasList || isNextItem || size > MaxPiece * MaxListFactor;
}

void MarkdownSplitter::noteList(const Line& line)
{
    const bool startsItem = line.content.markerWidth() > 0 && !line.content.isRule();
    if (startsItem && (!m_hasList || line.content.indent() < m_listOffset))
        m_listOffset = line.content.contentOffset();
    m_hasList = m_hasList || startsItem;
}

void MarkdownSplitter::noteTable(QStringView text, const Line& line)
{
    const bool isBorrowed = m_open.headerStart < m_open.start;
    if (m_previousLine < 0 && !isBorrowed)
        m_open.headerStart = m_open.headerEnd = 0;
    else if (m_previousLine >= 0 && m_open.headerEnd == 0 && line.content.isTableDelimiter()
        && text.sliced(m_previousLine, line.start - m_previousLine).contains(u'|')) {
        m_open.headerStart = m_previousLine;
        m_open.headerEnd = line.end;
    }
}

void MarkdownSplitter::close(qsizetype at, std::vector<MarkdownPiece>& closed)
{
    if (at > m_open.start) {
        m_open.end = at;
        if (m_open.headerStart >= m_open.start)
            m_open.headerStart = m_open.headerEnd = 0; // its own header, not one to borrow
        closed.push_back(m_open);
    }
    m_open = {.start = at};
    m_previousLine = -1;
    m_afterBlank = true;
    m_hasList = false;
    m_hasInnerFence = false;
    m_doubts = 0;
    m_fence = QChar();
}

void MarkdownSplitter::clipLongLine(QStringView text, std::vector<MarkdownPiece>& closed)
{
    const MarkdownLine content(text.sliced(m_position, MaxPiece));
    if (m_open.start < m_position && (content.fenceLength() > 0 || m_afterBlank))
        close(m_position, closed);
    const bool isImage = m_imageLine == m_position && m_imageEnd < text.size() && text[m_imageEnd] == u')'
        && m_imageEnd - m_imageStart <= MaxImageCharacters && m_imageEnd > m_imageStart;
    m_position = isImage ? m_imageEnd + 1 : m_position + clipPosition(text.sliced(m_position, MaxPiece));
    m_open.isClipped = true;
    close(m_position, closed);
}

}
