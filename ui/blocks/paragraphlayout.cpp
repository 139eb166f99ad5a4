#include "ui/blocks/paragraphlayout.h"

#include "ui/markdown/blocktext.h"
#include "ui/theme.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

// What is laid out at once. Less costs more objects, more costs more for each piece of text that streams in.
constexpr qsizetype SegmentCharacters = 256;
// Characters before a change that may look different after it: accents, ligatures, a word that moves to the next line.
constexpr qsizetype MostJoined = 64;
constexpr int Bleed = 8; // px left of a letter that may belong to it

// Latin, Greek, Cyrillic, without marks that can be piled up: from Hebrew on there are letters that join, change places or break
// lines by other rules.
bool isPlain(QStringView text)
{
    constexpr char16_t FirstMark = 0x300;
    constexpr char16_t LastMark = 0x36f;
    constexpr char16_t FirstOther = 0x590;
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c < FirstMark || (c > LastMark && c < FirstOther); });
}

// The beginning of the word that ends at \a at, or of the last one before it.
qsizetype wordBefore(QStringView text, qsizetype at)
{
    while (at > 0 && text[at - 1].isSpace())
        --at;
    while (at > 0 && !text[at - 1].isSpace())
        --at;
    return at;
}

// No bold, italic, code or link in it.
bool isBareFrom(const InlineText& text, qsizetype position)
{
    return text.spans.isEmpty() || text.spans.last().start + text.spans.last().length <= position;
}

// Of a plain text that is another one from \a same on, where it may look different: from the word there, or the last one when
// that has ended, for a sign behind the space may take it to the next line. Where something was taken away, the word may also
// move up, behind the one before it.
qsizetype firstAffected(const InlineText& text, qsizetype same, bool hasOnlyGrown)
{
    qsizetype at = wordBefore(text.text, same);
    if (!hasOnlyGrown)
        at = wordBefore(text.text, at);
    at = std::max(at, same - MostJoined);
    // The box around code is one shape.
    for (auto span = text.spans.crbegin(); span != text.spans.crend() && span->start + span->length >= at; ++span) {
        if (span->start < at && span->styles.testFlag(InlineStyle::Code))
            at = span->start;
    }
    return std::max(at, qsizetype(0));
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
    const qsizetype joined = hasTurned ? 0 : std::max(same - MostJoined, qsizetype(0));
    const bool isSimple = !hasTurned && isPlain(QStringView(m_content.text).sliced(joined))
        && isPlain(QStringView(block.content.text).sliced(joined));
    const bool hasOnlyGrown = same == m_content.text.size();
    const qsizetype affected = isSimple ? firstAffected(block.content, same, hasOnlyGrown) : joined;
    const bool isBare = isBareFrom(m_content, affected) && isBareFrom(block.content, affected);
    const Spot before = spotOf(affected);
    keepBefore(affected, isSimple);
    m_content = block.content;
    layOutRest(context);
    const Spot after = spotOf(affected);
    const bool isEndOfLine = isSimple && m_kind != MarkdownBlock::Kind::Math && before.isInLastLine && after.isInLastLine
        && before.top == after.top && !m_content.text.isRightToLeft();
    m_changedPart = {};
    if (isEndOfLine && hasOnlyGrown && isBare)
        m_changedPart = newPart(same, styleFor(context).font);
    else if (isEndOfLine)
        m_changedPart.left = std::max(0, int(std::min(before.x, after.x)) - Bleed);
    return std::max(0, int(before.top) - (isSimple ? 0 : RichText::MostOverhang));
}

// Of words in plain letters that were added to the last line: without the space before the first one and what is left of it,
// which look the same. A picture that is still being shown must not be painted into, so Qt waits for the X server then (a round
// trip, two switches of threads), unless this frame paints beside what the one before has painted.
BlockLayout::Sideways ParagraphLayout::newPart(qsizetype same, const QFont& font) const
{
    constexpr int Smoothing = 1; // px beside the outline that may be shaded
    const QStringView text = m_content.text;
    const bool isNewWord = same > 0 && (text[same - 1].isSpace() || text[same].isSpace());
    qsizetype first = isNewWord ? same : wordBefore(text, same);
    while (first < text.size() && text[first].isSpace())
        ++first;
    qsizetype end = text.size();
    while (end > first && text[end - 1].isSpace())
        --end;
    if (first == end)
        return {.left = std::max(0, int(spotOf(first).x) - Bleed)};
    const QFontMetricsF metrics(font);
    const qreal left = spotOf(first).x + std::min(metrics.leftBearing(text[first]), 0.0);
    const qreal right = spotOf(end).x - std::min(metrics.rightBearing(text[end - 1]), 0.0);
    return {.left = std::max(0, int(std::floor(left)) - Smoothing), .right = int(std::ceil(right)) + Smoothing};
}

// The last segment does not end with a line but with the text: it goes, or is cut where a line ends.
void ParagraphLayout::keepBefore(qsizetype affected, bool mayCut)
{
    bool endsWithLine = false;
    for (; !m_segments.empty() && m_segments.back().start >= affected; m_segments.pop_back())
        endsWithLine = true;
    if (m_segments.empty() || (endsWithLine && m_segments.back().end == affected))
        return;
    Segment& last = m_segments.back();
    int line = mayCut ? last.text->lineOf(affected - last.start) : 0;
    // Within a word letters may hang together across the line's end.
    while (line > 0 && !m_content.text[last.start + last.text->lineStart(line) - 1].isSpace())
        --line;
    if (line > 0)
        last.end = last.start + last.text->dropLinesFrom(line);
    else
        m_segments.pop_back();
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
    const Segment& segment = segmentOf(position);
    return segment.top + segment.text->lineTop(position - segment.start);
}

ParagraphLayout::Spot ParagraphLayout::spotOf(qsizetype position) const
{
    const Segment& segment = segmentOf(position);
    const qsizetype inSegment = position - segment.start;
    return {.top = segment.top + segment.text->lineTop(inSegment),
        .x = segment.text->xOf(inSegment),
        .isInLastLine = &segment == &m_segments.back() && segment.text->lineOf(inSegment) == segment.text->lineCount() - 1};
}

const ParagraphLayout::Segment& ParagraphLayout::segmentOf(qsizetype position) const
{
    const auto after = std::upper_bound(m_segments.begin(), m_segments.end(), position,
        [](qsizetype wanted, const Segment& segment) { return wanted < segment.start; });
    return *(after == m_segments.begin() ? after : after - 1);
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
