#include "core/flow/bufferstrategy.h"

#include <algorithm>
#include <utility>

namespace sluice {

namespace {

/// Whether \a piece only carries on what \a last holds.
bool continues(const ToolCallDelta& last, const ToolCallDelta& piece)
{
    return last.index == piece.index && piece.name.isEmpty() && (piece.id.isEmpty() || piece.id == last.id);
}

bool mergeInto(Delta& last, Delta& delta)
{
    if (last.index() != delta.index())
        return false;
    if (auto* text = std::get_if<TextDelta>(&last)) {
        text->text += std::get<TextDelta>(delta).text;
    } else if (auto* reasoning = std::get_if<ReasoningDelta>(&last)) {
        reasoning->text += std::get<ReasoningDelta>(delta).text;
    } else if (auto* tool = std::get_if<ToolCallDelta>(&last)) {
        const auto& piece = std::get<ToolCallDelta>(delta);
        if (!continues(*tool, piece))
            return false;
        tool->arguments += piece.arguments;
    } else if (std::holds_alternative<SeamDelta>(last) || std::holds_alternative<RewriteDelta>(last)) {
        return false;
    } else {
        last = std::move(delta); // usage is cumulative, and cached is cached
    }
    return true;
}

void append(Deltas& deltas, Delta delta)
{
    if (deltas.empty() || !mergeInto(deltas.back(), delta))
        deltas.push_back(std::move(delta));
}

bool startsWithLowSurrogate(QStringView text)
{
    return !text.isEmpty() && text.front().isLowSurrogate();
}

std::optional<TimePoint> earlier(std::optional<TimePoint> a, TimePoint b)
{
    return a ? std::min(*a, b) : b;
}

}

qsizetype textCharacters(const Flush& flush)
{
    qsizetype characters = 0;
    for (const Delta& delta : flush.deltas) {
        if (const auto* text = std::get_if<TextDelta>(&delta))
            characters += text->text.size();
    }
    return characters;
}

BufferStrategy::BufferStrategy(const StrategyOptions& options, TimePoint start)
    : m_stallGuard(options.stallGuard)
    , m_lastRelease(start)
{ }

void BufferStrategy::push(Delta delta, TimePoint received)
{
    if (auto* text = std::get_if<TextDelta>(&delta)) {
        if (!text->text.isEmpty())
            pushText(std::move(text->text), received);
        return;
    }
    if (const auto* usage = std::get_if<Usage>(&delta)) {
        if (!m_usage)
            m_usageSince = received;
        m_usage = *usage;
        if (!holdsUsage())
            closeUsage(received);
        return;
    }
    if (const auto* reasoning = std::get_if<ReasoningDelta>(&delta); reasoning && reasoning->text.isEmpty())
        return;

    Flush group {.deltas = {}, .firstReceived = received, .released = received};
    moveText(m_characters, group, received);
    append(group.deltas, std::move(delta));
    addUsage(group);
    noteRelease(received);
    m_groups.push_back(std::move(group));
}

Flush BufferStrategy::release(TimePoint now)
{
    if (m_groups.empty())
        closeByTime(now);
    if (m_groups.empty())
        return {};
    Flush group = std::move(m_groups.front());
    m_groups.pop_front();
    group.released = now;
    if (!std::holds_alternative<Usage>(group.deltas.front())) // it is in front only where it is alone
        noteRelease(now);
    return group;
}

Flush BufferStrategy::drain(TimePoint now)
{
    Flush all {.deltas = {}, .firstReceived = now, .released = now};
    for (Flush& group : m_groups) {
        if (all.isEmpty())
            all.firstReceived = group.firstReceived;
        for (Delta& delta : group.deltas)
            append(all.deltas, std::move(delta));
        all.textDeltas += group.textDeltas;
    }
    m_groups.clear();
    moveText(m_characters, all, now);
    addUsage(all);
    if (!all.isEmpty())
        noteRelease(now);
    return all;
}

std::optional<TimePoint> BufferStrategy::nextDue() const
{
    if (!m_groups.empty())
        return m_groups.front().released;
    const bool guarded = m_stallGuard > Millis::zero();
    std::optional<TimePoint> due;
    if (releasableCharacters() > 0) {
        due = dueTime();
        if (guarded)
            due = earlier(due, m_waiting.front().received + m_stallGuard);
    }
    if (m_usage && guarded)
        due = earlier(due, m_usageSince + m_stallGuard);
    return due;
}

int BufferStrategy::heldTextDeltas() const
{
    int count = int(m_waiting.size());
    for (const Flush& group : m_groups)
        count += group.textDeltas;
    return count;
}

qsizetype BufferStrategy::heldCharacters() const
{
    qsizetype characters = m_characters;
    for (const Flush& group : m_groups)
        characters += textCharacters(group);
    return characters;
}

std::optional<TimePoint> BufferStrategy::heldSince() const
{
    return m_waiting.empty() ? std::nullopt : std::optional(m_waiting.front().received);
}

QString BufferStrategy::heldText(qsizetype from) const
{
    Q_ASSERT(m_groups.empty());
    QString text;
    qsizetype begin = from;
    for (const Piece& piece : m_waiting) {
        const qsizetype size = piece.view().size();
        if (begin < size)
            text += piece.view().sliced(begin);
        begin = std::max<qsizetype>(0, begin - size);
    }
    if (!text.isEmpty() && text.back().isHighSurrogate())
        text.chop(1);
    return text;
}

qsizetype BufferStrategy::dueByTime(TimePoint)
{
    return 0;
}

std::optional<TimePoint> BufferStrategy::dueTime() const
{
    return std::nullopt;
}

void BufferStrategy::textReleased(qsizetype, TimePoint) { }

void BufferStrategy::pushText(QString text, TimePoint received)
{
    m_characters += text.size();
    m_waiting.push_back({.text = std::move(text), .received = received});
    const qsizetype due = dueOnArrival(received);
    closeGroup(m_characters > MaxHeldCharacters ? m_characters : due, received);
}

void BufferStrategy::closeGroup(qsizetype characters, TimePoint now)
{
    const qsizetype wanted = std::min(characters, releasableCharacters());
    if (wanted <= 0)
        return;
    Flush group {.deltas = {}, .firstReceived = now, .released = now};
    moveText(wanted, group, now);
    addUsage(group);
    noteRelease(now);
    m_groups.push_back(std::move(group));
}

void BufferStrategy::closeByTime(TimePoint now)
{
    const bool guarded = m_stallGuard > Millis::zero();
    if (releasableCharacters() > 0) {
        const qsizetype due = dueByTime(now);
        const bool stalled = guarded && m_waiting.front().received + m_stallGuard <= now;
        closeGroup(due == 0 && stalled ? m_characters : due, now);
    }
    if (m_groups.empty() && m_usage && guarded && m_usageSince + m_stallGuard <= now)
        closeUsage(now);
}

void BufferStrategy::closeUsage(TimePoint now)
{
    Flush group {.deltas = {}, .firstReceived = m_usageSince, .released = now};
    addUsage(group);
    m_groups.push_back(std::move(group));
}

/// Appends \a wanted waiting characters, and one more where that would split a surrogate pair.
void BufferStrategy::moveText(qsizetype wanted, Flush& flush, TimePoint now)
{
    if (wanted <= 0)
        return;
    if (flush.isEmpty())
        flush.firstReceived = m_waiting.front().received;
    QString text;
    qsizetype left = wanted;
    while (left > 0) {
        Piece& piece = m_waiting.front();
        const QStringView view = piece.view();
        const qsizetype count = std::min(left, view.size());
        left -= count;
        if (text.isEmpty() && piece.begin == 0 && count == piece.text.size())
            text = std::move(piece.text);
        else
            text += view.first(count);
        piece.begin += count;
        if (count == view.size()) {
            m_waiting.pop_front();
            ++flush.textDeltas;
        }
        const bool half = left == 0 && text.back().isHighSurrogate();
        if (half && !m_waiting.empty() && startsWithLowSurrogate(m_waiting.front().view()))
            left = 1;
    }
    m_characters -= text.size();
    const qsizetype moved = text.size();
    append(flush.deltas, TextDelta {std::move(text)});
    textReleased(moved, now);
}

void BufferStrategy::addUsage(Flush& flush)
{
    if (!m_usage)
        return;
    if (flush.isEmpty())
        flush.firstReceived = m_usageSince;
    append(flush.deltas, *m_usage);
    m_usage.reset();
}

/// All waiting characters but half a surrogate pair at their end.
qsizetype BufferStrategy::releasableCharacters() const
{
    if (m_waiting.empty())
        return 0;
    return m_characters - (m_waiting.back().text.back().isHighSurrogate() ? 1 : 0);
}

}
