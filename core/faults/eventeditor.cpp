#include "core/faults/eventeditor.h"

namespace sluice {

namespace {

constexpr qsizetype MaxBlockBytes = 1024 * 1024;

/// The lines of \a block, each with its end.
QList<QByteArray> linesOf(const QByteArray& block)
{
    QList<QByteArray> lines;
    for (qsizetype start = 0; start < block.size();) {
        qsizetype end = start;
        while (end < block.size() && block[end] != '\r' && block[end] != '\n')
            ++end;
        const bool isPair = end + 1 < block.size() && block[end] == '\r' && block[end + 1] == '\n';
        end = std::min(end + (isPair ? 2 : 1), block.size());
        lines.append(block.mid(start, end - start));
        start = end;
    }
    return lines;
}

bool isIdLine(const QByteArray& line)
{
    return line.startsWith("id:") || line.trimmed() == "id";
}

}

EventEditor::EventEditor(const Fault& fault)
    : m_fault(fault)
    , m_over(fault.stop && fault.stop->count == FaultStop::Count::Events && fault.stop->after == 0)
{ }

QByteArray EventEditor::take(QByteArrayView bytes)
{
    QByteArray out;
    for (const char c : bytes) {
        if (m_over)
            break;
        takeByte(c, out);
    }
    return out;
}

QByteArray EventEditor::finish()
{
    return m_over ? QByteArray() : std::exchange(m_block, {});
}

void EventEditor::takeByte(char c, QByteArray& out)
{
    m_block.append(c);
    const bool isSecondOfPair = c == '\n' && m_afterCr;
    m_afterCr = c == '\r';
    if (isSecondOfPair)
        return;
    if (c != '\r' && c != '\n') {
        m_lineIsComment = m_lineIsEmpty ? c == ':' : m_lineIsComment;
        m_lineIsEmpty = false;
    } else if (m_lineIsEmpty) {
        endBlock(out);
    } else {
        m_blockIsEvent = m_blockIsEvent || !m_lineIsComment;
        m_lineIsEmpty = true;
    }
    if (m_block.size() > MaxBlockBytes) {
        m_isTooLong = true;
        out += std::exchange(m_block, {});
    }
}

void EventEditor::endBlock(QByteArray& out)
{
    const bool isEvent = std::exchange(m_blockIsEvent, false);
    const bool isTooLong = std::exchange(m_isTooLong, false);
    if (!isEvent || isTooLong) {
        out += std::exchange(m_block, {});
        return;
    }
    ++m_events;
    if (m_fault.repeatedId == m_events)
        m_block = withId(m_id);
    else if (m_fault.droppedId == m_events)
        m_block = withId({});
    for (const QByteArray& line : linesOf(m_block)) {
        if (isIdLine(line))
            m_id = line;
    }
    if (m_fault.skippedEvent != m_events)
        out += m_block;
    if (m_fault.duplicatedEvent == m_events)
        out += m_block;
    m_block.clear();
    m_over = m_fault.stop && m_fault.stop->count == FaultStop::Count::Events && m_events >= m_fault.stop->after;
}

/// The block with \a idLine in the place of its own.
QByteArray EventEditor::withId(const QByteArray& idLine) const
{
    QByteArray out;
    for (const QByteArray& line : linesOf(m_block))
        out += isIdLine(line) ? idLine : line;
    return out;
}

}
