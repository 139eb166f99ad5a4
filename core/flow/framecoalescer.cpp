#include "core/flow/framecoalescer.h"

#include <algorithm>
#include <utility>

namespace sluice {

namespace {

constexpr qsizetype ItemCost = 16; // in characters: endless tiny items must fill a frame too

/// The part of \a whole that starts at \a offset, fits in \a room (at least 2) and splits no surrogate pair. Most deltas fit
/// whole, and then nothing is copied.
QString piece(QString& whole, qsizetype offset, qsizetype room)
{
    if (offset == 0 && whole.size() <= room)
        return std::move(whole);
    const QStringView rest = QStringView(whole).sliced(offset);
    if (rest.size() <= room)
        return rest.toString();
    const bool splitsPair = rest[room - 1].isHighSurrogate() && rest[room].isLowSurrogate();
    return rest.first(splitsPair ? room - 1 : room).toString();
}

void append(QString& target, QString&& part)
{
    if (target.isEmpty())
        target = std::move(part);
    else
        target += part;
}

}

bool FrameBatch::isEmpty() const
{
    return text.isEmpty() && reasoning.isEmpty() && toolCalls.empty() && !usage && !cached && seams.empty() && !keepText
        && !keepReasoning && textDeltas == 0 && !end;
}

FrameCoalescer::FrameCoalescer(qsizetype maxCharacters)
    : m_maxCharacters(maxCharacters)
{
    Q_ASSERT(maxCharacters >= 2);
}

FrameBatch FrameCoalescer::takeFrame(DeltaQueue& queue)
{
    FrameBatch batch;
    m_room = m_maxCharacters;
    while (!batch.end) {
        if (hasRest()) {
            takeRest(batch);
            m_room -= ItemCost;
        }
        if (hasRest() || m_room < 2)
            break;
        std::vector<QueueItem> items = queue.take(1);
        if (items.empty())
            break;
        if (auto* end = std::get_if<StreamEnd>(&items.front())) {
            batch.end = std::move(*end);
        } else if (const auto* held = std::get_if<HeldText>(&items.front())) {
            m_held += held->text;
            batch.heldMore = true;
            m_room -= ItemCost;
        } else {
            m_rest = std::move(std::get<Flush>(items.front()));
            m_next = 0;
        }
    }
    batch.held = m_held;
    return batch;
}

void FrameCoalescer::releaseHeld(qsizetype characters)
{
    m_held.remove(0, std::min(characters, m_held.size()));
}

void FrameCoalescer::takeRest(FrameBatch& batch)
{
    if (!batch.firstReceived || m_rest.firstReceived < *batch.firstReceived)
        batch.firstReceived = m_rest.firstReceived;
    while (hasRest() && m_room >= 2) {
        const bool cuts = std::holds_alternative<RewriteDelta>(m_rest.deltas[m_next]) && m_offset == 0;
        if (cuts && !(batch.text.isEmpty() && batch.reasoning.isEmpty())) {
            m_room = 0; // it cuts what stands, not what this batch brings
            break;
        }
        const qsizetype taken = take(m_rest.deltas[m_next], batch);
        m_room -= taken;
    }
    if (!hasRest()) {
        batch.textDeltas += m_rest.textDeltas;
        m_rest = {};
        m_next = 0;
    }
}

/// Moves what fits of \a delta to \a batch and steps to the next one when it is used up. Returns the characters taken.
qsizetype FrameCoalescer::take(Delta& delta, FrameBatch& batch)
{
    const auto advance = [this](qsizetype whole, qsizetype taken) {
        m_offset += taken;
        if (m_offset >= whole) {
            m_offset = 0;
            ++m_next;
        }
        return taken;
    };
    const auto takeFrom = [&](QString& source, auto&& deliver) {
        const qsizetype whole = source.size();
        QString part = piece(source, m_offset, m_room);
        const qsizetype taken = part.size();
        deliver(std::move(part));
        return advance(whole, taken);
    };
    if (auto* text = std::get_if<TextDelta>(&delta))
        return takeFrom(text->text, [&](QString&& part) {
            releaseHeld(part.size());
            append(batch.text, std::move(part));
        });
    if (auto* reasoning = std::get_if<ReasoningDelta>(&delta))
        return takeFrom(reasoning->text, [&](QString&& part) { append(batch.reasoning, std::move(part)); });
    if (auto* tool = std::get_if<ToolCallDelta>(&delta)) {
        return takeFrom(tool->arguments, [&](QString&& part) {
            batch.toolCalls.push_back({tool->index, std::exchange(tool->id, {}), std::exchange(tool->name, {}), std::move(part)});
        });
    }
    if (auto* rewrite = std::get_if<RewriteDelta>(&delta)) {
        const bool isText = rewrite->part == AnswerPart::Text;
        if (m_offset == 0)
            (isText ? batch.keepText : batch.keepReasoning) = rewrite->keep;
        return takeFrom(rewrite->text, [&](QString&& part) { append(isText ? batch.text : batch.reasoning, std::move(part)); });
    }
    if (const auto* usage = std::get_if<Usage>(&delta))
        batch.usage = *usage;
    else if (const auto* seam = std::get_if<SeamDelta>(&delta))
        batch.seams.push_back(seam->seam);
    else
        batch.cached = true;
    return advance(0, 0);
}

}
