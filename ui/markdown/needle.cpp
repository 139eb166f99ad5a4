#include "ui/markdown/needle.h"

#include "ui/markdown/markdownblock.h"

#include <algorithm>

namespace sluice {

namespace {

QString lettersOf(QStringView text)
{
    QString letters;
    letters.reserve(text.size());
    for (const QChar unit : text) {
        if (unit.isLetterOrNumber())
            letters += unit;
    }
    return letters;
}

// Links, entities, HTML, escapes and mathematics show other letters than those that are written, or leave some out.
bool maySpellDifferently(const QString& source)
{
    constexpr QStringView Signs = u"[<&\\$";
    return std::any_of(source.begin(), source.end(), [Signs](QChar unit) { return Signs.contains(unit); });
}

}

Needle::Needle(const QString& text, Qt::CaseSensitivity sensitivity)
    : m_text(text)
    , m_matcher(text, sensitivity)
    , m_letters(lettersOf(text))
    , m_letterMatcher(m_letters, sensitivity)
{ }

void Needle::forEachIn(QStringView text, const std::function<void(qsizetype)>& visit) const
{
    if (isEmpty())
        return;
    for (qsizetype at = m_matcher.indexIn(text); at >= 0; at = m_matcher.indexIn(text, at + m_text.size()))
        visit(at);
}

void Needle::forEachIn(const MarkdownBlock& block, const std::function<void(qsizetype)>& visit) const
{
    if (block.kind != MarkdownBlock::Kind::Table) {
        forEachIn(block.content.text, visit);
        return;
    }
    qsizetype start = 0;
    for (const InlineText& cell : block.cells) {
        forEachIn(cell.text, [&](qsizetype at) { visit(start + at); });
        start += cell.text.size() + 1;
    }
}

int Needle::countIn(QStringView text) const
{
    int count = 0;
    forEachIn(text, [&count](qsizetype) { ++count; });
    return count;
}

int Needle::countIn(const MarkdownBlock& block) const
{
    int count = 0;
    forEachIn(block, [&count](qsizetype) { ++count; });
    return count;
}

bool Needle::mayBeShownBy(const QString& source) const
{
    return m_letters.isEmpty() || maySpellDifferently(source) || m_letterMatcher.indexIn(lettersOf(source)) >= 0;
}

}
