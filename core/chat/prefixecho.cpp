#include "core/chat/prefixecho.h"

#include <algorithm>

namespace sluice {

PrefixEcho::PrefixEcho(const QString& given)
    : m_given(given.size() >= ShortestEcho ? given : QString())
{ }

QString PrefixEcho::take(const QString& text)
{
    if (m_given.isEmpty())
        return text;
    const QStringView rest = QStringView(m_given).sliced(m_held);
    const qsizetype common = std::min(rest.size(), text.size());
    if (QStringView(text).first(common) != rest.first(common))
        return end() + text;
    m_held += common;
    if (m_held < m_given.size())
        return {};
    m_wasRepeated = true;
    m_given.clear();
    m_held = 0;
    return text.sliced(common);
}

void PrefixEcho::drop()
{
    m_given.clear();
    m_held = 0;
}

QString PrefixEcho::end()
{
    const QString held = m_given.first(m_held);
    drop();
    return held;
}

}
