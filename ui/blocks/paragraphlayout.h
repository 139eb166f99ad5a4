#pragma once

#include "ui/blocks/blocklayout.h"

#include <vector>

namespace sluice {

/// A paragraph or heading. A long one is laid out in segments that end where a line ends, so that one that grows lays out little
/// more than its last line; nothing of that shows.
class ParagraphLayout final : public BlockLayout
{
public:
    ParagraphLayout(const MarkdownBlock& block, const Context& context);

    int update(const MarkdownBlock& block, const Context& context) override;
    Sideways changedPart() const override { return m_changedPart; }
    int height() const override;
    void paint(QPainter& painter, const QPointF& origin, const Paint& paint) override;
    qsizetype positionAt(const QPointF& point) override;
    qreal lineTop(qsizetype position) override;
    BlockHit hit(const QPointF& point) override;
    qreal usedWidth() const override;

private:
    struct Segment
    {
        qsizetype start = 0; // in the paragraph
        qsizetype end = 0;
        qreal top = 0;
        std::unique_ptr<RichText> text;
    };

    // Where a character stands.
    struct Spot
    {
        qreal top = 0;
        qreal x = 0;
        bool isInLastLine = false;
    };

    void keepBefore(qsizetype affected, bool mayCut);
    void layOutRest(const Context& context);
    Segment makeSegment(qsizetype start, const TextStyle& style, const Context& context) const;
    TextStyle styleFor(const Context& context) const;
    const Segment& segmentAt(qreal y) const;
    const Segment& segmentOf(qsizetype position) const;
    Spot spotOf(qsizetype position) const;
    Sideways newPart(qsizetype same, const QFont& font) const;

    const MarkdownBlock::Kind m_kind;
    const int m_level;
    InlineText m_content;
    std::vector<Segment> m_segments; // at least one
    Sideways m_changedPart;
};

}
