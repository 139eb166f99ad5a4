#pragma once

#include "ui/blocks/blocklayout.h"
#include "ui/blocks/rowgeometry.h"
#include "ui/markdown/markdowndocument.h"
#include "ui/markdown/needle.h"

#include <optional>
#include <utility>
#include <vector>

namespace sluice {

/// The blocks of a message one below the other, with the markers and bars of the lists and quotes they stand in. Lazy: a block is
/// laid out when layOut() says that it is in view, or when something of it is asked for; until then its height is estimated.
/// Coordinates from its top left corner; text positions count through all blocks, with one between two blocks, whatever is laid
/// out. GUI thread.
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
        bool isCopyFocused = false;
        qsizetype copiedBlock = -1;
    };

    /// Borrows \a parts until the next call. Parts that kept their revision keep their blocks, and in the part that changed the
    /// blocks that did; those before \a firstChanged are known to be as they were at the last call. After a change of theme,
    /// clear() first.
    void update(const std::vector<MarkdownDocument::Part>& parts, const BlockLayout::Context& context, size_t firstChanged = 0);
    void clear();

    /// After BlockWorker::changed(). Returns whether anything looks different.
    bool takeNews();

    /// Lays out what stands between two heights, and no more than that. Returns whether any height changed by it.
    bool layOut(int top, int bottom);

    /// Where it looks different since the last call: from a height on, NothingChanged if it does not; only a part of the width
    /// when it is one line. What moved with all that stands above counts as different.
    struct Change
    {
        int top = BlockLayout::NothingChanged;
        BlockLayout::Sideways part = {};
    };
    Change takeChange() { return std::exchange(m_change, {}); }

    int height() const { return int(m_heights.totalHeight()); }
    qsizetype length() const; ///< of the text
    qsizetype blockCount() const { return qsizetype(m_items.size()); }
    int usedWidth(); ///< lays out everything

    /// Paints what is laid out.
    void paint(QPainter& painter, const QPointF& origin, const Paint& paint) const;

    qsizetype positionAt(const QPointF& point);
    qreal lineTop(qsizetype position);
    int topOfPart(size_t part) const; ///< estimated like heights; lays out nothing
    Hit hit(const QPointF& point);
    SidewaysScroll* sidewaysOf(qsizetype block);

    /// What the keyboard can stop at: a link, or, where that is empty, the Copy of a block of code.
    struct Stop
    {
        qsizetype block = 0;
        qsizetype position = 0; ///< where it begins
        QString link = {};
    };
    QList<Stop> stops() const; ///< in the order of the text; lays out nothing

    /// Positions of the hits in the blocks that reach into \a top to \a bottom, in order. Lays out nothing.
    QList<qsizetype> find(const Needle& needle, int top, int bottom) const;

    /// As plain text: list markers are kept, cells are separated by tabs.
    QString text(qsizetype from, qsizetype to) const;
    /// As Markdown that says the same.
    QString markdown(qsizetype from, qsizetype to) const;
    /// The characters between two positions and nothing else; within one block.
    QString plainText(qsizetype from, qsizetype to) const;
    /// The whole text of one block: what its Copy button copies.
    QString blockText(qsizetype block) const;
    /// First and last position of the paragraph around \a position.
    std::pair<qsizetype, qsizetype> blockRange(qsizetype position) const;

private:
    static constexpr int QuoteIndent = 16; // px
    static constexpr int ItemIndent = 28; // px
    static constexpr qsizetype MostKept = 400; // layouts; a picture counts as many

    struct Item
    {
        std::unique_ptr<BlockLayout> layout; // of the block as it is or was; null until it was in view
        int part = 0;
        int block = 0; // in the part
        int left = 0;
        int gap = 0; // above; counts to its height
        size_t look = 0; // of its marker and bars, as a hash
        qsizetype start = 0;
        qsizetype length = 0;
        int fence = 0; // Part::fence when its layout was brought up to date, and how much of the code was settled then
        qsizetype settled = 0;
    };

    struct PartState
    {
        int revision = 0;
        bool isClipped = false;
        size_t firstItem = 0;
    };

    const MarkdownBlock& blockOf(const Item& item) const;
    BlockLayout::Context contextFor(const Item& item) const;
    void addPart(const MarkdownDocument::Part& part);
    void addItem(int block);
    void takeOver(std::vector<Item>& old, const std::vector<int>& oldHeights, size_t first);
    int indentOf(const MarkdownBlock& block) const;
    int gapBefore(const MarkdownBlock& block) const;
    bool measure(size_t index);
    void forgetOutside(int top, int bottom);
    BlockLayout& laidOut(size_t index);
    int topOf(size_t index) const; ///< below its gap
    void noteChange(int top, const BlockLayout::Sideways& part = {});
    void paintFrames(QPainter& painter, const QPointF& origin, size_t index, const Theme& theme) const;
    QString separatorBefore(size_t index) const;
    size_t itemAtPosition(qsizetype position) const;

    const std::vector<MarkdownDocument::Part>* m_source = nullptr;
    std::optional<BlockLayout::Context> m_context;
    std::vector<Item> m_items;
    RowGeometry m_heights; // of the items; what is not measured is not laid out
    std::vector<PartState> m_parts;
    Change m_change;
    qsizetype m_cost = 0; // of the layouts that are there
};

}
