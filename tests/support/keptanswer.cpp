#include "tests/support/keptanswer.h"

#include <algorithm>

namespace sluice::test {

KeptAnswer::KeptAnswer(boost::asio::io_context& loop, QByteArrayList events, Millis pace)
    : m_timer(loop)
    , m_events(std::move(events))
    , m_pace(pace)
{ }

void KeptAnswer::start()
{
    do {
        makeNext();
    } while (!m_isOver && m_pace == Millis(0));
    pumpAll();
}

void KeptAnswer::makeNext()
{
    if (m_next < m_events.size()) {
        m_offsets.push_back(m_body.size());
        m_body += m_events[m_next++];
    }
    m_isOver = m_next == m_events.size();
    if (m_isOver || m_pace == Millis(0))
        return;
    m_timer.startIn(m_pace, [weak = weak_from_this()] {
        if (const std::shared_ptr<KeptAnswer> self = weak.lock()) {
            self->makeNext();
            self->pumpAll();
        }
    });
}

void KeptAnswer::stop(const QByteArray& last)
{
    if (m_isOver)
        return;
    m_timer.stop();
    m_isOver = true;
    m_isStopped = true;
    m_body += last;
    pumpAll();
}

qsizetype KeptAnswer::offsetOf(qsizetype event) const
{
    return event < qsizetype(m_offsets.size()) ? m_offsets[std::size_t(event)] : m_body.size();
}

void KeptAnswer::follow(const OriginExchangePtr& exchange, qsizetype from)
{
    const auto reader = std::make_shared<Reader>(Reader {exchange, from});
    m_readers.push_back(reader);
    const std::weak_ptr<Reader> weak = reader;
    exchange->onDrained = [self = shared_from_this(), weak] {
        if (const std::shared_ptr<Reader> alive = weak.lock())
            self->pump(alive);
    };
    exchange->onGone = [self = shared_from_this(), weak] {
        if (const std::shared_ptr<Reader> alive = weak.lock())
            self->remove(alive);
        if (self->onReaderGone)
            self->onReaderGone();
    };
    pump(reader);
}

void KeptAnswer::pumpAll()
{
    for (const auto& reader : std::vector(m_readers))
        pump(reader);
}

void KeptAnswer::pump(const std::shared_ptr<Reader>& reader)
{
    constexpr qsizetype MostAtOnce = 64 * 1024;
    OriginExchange& exchange = *reader->exchange;
    if (!exchange.isOpen() || exchange.isBusy())
        return;
    const qsizetype count = std::min(MostAtOnce, m_body.size() - reader->position);
    if (count > 0) {
        exchange.write(QByteArrayView(m_body).sliced(reader->position, count));
        reader->position += count;
    } else if (m_isOver) {
        remove(reader);
        exchange.finish();
    }
}

void KeptAnswer::remove(const std::shared_ptr<Reader>& reader)
{
    std::erase(m_readers, reader);
}

}
