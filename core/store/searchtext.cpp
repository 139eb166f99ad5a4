#include "core/store/searchtext.h"

#include <QChar>

#include <algorithm>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaxQuery = 256;
constexpr std::size_t MaxTerms = 16;

struct CodePoint
{
    char32_t value = 0;
    qsizetype length = 1;
};

CodePoint codePointAt(QStringView text, qsizetype at)
{
    const QChar first = text[at];
    if (first.isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate())
        return {QChar::surrogateToUcs4(first, text[at + 1]), 2};
    return {first.unicode(), 1};
}

bool isPartOfWord(char32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return QChar::isLetterOrNumber(c) || QChar::isMark(c);
}

/// Scripts that put no space between words.
bool isUnspaced(char32_t c)
{
    if (c < 0x0e00)
        return false;
    switch (QChar::script(c)) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Hangul:
    case QChar::Script_Bopomofo:
    case QChar::Script_Yi:
    case QChar::Script_Thai:
    case QChar::Script_Lao:
    case QChar::Script_Khmer:
    case QChar::Script_Myanmar:
        return true;
    default:
        return c == 0x30fc || c == 0xff70; // the mark of a long vowel, which belongs to two scripts
    }
}

QString fold(QStringView word)
{
    if (std::ranges::all_of(word, [](QChar c) { return c < u'\x80'; }))
        return word.toString().toLower();
    QString folded = word.toString().normalized(QString::NormalizationForm_KD);
    folded.removeIf([](QChar c) { return c >= u'\x0300' && c <= u'\x036f'; }); // accents of Latin, Greek and Cyrillic
    folded = folded.normalized(QString::NormalizationForm_KC).toCaseFolded();
    // Some characters fold to more than a word: U+FDFA is a whole sentence.
    QString clean;
    for (qsizetype i = 0; i < folded.size();) {
        const CodePoint point = codePointAt(folded, i);
        if (isPartOfWord(point.value))
            clean += QStringView(folded).sliced(i, point.length);
        i += point.length;
    }
    return clean;
}

QString cut(QString word)
{
    if (word.size() <= SearchTokens::MaxWord)
        return word;
    word.truncate(SearchTokens::MaxWord - (word[SearchTokens::MaxWord - 1].isHighSurrogate() ? 1 : 0));
    return word;
}

}

bool SearchTokens::next(SearchToken& token)
{
    while (m_at < m_text.size()) {
        CodePoint point = codePointAt(m_text, m_at);
        if (!isPartOfWord(point.value)) {
            m_at += point.length;
            continue;
        }
        const qsizetype start = m_at;
        m_at += point.length;
        token.isCharacter = isUnspaced(point.value);
        while (m_at < m_text.size()) {
            point = codePointAt(m_text, m_at);
            const bool isNext = token.isCharacter ? QChar::isMark(point.value) && !isUnspaced(point.value)
                                                  : isPartOfWord(point.value) && !isUnspaced(point.value);
            if (!isNext)
                break;
            m_at += point.length;
        }
        token.start = start;
        token.length = m_at - start;
        // Folding can make a text some times longer, so it is cut before and after.
        token.folded = cut(fold(m_text.sliced(start, std::min(token.length, MaxWord))));
        if (!token.folded.isEmpty())
            return true;
    }
    return false;
}

QByteArray searchableText(QStringView text)
{
    QString all;
    all.reserve(text.size() + text.size() / 8);
    SearchToken token;
    SearchToken before;
    for (SearchTokens tokens(text); tokens.next(token);) {
        all += token.folded;
        all += u' ';
        if (token.isCharacter) {
            if (before.isCharacter && before.start + before.length == token.start)
                all += before.folded + token.folded + u' ';
        }
        before = token;
    }
    return all.toUtf8();
}

SearchQuery parseSearch(const QString& text)
{
    SearchQuery query;
    SearchToken token;
    qsizetype end = -1;
    const QString bounded = text.left(MaxQuery);
    for (SearchTokens tokens(bounded); tokens.next(token); end = token.start + token.length) {
        const bool goesOn = token.isCharacter && !query.terms.empty() && query.terms.back().isCharacters && end == token.start;
        if (goesOn) {
            query.terms.back().parts.append(token.folded);
        } else if (query.terms.size() < MaxTerms) {
            query.terms.push_back({.parts = {token.folded}, .isCharacters = token.isCharacter});
        } else {
            break;
        }
    }
    if (!query.terms.empty()) {
        // One letter stands at the beginning of a good part of all words: that would be no search.
        SearchQuery::Term& last = query.terms.back();
        last.isPrefix = !last.isCharacters && last.parts.front().size() > 1;
    }
    return query;
}

QString SearchQuery::ftsExpression() const
{
    QStringList all;
    for (const Term& term : terms) {
        if (term.parts.size() == 1)
            all.append(u'"' + term.parts.front() + u'"' + (term.isPrefix ? "*"_L1 : ""_L1));
        for (qsizetype i = 1; i < term.parts.size(); ++i)
            all.append(u'"' + term.parts[i - 1] + term.parts[i] + u'"');
    }
    return all.join(" AND "_L1);
}

}
