#include "ui/blocks/paragraphlayout.h"

#include "ui/markdown/blocktext.h"
#include "ui/theme.h"

#include <algorithm>

namespace sluice {

namespace {

// What is laid out at once. Less costs more objects, more costs more for each piece of text that streams in.
constexpr qsizetype SegmentCharacters = 256;
// Characters before a change that may look different after it: accents, ligatures, a word that moves to the next line.
constexpr qsizetype MostJoined = 64;

// Of a text that has another one from \a changed on, where it may look different. In Latin, Greek and Cyrillic letters that is
// the word, or the last one when it has ended: a sign behind the space may take it to the next line.
qsizetype firstAffected(QStringView text, qsizetype changed)
{
    constexpr char16_t FirstOther = 0x590; // Hebrew: letters that join, reorder or break lines by other rules from here on
    const qsizetype least = std::max(changed - MostJoined, qsizetype(0));
    qsizetype at = changed;
    while (at > least && text[at - 1].isSpace())
        --at;
    while (at > least && !text[at - 1].isSpace())
        --at;
    const QStringView joined = text.sliced(least, std::min(changed + 1, text.size()) - least);
    const bool isPlain = std::all_of(joined.begin(), joined.end(), [](QChar c) { return c.unicode() < FirstOther; });
    return isPlain ? at : least;
}

}

ParagraphLayout::ParagraphLayout(const MarkdownBlock& block, const Context& context)
    : m_kind(block.kind)
    , m_level(block.kind == MarkdownBlock::Kind::Heading ? block.level : 0)
    , m_content(block.content)
{
    layOutRest(context);
}

int ParagraphLayout::update(const MarkdownBlock& block, const Context& context)
{
    // A line of text can turn out to be the head of a table, a rule or a heading once more has come.
    if (block.kind != m_kind || (m_kind == MarkdownBlock::Kind::Heading && block.level != m_level))
        return MakeAnew;
    if (block.content == m_content)
        return NothingChanged;
    const qsizetype same = commonLength(m_content, block.content);
    const bool hasTurned = m_content.text.isRightToLeft() != block.content.text.isRightToLeft();
    const qreal firstChange = hasTurned ? 0 : lineTop(firstAffected(block.content.text, same));
    // The last segment goes in any case: it ends with the text, not with a line.
    m_segments.pop_back();
    while (!m_segments.empty() && (m_segments.back().end > same || hasTurned))
        m_segments.pop_back();
    m_content = block.content;
    layOutRest(context);
    return int(firstChange);
}

void ParagraphLayout::layOutRest(const Context& context)
{
    const TextStyle style = styleFor(context);
    do {
        const Segment* last = m_segments.empty() ? nullptr : &m_segments.back();
        Segment next = makeSegment(last ? last->end : 0, style, context);
        next.top = last ? last->top + last->text->height() : 0;
        m_segments.push_back(std::move(next));
    } while (m_segments.back().end < m_content.text.size());
}

ParagraphLayout::Segment ParagraphLayout::makeSegment(qsizetype start, const TextStyle& style, const Context& context) const
{
    const qsizetype size = m_content.text.size();
    qsizetype end = size;
    if (size - start > SegmentCharacters + SegmentCharacters / 2) {
        end = start + SegmentCharacters;
        end -= m_content.text[end - 1].isHighSurrogate() ? 1 : 0;
    }
    Segment segment {.start = start, .text = std::make_unique<RichText>(sliced(m_content, start, end), style, context.theme)};
    segment.text->layOut(context.width, m_kind == MarkdownBlock::Kind::Math ? Qt::AlignHCenter : Qt::AlignLeft);
    segment.end = end < size ? start + segment.text->dropLastLine() : end;
    return segment;
}

TextStyle ParagraphLayout::styleFor(const Context& context) const
{
    TextStyle style = m_kind == MarkdownBlock::Kind::Footnote ? smallStyle(context.theme)
        : context.isMuted                                     ? mutedStyle(context.theme)
        : m_level > 0                                         ? headingStyle(context.theme, m_level)
                                                              : bodyStyle(context.theme);
    style.isRightToLeft = m_content.text.isRightToLeft();
    return style;
}

int ParagraphLayout::height() const
{
    return int(m_segments.back().top + m_segments.back().text->height());
}

void ParagraphLayout::paint(QPainter& painter, const QPointF& origin, const Paint& paint)
{
    const Segment* segment = &segmentAt(paint.text.clip.top() - origin.y());
    for (; segment != m_segments.data() + m_segments.size(); ++segment) {
        const QPointF top = origin + QPointF(0, segment->top);
        if (top.y() > paint.text.clip.bottom())
            return;
        segment->text->paint(painter, top, paint.text.shifted(segment->start, segment->text->length()));
    }
}

qsizetype ParagraphLayout::positionAt(const QPointF& point)
{
    const Segment& segment = segmentAt(point.y());
    return segment.start + segment.text->positionAt(point - QPointF(0, segment.top));
}

qreal ParagraphLayout::lineTop(qsizetype position)
{
    const auto after = std::upper_bound(m_segments.begin(), m_segments.end(), position,
        [](qsizetype wanted, const Segment& segment) { return wanted < segment.start; });
    const Segment& segment = *(after == m_segments.begin() ? after : after - 1);
    return segment.top + segment.text->lineTop(position - segment.start);
}

BlockHit ParagraphLayout::hit(const QPointF& point)
{
    const Segment& segment = segmentAt(point.y());
    return {.link = segment.text->linkAt(point - QPointF(0, segment.top)), .isText = true};
}

qreal ParagraphLayout::usedWidth() const
{
    qreal width = 0;
    for (const Segment& segment : m_segments)
        width = std::max(width, segment.text->usedWidth());
    return width;
}

const ParagraphLayout::Segment& ParagraphLayout::segmentAt(qreal y) const
{
    const auto after = std::upper_bound(
        m_segments.begin(), m_segments.end(), y, [](qreal wanted, const Segment& segment) { return wanted < segment.top; });
    return *(after == m_segments.begin() ? after : after - 1);
}

}
