// The part of MarkdownLayout that reads its text back.

#include "ui/blocks/markdownlayout.h"

#include "ui/markdown/blockslice.h"
#include "ui/markdown/markdownwriter.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

QString markerText(const BlockFrame& frame)
{
    switch (frame.kind) {
    case BlockFrame::Kind::Number:
        return QString::number(frame.number) + ". "_L1;
    case BlockFrame::Kind::TaskOpen:
        return u"- [ ] "_s;
    case BlockFrame::Kind::TaskDone:
        return u"- [x] "_s;
    case BlockFrame::Kind::Bullet:
        return u"- "_s;
    default:
        return {};
    }
}

}

QString MarkdownLayout::text(qsizetype from, qsizetype to) const
{
    QString out;
    for (size_t i = m_items.empty() ? 0 : itemAtPosition(from); i < m_items.size() && m_items[i].start < to; ++i) {
        const Item& item = m_items[i];
        const MarkdownBlock& block = blockOf(item);
        const qsizetype first = std::clamp(from - item.start, qsizetype(0), item.length);
        if (first == 0 && from <= item.start) {
            if (!out.isEmpty())
                out += separatorBefore(i);
            for (const BlockFrame& frame : block.frames) {
                const QString marker = markerText(frame);
                out += frame.isFirst ? marker : marker.isEmpty() ? QString() : u"  "_s;
            }
        }
        out += sluice::plainText(block, first, std::clamp(to - item.start, first, item.length));
    }
    return out;
}

QString MarkdownLayout::markdown(qsizetype from, qsizetype to) const
{
    QList<MarkdownBlock> blocks;
    for (size_t i = m_items.empty() ? 0 : itemAtPosition(from); i < m_items.size() && m_items[i].start < to; ++i) {
        const Item& item = m_items[i];
        const qsizetype first = std::clamp(from - item.start, qsizetype(0), item.length);
        blocks.append(sliceBlock(blockOf(item), first, std::clamp(to - item.start, first, item.length)));
        for (BlockFrame& frame : blocks.last().frames)
            frame.id = int(qHashMulti(0, item.part, frame.id)); // ids of two parts have nothing to do with each other
    }
    return writeMarkdown(blocks);
}

QString MarkdownLayout::plainText(qsizetype from, qsizetype to) const
{
    if (m_items.empty())
        return {};
    const Item& item = m_items[itemAtPosition(from)];
    return sluice::plainText(blockOf(item), from - item.start, std::min(to - item.start, item.length));
}

QString MarkdownLayout::separatorBefore(size_t index) const
{
    const Item& item = m_items[index];
    const Item& previous = m_items[index - 1];
    if (item.gap == 0)
        return m_parts[size_t(previous.part)].isClipped && previous.part != item.part ? QString() : u"\n"_s;
    return blockOf(item).isTight && !blockOf(previous).frames.isEmpty() ? u"\n"_s : u"\n\n"_s;
}

QString MarkdownLayout::blockText(qsizetype block) const
{
    return sluice::plainText(blockOf(m_items[size_t(block)]));
}

QList<MarkdownLayout::Stop> MarkdownLayout::stops() const
{
    QList<Stop> stops;
    for (size_t i = 0; i < m_items.size(); ++i) {
        const MarkdownBlock& block = blockOf(m_items[i]);
        qsizetype start = m_items[i].start;
        const auto addLinks = [&](const InlineText& text) {
            InlineSpan before; // a link with emphasis in it is several spans
            for (const InlineSpan& span : text.spans) {
                const bool goesOn = span.href == before.href && span.start == before.start + before.length;
                if (!span.href.isEmpty() && !goesOn)
                    stops.append({.block = qsizetype(i), .position = start + span.start, .link = span.href});
                before = span;
            }
            start += text.text.size() + 1;
        };
        if (block.kind == MarkdownBlock::Kind::Code)
            stops.append({.block = qsizetype(i), .position = start});
        else if (block.kind == MarkdownBlock::Kind::Table)
            std::for_each(block.cells.begin(), block.cells.end(), addLinks);
        else
            addLinks(block.content);
    }
    return stops;
}

std::pair<qsizetype, qsizetype> MarkdownLayout::blockRange(qsizetype position) const
{
    if (m_items.empty())
        return {};
    const Item& item = m_items[itemAtPosition(position)];
    return {item.start, item.start + item.length};
}

}
