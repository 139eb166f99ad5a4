#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>
#include <utility>
#include <vector>

namespace sluice {

/// A word of a text as the search sees it, or one character where a script has no spaces between words (Chinese, Japanese,
/// Korean, Thai…).
struct SearchToken
{
    QString folded; ///< without case, accents and widths; letters, digits and marks only; at most SearchTokens::MaxWord of them
    qsizetype start = 0; ///< in the text
    qsizetype length = 0;
    bool isCharacter = false; ///< of such a script
};

/// Takes a text apart, one token a call. Pure. \c text must outlive it.
class SearchTokens
{
public:
    static constexpr qsizetype MaxWord = 64; ///< longer ones are cut: they are no words

    explicit SearchTokens(QStringView text)
        : m_text(text)
    { }

    /// False at the end.
    bool next(SearchToken& token);

private:
    QStringView m_text;
    qsizetype m_at = 0;
};

/// What the index holds of \a text: tokens with spaces between them, in UTF-8. Neighbours in a script without spaces are there as
/// pairs, too, so that a longer word is not sought among all texts that hold its characters.
QByteArray searchableText(QStringView text);

/// What a person asked for. None of it is syntax to the index.
struct SearchQuery
{
    struct Term
    {
        QStringList parts; ///< one word, or the characters that follow each other
        bool isPrefix = false; ///< a word may go on
        bool isCharacters = false;
    };

    std::vector<Term> terms; ///< all of them must be in the text

    /// As FTS5 wants it. All that match the terms match this, but not the other way round.
    QString ftsExpression() const;
};

/// Words in any order; the last one may go on, from its second character. Beyond some words the rest is left out.
SearchQuery parseSearch(const QString& text);

/// Text around the first match, on one line, and where in it matches are.
struct SearchSnippet
{
    QString text;
    std::vector<std::pair<int, int>> marks; ///< (start, length), ascending
};

/// Nothing when \a text does not hold all of \a query's terms.
std::optional<SearchSnippet> findSnippet(QStringView text, const SearchQuery& query);

}
