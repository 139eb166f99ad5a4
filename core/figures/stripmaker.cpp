#include "core/figures/stripmaker.h"

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

// A cell is not so narrow that a steady pace looks like a comb: some deltas come in it, or what a strategy releases at once.
constexpr double DeltasInCell = 4;
constexpr double ShownCellMs = 500;

using Deltas = int (*)(const TimelineBucket&);

int received(const TimelineBucket& bucket)
{
    return bucket.textDeltas + bucket.reasoningDeltas;
}

int shown(const TimelineBucket& bucket)
{
    return bucket.shownDeltas;
}

/// When the first delta came, or was shown.
std::optional<double> firstMs(const StreamTimeline& timeline, Deltas deltas)
{
    for (const TimelineAttempt& attempt : timeline.attempts) {
        if (attempt.firstDeltaMs)
            return attempt.firstDeltaMs;
    }
    for (std::size_t i = 0; i < timeline.buckets.size(); ++i) {
        if (deltas(timeline.buckets[i]) > 0)
            return double(i) * timeline.bucketMs;
    }
    return std::nullopt;
}

class Cells
{
public:
    Cells(double beginMs, double endMs, int count)
        : m_begin(beginMs)
        , m_width((endMs - beginMs) / count)
        , m_deltas(std::size_t(count))
        , m_letters(count, 0)
    { }

    /// Shares \a deltas out among the cells that the time belongs to.
    void add(double beginMs, double endMs, double deltas)
    {
        const double begin = std::max(beginMs, m_begin);
        const double length = endMs - begin;
        if (deltas <= 0 || length <= 0)
            return;
        for (int i = cellOf(begin); i <= cellOf(endMs); ++i)
            m_deltas[std::size_t(i)] += deltas * overlap(i, begin, endMs) / length;
    }

    /// What is mostly stall; one cell at least.
    void mark(double beginMs, double endMs, char letter)
    {
        if (endMs <= m_begin)
            return;
        m_letters[cellOf((beginMs + endMs) / 2)] = letter;
        for (int i = cellOf(beginMs); i <= cellOf(endMs); ++i) {
            if (overlap(i, beginMs, endMs) > m_width / 2)
                m_letters[i] = letter;
        }
    }

    QByteArray text() const
    {
        const double most = *std::ranges::max_element(m_deltas);
        QByteArray text = m_letters;
        for (qsizetype i = 0; i < text.size(); ++i) {
            const double share = most > 0 ? m_deltas[std::size_t(i)] / most : 0;
            if (text[i] == 0)
                text[i] = char('0' + int(std::ceil(9 * share - 1e-9)));
        }
        return text;
    }

private:
    int cellOf(double ms) const { return std::clamp(int((ms - m_begin) / m_width), 0, int(m_deltas.size()) - 1); }
    double overlap(int cell, double begin, double end) const
    {
        const double from = m_begin + cell * m_width;
        return std::max(0.0, std::min(end, from + m_width) - std::max(begin, from));
    }

    const double m_begin;
    const double m_width;
    std::vector<double> m_deltas; ///< by cell
    QByteArray m_letters; ///< by cell; 0 = none
};

}

AnswerStrip makeStrip(const StreamTimeline& timeline)
{
    const bool isKnown = timeline.attempts.size() > 0
        || std::ranges::any_of(timeline.buckets, [](const TimelineBucket& bucket) { return received(bucket) > 0; });
    const Deltas deltas = isKnown ? received : shown;
    const std::optional<double> first = firstMs(timeline, deltas);
    if (!first)
        return {};
    const double bucketMs = timeline.bucketMs > 0 ? timeline.bucketMs : 50;
    const double end = std::max(timeline.lastMs, *first + bucketMs);
    const double narrowest = std::max(bucketMs, isKnown ? DeltasInCell * timeline.itlMs.percentile(0.5) : ShownCellMs);
    const int count = std::clamp(int((end - *first) / narrowest), 1, AnswerStrip::MostCells);
    Cells cells(*first, end, count);
    for (std::size_t i = 0; i < timeline.buckets.size(); ++i)
        cells.add(double(i) * bucketMs, double(i + 1) * bucketMs, deltas(timeline.buckets[i]));
    for (const TimelineStall& stall : timeline.stalls) {
        const bool isQuiet = stall.cause == StallCause::NetworkQuiet;
        cells.mark(stall.startMs, stall.startMs + stall.lengthMs, isQuiet ? AnswerStrip::Quiet : AnswerStrip::HeldBack);
    }
    for (std::size_t i = 1; i < timeline.attempts.size(); ++i)
        cells.mark(timeline.attempts[i].startMs, timeline.attempts[i].startMs, AnswerStrip::Reconnect);
    return {.waiting = std::clamp(*first / end, 0.0, 1.0), .cells = cells.text()};
}

}
