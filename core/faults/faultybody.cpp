#include "core/faults/faultybody.h"

#include <limits>

namespace sluice {

FaultyBody::FaultyBody(const Fault& fault)
    : m_fault(fault)
    , m_editor(fault)
{
    if (fault.gzip)
        m_deflater.emplace();
    if (m_editor.isOver())
        stop();
}

void FaultyBody::feed(QByteArrayView bytes)
{
    if (m_finished || m_state != State::Open)
        return;
    add(m_fault.editsEvents() ? m_editor.take(bytes) : bytes.toByteArray());
    if (m_editor.isOver()) {
        m_finished = true;
        m_stopsAtEnd = true;
    }
}

void FaultyBody::finish()
{
    if (m_finished || m_state != State::Open)
        return;
    add(m_editor.finish());
    if (m_deflater)
        m_waiting += m_deflater->finish();
    m_finished = true;
}

void FaultyBody::add(const QByteArray& edited)
{
    QByteArray added = m_deflater ? m_deflater->take(edited) : edited;
    if (m_fault.corruptedByte) {
        const qint64 at = *m_fault.corruptedByte - m_sent - m_waiting.size();
        if (at >= 0 && at < added.size())
            added[qsizetype(at)] = char(0xFF);
    }
    m_waiting += added;
}

qint64 FaultyBody::stopAt() const
{
    const bool counts = m_fault.stop && m_fault.stop->count == FaultStop::Count::BodyBytes;
    return counts ? m_fault.stop->after : std::numeric_limits<qint64>::max();
}

void FaultyBody::stop()
{
    m_state = m_fault.stop->way == FaultStop::Way::End ? State::Whole : State::Stopped;
    m_finished = true;
    m_waiting.clear();
}

std::optional<FaultyBody::Piece> FaultyBody::next()
{
    if (m_state != State::Open)
        return std::nullopt;
    Piece piece;
    const bool stalls = m_nextStall < m_fault.stalls.size() && m_fault.stalls[m_nextStall].at <= m_sent;
    if (stalls && (!m_waiting.isEmpty() || m_finished || m_sent == stopAt()))
        piece.pause = m_fault.stalls[m_nextStall++].length;
    else if (m_sent == stopAt())
        stop();
    else if (m_finished && m_waiting.isEmpty() && m_stopsAtEnd)
        stop();
    else if (m_finished && m_waiting.isEmpty())
        m_state = State::Whole;
    else if (m_sent > 0 && !m_waiting.isEmpty())
        piece.pause = m_fault.pieceInterval;
    if (m_state != State::Open || (m_waiting.isEmpty() && piece.pause == Millis(0)))
        return std::nullopt;

    qint64 count = std::min<qint64>(m_waiting.size(), stopAt() - m_sent);
    if (m_fault.pieceBytes > 0)
        count = std::min(count, m_fault.pieceBytes);
    if (m_nextStall < m_fault.stalls.size())
        count = std::min(count, std::max<qint64>(m_fault.stalls[m_nextStall].at - m_sent, 0));
    piece.bytes = m_waiting.first(qsizetype(count));
    m_waiting.remove(0, qsizetype(count));
    m_sent += count;
    return piece;
}

}
