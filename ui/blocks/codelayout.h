#pragma once

#include "ui/blocks/blocklayout.h"
#include "ui/blocks/codehighlighting.h"
#include "ui/blocks/sidewaysscroll.h"

#include <vector>

namespace sluice {

/// Code on its own ground, under its language. Lines are not broken: what is wider scrolls sideways. All lines are of one height,
/// so that only those in view are ever laid out, however many there are, and code that grows costs what is new of it. Colours
/// come when they are ready.
class CodeLayout final : public BlockLayout
{
public:
    CodeLayout(const MarkdownBlock& block, const Context& context);

    static int estimateHeight(const MarkdownBlock& block, int lineHeight);

    int update(const MarkdownBlock& block, const Context& context) override;
    int takeNews() override;
    int height() const override;
    void paint(QPainter& painter, const QPointF& origin, const Paint& paint) override;
    qsizetype positionAt(const QPointF& point) override;
    qreal lineTop(qsizetype position) override;
    BlockHit hit(const QPointF& point) override;
    qreal usedWidth() const override { return m_width; }
    SidewaysScroll* sideways() override { return &m_scroll; }

private:
    struct Line
    {
        qsizetype start = 0; // in the code
        qsizetype end = 0; // before the line break, if it ends with one
        qsizetype source = 0; // number of the line it is or is a part of
        std::unique_ptr<RichText> text; // only while in view or near it
    };

    static int heightOf(qsizetype lines, int lineHeight, int header);
    void readLines(qsizetype from, qsizetype source);
    void highlight(qsizetype same, bool isGrowing);
    QList<RichText::ColoredRange> colorsOf(const Line& line, const Theme& theme) const;
    const RichText& laidOut(size_t line, const Theme& theme);
    void forgetLines(size_t first, size_t last);
    size_t lineAt(qreal y) const; ///< from the first line's top; the nearest
    qsizetype lineOf(qsizetype position) const;
    QRectF copyRect() const;
    QRectF trackRect() const; ///< of the scroll bar
    void paintHeader(QPainter& painter, const QPointF& origin, const Paint& paint) const;

    QString m_language;
    int m_width = 0;
    int m_header = 0; // px above the first line
    int m_lineHeight = 0;
    QString m_code; // a copy of its own: sharing would make the growing original copy itself at each flush
    std::vector<Line> m_lines; // at least one
    size_t m_laidOut = 0; // how many of them have a text
    qreal m_widest = 0; // of the lines laid out so far
    SidewaysScroll m_scroll;
    CodeHighlighting m_highlighting;
    qsizetype m_handedOver = 0; // characters of the code that the highlighting has
    qsizetype m_colored = 0; // lines of the source that are laid out with their colours, if laid out
};

}
