#include "core/gateway/answerflight.h"

#include "core/gateway/flightfollower.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>

namespace sluice {

namespace {

// What a part holds while all flights together are at their bound.
constexpr qsizetype CrowdedPartBytes = 16 * 1024;

}

AnswerFlight::AnswerFlight(FlightBook& book, std::unique_ptr<AnswerSource> origin, std::function<void()> onEnded)
    : m_book(book)
    , m_origin(std::move(origin))
    , m_onEnded(std::move(onEnded))
    , m_part(std::make_shared<RecordedAnswer>())
{ }

AnswerFlight::~AnswerFlight()
{
    m_book.bytes -= m_counted;
}

std::unique_ptr<AnswerSource> AnswerFlight::follow()
{
    Q_ASSERT(isWhole());
    auto follower = std::make_unique<Follower>(shared_from_this());
    m_followers.push_back(follower.get());
    ++m_followed;
    return follower;
}

std::shared_ptr<const RecordedAnswer> AnswerFlight::answer() const
{
    // An empty answer would come back for ever, although asking again may help.
    const bool isComplete = m_end && !m_end->error && !m_end->finishReason.isEmpty();
    return isComplete && isWhole() && m_part->hasContent() ? m_part : nullptr;
}

void AnswerFlight::abandon()
{
    if (m_origin && m_begun)
        m_origin->stop();
    m_origin.reset();
    m_onEnded = {};
}

void AnswerFlight::begin()
{
    if (std::exchange(m_begun, true))
        return;
    m_begunAt = steadyClock().now();
    m_origin->start(*this);
}

template <typename Call>
void AnswerFlight::forEach(Call call)
{
    const std::shared_ptr<AnswerFlight> alive = shared_from_this();
    ++m_telling;
    for (std::size_t i = 0; i < m_followers.size(); ++i) { // one may come meanwhile
        if (m_followers[i])
            call(*m_followers[i]);
    }
    if (--m_telling == 0)
        std::erase(m_followers, nullptr);
}

void AnswerFlight::takeHead()
{
    m_hasHead = true;
    forEach([](Follower& follower) { follower.headCame(); });
}

void AnswerFlight::takeDelta(const Delta& delta)
{
    const bool isCrowded = m_book.bytes > m_book.totalBytes;
    if (m_part->bytes() > (isCrowded ? std::min(CrowdedPartBytes, m_book.partBytes) : m_book.partBytes))
        beginPart();
    if (!m_part->append(delta, std::chrono::duration_cast<Micros>(steadyClock().now() - m_begunAt)))
        return; // no origin gives what cannot be played back: it neither resumes nor rewrites
    count();
    forEach([](Follower& follower) { follower.deltaCame(); });
}

void AnswerFlight::takeEnd(const StreamEnd& end)
{
    const std::shared_ptr<AnswerFlight> alive = shared_from_this();
    m_end = end;
    m_part->finish(end.finishReason, std::chrono::duration_cast<Micros>(steadyClock().now() - m_begunAt));
    letOriginGo();
    std::exchange(m_onEnded, {})(); // before a client that saw the end can ask again
    forEach([](Follower& follower) { follower.endCame(); });
}

void AnswerFlight::leave(Follower& follower)
{
    const auto at = std::find(m_followers.begin(), m_followers.end(), &follower);
    if (m_telling > 0)
        *at = nullptr;
    else
        m_followers.erase(at);
    if (--m_followed > 0 || !m_origin)
        return;
    letOriginGo();
    if (m_onEnded)
        std::exchange(m_onEnded, {})();
}

void AnswerFlight::letOriginGo()
{
    if (m_book.onReceived)
        m_book.onReceived(m_origin->figures());
    if (m_begun)
        m_origin->stop();
    boost::asio::post(m_book.loop, [origin = std::move(m_origin)] { }); // it may be the caller
}

void AnswerFlight::changeWanting(int difference)
{
    m_wanting += difference;
    const Reading wanted = m_wanting > 0 ? Reading::Go : Reading::Paused;
    if (std::exchange(m_reading, wanted) != wanted && m_origin && m_begun)
        m_origin->setReading(wanted);
}

void AnswerFlight::beginPart()
{
    if (const Part dropped = std::exchange(m_before, std::exchange(m_part, std::make_shared<RecordedAnswer>()))) {
        m_wasCut = true;
        forEach([&dropped](Follower& follower) { follower.partDropped(dropped); });
    }
    count();
}

void AnswerFlight::count()
{
    const qsizetype bytes = m_part->bytes() + (m_before ? m_before->bytes() : 0);
    m_book.bytes += bytes - m_counted;
    m_counted = bytes;
}

}
