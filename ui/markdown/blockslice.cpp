#include "ui/markdown/blockslice.h"

#include <algorithm>

namespace sluice {

namespace {

using Kind = MarkdownBlock::Kind;

MarkdownBlock sliceTable(const MarkdownBlock& table, qsizetype from, qsizetype to)
{
    qsizetype start = 0;
    qsizetype first = table.cells.size();
    qsizetype last = -1;
    qsizetype firstStart = 0;
    for (qsizetype i = 0; i < table.cells.size(); ++i) {
        const qsizetype end = start + table.cells[i].text.size();
        if (end >= from && start <= to && first > i) {
            first = i;
            firstStart = start;
        }
        if (start <= to)
            last = i;
        start = end + 1;
    }
    const qsizetype columns = std::max(table.columns.size(), qsizetype(1));
    MarkdownBlock slice = table;
    if (first >= last) {
        slice.kind = Kind::Paragraph;
        slice.columns.clear();
        slice.cells.clear();
        if (first == last)
            slice.content = sliceText(table.cells[first], from - firstStart, to - firstStart);
        return slice;
    }
    const qsizetype firstCell = first / columns * columns;
    const qsizetype endCell = std::min((last / columns + 1) * columns, table.cells.size());
    slice.cells = table.cells.sliced(firstCell, endCell - firstCell);
    return slice;
}

}

InlineText sliceText(const InlineText& text, qsizetype from, qsizetype to)
{
    from = std::clamp(from, qsizetype(0), text.text.size());
    to = std::clamp(to, from, text.text.size());
    InlineText slice {.text = text.text.sliced(from, to - from)};
    for (const InlineSpan& span : text.spans) {
        const bool isWhole = span.styles & (InlineStyle::Math | InlineStyle::Footnote);
        const qsizetype start = std::max(span.start, from);
        const qsizetype end = std::min(span.start + span.length, to);
        if (start >= end)
            continue;
        InlineSpan part = span;
        part.start = start - from;
        part.length = end - start;
        // Half of a formula is text: its TeX says more than was asked for.
        if (isWhole && part.length < span.length) {
            part.styles &= ~(InlineStyles(InlineStyle::Math) | InlineStyle::Footnote);
            part.tex.clear();
        }
        if (part.styles || !part.href.isEmpty())
            slice.spans.append(part);
    }
    return slice;
}

MarkdownBlock sliceBlock(const MarkdownBlock& block, qsizetype from, qsizetype to)
{
    const qsizetype length = plainLength(block);
    from = std::clamp(from, qsizetype(0), length);
    to = std::clamp(to, from, length);
    if ((from == 0 && to == length) || block.kind == Kind::Math || block.kind == Kind::Image)
        return block;
    if (block.kind == Kind::Table)
        return sliceTable(block, from, to);
    MarkdownBlock slice = block;
    slice.content = sliceText(block.content, from, to);
    if (from > 0) {
        if (block.kind != Kind::Code)
            slice.kind = Kind::Paragraph;
        slice.label.clear();
        for (BlockFrame& frame : slice.frames)
            frame.isFirst = false;
    }
    return slice;
}

}
