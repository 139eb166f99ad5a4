#include "ui/blocks/markdownlayout.h"

#include "ui/blocks/listmarker.h"
#include "ui/markdown/blockslice.h"
#include "ui/markdown/markdownwriter.h"
#include "ui/theme.h"

#include <QPainter>

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr int NarrowestText = 120; // deep nesting stops indenting rather than squeezing the text to nothing

// A numbered list behind one with bullets, or the other way round.
bool startsOtherList(const MarkdownBlock& previous, const MarkdownBlock& block)
{
    if (previous.frames.isEmpty() || block.frames.isEmpty() || !block.frames.first().isFirst)
        return false;
    const auto isNumber = [](const BlockFrame& frame) { return frame.kind == BlockFrame::Kind::Number; };
    return isNumber(previous.frames.first()) != isNumber(block.frames.first());
}

// What a layout takes in memory: a paragraph is one, a picture a few megabytes.
qsizetype costOf(const MarkdownBlock& block)
{
    constexpr qsizetype OfImage = 40;
    return block.kind == MarkdownBlock::Kind::Image ? OfImage : 1;
}

// What is painted beside a block.
size_t lookOf(const MarkdownBlock& block)
{
    size_t look = 0;
    for (const BlockFrame& frame : block.frames)
        look = qHashMulti(look, int(frame.kind), frame.number, frame.isFirst);
    return look;
}

}

void MarkdownLayout::clear()
{
    noteChange(0);
    m_items.clear();
    m_parts.clear();
    m_heights.reset(0);
    m_cost = 0;
}

void MarkdownLayout::update(
    const std::vector<MarkdownDocument::Part>& parts, const BlockLayout::Context& context, size_t firstChanged)
{
    if (!m_context || context.width != m_context->width || context.isMuted != m_context->isMuted)
        clear();
    const bool wasGrowing = m_context ? m_context->isGrowing : context.isGrowing;
    m_context.emplace(context);
    m_source = &parts;
    size_t same = std::min(firstChanged, m_parts.size());
    if (wasGrowing != context.isGrowing && same == m_parts.size() && same > 0)
        --same; // the last line of the text is whole now
    while (wasGrowing == context.isGrowing && same < m_parts.size() && same < parts.size()
        && m_parts[same].revision == parts[same].revision)
        ++same;

    const size_t first = same < m_parts.size() ? m_parts[same].firstItem : m_items.size();
    std::vector<Item> old(
        std::make_move_iterator(m_items.begin() + std::ptrdiff_t(first)), std::make_move_iterator(m_items.end()));
    std::vector<int> oldHeights;
    for (size_t i = first; i < m_items.size(); ++i)
        oldHeights.push_back(m_heights.height(int(i)));
    m_items.resize(first);
    m_parts.resize(same);
    m_heights.remove(int(first), m_heights.count() - int(first));
    for (size_t i = same; i < parts.size(); ++i)
        addPart(parts[i]);
    takeOver(old, oldHeights, first);
}

int MarkdownLayout::indentOf(const MarkdownBlock& block) const
{
    int indent = 0;
    for (const BlockFrame& frame : block.frames)
        indent += frame.kind == BlockFrame::Kind::Quote ? QuoteIndent : ItemIndent;
    return std::clamp(indent, 0, std::max(0, m_context->width - NarrowestText));
}

void MarkdownLayout::addPart(const MarkdownDocument::Part& part)
{
    m_parts.push_back({.revision = part.revision, .isClipped = part.piece.isClipped, .firstItem = m_items.size()});
    for (qsizetype i = 0; i < part.blocks.size(); ++i)
        addItem(int(i));
}

void MarkdownLayout::addItem(int block)
{
    Item item {.layout = {}, .part = int(m_parts.size()) - 1, .block = block};
    const MarkdownBlock& source = blockOf(item);
    item.left = indentOf(source);
    item.gap = gapBefore(source);
    item.length = plainLength(source);
    item.look = lookOf(source);
    if (!m_items.empty())
        item.start = m_items.back().start + m_items.back().length + 1;
    m_items.push_back(std::move(item));
}

// Text is only ever added at the end, so that the n-th block is most often what the n-th was, whichever part it is in by now. Its
// height is a better guess than any, and its layout is brought up to date when it is in view.
void MarkdownLayout::takeOver(std::vector<Item>& old, const std::vector<int>& oldHeights, size_t first)
{
    std::optional<BlockEstimate> estimate; // asks the font, so only for blocks that are new
    m_heights.insert(int(first), int(m_items.size() - first));
    size_t changed = std::min(m_items.size(), first + old.size()); // from where on items came or went
    for (size_t i = first; i < m_items.size(); ++i) {
        Item& item = m_items[i];
        const size_t n = i - first;
        if (n < old.size() && (old[n].look != item.look || old[n].gap != item.gap))
            changed = std::min(changed, i);
        if (n < old.size() && old[n].layout && old[n].left == item.left) {
            item.layout = std::move(old[n].layout);
            item.fence = old[n].fence;
            item.settled = old[n].settled;
            m_heights.setEstimated(int(i), item.gap + oldHeights[n] - old[n].gap);
        } else {
            if (!estimate)
                estimate.emplace(m_context->theme);
            m_heights.setEstimated(int(i), item.gap + estimate->heightOf(blockOf(item), m_context->width - item.left));
        }
    }
    if (changed < m_items.size() || m_items.size() - first != old.size())
        noteChange(int(m_heights.top(int(changed))));
}

void MarkdownLayout::noteChange(int top, const BlockLayout::Sideways& part)
{
    const bool isFirst = m_change.top == BlockLayout::NothingChanged;
    const bool isSameLine = top == m_change.top;
    m_change.part = isFirst ? part : isSameLine ? part.united(m_change.part) : BlockLayout::Sideways();
    m_change.top = std::min(m_change.top, top);
}

const MarkdownBlock& MarkdownLayout::blockOf(const Item& item) const
{
    return (*m_source)[size_t(item.part)].blocks[item.block];
}

BlockLayout::Context MarkdownLayout::contextFor(const Item& item) const
{
    const bool isSameFence = item.fence != 0 && item.fence == (*m_source)[size_t(item.part)].fence;
    return {.theme = m_context->theme,
        .width = m_context->width - item.left,
        .isMuted = m_context->isMuted,
        .unchanged = isSameFence ? item.settled : 0,
        .isGrowing = m_context->isGrowing && size_t(item.part) + 1 == m_source->size()};
}

int MarkdownLayout::gapBefore(const MarkdownBlock& block) const
{
    using Kind = MarkdownBlock::Kind;
    if (m_items.empty())
        return 0;
    const Item& last = m_items.back();
    const MarkdownBlock& previous = blockOf(last);
    const bool isNewPart = last.part != int(m_parts.size()) - 1;
    if (isNewPart && m_parts[size_t(last.part)].isClipped)
        return 0;
    if (block.kind == Kind::Heading)
        return block.level <= 2 ? 28 : 20;
    if (block.kind == Kind::Rule || previous.kind == Kind::Rule)
        return 20;
    if (previous.kind == Kind::Heading)
        return 8;
    if (startsOtherList(previous, block))
        return 12;
    if (block.isTight && !previous.frames.isEmpty() && block.kind == Kind::Paragraph && previous.kind == Kind::Paragraph)
        return 4;
    const bool startsList = !block.frames.isEmpty() && previous.frames.isEmpty();
    return startsList && block.frames.first().kind != BlockFrame::Kind::Quote ? 8 : 12;
}

bool MarkdownLayout::takeNews()
{
    bool isDifferent = false;
    for (size_t i = 0; i < m_items.size(); ++i) {
        Item& item = m_items[i];
        const int change = item.layout && m_heights.isMeasured(int(i)) ? item.layout->takeNews() : BlockLayout::NothingChanged;
        if (change == BlockLayout::NothingChanged)
            continue;
        isDifferent = true;
        noteChange(topOf(i) + change);
        (void)m_heights.setMeasured(int(i), item.gap + item.layout->height());
    }
    return isDifferent;
}

bool MarkdownLayout::layOut(int top, int bottom)
{
    if (m_items.empty())
        return false;
    bool hasChanged = false;
    size_t index = size_t(m_heights.rowAt(top));
    qint64 y = m_heights.top(int(index));
    for (; index < m_items.size() && y < bottom; ++index) {
        hasChanged = measure(index) || hasChanged;
        y += m_heights.height(int(index));
    }
    if (m_cost > MostKept)
        forgetOutside(top - (bottom - top), bottom + (bottom - top));
    return hasChanged;
}

// Memory must not grow with what was scrolled through. The height stays, as an estimate that is right.
void MarkdownLayout::forgetOutside(int top, int bottom)
{
    m_cost = 0;
    qint64 y = 0;
    for (size_t i = 0; i < m_items.size(); ++i) {
        Item& item = m_items[i];
        const qint64 end = y + m_heights.height(int(i));
        if (item.layout && (end < top || y > bottom)) {
            item.layout.reset();
            m_heights.invalidate(int(i));
        }
        m_cost += item.layout ? costOf(blockOf(item)) : 0;
        y = end;
    }
}

// Returns whether its height changed.
bool MarkdownLayout::measure(size_t index)
{
    if (m_heights.isMeasured(int(index)))
        return false;
    Item& item = m_items[index];
    const MarkdownDocument::Part& part = (*m_source)[size_t(item.part)];
    const MarkdownBlock& block = blockOf(item);
    const BlockLayout::Context context = contextFor(item);
    const int change = item.layout ? item.layout->update(block, context) : BlockLayout::MakeAnew;
    if (change == BlockLayout::MakeAnew) {
        item.layout = BlockLayout::create(block, context);
        m_cost += costOf(block);
        noteChange(topOf(index) - item.gap);
    } else if (change != BlockLayout::NothingChanged) {
        const BlockLayout::Sideways inLine = item.layout->changedPart();
        // Marks may reach out of the first line too.
        const bool isFromTop = change == 0 && inLine.isAll();
        noteChange(topOf(index) + (isFromTop ? -std::max(item.gap, RichText::MostOverhang) : change), inLine.shifted(item.left));
    }
    item.fence = part.fence;
    item.settled = part.settled;
    const int growth = m_heights.setMeasured(int(index), item.gap + item.layout->height());
    if (growth != 0) // at the latest, what is below it
        noteChange(int(m_heights.top(int(index) + 1)) - std::max(growth, 0));
    return growth != 0;
}

BlockLayout& MarkdownLayout::laidOut(size_t index)
{
    (void)measure(index); // who asks for more than what is in view measures the row again anyway
    return *m_items[index].layout;
}

int MarkdownLayout::topOf(size_t index) const
{
    return int(m_heights.top(int(index))) + m_items[index].gap;
}

int MarkdownLayout::topOfPart(size_t part) const
{
    if (m_items.empty() || part >= m_parts.size())
        return 0;
    return topOf(std::min(m_parts[part].firstItem, m_items.size() - 1)); // a part may have no block
}

qsizetype MarkdownLayout::length() const
{
    return m_items.empty() ? 0 : m_items.back().start + m_items.back().length;
}

int MarkdownLayout::usedWidth()
{
    qreal width = 0;
    for (size_t i = 0; i < m_items.size(); ++i)
        width = std::max(width, m_items[i].left + laidOut(i).usedWidth());
    return int(width);
}

qsizetype MarkdownLayout::positionAt(const QPointF& point)
{
    if (m_items.empty())
        return 0;
    const size_t index = size_t(m_heights.rowAt(qint64(point.y())));
    BlockLayout& layout = laidOut(index);
    const Item& item = m_items[index];
    const QPointF inBlock = point - QPointF(item.left, topOf(index));
    if (inBlock.y() >= layout.height())
        return item.start + item.length;
    return item.start + layout.positionAt(inBlock);
}

qreal MarkdownLayout::lineTop(qsizetype position)
{
    if (m_items.empty())
        return 0;
    const size_t index = itemAtPosition(position);
    BlockLayout& layout = laidOut(index);
    return topOf(index) + layout.lineTop(std::min(position - m_items[index].start, m_items[index].length));
}

MarkdownLayout::Hit MarkdownLayout::hit(const QPointF& point)
{
    if (m_items.empty())
        return {};
    const size_t index = size_t(m_heights.rowAt(qint64(std::max(point.y(), 0.0))));
    BlockLayout& layout = laidOut(index);
    const QPointF inBlock = point - QPointF(m_items[index].left, topOf(index));
    if (inBlock.y() < 0 || inBlock.y() >= layout.height())
        return {};
    return {.block = qsizetype(index), .inBlock = layout.hit(inBlock)};
}

QList<qsizetype> MarkdownLayout::find(const Needle& needle, int top, int bottom) const
{
    QList<qsizetype> hits;
    if (m_items.empty())
        return hits;
    size_t index = size_t(m_heights.rowAt(std::max(top, 0)));
    qint64 y = m_heights.top(int(index));
    for (; index < m_items.size() && y < bottom; ++index) {
        const Item& item = m_items[index];
        needle.forEachIn(blockOf(item), [&](qsizetype at) { hits.append(item.start + at); });
        y += m_heights.height(int(index));
    }
    return hits;
}

SidewaysScroll* MarkdownLayout::sidewaysOf(qsizetype block)
{
    return block < 0 || block >= blockCount() ? nullptr : laidOut(size_t(block)).sideways();
}

size_t MarkdownLayout::itemAtPosition(qsizetype position) const
{
    const auto after = std::upper_bound(
        m_items.begin(), m_items.end(), position, [](qsizetype wanted, const Item& item) { return wanted < item.start; });
    return after == m_items.begin() ? 0 : size_t(after - m_items.begin() - 1);
}

}
