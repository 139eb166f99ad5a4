#include "ui/blocks/blocklayout.h"

#include "ui/blocks/codelayout.h"
#include "ui/blocks/tablelayout.h"
#include "ui/theme.h"

#include <QPainter>

#include <algorithm>

namespace sluice {

namespace {

class ParagraphLayout final : public BlockLayout
{
public:
    ParagraphLayout(const MarkdownBlock& block, const Context& context)
        : m_kind(block.kind)
        , m_level(block.kind == MarkdownBlock::Kind::Heading ? block.level : 0)
    {
        setText(block, context);
    }

    bool update(const MarkdownBlock& block, const Context& context) override
    {
        // A line of text can turn out to be the head of a table, a rule or a heading once more has come.
        if (block.kind != m_kind || (m_kind == MarkdownBlock::Kind::Heading && block.level != m_level))
            return false;
        if (block.content != m_text->content())
            setText(block, context);
        return true;
    }

    int height() const override { return int(m_text->height()); }
    qsizetype length() const override { return m_text->length(); }

    void paint(QPainter& painter, const QPointF& origin, const Paint& paint) const override
    {
        m_text->paint(painter, origin, paint.text);
    }

    qsizetype positionAt(const QPointF& point) const override { return m_text->positionAt(point); }
    qreal lineTop(qsizetype position) const override { return m_text->lineTop(position); }
    BlockHit hit(const QPointF& point) const override { return {.link = m_text->linkAt(point), .isText = true}; }
    qreal usedWidth() const override { return m_text->usedWidth(); }

    QString text(qsizetype from, qsizetype to) const override
    {
        return m_text->content().text.sliced(from, to - from).replace(QChar::LineSeparator, u'\n');
    }

private:
    void setText(const MarkdownBlock& block, const Context& context)
    {
        const TextStyle style = context.isMuted ? mutedStyle(context.theme)
            : m_level > 0                       ? headingStyle(context.theme, m_level)
                                                : bodyStyle(context.theme);
        m_text = std::make_unique<RichText>(block.content, style, context.theme);
        m_text->layOut(context.width);
    }

    const MarkdownBlock::Kind m_kind;
    const int m_level;
    std::unique_ptr<RichText> m_text;
};

class RuleLayout final : public BlockLayout
{
public:
    explicit RuleLayout(const Context& context)
        : m_width(context.width)
    { }

    bool update(const MarkdownBlock& block, const Context&) override { return block.kind == MarkdownBlock::Kind::Rule; }
    int height() const override { return 1; }
    qsizetype length() const override { return 0; }

    void paint(QPainter& painter, const QPointF& origin, const Paint& paint) const override
    {
        painter.fillRect(QRectF(origin.x(), origin.y(), m_width, 1), paint.text.theme.border);
    }

    qsizetype positionAt(const QPointF&) const override { return 0; }
    qreal lineTop(qsizetype) const override { return 0; }
    BlockHit hit(const QPointF&) const override { return {}; }
    QString text(qsizetype, qsizetype) const override { return {}; }
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
    default:
        return std::make_unique<ParagraphLayout>(block, context);
    }
}

}
