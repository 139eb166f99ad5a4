#pragma once

#include "ui/blocks/richtext.h"
#include "ui/markdown/markdownblock.h"

#include <algorithm>
#include <limits>
#include <memory>

namespace sluice {

class SidewaysScroll;

/// What is under the mouse in a block.
struct BlockHit
{
    QString link = {};
    bool isText = false;
    bool isCopyButton = false;
    bool isScrollBar = false;
};

/// One block, laid out for one width. Coordinates from its top left corner; text positions from 0 to plainLength() of the block
/// (ui/markdown/blocktext.h). GUI thread.
class BlockLayout
{
public:
    /// Everything that a layout depends on besides the block.
    struct Context
    {
        const Theme& theme;
        int width = 0; ///< px
        bool isMuted = false; ///< reasoning: smaller and in the muted colour
        qsizetype unchanged = 0; ///< update(): that much of the text is known to be as it was at the last one
        bool isGrowing = false; ///< more of it may still come
    };

    /// What is the same for all blocks of a message while it is painted.
    struct Paint
    {
        TextPaint text;
        bool isHovered = false; ///< this very block is under the mouse
        bool isCopyHovered = false;
        bool isCopyFocused = false; ///< the keyboard is on its Copy
        bool isCopied = false; ///< its code has just been copied
    };

    static std::unique_ptr<BlockLayout> create(const MarkdownBlock& block, const Context& context);

    BlockLayout() = default;
    Q_DISABLE_COPY_MOVE(BlockLayout)
    virtual ~BlockLayout() = default;

    /// Takes over \a block, which has grown or changed, reusing what is the same. Returns the height from which on it looks
    /// different, NothingChanged, or MakeAnew when this layout cannot become that block's.
    virtual int update(const MarkdownBlock& block, const Context& context) = 0;
    static constexpr int NothingChanged = std::numeric_limits<int>::max();
    static constexpr int MakeAnew = -1;

    /// From where to where in a line.
    struct Sideways
    {
        int left = 0;
        int right = std::numeric_limits<int>::max();

        bool isAll() const { return *this == Sideways(); }
        Sideways united(const Sideways& other) const { return {std::min(left, other.left), std::max(right, other.right)}; }
        Sideways shifted(int by) const
        {
            return isAll() ? *this : Sideways {left + by, right == Sideways().right ? right : right + by};
        }
        bool operator==(const Sideways&) const = default;
    };

    /// When nothing but a part of the block's last line looks different after update(): which, in px. Else all.
    virtual Sideways changedPart() const { return {}; }

    /// After BlockWorker::changed(): takes in what was made ready aside. Returns the same as update(), but never MakeAnew.
    virtual int takeNews() { return NothingChanged; }

    virtual int height() const = 0;
    virtual void paint(QPainter& painter, const QPointF& origin, const Paint& paint) = 0;
    virtual qsizetype positionAt(const QPointF& point) = 0;
    virtual qreal lineTop(qsizetype position) = 0;
    virtual BlockHit hit(const QPointF& point) = 0;
    virtual qreal usedWidth() const = 0;
    /// For content that may be wider than the block; null for blocks that break their lines.
    virtual SidewaysScroll* sideways() { return nullptr; }
};

/// Guesses heights without laying anything out: a long message has an end before it is read.
class BlockEstimate
{
public:
    explicit BlockEstimate(const Theme& theme);

    /// In px, at least 1.
    int heightOf(const MarkdownBlock& block, int width) const;

private:
    int linesOf(const InlineText& text, qreal width) const;

    qreal m_characterWidth;
    int m_lineHeight;
    int m_codeLineHeight;
};

}
