#include "ui/chat/codelayout.h"

#include "ui/theme.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>

namespace sluice {

namespace {

constexpr qsizetype SegmentLines = 32;
constexpr qsizetype SegmentCharacters = 4096;
constexpr int Padding = 16;
constexpr int HeaderHeight = 32;
constexpr int CopyWidth = 72;
constexpr qreal Radius = 8;

// How much of the code goes into the next segment: whole lines, unless one line alone is too much.
qsizetype segmentLength(QStringView code)
{
    qsizetype end = 0;
    for (qsizetype lines = 0; lines < SegmentLines && end < code.size(); ++lines) {
        const qsizetype lineBreak = code.indexOf(u'\n', end);
        const qsizetype lineEnd = lineBreak < 0 ? code.size() : lineBreak + 1;
        if (lineEnd > SegmentCharacters)
            break;
        end = lineEnd;
    }
    if (end > 0)
        return end;
    const qsizetype cut = std::min(code.size(), SegmentCharacters);
    return code[cut - 1].isHighSurrogate() && cut > 1 ? cut - 1 : cut;
}

// QTextLayout breaks lines at line separators only, and the break that ends a segment must not open an empty line.
InlineText segmentText(QStringView code)
{
    if (code.endsWith(u'\n'))
        code.chop(1);
    return {.text = code.toString().replace(u'\n', QChar(QChar::LineSeparator))};
}

}

CodeLayout::CodeLayout(const MarkdownBlock& block, const Context& context)
    : m_language(block.language)
    , m_width(context.width)
{
    append(block.content.text, context);
}

bool CodeLayout::update(const MarkdownBlock& block, const Context& context)
{
    if (block.kind != MarkdownBlock::Kind::Code || block.language != m_language)
        return false;
    const QStringView code = block.content.text;
    // The last segment may gain lines; before it, what still reads the same stays.
    size_t kept = 0;
    for (; kept + 1 < m_segments.size(); ++kept) {
        const qsizetype start = m_segments[kept].start;
        const qsizetype end = m_segments[kept + 1].start;
        const QString& old = m_segments[kept].text->content().text;
        if (end > code.size() || segmentText(code.sliced(start, end - start)).text != old)
            break;
    }
    m_segments.resize(kept);
    append(code, context);
    return true;
}

void CodeLayout::append(QStringView code, const Context& context)
{
    const TextStyle style = codeStyle(context.theme);
    qsizetype at = 0;
    qreal top = 0;
    if (!m_segments.empty()) {
        const Segment& last = m_segments.back();
        at = last.start + segmentLength(code.sliced(last.start));
        top = last.top + last.text->height();
    }
    do {
        const qsizetype length = code.isEmpty() ? 0 : segmentLength(code.sliced(at));
        Segment segment {.start = at,
            .top = top,
            .text = std::make_unique<RichText>(segmentText(code.sliced(at, length)), style, context.theme)};
        segment.text->layOut(m_width - 2 * Padding);
        top += segment.text->height();
        at += length;
        m_segments.push_back(std::move(segment));
    } while (at < code.size());
}

int CodeLayout::height() const
{
    const Segment& last = m_segments.back();
    return HeaderHeight + int(last.top + last.text->height()) + Padding;
}

qsizetype CodeLayout::length() const
{
    return m_segments.back().start + m_segments.back().text->length();
}

void CodeLayout::paint(QPainter& painter, const QPointF& origin, const Paint& paint) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(paint.text.theme.border, 1));
    painter.setBrush(paint.text.theme.codeBackground);
    painter.drawRoundedRect(QRectF(origin, QSizeF(m_width, height())).adjusted(0.5, 0.5, -0.5, -0.5), Radius, Radius);
    paintHeader(painter, origin, paint);

    const QPointF textOrigin = origin + QPointF(Padding, HeaderHeight);
    const Segment* segment = segmentAt(paint.text.clip.top() - textOrigin.y());
    for (; segment != m_segments.data() + m_segments.size(); ++segment) {
        const QPointF top = textOrigin + QPointF(0, segment->top);
        if (top.y() > paint.text.clip.bottom())
            return;
        segment->text->paint(painter, top, paint.text.shifted(segment->start, segment->text->length()));
    }
}

void CodeLayout::paintHeader(QPainter& painter, const QPointF& origin, const Paint& paint) const
{
    const Theme& theme = paint.text.theme;
    painter.setFont(theme.small);
    painter.setPen(theme.mutedText);
    const QRectF header(origin, QSizeF(m_width, HeaderHeight));
    const QRectF label = header.adjusted(Padding, 0, -CopyWidth - Padding, 0);
    painter.drawText(label, Qt::AlignVCenter | Qt::AlignLeft,
        QFontMetrics(theme.small).elidedText(m_language, Qt::ElideRight, int(label.width())));
    if (!paint.isHovered && !paint.isCopied)
        return;
    const QRectF copy = copyRect().translated(origin);
    if (paint.isCopyHovered) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.hover);
        painter.drawRoundedRect(copy, 5, 5);
    }
    painter.setPen(paint.isCopyHovered ? theme.text : theme.mutedText);
    painter.drawText(copy, Qt::AlignCenter,
        paint.isCopied ? QCoreApplication::translate("CodeBlock", "Copied") : QCoreApplication::translate("CodeBlock", "Copy"));
}

qsizetype CodeLayout::positionAt(const QPointF& point) const
{
    const QPointF inText = point - QPointF(Padding, HeaderHeight);
    const Segment* segment = segmentAt(inText.y());
    return segment->start + segment->text->positionAt(inText - QPointF(0, segment->top));
}

qreal CodeLayout::lineTop(qsizetype position) const
{
    const auto after = std::upper_bound(m_segments.begin(), m_segments.end(), position,
        [](qsizetype wanted, const Segment& segment) { return wanted < segment.start; });
    const Segment& segment = *(after == m_segments.begin() ? after : after - 1);
    return HeaderHeight + segment.top + segment.text->lineTop(position - segment.start);
}

BlockHit CodeLayout::hit(const QPointF& point) const
{
    return {.isText = point.y() >= HeaderHeight, .isCopyButton = copyRect().contains(point)};
}

QString CodeLayout::text(qsizetype from, qsizetype to) const
{
    QString out;
    for (size_t i = 0; i < m_segments.size(); ++i) {
        const Segment& segment = m_segments[i];
        const qsizetype end = i + 1 < m_segments.size() ? m_segments[i + 1].start : segment.start + segment.text->length();
        if (end <= from || segment.start >= to)
            continue;
        QString part = segment.text->content().text;
        if (segment.start + part.size() < end)
            part += QChar(QChar::LineSeparator);
        const qsizetype first = std::max(from - segment.start, qsizetype(0));
        out += part.sliced(first, std::min(to - segment.start, part.size()) - first);
    }
    return out.replace(QChar::LineSeparator, u'\n');
}

const CodeLayout::Segment* CodeLayout::segmentAt(qreal y) const
{
    const auto after = std::upper_bound(
        m_segments.begin(), m_segments.end(), y, [](qreal wanted, const Segment& segment) { return wanted < segment.top; });
    return &*(after == m_segments.begin() ? after : after - 1);
}

QRectF CodeLayout::copyRect() const
{
    return QRectF(m_width - CopyWidth - 4, 4, CopyWidth, HeaderHeight - 8);
}

}
