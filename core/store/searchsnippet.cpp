#include "core/store/searchtext.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr qsizetype Before = 40; // characters of a snippet before its first match
constexpr qsizetype Length = 200;
constexpr std::size_t MaxMarks = 32;
constexpr qsizetype MaxRun = 256; // no query is longer

struct Span
{
    qsizetype start = 0;
    qsizetype end = 0;
};

/// Follows a text token by token and finds where terms of a query are.
class Matcher
{
public:
    explicit Matcher(const SearchQuery& query)
        : m_query(query)
        , m_found(query.terms.size(), false)
    { }

    /// Where a term ends with \a token, if one does.
    std::optional<Span> take(const SearchToken& token)
    {
        if (!token.isCharacter || m_run.empty() || m_run.back().start + m_run.back().length != token.start)
            m_run.clear();
        if (token.isCharacter)
            m_run.push_back(token);
        if (qsizetype(m_run.size()) > 2 * MaxRun)
            m_run.erase(m_run.begin(), m_run.end() - MaxRun);
        std::optional<Span> longest;
        for (std::size_t i = 0; i < m_query.terms.size(); ++i) {
            const std::optional<qsizetype> start = startOf(m_query.terms[i], token);
            if (!start)
                continue;
            m_found[i] = true;
            if (!longest || *start < longest->start)
                longest = Span {*start, token.start + token.length};
        }
        return longest;
    }

    bool hasAll() const
    {
        return std::ranges::all_of(m_found, [](bool found) { return found; });
    }

private:
    std::optional<qsizetype> startOf(const SearchQuery::Term& term, const SearchToken& token) const
    {
        const auto size = std::size_t(term.parts.size());
        if (term.isCharacters != token.isCharacter)
            return std::nullopt;
        if (!term.isCharacters) {
            const QString& word = term.parts.front();
            const bool fits = term.isPrefix ? token.folded.startsWith(word) : token.folded == word;
            return fits ? std::optional(token.start) : std::nullopt;
        }
        if (m_run.size() < size)
            return std::nullopt;
        const auto first = m_run.end() - qsizetype(size);
        const auto isSame = [](const SearchToken& one, const QString& part) { return one.folded == part; };
        return std::equal(first, m_run.end(), term.parts.begin(), isSame) ? std::optional(first->start) : std::nullopt;
    }

    const SearchQuery& m_query;
    std::vector<bool> m_found;
    std::vector<SearchToken> m_run; ///< characters without a gap up to now
};

bool isAsciiWord(QChar c)
{
    return c.unicode() < 0x80 && c.isLetterOrNumber();
}

/// Whether the character at \a i is there for Markdown only: emphasis, code, headings and quotes, by what stands next to it.
/// Arithmetic, list items and names with underscores keep theirs.
bool isMarkdownMark(QStringView text, qsizetype i)
{
    constexpr qsizetype LongestRun = 6; // a heading's; a longer one is a line of its own
    const QChar c = text[i];
    if (c == u'`')
        return true;
    if (c != u'*' && c != u'~' && c != u'#' && c != u'>')
        return false;
    qsizetype begin = i;
    qsizetype end = i + 1;
    while (begin > 0 && text[begin - 1] == c && end - begin <= LongestRun)
        --begin;
    while (end < text.size() && text[end] == c && end - begin <= LongestRun)
        ++end;
    if (end - begin > LongestRun)
        return false;
    const QChar before = begin > 0 ? text[begin - 1] : QChar(u'\n');
    const QChar after = end < text.size() ? text[end] : QChar(u'\n');
    if (c == u'#' || c == u'>')
        return before == u'\n' && after == u' ';
    if (c == u'~' && end - begin != 2)
        return false;
    return !(before.isSpace() && after.isSpace()) && !(isAsciiWord(before) && isAsciiWord(after));
}

/// The window of \a text as one line without marks of Markdown, with the matches moved along.
SearchSnippet oneLine(QStringView text, Span window, const std::vector<Span>& matches)
{
    SearchSnippet snippet;
    if (window.start > 0)
        snippet.text += QChar(0x2026);
    auto match = matches.begin();
    qsizetype markStart = -1;
    bool wasSpace = true; // none in front
    for (qsizetype i = window.start; i < window.end; ++i) {
        if (match != matches.end() && i == match->start)
            markStart = snippet.text.size();
        const QChar c = text[i];
        const bool isSpace = c.isSpace() || c.category() == QChar::Other_Control;
        if (!isMarkdownMark(text, i)) {
            if (!isSpace || !wasSpace)
                snippet.text += isSpace ? QChar(u' ') : c;
            wasSpace = isSpace;
        }
        if (match != matches.end() && i + 1 == match->end) {
            if (markStart >= 0)
                snippet.marks.emplace_back(int(markStart), int(snippet.text.size() - markStart));
            markStart = -1;
            ++match;
        }
    }
    if (window.end < text.size())
        snippet.text += QChar(0x2026);
    return snippet;
}

Span windowAround(QStringView text, const Span& match)
{
    Span window {std::max<qsizetype>(0, match.start - Before), 0};
    // Begins with a word where one begins nearby.
    for (qsizetype i = window.start; window.start > 0 && i < match.start; ++i) {
        if (text[i].isSpace()) {
            window.start = i + 1;
            break;
        }
    }
    if (window.start > 0 && text[window.start].isLowSurrogate())
        --window.start;
    window.end = std::min(text.size(), std::max(window.start + Length, match.end));
    if (window.end < text.size() && text[window.end].isLowSurrogate())
        ++window.end;
    return window;
}

}

std::optional<SearchSnippet> findSnippet(QStringView text, const SearchQuery& query)
{
    Matcher matcher(query);
    std::vector<Span> matches;
    SearchToken token;
    for (SearchTokens tokens(text); tokens.next(token);) {
        const bool isNear = matches.empty() || token.start < matches.front().start + Length;
        if (const std::optional<Span> match = matcher.take(token); match && isNear && matches.size() < MaxMarks) {
            if (!matches.empty() && match->start < matches.back().end)
                matches.back().end = match->end; // characters that overlap
            else
                matches.push_back(*match);
        }
        if (!isNear && matcher.hasAll())
            break;
    }
    if (matches.empty() || !matcher.hasAll())
        return std::nullopt;
    const Span window = windowAround(text, matches.front());
    std::erase_if(matches, [&window](const Span& match) { return match.end > window.end; });
    return oneLine(text, window, matches);
}

}
