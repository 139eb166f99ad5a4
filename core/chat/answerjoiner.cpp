#include "core/chat/answerjoiner.h"

#include "core/chat/continuedrequest.h"

#include <algorithm>
#include <utility>

namespace sluice {

AnswerJoiner::AnswerJoiner(const PartialAnswer& partial, Keeping keeping)
    : m_keeping(keeping)
    , m_textSize(partial.text.size())
    , m_reasoningSize(partial.reasoning.size())
{
    if (keeping == Keeping::Text) {
        m_text = partial.text;
        m_reasoning = partial.reasoning;
    }
}

void AnswerJoiner::goOn(ResumeMeans means)
{
    if (!isPaidAgain(means)) {
        // What a new request has begun to repeat goes on being repeated: its own seam is still to come.
        const bool repeats = m_seam && isPaidAgain(m_seam->means);
        if (!repeats && hasContent())
            m_seam = Seam {.means = means, .textAt = m_textSize};
        return;
    }
    Q_ASSERT(m_keeping == Keeping::Text);
    const int before = m_seam && isPaidAgain(m_seam->means) ? m_seam->attempts : 0;
    m_seam = Seam {.means = means, .textAt = m_textSize, .attempts = before + 1};
    m_isFromStart = false;
    m_echo = {};
    m_tail.clear();
    m_newText = {};
    m_newReasoning = {};
    if (means == ResumeMeans::Restart) {
        m_newText = RestartedText(m_text);
        m_newReasoning = RestartedText(m_reasoning);
        return;
    }
    const QString given = trimmedEnd(m_text);
    m_echo = PrefixEcho(given);
    m_givenSize = given.size();
    m_tail = m_text.sliced(given.size());
}

void AnswerJoiner::goOnFromStart(ResumeMeans means)
{
    m_isFromStart = true;
    m_newText = RestartedText(m_text);
    m_newReasoning = RestartedText(m_reasoning);
    if (hasContent())
        m_seam = Seam {.means = means, .textAt = m_textSize};
}

void AnswerJoiner::take(Delta delta, Deltas& out)
{
    if (const auto* text = std::get_if<TextDelta>(&delta)) {
        takeText(text->text, out);
    } else if (const auto* reasoning = std::get_if<ReasoningDelta>(&delta)) {
        takeReasoning(reasoning->text, out);
    } else {
        if (std::holds_alternative<ToolCallDelta>(delta)) {
            ++m_toolDeltas;
            if (m_newText.isThrough())
                sew(out);
        }
        out.push_back(std::move(delta));
    }
}

void AnswerJoiner::takeText(const QString& piece, Deltas& out)
{
    if (!m_newText.isThrough()) {
        apply(AnswerPart::Text, m_newText.take(piece), out);
        return;
    }
    addText(withoutTail(m_echo.take(piece)), out);
}

void AnswerJoiner::takeReasoning(const QString& piece, Deltas& out)
{
    if (m_newReasoning.isThrough())
        addReasoning(piece, out);
    else
        apply(AnswerPart::Reasoning, m_newReasoning.take(piece), out);
}

void AnswerJoiner::addReasoning(const QString& piece, Deltas& out)
{
    if (piece.isEmpty())
        return;
    const bool mayRepeatText = m_seam && (isPaidAgain(m_seam->means) || !m_newText.isThrough()); // that will tell how much
    if (!mayRepeatText)
        sew(out);
    m_reasoningSize += piece.size();
    if (m_keeping == Keeping::Text)
        m_reasoning += piece;
    out.emplace_back(ReasoningDelta {piece});
}

void AnswerJoiner::apply(AnswerPart part, const RestartedText::Change& change, Deltas& out)
{
    const bool isText = part == AnswerPart::Text;
    if (!change.keep) {
        if (isText)
            addText(change.added, out);
        else
            addReasoning(change.added, out);
        return;
    }
    if (isText && m_seam) {
        m_seam->textAt = *change.keep;
        sew(out);
    }
    (isText ? m_textSize : m_reasoningSize) = *change.keep + change.added.size();
    QString& kept = isText ? m_text : m_reasoning;
    kept.truncate(*change.keep);
    kept += change.added;
    out.emplace_back(RewriteDelta {.part = part, .keep = *change.keep, .text = change.added});
}

void AnswerJoiner::addText(const QString& text, Deltas& out)
{
    if (text.isEmpty())
        return;
    sew(out);
    m_textSize += text.size();
    if (m_keeping == Keeping::Text)
        m_text += text;
    out.emplace_back(TextDelta {text});
}

QString AnswerJoiner::withoutTail(const QString& text)
{
    if (m_tail.isEmpty() || text.isEmpty())
        return text;
    const auto differs = std::mismatch(text.begin(), text.end(), m_tail.cbegin(), m_tail.cend());
    const qsizetype common = std::distance(text.begin(), differs.first);
    m_tail = common == text.size() ? m_tail.sliced(common) : QString();
    if (m_seam)
        m_seam->repeated += common;
    return text.sliced(common);
}

void AnswerJoiner::sew(Deltas& out)
{
    if (!m_seam)
        return;
    Seam seam = *std::exchange(m_seam, std::nullopt);
    if (seam.means == ResumeMeans::Restart || std::exchange(m_isFromStart, false)) {
        seam.repeated = m_newText.repeated();
        seam.replaced = m_newText.replaced();
    } else if (m_echo.wasRepeated()) {
        seam.repeated += m_givenSize;
    }
    out.emplace_back(SeamDelta {seam});
}

void AnswerJoiner::end(Deltas& out)
{
    addText(withoutTail(m_echo.end()), out);
    apply(AnswerPart::Reasoning, m_newReasoning.end(), out);
    apply(AnswerPart::Text, m_newText.end(), out);
}

}
