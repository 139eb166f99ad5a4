#include "ui/markdown/blocktext.h"

#include <algorithm>

namespace sluice {

namespace {

QString tableText(const MarkdownBlock& table, qsizetype from, qsizetype to)
{
    QString out;
    qsizetype start = 0;
    for (qsizetype i = 0; i < table.cells.size() && start <= to; ++i) {
        const QString& cell = table.cells[i].text;
        const qsizetype end = start + cell.size();
        if (end >= from) {
            const qsizetype first = std::clamp(from - start, qsizetype(0), cell.size());
            out += QStringView(cell).sliced(first, std::clamp(to - start, first, cell.size()) - first);
            if (end < to && i + 1 < table.cells.size())
                out += (i + 1) % table.columns.size() == 0 ? u'\n' : u'\t';
        }
        start = end + 1;
    }
    return out.replace(QChar::LineSeparator, u' ');
}

}

qsizetype plainLength(const MarkdownBlock& block)
{
    if (block.kind == MarkdownBlock::Kind::Rule)
        return 0;
    if (block.kind != MarkdownBlock::Kind::Table)
        return block.content.text.size();
    qsizetype length = std::max(block.cells.size() - 1, qsizetype(0));
    for (const InlineText& cell : block.cells)
        length += cell.text.size();
    return length;
}

QString plainText(const MarkdownBlock& block, qsizetype from, qsizetype to)
{
    if (block.kind == MarkdownBlock::Kind::Table)
        return tableText(block, from, to);
    return block.content.text.sliced(from, to - from).replace(QChar::LineSeparator, u'\n');
}

InlineText sliced(const InlineText& text, qsizetype from, qsizetype to)
{
    InlineText part {.text = text.text.sliced(from, to - from)};
    const auto first = std::partition_point(
        text.spans.begin(), text.spans.end(), [from](const InlineSpan& span) { return span.start + span.length <= from; });
    for (auto span = first; span != text.spans.end() && span->start < to; ++span) {
        InlineSpan cut = *span;
        cut.start = std::max(span->start, from) - from;
        cut.length = std::min(span->start + span->length, to) - from - cut.start;
        part.spans.append(cut);
    }
    return part;
}

qsizetype commonLength(const InlineText& a, const InlineText& b)
{
    const auto differ = std::mismatch(a.text.begin(), a.text.end(), b.text.begin(), b.text.end());
    const qsizetype same = differ.first - a.text.begin();
    const auto [spanA, spanB] = std::mismatch(a.spans.begin(), a.spans.end(), b.spans.begin(), b.spans.end());
    const bool hasA = spanA != a.spans.end();
    const bool hasB = spanB != b.spans.end();
    if (!hasA && !hasB)
        return same;
    if (!hasA || !hasB)
        return std::min(same, hasA ? spanA->start : spanB->start);
    // The last one grows while text streams in.
    if (spanA->start == spanB->start && spanA->styles == spanB->styles && spanA->href == spanB->href)
        return std::min(same, spanA->start + std::min(spanA->length, spanB->length));
    return std::min({same, spanA->start, spanB->start});
}

}
