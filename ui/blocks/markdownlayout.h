#pragma once

#include "ui/blocks/blocklayout.h"
#include "ui/markdown/markdowndocument.h"

#include <utility>
#include <vector>

namespace sluice {

/// The blocks of a message one below the other, with the markers and bars of the lists and quotes they stand in. Cheap to update:
/// parts that kept their revision keep their layout, and in the part that changed the blocks that did. Coordinates from its top
/// left corner; text positions count through all blocks, with one between two blocks. GUI thread.
class MarkdownLayout
{
public:
    /// What is under a point. \c block is -1 between blocks.
    struct Hit
    {
        qsizetype block = -1;
        BlockHit inBlock = {};
    };

    struct Paint
    {
        TextPaint text;
        qsizetype hoveredBlock = -1;
        bool isCopyHovered = false;
        qsizetype copiedBlock = -1;
    };

    /// After a change of theme, clear() first.
    void update(const std::vector<MarkdownDocument::Part>& parts, const BlockLayout::Context& context);
    void clear();

    int height() const { return m_height; }
    qsizetype length() const; ///< of the text
    int usedWidth() const;

    void paint(QPainter& painter, const QPointF& origin, const Paint& paint) const;

    qsizetype positionAt(const QPointF& point) const;
    qreal lineTop(qsizetype position) const;
    Hit hit(const QPointF& point) const;

    /// As plain text: list markers are kept, cells are separated by tabs.
    QString text(qsizetype from, qsizetype to) const;
    /// The characters between two positions and nothing else; within one block.
    QString plainText(qsizetype from, qsizetype to) const;
    /// The whole text of one block: what its Copy button copies.
    QString blockText(qsizetype block) const;
    /// First and last position of the paragraph around \a position.
    std::pair<qsizetype, qsizetype> blockRange(qsizetype position) const;

private:
    struct Item
    {
        std::unique_ptr<BlockLayout> layout;
        MarkdownBlock shape; // the block without its text, which its layout has
        int part = 0;
        int left = 0;
        int top = 0;
        int gap = 0; // above
        qsizetype start = 0;

        int bottom() const { return top + layout->height(); }
    };

    struct PartState
    {
        int revision = 0;
        bool isClipped = false;
        size_t firstItem = 0;
    };

    void add(const MarkdownBlock& block, std::unique_ptr<BlockLayout> layout, int left);
    int gapBefore(const MarkdownBlock& shape) const;
    void paintFrames(QPainter& painter, const QPointF& origin, size_t index, const Theme& theme) const;
    QString separatorBefore(size_t index) const;
    size_t itemAtPosition(qsizetype position) const;
    size_t itemAtY(qreal y) const;

    std::vector<Item> m_items;
    std::vector<PartState> m_parts;
    int m_width = -1;
    int m_height = 0;
};

}
