#pragma once

#include "ui/blocks/blocklayout.h"

#include <vector>

namespace sluice {

/// Code on its own ground, under its language. Laid out in segments of a few dozen lines, so that a block that grows lays out its
/// last segment only and painting touches what is visible.
class CodeLayout final : public BlockLayout
{
public:
    CodeLayout(const MarkdownBlock& block, const Context& context);

    bool update(const MarkdownBlock& block, const Context& context) override;
    int height() const override;
    qsizetype length() const override;
    void paint(QPainter& painter, const QPointF& origin, const Paint& paint) const override;
    qsizetype positionAt(const QPointF& point) const override;
    qreal lineTop(qsizetype position) const override;
    BlockHit hit(const QPointF& point) const override;
    QString text(qsizetype from, qsizetype to) const override;
    qreal usedWidth() const override { return m_width; }

private:
    struct Segment
    {
        qsizetype start = 0; // in the code
        qsizetype end = 0;
        qreal top = 0; // from the first line of code
        bool isLast = false;
        std::unique_ptr<RichText> text;
    };

    void layOutRest(const Context& context);
    const Segment* segmentAt(qreal y) const;
    QRectF copyRect() const;
    void paintHeader(QPainter& painter, const QPointF& origin, const Paint& paint) const;

    QString m_language;
    int m_width = 0;
    QString m_code; // a copy of its own: sharing would make the growing original copy itself at each flush
    std::vector<Segment> m_segments;
};

}
