#include "core/flow/strategyregistration.h"

#include <QTextBoundaryFinder>

#include <algorithm>
#include <cmath>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

using Seconds = std::chrono::duration<double>;

constexpr Millis Tick {10}; // finer steps than a frame cannot be seen and cost a wake-up each
constexpr Millis SameBurst {5}; // deltas of one network read come microseconds apart: no rate can be told from that
constexpr Seconds Memory {1.0};
constexpr double Headroom = 1.05; // a little faster than the source, so that a backlog goes away
constexpr qsizetype WholeUpTo = 16; // a token is not torn apart, a paragraph in one delta is
constexpr double Unlimited = 1e12;

/// Characters per second of the source, forgetting exponentially. A burst stands for the time until the next one.
class RateMeter
{
public:
    /// A gap longer than \a longestGap says nothing about the pace: no buffer of ours bridges it.
    explicit RateMeter(Seconds longestGap)
        : m_longestGap(longestGap)
    { }

    void add(qsizetype characters, TimePoint now)
    {
        const Seconds gap = now - m_burstStart;
        if (m_burst > 0 && gap >= Seconds(SameBurst)) {
            const double kept = std::exp(-gap / Memory);
            m_characters = m_characters * kept + double(m_burst);
            m_seconds = m_seconds * kept + std::min(gap, std::max(m_longestGap, Seconds(SameBurst))).count();
            m_burst = 0;
        }
        if (m_burst == 0)
            m_burstStart = now;
        m_burst += characters;
    }

    /// 0 while unknown.
    double perSecond() const { return m_seconds > 0 ? m_characters / m_seconds : 0; }

private:
    const Seconds m_longestGap;
    TimePoint m_burstStart;
    qsizetype m_burst = 0;
    double m_characters = 0;
    double m_seconds = 0;
};

/// A whole grapheme cluster or more: the first boundary of \a text at or behind \a wanted, within reason.
qsizetype cutAt(QStringView text, qsizetype wanted)
{
    constexpr qsizetype LongestCluster = 64;
    const QStringView window = text.first(std::min(text.size(), wanted + LongestCluster));
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, window.data(), window.size());
    finder.setPosition(wanted);
    if (finder.isAtBoundary())
        return wanted;
    const qsizetype next = finder.toNextBoundary();
    return next > 0 ? next : window.size();
}

/// A jitter buffer: text leaves at the measured rate of the source, or faster where the delay bound demands it. Credit in
/// characters grows with time; a short delta leaves whole and may leave a debt, a long one leaves in parts.
class SmoothStrategy final : public BufferStrategy
{
public:
    SmoothStrategy(const StrategyOptions& options, TimePoint start)
        : BufferStrategy(options, start)
        , m_delay(options.stallGuard > Millis::zero() ? std::min(options.delay, options.stallGuard) : options.delay)
        , m_source(m_delay)
        , m_creditAt(start)
    { }

private:
    qsizetype dueOnArrival(TimePoint now) override
    {
        const bool wasEmpty = waiting().size() == 1;
        if (!wasEmpty)
            earnCredit(now);
        m_source.add(waiting().back().view().size(), now);
        const double pace = m_source.perSecond() * Headroom;
        if (wasEmpty) { // what was owed is paid at the rate just learnt; nothing is saved up for a burst
            m_rate = pace;
            earnCredit(now);
            m_credit = std::min(m_credit, 1.0);
        }
        // Never lowered before the buffer is empty, so each delta meets its bound by the rate that was set when it came.
        const double needed = m_delay > Millis::zero() ? double(waitingCharacters()) / Seconds(m_delay).count() : Unlimited;
        m_rate = std::max({m_rate, pace, needed});
        return dueByTime(now);
    }

    qsizetype dueByTime(TimePoint now) override
    {
        earnCredit(now);
        double credit = m_credit + 1e-6; // against rounding: at dueTime() it must be enough
        qsizetype due = 0;
        for (const Piece& piece : waiting()) {
            const qsizetype size = piece.view().size();
            const bool overdue = piece.received + m_delay <= now;
            if (!overdue && credit < 1)
                break;
            if (!overdue && size > WholeUpTo && credit < double(size))
                return due + cutAt(piece.view(), qsizetype(credit));
            due += size;
            credit -= double(size);
        }
        return due;
    }

    std::optional<TimePoint> dueTime() const override
    {
        const TimePoint deadline = waiting().front().received + m_delay;
        const Seconds wait {std::max(0.0, 1 - m_credit) / m_rate};
        if (wait >= Seconds(m_delay))
            return deadline;
        const TimePoint affordable = m_creditAt + std::chrono::ceil<Micros>(wait);
        return std::min(deadline, std::max(affordable, lastRelease() + Tick));
    }

    void textReleased(qsizetype characters, TimePoint) override
    {
        m_credit = std::max(m_credit - double(characters), -double(WholeUpTo));
    }

    void earnCredit(TimePoint now)
    {
        if (now <= m_creditAt)
            return;
        m_credit += m_rate * Seconds(now - m_creditAt).count();
        m_creditAt = now;
    }

    const Millis m_delay;
    RateMeter m_source;
    double m_rate = 0; ///< characters per second; above 0 while text waits
    double m_credit = 1; ///< the first delta never waits
    TimePoint m_creditAt;
};

std::unique_ptr<BufferStrategy> make(const StrategyOptions& options, TimePoint start)
{
    return std::make_unique<SmoothStrategy>(options, start);
}

const StrategyRegistration registration {u"smooth"_s, 50, &make};

}

}
