#include "ui/chat/sentencegatherer.h"

#include "ui/markdown/blocktext.h"
#include "ui/markdown/markdownparser.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

struct Spoken
{
    Q_DECLARE_TR_FUNCTIONS(Spoken)
};

constexpr qsizetype Undecided = -1; // what decides has not come yet
constexpr qsizetype GoesOn = -2;

bool isWideEnd(QChar c)
{
    return u"。！？…"_s.contains(c);
}

bool isLatinEnd(QChar c)
{
    return c == u'.' || c == u'!' || c == u'?';
}

// What may stand between the mark of a sentence's end and the space.
bool isCloser(QChar c)
{
    return u"*_~`\"')]”’»」』）】"_s.contains(c);
}

bool isNumberOfItem(QStringView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar c) { return c.isDigit(); });
}

/// Behind the sentence whose mark stands at \a mark, or why there is none.
qsizetype endAfter(QStringView text, qsizetype mark)
{
    qsizetype end = mark + 1;
    while (end < text.size() && (isCloser(text[end]) || isWideEnd(text[end]) || isLatinEnd(text[end])))
        ++end;
    if (end == text.size())
        return Undecided;
    if (isWideEnd(text[mark]) && text[mark] != u'…')
        return end;
    if (!text[end].isSpace() || isNumberOfItem(text.first(mark).trimmed()))
        return GoesOn;
    qsizetype next = end;
    while (next < text.size() && text[next].isSpace() && text[next] != u'\n')
        ++next;
    if (next == text.size())
        return Undecided;
    return text[next].isLower() ? GoesOn : end; // "e.g. this"
}

/// Behind the first sentence of \a text from \a from on; Undecided, with \a from where to go on looking.
qsizetype sentenceEnd(QStringView text, qsizetype& from)
{
    for (; from < text.size(); ++from) {
        const QChar c = text[from];
        if (c == u'\n')
            return from + 1;
        if (!isWideEnd(c) && !isLatinEnd(c))
            continue;
        const qsizetype end = endAfter(text, from);
        if (end != GoesOn)
            return end;
    }
    if (text.size() < SentenceGatherer::LongestSentence)
        return Undecided;
    const qsizetype space = text.first(SentenceGatherer::LongestSentence).lastIndexOf(u' ');
    return space > 0 ? space + 1 : SentenceGatherer::LongestSentence;
}

QString linesOfCode(int count)
{
    return count == 1 ? Spoken::tr("Code block, 1 line.") : Spoken::tr("Code block, %1 lines.").arg(QLocale().toString(count));
}

QString spokenRow(QStringView row)
{
    QStringList cells;
    for (const QStringView part : row.split(u'|', Qt::SkipEmptyParts)) {
        const QString cell = spokenMarkdown(part.trimmed());
        const bool isRule = std::all_of(cell.begin(), cell.end(), [](QChar c) { return c == u'-' || c == u':'; });
        if (!isRule)
            cells += cell;
    }
    return cells.join(u", "_s);
}

}

QString spokenMarkdown(QStringView markdown)
{
    if (markdown.startsWith(u'|'))
        return spokenRow(markdown);
    QStringList parts;
    const QList<MarkdownBlock> blocks = parseMarkdown(markdown);
    for (const MarkdownBlock& block : blocks)
        parts += block.kind == MarkdownBlock::Kind::Rule ? QString() : plainText(block).simplified();
    // Emphasis that spans several sentences has its two ends in different ones.
    static const QRegularExpression leftOver(u"\\*\\*|__|~~|`|(?<!\\S)[*_]|[*_](?!\\S)"_s);
    return parts.join(u' ').remove(leftOver).simplified();
}

void SentenceGatherer::clear()
{
    *this = SentenceGatherer();
}

QString SentenceGatherer::takeSentences()
{
    while (takeOne(false)) { }
    return std::exchange(m_said, {});
}

QString SentenceGatherer::takeRest()
{
    while (takeOne(true)) { }
    if (!m_fence.isEmpty())
        say(linesOfCode(m_fenceLines));
    QString said = std::exchange(m_said, {});
    clear();
    return said;
}

bool SentenceGatherer::takeOne(bool isEnd)
{
    if (m_pending.isEmpty())
        return false;
    if (!m_fence.isEmpty())
        return takeFenceLine(isEnd);
    if (m_isLineStart) {
        const QStringView line = QStringView(m_pending).left(m_pending.indexOf(u'\n'));
        const bool isWhole = isEnd || line.size() < m_pending.size();
        const QStringView begun = line.trimmed();
        const bool mayBeFence = begun.isEmpty() || begun.front() == u'`' || begun.front() == u'~';
        const bool isRow = begun.startsWith(u'|');
        if (!isWhole && (mayBeFence || isRow) && line.size() < LongestSentence)
            return false;
        if ((isRow || begun.isEmpty()) && isWhole) {
            say(spokenMarkdown(begun));
            drop(line.size() + 1);
            return true;
        }
        if (isWhole && opensFence(begun)) {
            drop(line.size() + 1);
            m_isLineStart = true;
            return true;
        }
    }
    qsizetype end = sentenceEnd(m_pending, m_searched);
    if (end == Undecided && !isEnd)
        return false;
    end = end == Undecided ? m_pending.size() : end;
    say(spokenMarkdown(QStringView(m_pending).first(end)));
    drop(end);
    return true;
}

bool SentenceGatherer::opensFence(QStringView line)
{
    if (!line.startsWith(u"```") && !line.startsWith(u"~~~"))
        return false;
    qsizetype length = 3;
    while (length < line.size() && line[length] == line.front())
        ++length;
    if (line.front() == u'`' && line.sliced(length).contains(u'`')) // code within a line
        return false;
    m_fence = QString(length, line.front());
    m_fenceLines = 0;
    return true;
}

bool SentenceGatherer::takeFenceLine(bool isEnd)
{
    const qsizetype lineEnd = m_pending.indexOf(u'\n');
    if (lineEnd < 0 && !isEnd)
        return false;
    const QStringView line = QStringView(m_pending).left(lineEnd).trimmed();
    const bool closes =
        line.startsWith(m_fence) && std::all_of(line.begin(), line.end(), [this](QChar c) { return c == m_fence.front(); });
    if (closes) {
        say(linesOfCode(m_fenceLines));
        m_fence.clear();
    } else {
        ++m_fenceLines;
    }
    drop(lineEnd < 0 ? m_pending.size() : lineEnd + 1);
    return true;
}

void SentenceGatherer::drop(qsizetype count)
{
    count = std::min(count, m_pending.size());
    m_isLineStart = count > 0 && m_pending[count - 1] == u'\n';
    m_pending.remove(0, count);
    m_searched = 0;
}

void SentenceGatherer::say(const QString& sentence)
{
    if (sentence.isEmpty())
        return;
    if (!m_said.isEmpty())
        m_said += u'\n';
    m_said += sentence;
}

}
