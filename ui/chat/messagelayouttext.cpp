// The part of MessageLayout that reads its text back and finds in it.

#include "ui/chat/messagelayout.h"

#include "core/chat/attachmenttext.h"

#include <QTextBoundaryFinder>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

QString MessageLayout::text(qsizetype from, qsizetype to) const
{
    QString out;
    if (isReasoningOpen() && from < m_answerStart)
        out = m_reasoning.text(from, std::min(to, m_reasoning.length()));
    if (to > m_answerStart || !m_hasReasoning)
        out += (out.isEmpty() ? QString() : u"\n\n"_s)
            + m_answer.text(std::max(from - m_answerStart, qsizetype(0)), to - m_answerStart);
    return out;
}

QString MessageLayout::markdown(qsizetype from, qsizetype to) const
{
    if (m_author != Role::Assistant) {
        const bool isWhole = from <= 0 && to >= length();
        return isWhole ? markdownOf(m_userText, m_attachments.all()) : text(from, to);
    }
    QString out;
    if (isReasoningOpen() && from < m_answerStart)
        out = m_reasoning.markdown(from, std::min(to, m_reasoning.length()));
    if (to > m_answerStart || !m_hasReasoning) {
        out += out.isEmpty() ? QString() : u"\n\n"_s;
        const bool isWhole = from <= m_answerStart && to >= length();
        out += isWhole ? m_answerDocument.text()
                       : m_answer.markdown(std::max(from - m_answerStart, qsizetype(0)), to - m_answerStart);
    }
    return out;
}

QList<MessageStop> MessageLayout::stops() const
{
    using Kind = MessageHit::Kind;
    QList<MessageStop> stops;
    const auto addFrom = [&](const MarkdownLayout& layout, bool isInReasoning) {
        for (const MarkdownLayout::Stop& stop : layout.stops()) {
            const Kind kind = stop.link.isEmpty() ? Kind::CopyCode : Kind::Link;
            stops.append({.hit = {.kind = kind, .link = stop.link, .isInReasoning = isInReasoning, .block = stop.block},
                .position = startOf(layout) + stop.position});
        }
    };
    if (m_hasReasoning)
        stops.append({.hit = {.kind = Kind::ReasoningToggle}});
    if (isReasoningOpen())
        addFrom(m_reasoning, true);
    for (int i = 0; i < m_attachments.all().size(); ++i)
        stops.append({.hit = {.kind = Kind::Attachment, .attachment = i}, .position = m_answerStart});
    addFrom(m_answer, false);
    if (hasStrip())
        stops.append({.hit = {.kind = Kind::Strip}, .position = length()});
    return stops;
}

QString MessageLayout::blockText(const MessageHit& hit) const
{
    return hit.block < 0 ? QString() : (hit.isInReasoning ? m_reasoning : m_answer).blockText(hit.block);
}

QList<std::pair<qsizetype, qsizetype>> MessageLayout::find(const Needle& needle, int top, int bottom) const
{
    QList<std::pair<qsizetype, qsizetype>> hits;
    const auto addFrom = [&](const MarkdownLayout& layout) {
        const int above = int(originOf(layout).y());
        const QList<qsizetype> found = layout.find(needle, top - above, bottom - above);
        for (const qsizetype at : found)
            hits.append({startOf(layout) + at, startOf(layout) + at + needle.text().size()});
    };
    if (isReasoningOpen())
        addFrom(m_reasoning);
    addFrom(m_answer);
    return hits;
}

std::pair<qsizetype, qsizetype> MessageLayout::wordRange(qsizetype position) const
{
    const auto [from, to] = blockRange(position);
    const MarkdownLayout& layout = layoutAt(position);
    const QString block = layout.plainText(from - startOf(layout), to - startOf(layout));
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, block);
    const qsizetype inBlock = std::clamp(position - from, qsizetype(0), qsizetype(block.size()));
    finder.setPosition(inBlock);
    const qsizetype start =
        finder.isAtBoundary() && inBlock < block.size() ? inBlock : std::max(finder.toPreviousBoundary(), qsizetype(0));
    const qsizetype end = finder.toNextBoundary();
    return {from + start, end < 0 ? to : from + end};
}

std::pair<qsizetype, qsizetype> MessageLayout::blockRange(qsizetype position) const
{
    const MarkdownLayout& layout = layoutAt(position);
    const auto [from, to] = layout.blockRange(position - startOf(layout));
    return {from + startOf(layout), to + startOf(layout)};
}

}
