#pragma once

#include "ui/blocks/richtext.h"
#include "ui/markdown/markdownblock.h"

#include <memory>

namespace sluice {

/// What is under the mouse in a block.
struct BlockHit
{
    QString link = {};
    bool isText = false;
    bool isCopyButton = false;
};

/// One block, laid out for one width. Coordinates from its top left corner; text positions from 0 to length(). GUI thread.
class BlockLayout
{
public:
    /// Everything that a layout depends on besides the block.
    struct Context
    {
        const Theme& theme;
        int width = 0; ///< px
        bool isMuted = false; ///< reasoning: smaller and in the muted colour
    };

    /// What is the same for all blocks of a message while it is painted.
    struct Paint
    {
        TextPaint text;
        bool isHovered = false; ///< this very block is under the mouse
        bool isCopyHovered = false;
        bool isCopied = false; ///< its code has just been copied
    };

    static std::unique_ptr<BlockLayout> create(const MarkdownBlock& block, const Context& context);

    BlockLayout() = default;
    Q_DISABLE_COPY_MOVE(BlockLayout)
    virtual ~BlockLayout() = default;

    /// Takes over \a block, which has grown or changed, reusing what is the same. False when it has to be made anew.
    virtual bool update(const MarkdownBlock& block, const Context& context) = 0;

    virtual int height() const = 0;
    virtual qsizetype length() const = 0;
    virtual void paint(QPainter& painter, const QPointF& origin, const Paint& paint) const = 0;
    virtual qsizetype positionAt(const QPointF& point) const = 0;
    virtual qreal lineTop(qsizetype position) const = 0;
    virtual BlockHit hit(const QPointF& point) const = 0;
    virtual QString text(qsizetype from, qsizetype to) const = 0;
    virtual qreal usedWidth() const = 0;
};

}
