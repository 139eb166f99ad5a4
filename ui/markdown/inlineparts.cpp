#include "ui/markdown/inlineparts.h"

#include "ui/markdown/latextext.h"

#include <algorithm>

namespace sluice {

namespace {

using Kind = HiddenText::Kind;

bool isGap(QChar c)
{
    return c == QChar::LineSeparator || c == u' ' || c == u'\t';
}

// Walks through the text of one paragraph and writes it anew.
class PartWriter
{
public:
    PartWriter(const MarkdownBlock& raw, const HiddenTexts& hidden)
        : m_raw(raw.content)
        , m_hidden(hidden)
        , m_shape(raw)
    {
        m_shape.content = {};
        m_current = m_shape;
    }

    void writeInline()
    {
        while (m_at < m_raw.text.size()) {
            if (const HiddenText* text = takeMark())
                writeHidden(*text);
        }
    }

    QList<MarkdownBlock> writeBlocks()
    {
        while (m_at < m_raw.text.size()) {
            const HiddenText* text = takeMark();
            if (!text)
                continue;
            const bool isFirstOnLine = m_mark == 0 || m_raw.text[m_mark - 1] == QChar::LineSeparator;
            if (text->kind == Kind::FootnoteStart && isFirstOnLine)
                startFootnote(*text);
            else if (text->kind == Kind::Image)
                addBlock({.kind = MarkdownBlock::Kind::Image,
                    .label = text->format,
                    .content = {.text = text->text},
                    .image = text->image});
            else if (text->kind != Kind::DisplayMath || !addMath(*text))
                writeHidden(*text);
        }
        flush();
        if (m_blocks.isEmpty())
            m_blocks.append(m_shape);
        return m_blocks;
    }

    InlineText content() const { return m_current.content; }

private:
    // Copies the text before the next mark; null when that was all.
    const HiddenText* takeMark()
    {
        const qsizetype mark = m_raw.text.indexOf(HiddenTexts::MarkStart, m_at);
        copyUpTo(mark < 0 ? m_raw.text.size() : mark);
        if (mark < 0)
            return nullptr;
        m_mark = mark;
        m_style = styleAt(mark);
        const HiddenText* text = m_hidden.take(m_raw.text, m_at);
        if (!text)
            copyUpTo(m_at + 1);
        return text;
    }

    // The span around \a at; positions only ever grow.
    InlineSpan styleAt(qsizetype at)
    {
        while (m_span < m_raw.spans.size() && m_raw.spans[m_span].start + m_raw.spans[m_span].length <= at)
            ++m_span;
        const bool isInside = m_span < m_raw.spans.size() && m_raw.spans[m_span].start <= at;
        return isInside ? m_raw.spans[m_span] : InlineSpan();
    }

    void copyUpTo(qsizetype end)
    {
        while (m_at < end) {
            const InlineSpan style = styleAt(m_at);
            const bool isStyled = style.length > 0;
            const qsizetype nextStart = m_span < m_raw.spans.size() ? m_raw.spans[m_span].start : end;
            const qsizetype stop = std::min(end, isStyled ? style.start + style.length : nextStart);
            appendStyled(m_current.content, QStringView(m_raw.text).sliced(m_at, stop - m_at), style);
            m_at = stop;
        }
    }

    void writeHidden(const HiddenText& text)
    {
        InlineSpan style = m_style;
        switch (text.kind) {
        case Kind::Footnote:
        case Kind::FootnoteStart:
            style.styles |= InlineStyle::Footnote;
            appendStyled(m_current.content, QString(u'[' + text.text + u']'), style);
            if (text.kind == Kind::FootnoteStart)
                appendStyled(m_current.content, u":", m_style);
            break;
        case Kind::Math:
            writeMath(text.text, false);
            break;
        case Kind::DisplayMath:
            if (QString tex = text.text; takeDisplayMath(text, tex))
                writeMath(tex, true);
            else
                appendStyled(m_current.content, text.source, m_style);
            break;
        case Kind::Image:
            appendStyled(m_current.content, text.text, m_style);
            break;
        case Kind::MoreDisplayMath:
        case Kind::Literal:
            appendStyled(m_current.content, text.source, m_style);
            break;
        }
    }

    void writeMath(const QString& tex, bool isDisplay)
    {
        InlineSpan style = m_style;
        style.styles |= InlineStyle::Math;
        style.tex = QString(tex).replace(u'\n', u' ');
        style.isDisplay = isDisplay;
        appendStyled(m_current.content, latexToText(tex, LatexRows::InOneLine), style);
    }

    // The rest of what begins with \a first; false when it is torn, then nothing is taken.
    bool takeDisplayMath(const HiddenText& first, QString& tex)
    {
        qsizetype at = m_at;
        for (const HiddenText* text = &first; !text->isLast;) {
            while (at < m_raw.text.size() && isGap(m_raw.text[at]))
                ++at;
            text = at < m_raw.text.size() ? m_hidden.take(m_raw.text, at) : nullptr;
            if (!text || text->kind != Kind::MoreDisplayMath)
                return false;
            tex += u'\n' + text->text;
        }
        tex = tex.trimmed();
        m_at = at;
        return true;
    }

    bool addMath(const HiddenText& first)
    {
        QString tex = first.text;
        if (!takeDisplayMath(first, tex))
            return false;
        // The stop at the end of the sentence goes with the formula.
        const bool isStop = m_at < m_raw.text.size() && QStringView(u".,;").contains(m_raw.text[m_at]);
        const bool isAlone = m_at + 1 >= m_raw.text.size() || m_raw.text[m_at + 1] == QChar::LineSeparator;
        if (isStop && isAlone)
            tex += m_raw.text[m_at++];
        const QString text = latexToText(tex, LatexRows::OnLines).replace(u'\n', QChar(QChar::LineSeparator));
        addBlock({.kind = MarkdownBlock::Kind::Math, .content = {.text = text}, .tex = tex});
        return true;
    }

    void startFootnote(const HiddenText& text)
    {
        flush();
        m_current.kind = MarkdownBlock::Kind::Footnote;
        m_current.label = text.text;
        appendStyled(m_current.content, QString(u'[' + text.text + u']'), {.styles = InlineStyle::Footnote});
        m_current.content.text += u' ';
        skipGap();
    }

    void addBlock(MarkdownBlock block)
    {
        flush();
        block.isTight = m_shape.isTight;
        block.frames = m_shape.frames;
        append(block);
        skipGap();
    }

    void skipGap()
    {
        while (m_at < m_raw.text.size() && isGap(m_raw.text[m_at]))
            ++m_at;
    }

    void flush()
    {
        InlineText& content = m_current.content;
        qsizetype length = content.text.size();
        while (length > 0 && isGap(content.text[length - 1]))
            --length;
        content.text.truncate(length);
        while (!content.spans.isEmpty() && content.spans.last().start >= length)
            content.spans.removeLast();
        if (!content.spans.isEmpty())
            content.spans.last().length = std::min(content.spans.last().length, length - content.spans.last().start);
        if (length > 0 || m_current.kind != m_shape.kind)
            append(m_current);
        m_current = m_shape;
    }

    void append(const MarkdownBlock& block)
    {
        m_blocks.append(block);
        for (BlockFrame& frame : m_shape.frames)
            frame.isFirst = false;
        m_current = m_shape;
    }

    const InlineText m_raw; // shared, not copied; the block may be a temporary
    const HiddenTexts& m_hidden;
    MarkdownBlock m_shape;
    MarkdownBlock m_current;
    QList<MarkdownBlock> m_blocks;
    InlineSpan m_style; // at m_mark
    qsizetype m_mark = 0; // where the last mark was
    qsizetype m_at = 0;
    qsizetype m_span = 0;
};

}

void appendStyled(InlineText& out, QStringView text, const InlineSpan& style)
{
    const qsizetype start = out.text.size();
    out.text += text;
    if (text.isEmpty() || (!style.styles && style.href.isEmpty()))
        return;
    InlineSpan* last = out.spans.isEmpty() ? nullptr : &out.spans.last();
    const bool isSame = last && last->start + last->length == start && last->styles == style.styles && last->href == style.href
        && last->tex.isEmpty() && style.tex.isEmpty();
    if (isSame) {
        last->length += text.size();
        return;
    }
    out.spans.append(style);
    out.spans.last().start = start;
    out.spans.last().length = text.size();
}

InlineText withShownTexts(const InlineText& raw, const HiddenTexts& hidden)
{
    if (!raw.text.contains(HiddenTexts::MarkStart))
        return raw;
    PartWriter writer({.content = raw}, hidden);
    writer.writeInline();
    return writer.content();
}

QList<MarkdownBlock> shownParagraph(const MarkdownBlock& raw, const HiddenTexts& hidden)
{
    if (!raw.content.text.contains(HiddenTexts::MarkStart))
        return {raw};
    return PartWriter(raw, hidden).writeBlocks();
}

}
