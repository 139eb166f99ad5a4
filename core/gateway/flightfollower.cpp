#include "core/gateway/flightfollower.h"

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

// Between two looks at the sockets.
constexpr int BatchDeltas = 32;

}

AnswerFlight::Follower::Follower(std::shared_ptr<AnswerFlight> flight)
    : m_flight(std::move(flight))
    , m_part(m_flight->m_part)
    , m_reader(std::in_place, *m_part)
    , m_timer(m_flight->m_book.loop)
{ }

AnswerFlight::Follower::~Follower()
{
    leave();
}

void AnswerFlight::Follower::start(AnswerSink& sink)
{
    m_sink = &sink;
    m_flight->begin();
    schedule();
}

void AnswerFlight::Follower::setReading(Reading reading)
{
    m_reading = reading;
    if (reading == Reading::Paused)
        setWanting(false);
    else if (m_sink && !m_isWanting && !m_timer.isActive())
        schedule();
}

void AnswerFlight::Follower::stop()
{
    m_sink = nullptr;
    m_timer.stop();
    leave();
}

void AnswerFlight::Follower::leave()
{
    if (std::exchange(m_hasLeft, true))
        return;
    setWanting(false);
    m_flight->leave(*this);
}

void AnswerFlight::Follower::headCame()
{
    if (m_sink && !std::exchange(m_hasHead, true))
        m_sink->takeHead();
}

void AnswerFlight::Follower::deltaCame()
{
    if (m_isWanting)
        giveNext();
}

void AnswerFlight::Follower::endCame()
{
    // Even to one that is paused: there is nothing more to come.
    if (m_sink && hasHadAll())
        giveEnd(*m_flight->m_end);
}

void AnswerFlight::Follower::partDropped(const Part& part)
{
    if (m_part != part)
        return;
    if (m_reader->isAtEnd()) {
        moveOn();
        return;
    }
    const Error behind {
        .kind = ErrorKind::Overflow, .message = u"The answer ran too far ahead of this reader of it: ask again"_s};
    if (m_sink)
        giveEnd({.finishReason = {}, .error = behind});
}

void AnswerFlight::Follower::schedule()
{
    m_timer.startIn(Millis(0), [this] { catchUp(); });
}

void AnswerFlight::Follower::catchUp()
{
    if (m_flight->m_hasHead)
        headCame();
    for (int given = 0; given < BatchDeltas && m_sink && m_reading == Reading::Go && !hasHadAll(); ++given)
        giveNext();
    if (!m_sink || (m_reading == Reading::Paused && !hasHadAll()))
        return;
    if (!hasHadAll())
        schedule();
    else if (m_flight->m_end)
        giveEnd(*m_flight->m_end);
    else if (m_reading == Reading::Go)
        setWanting(true);
    else
        m_flight->changeWanting(0);
}

void AnswerFlight::Follower::giveNext()
{
    if (m_reader->isAtEnd())
        moveOn();
    if (!m_reader->isAtEnd())
        m_sink->takeDelta(m_reader->next());
}

void AnswerFlight::Follower::giveEnd(const StreamEnd& end)
{
    const StreamEnd kept = end; // should the flight go with this
    AnswerSink* const sink = std::exchange(m_sink, nullptr);
    m_timer.stop();
    leave();
    sink->takeEnd(kept);
}

void AnswerFlight::Follower::moveOn()
{
    m_part = m_part == m_flight->m_before ? m_flight->m_part : m_flight->m_before;
    m_reader.emplace(*m_part);
}

void AnswerFlight::Follower::setWanting(bool isWanting)
{
    if (std::exchange(m_isWanting, isWanting) != isWanting)
        m_flight->changeWanting(isWanting ? 1 : -1);
}

}
