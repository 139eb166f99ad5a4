#include "ui/blocks/richtext.h"

#include "ui/markdown/blocktext.h"
#include "ui/theme.h"

#include <QTextBoundaryFinder>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr qreal InlineCodeScale = 0.88; // monospaced fonts look larger than they are
constexpr int CodeTabColumns = 4;
// FreeType unpacks a picture each time such a character is shaped, 0.1 ms each: a wall of them has to do with other fonts.
constexpr qsizetype MaxEmojiCharacters = 128;

// Other fonts have these characters too, in black and white.
const QStringList& emojiFamilies()
{
    static const QStringList families {u"Noto Color Emoji"_s, u"Apple Color Emoji"_s, u"Segoe UI Emoji"_s};
    return families;
}

// \a isInside: the character before is part of an emoji.
bool isEmojiPart(QStringView text, qsizetype at, bool isInside)
{
    const char16_t unit = text[at].unicode();
    if (unit >= 0xd83c && unit <= 0xd83e)
        return true;
    const bool asksForColor = at + 1 < text.size() && text[at + 1].unicode() == 0xfe0f && unit > 0xff;
    // The joiner and the selector that hold a sequence together must not fall into another font.
    const bool isGlue = unit == 0x200d || unit == 0xfe0f || text[at].isLowSurrogate();
    return asksForColor || (isInside && isGlue);
}

// Marks can be piled on a letter, and some scripts are tall; what most texts are made of stays in its line.
bool staysInLine(QChar character)
{
    const char16_t unit = character.unicode();
    const bool isLatin = unit < 0x300;
    const bool isGreekOrCyrillic = unit >= 0x370 && unit < 0x530 && (unit < 0x483 || unit > 0x489);
    const bool isPunctuation = unit >= 0x2010 && unit < 0x2070;
    const bool isHan =
        (unit >= 0x3000 && unit < 0x302a) || (unit >= 0x3041 && unit < 0x3099) || (unit >= 0x309b && unit < 0xa000);
    return isLatin || isGreekOrCyrillic || isPunctuation || isHan;
}

}

RichText::RichText(const InlineText& text, const TextStyle& style, const Theme& theme)
    : m_text(text)
    , m_style(style)
    , m_layout(text.text, style.font)
    , m_overhang(std::all_of(text.text.cbegin(), text.text.cend(), staysInLine) ? 0 : qreal(MostOverhang))
{
    m_layout.setCacheEnabled(true);
    applyFormats(style, theme);
}

void RichText::applyFormats(const TextStyle& style, const Theme& theme)
{
    QList<QTextLayout::FormatRange> formats;
    for (const InlineSpan& span : std::as_const(m_text.spans)) {
        QTextCharFormat format;
        if (span.styles & InlineStyle::Code) {
            QFont mono = theme.mono;
            mono.setPixelSize(qRound(style.font.pixelSize() * InlineCodeScale));
            mono.setWeight(style.font.weight());
            format.setFont(mono);
        }
        if (span.styles & InlineStyle::Bold)
            format.setFontWeight(QFont::DemiBold);
        if (span.styles & InlineStyle::Italic)
            format.setFontItalic(true);
        if (span.styles & InlineStyle::Footnote) {
            format.setVerticalAlignment(QTextCharFormat::AlignSuperScript);
            format.setForeground(theme.link);
        }
        if (span.styles & InlineStyle::Strike)
            format.setFontStrikeOut(true);
        if (!span.href.isEmpty())
            format.setForeground(theme.link);
        formats.append({int(span.start), int(span.length), format});
    }
    appendEmojiFormats(formats);
    m_layout.setFormats(formats);
}

void RichText::appendEmojiFormats(QList<QTextLayout::FormatRange>& formats) const
{
    const QStringView text = m_text.text;
    QTextCharFormat format;
    format.setFontFamilies(emojiFamilies());
    QList<QTextLayout::FormatRange> emoji;
    qsizetype length = 0;
    for (qsizetype at = 0; at < text.size(); ++at) {
        if (text[at].unicode() < 0x200d || !isEmojiPart(text, at, false))
            continue;
        const qsizetype start = at;
        while (at < text.size() && isEmojiPart(text, at, at > start))
            ++at;
        emoji.append({int(start), int(at - start), format});
        length += at - start;
    }
    if (length <= MaxEmojiCharacters)
        formats += emoji;
}

void RichText::setColors(const QList<ColoredRange>& ranges)
{
    QList<QTextLayout::FormatRange> formats = m_layout.formats();
    for (const ColoredRange& range : ranges) {
        QTextCharFormat format;
        format.setForeground(range.color);
        formats.append({int(range.start), int(range.length), format});
    }
    m_layout.setFormats(formats);
}

qsizetype RichText::dropLinesFrom(int line)
{
    if (line < 1)
        return length();
    const qsizetype kept = lineStart(line);
    createLines(line); // the text is not shaped again
    m_text = sliced(m_text, 0, kept);
    return kept;
}

qreal RichText::narrowestWidth() const
{
    const QTextLine line = m_layout.lineCount() > 0 ? m_layout.lineAt(0) : QTextLine();
    qreal widest = 0;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Line, m_text.text);
    for (qsizetype from = 0, to = finder.toNextBoundary(); line.isValid() && to >= 0; from = to, to = finder.toNextBoundary())
        widest = std::max(widest, std::abs(line.cursorToX(int(to)) - line.cursorToX(int(from))));
    return std::ceil(widest);
}

void RichText::layOut(qreal width, Qt::Alignment alignment)
{
    QTextOption option;
    option.setWrapMode(m_style.isCode ? QTextOption::NoWrap : QTextOption::WrapAtWordBoundaryOrAnywhere);
    // Code is read from the left whatever letters are in it.
    const bool isRightToLeft = !m_style.isCode && m_style.isRightToLeft.value_or(m_text.text.isRightToLeft());
    option.setAlignment(alignment == Qt::AlignLeft && isRightToLeft ? Qt::AlignRight : alignment);
    option.setTextDirection(isRightToLeft ? Qt::RightToLeft : Qt::LeftToRight);
    if (m_style.isCode)
        option.setTabStopDistance(CodeTabColumns * QFontMetricsF(m_style.font).horizontalAdvance(u' '));
    m_layout.setTextOption(option);

    m_width = std::max(width, 1.0);
    createLines(std::numeric_limits<int>::max());
}

void RichText::createLines(int atMost)
{
    m_layout.beginLayout();
    qreal y = 0;
    for (int i = 0; i < atMost; ++i) {
        QTextLine line = m_layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(m_width);
        const qreal height = heightOf(line);
        line.setPosition({0, y + std::floor((height - line.height()) / 2)});
        y += height;
    }
    m_layout.endLayout();
    m_height = std::ceil(y);
}

qreal RichText::usedWidth() const
{
    qreal width = 0;
    for (int i = 0; i < m_layout.lineCount(); ++i)
        width = std::max(width, m_layout.lineAt(i).naturalTextWidth());
    return std::ceil(width);
}

std::pair<qsizetype, qsizetype> RichText::visibleRange(const QRectF& clip) const
{
    if (m_layout.lineCount() == 0)
        return {};
    const QTextLine last = m_layout.lineAt(lineAt(clip.bottom()));
    return {m_layout.lineAt(lineAt(clip.top())).textStart(), last.textStart() + last.textLength()};
}

void RichText::forEachSpan(qsizetype from, qsizetype to, const std::function<void(const InlineSpan&, const QRectF&)>& visit) const
{
    const auto first = std::partition_point(
        m_text.spans.begin(), m_text.spans.end(), [from](const InlineSpan& span) { return span.start + span.length <= from; });
    for (auto span = first; span != m_text.spans.end() && span->start < to; ++span) {
        if (span->styles.testFlag(InlineStyle::Code) || !span->href.isEmpty())
            forEachRect(span->start, span->start + span->length, [&](const QRectF& rect) { visit(*span, rect); });
    }
}

qsizetype RichText::positionAt(const QPointF& point) const
{
    if (m_layout.lineCount() == 0)
        return 0;
    return m_layout.lineAt(lineAt(point.y())).xToCursor(point.x());
}

QString RichText::linkAt(const QPointF& point) const
{
    QString href;
    const auto [from, to] = visibleRange(QRectF(point, QSizeF(0, 0)));
    forEachSpan(from, to, [&](const InlineSpan& span, const QRectF& rect) { href = rect.contains(point) ? span.href : href; });
    return href;
}

qreal RichText::lineTop(qsizetype position) const
{
    return lineCount() > 0 ? topOf(lineOf(position)) : 0;
}

int RichText::lineOf(qsizetype position) const
{
    const QTextLine line = m_layout.lineForTextPosition(int(std::clamp(position, qsizetype(0), length())));
    return line.isValid() ? line.lineNumber() : 0;
}

qreal RichText::xOf(qsizetype position) const
{
    return lineCount() > 0 ? m_layout.lineAt(lineOf(position)).cursorToX(int(position)) : 0;
}

void RichText::forEachRect(qsizetype from, qsizetype to, const std::function<void(const QRectF&)>& visit) const
{
    const QTextLine firstLine = m_layout.lineForTextPosition(int(from));
    for (int i = firstLine.isValid() ? firstLine.lineNumber() : 0; i < m_layout.lineCount(); ++i) {
        const QTextLine line = m_layout.lineAt(i);
        if (line.textStart() >= to)
            return;
        const qreal left = line.cursorToX(int(std::max(from, qsizetype(line.textStart()))));
        const qreal right = line.cursorToX(int(std::min(to, qsizetype(line.textStart() + line.textLength()))));
        if (!qFuzzyCompare(left, right))
            visit(QRectF(QPointF(std::min(left, right), topOf(i)), QPointF(std::max(left, right), topOf(i) + heightOf(line))));
    }
}

int RichText::lineAt(qreal y) const
{
    int low = 0;
    int high = m_layout.lineCount() - 1;
    while (low < high) {
        const int middle = (low + high + 1) / 2;
        if (topOf(middle) <= y)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

qreal RichText::topOf(int line) const
{
    const QTextLine textLine = m_layout.lineAt(line);
    return textLine.y() - std::floor((heightOf(textLine) - textLine.height()) / 2);
}

qreal RichText::heightOf(const QTextLine& line) const
{
    return std::max(std::ceil(line.height()), qreal(m_style.lineHeight));
}

}
