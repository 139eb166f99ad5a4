#include "ui/blocks/codelayout.h"

#include "ui/theme.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>

namespace sluice {

namespace {

constexpr qsizetype MaxLineCharacters = 2048; // a longer line goes on in the next one
constexpr size_t MaxLaidOut = 512; // lines
constexpr int Padding = 16;
constexpr int HeaderHeight = 32; // with the language in it
constexpr int PlainHeaderHeight = 12;
constexpr int CopyHeight = 24;
constexpr int CopyWidth = 72;
constexpr qreal Radius = 8;

int headerHeight(const QString& language)
{
    return language.isEmpty() ? PlainHeaderHeight : HeaderHeight;
}

QColor colorOf(TokenKind kind, const Theme& theme)
{
    switch (kind) {
    case TokenKind::Keyword:
        return theme.keyword;
    case TokenKind::String:
        return theme.string;
    case TokenKind::Comment:
        return theme.comment;
    case TokenKind::Number:
        return theme.number;
    case TokenKind::Type:
        return theme.type;
    default:
        return theme.function;
    }
}

}

CodeLayout::CodeLayout(const MarkdownBlock& block, const Context& context)
    : m_language(block.language)
    , m_width(context.width)
    , m_header(headerHeight(block.language))
    , m_lineHeight(codeStyle(context.theme).lineHeight)
    , m_code(QStringView(block.content.text).toString())
    , m_highlighting(block.language)
{
    readLines(0, 0);
    highlight(0, context.isGrowing);
}

int CodeLayout::estimateHeight(const MarkdownBlock& block, int lineHeight)
{
    return heightOf(block.content.text.count(u'\n') + 1, lineHeight, headerHeight(block.language));
}

int CodeLayout::heightOf(qsizetype lines, int lineHeight, int header)
{
    return header + int(std::min(lines, qsizetype(10'000'000))) * lineHeight + Padding;
}

int CodeLayout::update(const MarkdownBlock& block, const Context& context)
{
    if (block.kind != MarkdownBlock::Kind::Code || block.language != m_language)
        return MakeAnew;
    const QStringView code = block.content.text;
    const qsizetype known = std::min({context.unchanged, code.size(), m_code.size()});
    const QStringView before = QStringView(m_code).sliced(known);
    const QStringView now = code.sliced(known);
    const qsizetype same = known + (std::mismatch(now.begin(), now.end(), before.begin(), before.end()).first - now.begin());
    if (same == code.size() && same == m_code.size()) {
        highlight(same, context.isGrowing);
        return takeNews();
    }
    m_code.truncate(same);
    m_code += code.sliced(same);
    // The line that ends where the texts part may go on.
    while (!m_lines.empty() && m_lines.back().end >= same) {
        m_laidOut -= m_lines.back().text ? 1 : 0;
        m_lines.pop_back();
    }
    qsizetype from = 0;
    qsizetype source = 0;
    if (!m_lines.empty()) {
        const bool isWhole = m_code[m_lines.back().end] == u'\n';
        from = m_lines.back().end + (isWhole ? 1 : 0);
        source = m_lines.back().source + (isWhole ? 1 : 0);
    }
    const size_t firstChanged = m_lines.size();
    readLines(from, source);
    highlight(same, context.isGrowing);
    const int news = takeNews();
    return std::min(news, firstChanged == 0 ? 0 : m_header + int(firstChanged) * m_lineHeight);
}

void CodeLayout::readLines(qsizetype from, qsizetype source)
{
    const QStringView code = m_code;
    for (;;) {
        const qsizetype lineBreak = code.indexOf(u'\n', from);
        qsizetype end = lineBreak < 0 ? code.size() : lineBreak;
        const bool isTooLong = end - from > MaxLineCharacters;
        if (isTooLong)
            end = from + MaxLineCharacters - (code[from + MaxLineCharacters - 1].isHighSurrogate() ? 1 : 0);
        m_lines.push_back({.start = from, .end = end, .source = source, .text = {}});
        if (!isTooLong && lineBreak < 0)
            return;
        source += isTooLong ? 0 : 1;
        from = isTooLong ? end : end + 1;
    }
}

// Hands over the lines that are whole; \a same: so much of the code is as it was.
void CodeLayout::highlight(qsizetype same, bool isGrowing)
{
    // A half line was handed over as the last one, and now it goes on.
    const bool wasHalf = m_handedOver > 0 && m_handedOver < m_code.size() && m_code[m_handedOver - 1] != u'\n';
    if (m_handedOver > same || wasHalf) {
        m_highlighting.reset();
        m_handedOver = 0;
        m_colored = 0;
    }
    const qsizetype whole = isGrowing ? m_code.lastIndexOf(u'\n') + 1 : m_code.size();
    if (whole <= m_handedOver)
        return;
    m_highlighting.append(QStringView(m_code).sliced(m_handedOver, whole - m_handedOver));
    m_handedOver = whole;
}

int CodeLayout::takeNews()
{
    const qsizetype known = m_highlighting.highlightedLines();
    if (known <= m_colored)
        return NothingChanged;
    const auto first = std::lower_bound(
        m_lines.begin(), m_lines.end(), m_colored, [](const Line& line, qsizetype source) { return line.source < source; });
    for (auto line = first; line != m_lines.end() && line->source < known; ++line) {
        m_laidOut -= line->text ? 1 : 0;
        line->text.reset();
    }
    m_colored = known;
    return m_header + int(first - m_lines.begin()) * m_lineHeight;
}

// Of lines that are broken into several only the first part has colours, if any.
QList<RichText::ColoredRange> CodeLayout::colorsOf(const Line& line, const Theme& theme) const
{
    QList<RichText::ColoredRange> colors;
    if (line.source >= m_colored || line.end - line.start > CodeHighlighting::MaxLineLength)
        return colors;
    for (const HighlightSpan& span : m_highlighting.spans(line.source))
        colors.append({.start = span.start, .length = span.length, .color = colorOf(span.kind, theme)});
    return colors;
}

const RichText& CodeLayout::laidOut(size_t line, const Theme& theme)
{
    Line& found = m_lines[line];
    if (!found.text) {
        found.text = std::make_unique<RichText>(
            InlineText {.text = m_code.sliced(found.start, found.end - found.start)}, codeStyle(theme), theme);
        found.text->setColors(colorsOf(found, theme));
        found.text->layOutUnbroken();
        ++m_laidOut;
        m_widest = std::max(m_widest, found.text->usedWidth());
        m_scroll.setExtent(m_widest, m_width - 2 * Padding);
    }
    return *found.text;
}

// Memory must not grow with what was scrolled through.
void CodeLayout::forgetLines(size_t first, size_t last)
{
    if (m_laidOut <= MaxLaidOut)
        return;
    for (size_t i = 0; i < m_lines.size(); ++i) {
        if (i < first || i > last)
            m_lines[i].text.reset();
    }
    m_laidOut = last - first + 1;
}

int CodeLayout::height() const
{
    return heightOf(qsizetype(m_lines.size()), m_lineHeight, m_header);
}

void CodeLayout::paint(QPainter& painter, const QPointF& origin, const Paint& paint)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(paint.text.theme.border, 1));
    painter.setBrush(paint.text.theme.codeBackground);
    painter.drawRoundedRect(QRectF(origin, QSizeF(m_width, height())).adjusted(0.5, 0.5, -0.5, -0.5), Radius, Radius);
    const QPointF textOrigin = origin + QPointF(Padding, m_header);
    const size_t first = lineAt(paint.text.clip.top() - textOrigin.y());
    const size_t last = lineAt(paint.text.clip.bottom() - textOrigin.y());
    for (size_t i = first; i <= last; ++i)
        (void)laidOut(i, paint.text.theme); // the scroll offset needs to know how wide they are
    painter.save();
    painter.setClipRect(
        QRectF(origin.x() + 1, textOrigin.y(), m_width - 2, qreal(m_lines.size()) * m_lineHeight), Qt::IntersectClip);
    for (size_t i = first; i <= last; ++i) {
        const Line& line = m_lines[i];
        const QPointF at = textOrigin + QPointF(-m_scroll.offset(), qreal(i) * m_lineHeight);
        line.text->paint(painter, at, paint.text.shifted(line.start, line.end - line.start));
    }
    painter.restore();
    paintHeader(painter, origin, paint);
    m_scroll.paint(painter, trackRect().translated(origin), paint.text.theme, paint.isHovered);
    forgetLines(first, last);
}

void CodeLayout::paintHeader(QPainter& painter, const QPointF& origin, const Paint& paint) const
{
    const Theme& theme = paint.text.theme;
    painter.setFont(theme.small);
    painter.setPen(theme.mutedText);
    const QRectF header(origin, QSizeF(m_width, m_header));
    const QRectF label = header.adjusted(Padding, 0, -CopyWidth - Padding, 0);
    painter.drawText(label, Qt::AlignVCenter | Qt::AlignLeft,
        QFontMetrics(theme.small).elidedText(m_language, Qt::ElideRight, int(label.width())));
    if (!paint.isHovered && !paint.isCopied && !paint.isCopyFocused)
        return;
    const QRectF copy = copyRect().translated(origin);
    if (paint.isCopyHovered) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.hover);
        painter.drawRoundedRect(copy, 5, 5);
    }
    if (!paint.isCopyHovered && m_language.isEmpty())
        painter.fillRect(copy, theme.codeBackground); // it stands on the first line
    if (paint.isCopyFocused) {
        painter.setPen(QPen(theme.accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(copy.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    }
    painter.setPen(paint.isCopyHovered ? theme.text : theme.mutedText);
    painter.drawText(copy, Qt::AlignCenter,
        paint.isCopied ? QCoreApplication::translate("CodeBlock", "Copied") : QCoreApplication::translate("CodeBlock", "Copy"));
}

qsizetype CodeLayout::positionAt(const QPointF& point)
{
    const size_t line = lineAt(point.y() - m_header);
    const QPointF inLine(point.x() - Padding + m_scroll.offset(), m_lineHeight / 2.0);
    return m_lines[line].start + laidOut(line, currentTheme()).positionAt(inLine);
}

qreal CodeLayout::lineTop(qsizetype position)
{
    return m_header + qreal(lineOf(position)) * m_lineHeight;
}

BlockHit CodeLayout::hit(const QPointF& point)
{
    const bool isScrollBar = m_scroll.isNeeded() && trackRect().contains(point);
    return {
        .isText = point.y() >= m_header && !isScrollBar, .isCopyButton = copyRect().contains(point), .isScrollBar = isScrollBar};
}

size_t CodeLayout::lineAt(qreal y) const
{
    return size_t(std::clamp(qsizetype(y) / m_lineHeight, qsizetype(0), qsizetype(m_lines.size()) - 1));
}

qsizetype CodeLayout::lineOf(qsizetype position) const
{
    const auto after = std::upper_bound(
        m_lines.begin(), m_lines.end(), position, [](qsizetype wanted, const Line& line) { return wanted < line.start; });
    return std::max(after - m_lines.begin() - 1, std::ptrdiff_t(0));
}

QRectF CodeLayout::copyRect() const
{
    return QRectF(m_width - CopyWidth - 4, 4, CopyWidth, CopyHeight);
}

QRectF CodeLayout::trackRect() const
{
    const int height = SidewaysScroll::Thickness;
    return QRectF(Padding, this->height() - height - 2, m_width - 2 * Padding, height);
}

}
