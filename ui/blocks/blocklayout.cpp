#include "ui/blocks/blocklayout.h"

#include "ui/blocks/codelayout.h"
#include "ui/blocks/imagelayout.h"
#include "ui/blocks/paragraphlayout.h"
#include "ui/blocks/tablelayout.h"
#include "ui/theme.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

class RuleLayout final : public BlockLayout
{
public:
    explicit RuleLayout(const Context& context)
        : m_width(context.width)
    { }

    int update(const MarkdownBlock& block, const Context&) override
    {
        return block.kind == MarkdownBlock::Kind::Rule ? NothingChanged : MakeAnew;
    }

    int height() const override { return 1; }

    void paint(QPainter& painter, const QPointF& origin, const Paint& paint) override
    {
        painter.fillRect(QRectF(origin.x(), origin.y(), m_width, 1), paint.text.theme.border);
    }

    qsizetype positionAt(const QPointF&) override { return 0; }
    qreal lineTop(qsizetype) override { return 0; }
    BlockHit hit(const QPointF&) override { return {}; }
    qreal usedWidth() const override { return m_width; }

private:
    const int m_width;
};

}

std::unique_ptr<BlockLayout> BlockLayout::create(const MarkdownBlock& block, const Context& context)
{
    switch (block.kind) {
    case MarkdownBlock::Kind::Code:
        return std::make_unique<CodeLayout>(block, context);
    case MarkdownBlock::Kind::Table:
        return std::make_unique<TableLayout>(block, context);
    case MarkdownBlock::Kind::Rule:
        return std::make_unique<RuleLayout>(context);
    case MarkdownBlock::Kind::Image:
        return std::make_unique<ImageLayout>(block.image, block.content.text, context);
    default:
        return std::make_unique<ParagraphLayout>(block, context);
    }
}

BlockEstimate::BlockEstimate(const Theme& theme)
    : m_characterWidth(QFontMetricsF(theme.body).averageCharWidth())
    , m_lineHeight(bodyStyle(theme).lineHeight)
    , m_codeLineHeight(codeStyle(theme).lineHeight)
{ }

int BlockEstimate::heightOf(const MarkdownBlock& block, int width) const
{
    switch (block.kind) {
    case MarkdownBlock::Kind::Code:
        return CodeLayout::estimateHeight(block, m_codeLineHeight);
    case MarkdownBlock::Kind::Rule:
        return 1;
    case MarkdownBlock::Kind::Image:
        return ImageLayout::PlaceholderHeight;
    case MarkdownBlock::Kind::Table:
        return int(block.cells.size() / std::max(block.columns.size(), qsizetype(1))) * (m_lineHeight + 13);
    default:
        return m_lineHeight * linesOf(block.content, width);
    }
}

int BlockEstimate::linesOf(const InlineText& text, qreal width) const
{
    const qreal filled = std::ceil(qreal(text.text.size()) * m_characterWidth / std::max(width, 1.0));
    return std::max(int(filled), int(text.text.count(QChar::LineSeparator)) + 1);
}

}
