#include "ui/markdown/markdownbuilder.h"

#include "ui/markdown/inlineparts.h"
#include "ui/markdown/md4ctext.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

// md4c 0.4.8 fills short table rows up to the width of the header, so a few kilobytes can ask for millions of cells.
constexpr qsizetype MaxBlocks = 8192;
constexpr qsizetype MaxCells = 8192;
constexpr unsigned MaxColumns = 64;

Qt::Alignment alignmentOf(MD_ALIGN align)
{
    switch (align) {
    case MD_ALIGN_CENTER:
        return Qt::AlignHCenter;
    case MD_ALIGN_RIGHT:
        return Qt::AlignRight;
    default:
        return Qt::AlignLeft;
    }
}

}

bool MarkdownBuilder::enterBlock(MD_BLOCKTYPE type, void* detail)
{
    if (m_blocks.size() >= MaxBlocks)
        return false;
    switch (type) {
    case MD_BLOCK_QUOTE:
        openFrame(BlockFrame::Kind::Quote);
        return true;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        openList(type, detail);
        return true;
    case MD_BLOCK_LI:
        openItem(*static_cast<MD_BLOCK_LI_DETAIL*>(detail));
        return true;
    case MD_BLOCK_HR:
        openBlock({.kind = MarkdownBlock::Kind::Rule});
        closeBlock();
        return true;
    case MD_BLOCK_H:
        openBlock({.kind = MarkdownBlock::Kind::Heading, .level = int(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level)});
        return true;
    case MD_BLOCK_CODE:
        openBlock({.kind = MarkdownBlock::Kind::Code,
            .language = m_hidden.restored(decodeAttribute(static_cast<MD_BLOCK_CODE_DETAIL*>(detail)->lang))});
        return true;
    case MD_BLOCK_P:
        openBlock({.kind = MarkdownBlock::Kind::Paragraph});
        return true;
    default:
        return enterTablePart(type, detail);
    }
}

bool MarkdownBuilder::enterTablePart(MD_BLOCKTYPE type, void* detail)
{
    if (type == MD_BLOCK_TABLE) {
        const unsigned columns = static_cast<MD_BLOCK_TABLE_DETAIL*>(detail)->col_count;
        if (columns > MaxColumns)
            return false;
        openBlock({.kind = MarkdownBlock::Kind::Table, .columns = QList<Qt::Alignment>(columns, Qt::AlignLeft)});
    } else if (type == MD_BLOCK_TH || type == MD_BLOCK_TD) {
        if (m_blocks.last().cells.size() >= MaxCells)
            return false;
        openCell(*static_cast<MD_BLOCK_TD_DETAIL*>(detail));
    }
    return true;
}

void MarkdownBuilder::leaveBlock(MD_BLOCKTYPE type)
{
    switch (type) {
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        m_lists.pop_back();
        closeBlock();
        break;
    case MD_BLOCK_LI:
        if (!m_frames.back().hasBlocks)
            openBlock({.kind = MarkdownBlock::Kind::Paragraph}); // an empty item still shows its marker
        [[fallthrough]];
    case MD_BLOCK_QUOTE:
        m_frames.pop_back();
        closeBlock();
        break;
    case MD_BLOCK_CODE:
        endCode();
        break;
    case MD_BLOCK_H:
    case MD_BLOCK_P:
    case MD_BLOCK_TABLE:
        closeBlock();
        break;
    default:
        break;
    }
}

void MarkdownBuilder::openList(MD_BLOCKTYPE type, void* detail)
{
    closeBlock();
    if (type == MD_BLOCK_OL) {
        const auto* list = static_cast<MD_BLOCK_OL_DETAIL*>(detail);
        m_lists.push_back({.isOrdered = true, .isTight = list->is_tight != 0, .next = list->start});
    } else {
        m_lists.push_back({.isTight = static_cast<MD_BLOCK_UL_DETAIL*>(detail)->is_tight != 0});
    }
}

void MarkdownBuilder::openBlock(MarkdownBlock block)
{
    closeBlock(); // the text before, in a tight list
    block.isTight = !m_lists.empty() && m_lists.back().isTight;
    for (OpenFrame& open : m_frames) {
        if (block.frames.size() < MarkdownBlock::MaxFrames) {
            block.frames.append(open.frame);
            block.frames.last().isFirst = !open.hasBlocks;
        }
        open.hasBlocks = true;
    }
    m_blocks.append(std::move(block));
    m_target = &m_blocks.last().content;
}

void MarkdownBuilder::openItem(const MD_BLOCK_LI_DETAIL& item)
{
    OpenList& list = m_lists.back();
    if (item.is_task)
        openFrame(
            item.task_mark == ' ' ? BlockFrame::Kind::TaskOpen : BlockFrame::Kind::TaskDone, list.isOrdered ? list.next : 0);
    else if (list.isOrdered)
        openFrame(BlockFrame::Kind::Number, list.next);
    else
        openFrame(BlockFrame::Kind::Bullet);
    ++list.next;
}

void MarkdownBuilder::openFrame(BlockFrame::Kind kind, unsigned number)
{
    closeBlock();
    m_frames.push_back({.frame = {.kind = kind, .id = m_nextFrameId++, .number = number}});
}

void MarkdownBuilder::openCell(const MD_BLOCK_TD_DETAIL& cell)
{
    MarkdownBlock& table = m_blocks.last();
    const qsizetype column = table.cells.size();
    if (column < table.columns.size())
        table.columns[column] = alignmentOf(cell.align);
    table.cells.append(InlineText());
    m_target = &table.cells.last();
}

void MarkdownBuilder::endCode()
{
    QString& code = m_blocks.last().content.text;
    if (code.endsWith(u'\n'))
        code.chop(1);
    closeBlock();
}

void MarkdownBuilder::closeBlock()
{
    if (!std::exchange(m_target, nullptr))
        return;
    // md4c 0.4.8 enters spans that it never leaves when brackets overlap, and those that are open end with their block.
    m_styleDepth = {};
    m_links.clear();
    if (m_hidden.isEmpty())
        return;
    MarkdownBlock& block = m_blocks.last();
    if (block.kind == MarkdownBlock::Kind::Paragraph) {
        const MarkdownBlock raw = m_blocks.takeLast();
        m_blocks += shownParagraph(raw, m_hidden);
        return;
    }
    block.content = withShownTexts(block.content, m_hidden);
    for (InlineText& cell : block.cells)
        cell = withShownTexts(cell, m_hidden);
}

void MarkdownBuilder::enterSpan(MD_SPANTYPE type, void* detail)
{
    if (type == MD_SPAN_A) {
        m_links.append(allowedTarget(static_cast<MD_SPAN_A_DETAIL*>(detail)->href, m_hidden));
    } else if (type == MD_SPAN_IMG) {
        m_links.append(allowedTarget(static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src, m_hidden));
        m_imageStart = m_target ? m_target->text.size() : 0;
    } else {
        changeStyle(type, 1);
    }
}

void MarkdownBuilder::leaveSpan(MD_SPANTYPE type)
{
    const bool isLink = type == MD_SPAN_A || type == MD_SPAN_IMG;
    if (isLink && m_links.isEmpty()) // md4c 0.4.8 leaves images that it never entered when brackets overlap
        return;
    // Never fetched, so something has to be there to click on.
    if (type == MD_SPAN_IMG && (!m_target || m_target->text.size() == m_imageStart))
        text(MD_TEXT_NORMAL, m_links.last().isEmpty() ? QCoreApplication::translate("Markdown", "image") : m_links.last());
    if (isLink)
        m_links.removeLast();
    else
        changeStyle(type, -1);
}

void MarkdownBuilder::changeStyle(MD_SPANTYPE type, int by)
{
    const auto change = [this, by](size_t style) { m_styleDepth[style] = std::max(m_styleDepth[style] + by, 0); };
    switch (type) {
    case MD_SPAN_STRONG:
        change(0);
        break;
    case MD_SPAN_EM:
        change(1);
        break;
    case MD_SPAN_DEL:
        change(2);
        break;
    case MD_SPAN_CODE:
        change(3);
        break;
    default:
        break;
    }
}

InlineStyles MarkdownBuilder::styles() const
{
    InlineStyles styles;
    for (size_t bit = 0; bit < m_styleDepth.size(); ++bit)
        styles.setFlag(InlineStyle(1 << bit), m_styleDepth[bit] > 0);
    return styles;
}

void MarkdownBuilder::text(MD_TEXTTYPE type, const QString& text)
{
    if (!m_target)
        openBlock({.kind = MarkdownBlock::Kind::Paragraph}); // md4c names no paragraphs in tight lists
    // A line of an answer is a line on screen, as its author saw it.
    const bool isBreak = type == MD_TEXT_BR || type == MD_TEXT_SOFTBR;
    QString shown = isBreak      ? QString(QChar::LineSeparator)
        : type == MD_TEXT_ENTITY ? decodeEntity(text)
        : type == MD_TEXT_CODE   ? m_hidden.restored(text)
                                 : text;
    // In a cell a bar is escaped in code too, which md4c 0.4.8 leaves as it is.
    if (type == MD_TEXT_CODE && m_blocks.last().kind == MarkdownBlock::Kind::Table)
        shown.replace("\\|"_L1, "|"_L1);
    appendStyled(*m_target, shown, {.styles = styles(), .href = m_links.isEmpty() ? QString() : m_links.last()});
}

}
