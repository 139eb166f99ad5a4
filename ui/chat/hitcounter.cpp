#include "ui/chat/hitcounter.h"

#include "ui/markdown/plaintext.h"

namespace sluice {

HitCounter::HitCounter(const Needle& needle)
    : m_needle(needle)
{ }

int HitCounter::count(const Text& message)
{
    const int inReasoning = countMarkdown(m_reasoning, message.reasoning);
    return inReasoning + (message.isMarkdown ? countMarkdown(m_text, message.text) : countPlain(message.text));
}

int HitCounter::countPlain(const QString& text) const
{
    if (!m_needle.mayBeShownBy(text))
        return 0;
    int count = 0;
    for (const MarkdownDocument::Part& part : plainTextParts(text, 0))
        count += m_needle.countIn(part.blocks.first());
    return count;
}

int HitCounter::countMarkdown(Counted& counted, const QString& text) const
{
    // A document that has been read is cheaper to extend than to look at from the start.
    if (counted.parts.empty() && !m_needle.mayBeShownBy(text))
        return 0;
    counted.document.setText(text);
    const std::vector<MarkdownDocument::Part>& parts = counted.document.parts();
    counted.parts.resize(parts.size());
    int count = 0;
    for (size_t i = 0; i < parts.size(); ++i) {
        PartHits& known = counted.parts[i];
        if (known.revision != parts[i].revision)
            known = {.revision = parts[i].revision, .count = countBlocks(parts[i])};
        count += known.count;
    }
    return count;
}

int HitCounter::countBlocks(const MarkdownDocument::Part& part) const
{
    int count = 0;
    for (const MarkdownBlock& block : part.blocks)
        count += m_needle.countIn(block);
    return count;
}

}
