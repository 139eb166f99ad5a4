#pragma once

#include "ui/blocks/textstyle.h"
#include "ui/markdown/markdownblock.h"

#include <QColor>
#include <QFont>
#include <QRectF>
#include <QTextLayout>

#include <functional>
#include <optional>
#include <span>

class QPainter;

namespace sluice {

struct Theme;

/// A hit of a search; positions as in TextPaint.
struct TextMark
{
    qsizetype start = 0;
    qsizetype end = 0;
    bool isCurrent = false; ///< the one that the reader has come to
};

/// What painting needs to know besides the text. Positions in the text that is painted; an empty range for no selection.
struct TextPaint
{
    const Theme& theme;
    QRectF clip = {}; ///< what has to be painted, in the painter's coordinates
    qsizetype selectionStart = 0;
    qsizetype selectionEnd = 0;
    QString hoveredLink = {};
    qsizetype focusedLink = -1; ///< where the one begins that the keyboard is on; -1 = none
    std::span<const TextMark> marks = {}; ///< in order; not shifted, for all parts share them
    qsizetype markShift = 0; ///< what a position here is in the marks

    TextPaint shifted(qsizetype by, qsizetype length) const; ///< for a part that starts at \a by
};

/// One paragraph: shaped once, painted from the glyphs. GUI thread.
class RichText
{
public:
    static constexpr int MostOverhang = 8; ///< px: how far glyphs may reach out of their line

    RichText(const InlineText& text, const TextStyle& style, const Theme& theme);
    Q_DISABLE_COPY_MOVE(RichText)
    ~RichText() = default;

    /// Parts of the text in colours of their own; before layOut().
    struct ColoredRange
    {
        qsizetype start = 0;
        qsizetype length = 0;
        QColor color = {};
    };
    void setColors(const QList<ColoredRange>& ranges);

    void layOut(qreal width, Qt::Alignment alignment = Qt::AlignLeft);
    /// Gives up the last line and its text: where it ends is not known before what follows. Returns what is left in characters;
    /// a single line stays.
    qsizetype dropLastLine() { return dropLinesFrom(lineCount() - 1); }
    /// The same for \a line and all after it.
    qsizetype dropLinesFrom(int line);
    void layOutUnbroken() { layOut(UnbrokenWidth); }

    qreal height() const { return m_height; }
    qreal usedWidth() const; ///< of the longest line
    qreal narrowestWidth() const; ///< of the longest word; after layOutUnbroken()

    const InlineText& content() const { return m_text; }
    qsizetype length() const { return m_text.text.size(); }

    void paint(QPainter& painter, const QPointF& origin, const TextPaint& paint) const;

    qsizetype positionAt(const QPointF& point) const; ///< the nearest
    QString linkAt(const QPointF& point) const; ///< empty where there is none
    qreal lineTop(qsizetype position) const;
    int lineCount() const { return m_layout.lineCount(); }
    int lineOf(qsizetype position) const;
    qsizetype lineStart(int line) const { return m_layout.lineAt(line).textStart(); }
    qreal xOf(qsizetype position) const; ///< in its line

private:
    static constexpr qreal UnbrokenWidth = 1e6;

    void paintMarks(QPainter& painter, const QPointF& origin, const TextPaint& paint, qsizetype from, qsizetype to) const;
    QList<QTextLayout::FormatRange> currentMark(const TextPaint& paint) const;
    void createLines(int atMost);
    void applyFormats(const TextStyle& style, const Theme& theme);
    void appendEmojiFormats(QList<QTextLayout::FormatRange>& formats) const;
    void forEachRect(qsizetype from, qsizetype to, const std::function<void(const QRectF&)>& visit) const;
    void forEachSpan(qsizetype from, qsizetype to, const std::function<void(const InlineSpan&, const QRectF&)>& visit) const;
    std::pair<qsizetype, qsizetype> visibleRange(const QRectF& clip) const;
    int lineAt(qreal y) const;
    qreal topOf(int line) const;
    qreal heightOf(const QTextLine& line) const;

    InlineText m_text;
    TextStyle m_style;
    QTextLayout m_layout;
    qreal m_overhang; // how far its glyphs may reach out of their lines
    qreal m_width = 0;
    qreal m_height = 0;
};

}
