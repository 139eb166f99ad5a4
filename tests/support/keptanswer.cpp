#include "tests/support/keptanswer.h"

#include <algorithm>

namespace sluice::test {

std::shared_ptr<const AnswerBytes> AnswerBytes::of(const QByteArrayList& events)
{
    const auto bytes = std::make_shared<AnswerBytes>();
    for (const QByteArray& event : events) {
        bytes->body += event;
        bytes->ends.push_back(bytes->body.size());
    }
    return bytes;
}

std::shared_ptr<const AnswerBytes> AnswerBytes::renamed(const QByteArray& old, const QByteArray& name) const
{
    Q_ASSERT(old.size() == name.size());
    const auto bytes = std::make_shared<AnswerBytes>(*this);
    bytes->body.replace(old, name);
    return bytes;
}

KeptAnswer::KeptAnswer(boost::asio::io_context& loop, std::shared_ptr<const AnswerBytes> bytes, Millis pace)
    : m_timer(loop)
    , m_bytes(std::move(bytes))
    , m_pace(pace)
{ }

void KeptAnswer::start()
{
    makeNext();
    pumpAll();
}

void KeptAnswer::makeNext()
{
    const auto events = qsizetype(m_bytes->ends.size());
    m_next = m_pace == Millis(0) ? events : std::min(m_next + 1, events);
    m_isOver = m_next == events;
    if (m_isOver)
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
    m_last = last;
    pumpAll();
}

qsizetype KeptAnswer::offsetOf(qsizetype event) const
{
    const qsizetype before = std::min(event, m_next);
    return before == 0 ? 0 : m_bytes->ends[std::size_t(before - 1)];
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
    const qsizetype made = madeBytes();
    const bool isAtLast = reader->position >= made;
    const qsizetype behind = std::min(reader->position - made, m_last.size()); // a reader may wait for what is not made yet
    const QByteArrayView rest =
        isAtLast ? QByteArrayView(m_last).sliced(behind) : QByteArrayView(m_bytes->body).first(made).sliced(reader->position);
    const QByteArrayView piece = rest.first(std::min(MostAtOnce, rest.size()));
    if (!piece.isEmpty()) {
        exchange.write(piece);
        reader->position += piece.size();
    } else if (m_isOver) {
        remove(reader);
        exchange.finish();
    }
}

void KeptAnswer::remove(const std::shared_ptr<Reader>& reader)
{
    std::erase(m_readers, reader);
}

void KeptAnswers::add(const QByteArray& id, std::shared_ptr<KeptAnswer> answer)
{
    constexpr std::size_t Most = 256;
    if (m_answers.insert_or_assign(id, std::move(answer)).second)
        m_order.push_back(id);
    while (m_order.size() > Most) {
        m_answers.erase(m_order.front());
        m_order.pop_front();
    }
}

std::shared_ptr<KeptAnswer> KeptAnswers::find(const QByteArray& id) const
{
    const auto found = m_answers.find(id);
    return found == m_answers.end() ? nullptr : found->second;
}

}
