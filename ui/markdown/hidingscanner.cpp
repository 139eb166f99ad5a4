#include "ui/markdown/hidingscanner.h"

#include "ui/markdown/dataimage.h"
#include "ui/markdown/markdownline.h"

#include <algorithm>

namespace sluice {

namespace {

bool isBreak(QChar c)
{
    return c == u'\n' || c == u'\r';
}

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

}

QString HidingScanner::run()
{
    readLineStart();
    while (m_at < m_source.size()) {
        const QChar c = m_source[m_at];
        if (isBreak(c)) {
            ++m_at;
            readLineStart();
        } else if (c == u'\\') {
            if (startsWith(u"\\("))
                readInlineMath(2, u"\\)");
            else if (startsWith(u"\\["))
                readDisplayMath(u"\\]");
            else
                m_at += m_at + 1 < m_source.size() && isBreak(m_source[m_at + 1]) ? 1 : 2;
        } else if (c == u'`') {
            skipCode();
        } else if (c == u'$') {
            readDollars();
        } else if (c == u'[') {
            readFootnote();
        } else if (c == u'!') {
            readImage();
        } else if (c == HiddenTexts::MarkStart || c == HiddenTexts::MarkEnd) {
            replaceUpTo(m_at + 1, {.source = QString(c)});
        } else {
            ++m_at;
        }
    }
    m_out += m_source.sliced(m_copied);
    return m_out;
}

void HidingScanner::readLineStart()
{
    m_line = lineAt(m_at, int(m_source.size()));
    // Backticks that open a fence open no code span, and the rest of the line is not for reading.
    if (MarkdownLine(m_source.sliced(m_line.content, m_line.end - m_line.content)).fenceLength() > 0)
        m_at = m_line.end;
}

HidingScanner::Line HidingScanner::lineAt(qsizetype start, int maxQuotes) const
{
    Line line {.start = start, .content = start, .end = start};
    for (; line.content < m_source.size(); ++line.content) {
        const QChar c = m_source[line.content];
        if (c == u'>' && line.quotes < maxQuotes)
            ++line.quotes;
        else if (c != u' ' && c != u'\t')
            break;
    }
    line.end = std::find_if(m_source.begin() + line.content, m_source.end(), isBreak) - m_source.begin();
    return line;
}

qsizetype HidingScanner::nextLine(qsizetype lineEnd) const
{
    const bool isPair = m_source.sliced(lineEnd).startsWith(u"\r\n");
    return std::min(lineEnd + (isPair ? 2 : 1), m_source.size());
}

// Where the last line ends that is certainly in the same piece as this one.
qsizetype HidingScanner::paragraphEnd()
{
    if (m_at < m_paragraphEnd)
        return m_paragraphEnd;
    qsizetype end = m_line.end;
    const bool isHeading = MarkdownLine(m_source.sliced(m_line.start, m_line.end - m_line.start)).isHeading();
    while (!isHeading && end < m_source.size()) {
        const qsizetype start = nextLine(end);
        const qsizetype next = std::find_if(m_source.begin() + start, m_source.end(), isBreak) - m_source.begin();
        const MarkdownLine line(m_source.sliced(start, next - start));
        if (line.isBlank() || line.isHeading() || line.isRule() || line.fenceLength() > 0)
            break;
        end = next;
    }
    m_paragraphEnd = end;
    return end;
}

void HidingScanner::skipCode()
{
    const auto runAt = [this](qsizetype at) {
        qsizetype length = 0;
        while (at + length < m_source.size() && m_source[at + length] == u'`')
            ++length;
        return length;
    };
    const qsizetype ticks = runAt(m_at);
    const qsizetype after = m_at + ticks;
    const qsizetype end = paragraphEnd();
    m_at = after;
    if (ticks > qsizetype(MaxTicks) || m_noTicksBefore[size_t(ticks)] >= end)
        return;
    for (qsizetype at = m_source.indexOf(u'`', after); at >= 0 && at < end; at = m_source.indexOf(u'`', at)) {
        const qsizetype length = runAt(at);
        at += length;
        if (length != ticks)
            continue;
        m_at = at;
        // The code may end on another line than it began.
        while (m_line.end < m_at)
            m_line = lineAt(nextLine(m_line.end), int(m_source.size()));
        return;
    }
    m_noTicksBefore[size_t(ticks)] = end;
}

void HidingScanner::readFootnote()
{
    const QStringView label = footnoteLabelAt(m_source.sliced(m_at));
    const qsizetype end = m_at + 3 + label.size();
    const QChar next = end < m_source.size() ? m_source[end] : QChar();
    if (label.isEmpty() || next == u'(' || next == u'[') {
        ++m_at;
        return;
    }
    const bool isStart = next == u':' && isFirstOnLine();
    const qsizetype after = end + (isStart ? 1 : 0);
    replaceUpTo(after,
        {.kind = isStart ? HiddenText::Kind::FootnoteStart : HiddenText::Kind::Footnote,
            .source = m_source.sliced(m_at, after - m_at).toString(),
            .text = label.toString()});
}

void HidingScanner::readImage()
{
    const auto image = dataImageAt(m_source.sliced(m_at));
    if (!image) {
        ++m_at;
        return;
    }
    const qsizetype start = m_at + image->dataStart;
    const qsizetype end = base64End(m_source, start);
    const bool isWhole = end < m_source.size() && m_source[end] == u')';
    const bool isGrowing = end == m_source.size() || isBreak(m_source[end]);
    if ((!isWhole && !isGrowing) || end - start > MaxImageCharacters) {
        m_at = end;
        return;
    }
    const qsizetype after = end + (isWhole ? 1 : 0);
    const QByteArray data = isWhole ? QByteArray::fromBase64(m_source.sliced(start, end - start).toLatin1()) : QByteArray();
    replaceUpTo(after,
        {.kind = HiddenText::Kind::Image,
            .source = m_source.sliced(m_at, after - m_at).toString(),
            .text = image->alt.toString(),
            .format = image->format.toString().toLower(),
            .image = data});
}

void HidingScanner::replaceUpTo(qsizetype end, const HiddenText& hidden)
{
    m_out += m_source.sliced(m_copied, m_at - m_copied);
    m_out += m_hidden.mark(hidden);
    m_at = m_copied = end;
}

// Nothing before it but the marks of quotes and lists.
bool HidingScanner::isFirstOnLine() const
{
    const QStringView before = m_source.sliced(m_line.start, m_at - m_line.start);
    return std::all_of(before.begin(), before.end(), [](QChar c) { return isDigit(c) || QStringView(u" \t>-+*.)").contains(c); });
}

}
