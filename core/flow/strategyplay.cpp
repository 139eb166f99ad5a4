#include "core/flow/strategyplay.h"

#include "core/flow/bufferstrategy.h"

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

Micros sinceStart(TimePoint time)
{
    return std::chrono::duration_cast<Micros>(time.time_since_epoch());
}

/// One sample on its way through one strategy. Its time is the sample's: the epoch is the start of the stream.
class Player
{
public:
    explicit Player(const StrategyOptions& options)
        : m_strategy(makeStrategy(options, TimePoint()))
    { }

    void receive(const TimedText& delta)
    {
        advanceTo(delta.at);
        if (delta.text.isEmpty())
            return;
        m_received.push_back(delta);
        m_strategy->push(TextDelta {delta.text}, m_now);
        releaseDue();
    }

    StrategyPlay finish(Micros end)
    {
        advanceTo(end);
        note(m_strategy->drain(m_now));
        m_play.end = sinceStart(m_now);
        return std::move(m_play);
    }

private:
    /// What comes due by time alone before \a time, as the timer of a stream would do it.
    void advanceTo(Micros time)
    {
        const TimePoint until = std::max(m_now, TimePoint(time));
        for (auto due = m_strategy->nextDue(); due && *due < until; due = m_strategy->nextDue()) {
            m_now = std::max(m_now, *due);
            if (!releaseDue())
                break; // against the contract of nextDue(); the next delta or the end takes it along
        }
        m_now = until;
    }

    bool releaseDue()
    {
        bool hasReleased = false;
        for (Flush flush = m_strategy->release(m_now); !flush.isEmpty(); flush = m_strategy->release(m_now)) {
            note(flush);
            hasReleased = true;
        }
        return hasReleased;
    }

    void note(const Flush& flush)
    {
        if (flush.isEmpty())
            return;
        QString text;
        for (const Delta& delta : flush.deltas)
            text += std::get<TextDelta>(delta).text; // nothing else was pushed
        m_characters += text.size();
        m_play.flushes.push_back({.at = sinceStart(m_now), .text = std::move(text), .textDeltas = flush.textDeltas});
        while (m_play.addedDelays.size() < m_received.size()) {
            const TimedText& delta = m_received[m_play.addedDelays.size()];
            if (delta.text.size() > m_characters)
                return;
            m_characters -= delta.text.size();
            m_play.addedDelays.push_back(sinceStart(m_now) - delta.at);
        }
    }

    std::unique_ptr<BufferStrategy> m_strategy;
    TimePoint m_now;
    std::vector<TimedText> m_received;
    qsizetype m_characters = 0; ///< released of the first delta that is not wholly released
    StrategyPlay m_play;
};

}

int StrategyPlay::frames(Micros interval) const
{
    int count = 0;
    std::optional<Micros> shown; // time of the last frame
    for (const PlayedFlush& flush : flushes) {
        if (shown && flush.at <= *shown && interval > Micros::zero())
            continue; // the frame that is already waited for shows it, too
        shown = shown ? std::max(flush.at, *shown + interval) : flush.at;
        ++count;
    }
    return count;
}

Micros StrategyPlay::longestGap() const
{
    Micros longest {0};
    for (std::size_t i = 1; i < flushes.size(); ++i)
        longest = std::max(longest, flushes[i].at - flushes[i - 1].at);
    return longest;
}

StrategyPlay playStrategy(const std::vector<TimedText>& sample, const StrategyOptions& options, std::optional<Micros> end)
{
    Q_ASSERT(!validate(options));
    Player player(options);
    for (const TimedText& delta : sample)
        player.receive(delta);
    const Micros last = sample.empty() ? Micros::zero() : sample.back().at;
    return player.finish(std::max(last, end.value_or(last)));
}

std::optional<Micros> percentile(std::vector<Micros> values, double percent)
{
    if (values.empty())
        return std::nullopt;
    const auto count = double(values.size());
    const auto rank = std::clamp(std::ceil(percent / 100 * count), 1.0, count);
    const auto wanted = values.begin() + std::ptrdiff_t(rank) - 1;
    std::nth_element(values.begin(), wanted, values.end());
    return *wanted;
}

}
