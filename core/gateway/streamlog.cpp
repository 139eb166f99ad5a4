#include "core/gateway/streamlog.h"

#include <algorithm>

namespace sluice {

namespace {

// A short answer fits in the first block; many streams hold little more than that.
constexpr qsizetype FirstBlockBytes = 1024;
constexpr qsizetype BlockBytes = 4096;

}

const StreamLog::Block& StreamLog::blockOf(quint64 sequence) const
{
    Q_ASSERT(sequence >= m_first && sequence < m_next);
    const auto behind = std::upper_bound(m_blocks.begin(), m_blocks.end(), sequence,
        [](quint64 wanted, const Block& block) { return wanted < block.firstSequence; });
    return *std::prev(behind);
}

qint64 StreamLog::offsetOf(quint64 sequence) const
{
    if (sequence >= m_next)
        return m_endOffset;
    const Block& block = blockOf(sequence);
    const std::size_t index = sequence - block.firstSequence;
    return block.startOffset + (index > 0 ? block.ends[index - 1] : 0);
}

qint64 StreamLog::bytesFrom(quint64 sequence) const
{
    return m_endOffset - offsetOf(std::max(sequence, m_first));
}

void StreamLog::beginAt(quint64 sequence)
{
    Q_ASSERT(m_blocks.empty());
    m_first = sequence;
    m_next = sequence;
}

void StreamLog::append(QByteArrayView event)
{
    const bool fits = !m_blocks.empty() && m_blocks.back().bytes.size() + event.size() <= m_blocks.back().bytes.capacity();
    if (!fits) {
        Block& block =
            m_blocks.emplace_back(Block {.firstSequence = m_next, .startOffset = m_endOffset, .bytes = {}, .ends = {}});
        block.bytes.reserve(std::max(event.size(), m_next == 1 ? FirstBlockBytes : BlockBytes));
    }
    Block& block = m_blocks.back();
    block.bytes.append(event);
    block.ends.push_back(quint32(block.bytes.size()));
    m_endOffset += event.size();
    ++m_next;
}

QByteArrayView StreamLog::event(quint64 sequence) const
{
    const Block& block = blockOf(sequence);
    const std::size_t index = sequence - block.firstSequence;
    const qsizetype start = index > 0 ? block.ends[index - 1] : 0;
    return QByteArrayView(block.bytes).sliced(start, qsizetype(block.ends[index]) - start);
}

void StreamLog::dropFirst()
{
    Q_ASSERT(m_first < m_next);
    ++m_first;
    if (m_first == m_next || (m_blocks.size() > 1 && m_blocks[1].firstSequence == m_first))
        m_blocks.pop_front();
}

void StreamLog::clear()
{
    m_blocks.clear();
    m_first = m_next;
}

void StreamLog::squeeze()
{
    if (m_blocks.empty())
        return;
    m_blocks.back().bytes.squeeze();
    m_blocks.back().ends.shrink_to_fit();
}

}
