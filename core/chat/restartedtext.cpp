#include "core/chat/restartedtext.h"

#include <algorithm>
#include <utility>

namespace sluice {

RestartedText::RestartedText(const QString& shown)
    : m_shown(shown)
    , m_isThrough(shown.isEmpty())
{ }

RestartedText::Change RestartedText::take(const QString& piece)
{
    if (m_isThrough)
        return {.keep = {}, .added = piece};
    if (m_hasDiverged) {
        m_held += piece;
        return m_matched + m_held.size() >= m_shown.size() ? replace() : Change {};
    }
    const QStringView rest = QStringView(m_shown).sliced(m_matched);
    const auto differs = std::mismatch(piece.begin(), piece.end(), rest.begin(), rest.end());
    qsizetype common = std::distance(piece.begin(), differs.first);
    m_matched += common;
    if (m_matched == m_shown.size()) {
        m_isThrough = true;
        m_shown.clear();
        return {.keep = {}, .added = piece.sliced(common)};
    }
    if (common == piece.size())
        return {};
    m_hasDiverged = true;
    m_held = piece.sliced(common);
    if (m_matched > 0 && m_shown[m_matched - 1].isHighSurrogate()) // two characters that differ only in their second half
        m_held.prepend(m_shown[--m_matched]);
    return m_matched + m_held.size() >= m_shown.size() ? replace() : Change {};
}

RestartedText::Change RestartedText::end()
{
    const bool isEmpty = m_matched == 0 && m_held.isEmpty();
    return m_isThrough || isEmpty ? Change {} : replace();
}

RestartedText::Change RestartedText::replace()
{
    m_replaced = m_shown.size() - m_matched;
    m_isThrough = true;
    m_shown.clear();
    return {.keep = m_matched, .added = std::exchange(m_held, {})};
}

}
