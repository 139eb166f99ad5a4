#include "ui/blocks/codelayout.h"

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
    , m_code(QStringView(block.content.text).toString())
{
    layOutRest(context);
}

bool CodeLayout::update(const MarkdownBlock& block, const Context& context)
{
    if (block.kind != MarkdownBlock::Kind::Code || block.language != m_language)
        return false;
    const QString& code = block.content.text;
    const auto differ = code.startsWith(m_code) ? code.begin() + m_code.size()
                                                : std::mismatch(code.begin(), code.end(), m_code.begin(), m_code.end()).first;
    const qsizetype same = differ - code.begin();
    if (same == code.size() && same == m_code.size())
        return true;
    m_code.truncate(same);
    m_code += QStringView(code).sliced(same);
    // The last segment may gain lines even where its text is the same.
    while (!m_segments.empty() && (m_segments.back().end > same || m_segments.back().isLast))
        m_segments.pop_back();
    layOutRest(context);
    return true;
}

void CodeLayout::layOutRest(const Context& context)
{
    const TextStyle style = codeStyle(context.theme);
    do {
        const qsizetype start = m_segments.empty() ? 0 : m_segments.back().end;
        const qreal top = m_segments.empty() ? 0 : m_segments.back().top + m_segments.back().text->height();
        const QStringView rest = QStringView(m_code).sliced(start);
        const qsizetype length = rest.isEmpty() ? 0 : segmentLength(rest);
        Segment segment {.start = start,
            .end = start + length,
            .top = top,
            .isLast = start + length == m_code.size(),
            .text = std::make_unique<RichText>(segmentText(rest.first(length)), style, context.theme)};
        segment.text->layOut(m_width - 2 * Padding);
        m_segments.push_back(std::move(segment));
    } while (!m_segments.back().isLast);
}

int CodeLayout::height() const
{
    const Segment& last = m_segments.back();
    return HeaderHeight + int(last.top + last.text->height()) + Padding;
}

qsizetype CodeLayout::length() const
{
    return m_code.size();
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
    return m_code.sliced(from, to - from);
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
