#include "ui/markdown/hiddentext.h"

#include "ui/markdown/hidingscanner.h"

#include <algorithm>

namespace sluice {

QStringView footnoteLabelAt(QStringView text)
{
    constexpr qsizetype MaxLabel = 62;
    if (!text.startsWith(u"[^"))
        return {};
    text = text.sliced(2);
    const auto isLabel = [](QChar c) { return !c.isSpace() && !QStringView(u"[]\\`$").contains(c); };
    const qsizetype length =
        std::find_if_not(text.begin(), text.begin() + std::min(text.size(), MaxLabel), isLabel) - text.begin();
    return length < text.size() && text[length] == u']' ? text.first(length) : QStringView();
}

QString HiddenTexts::hide(QStringView source)
{
    const bool isNeeded = source.contains(u'$') || source.contains(u"\\(") || source.contains(u"\\[") || source.contains(u"[^")
        || source.contains(u"](data:") || source.contains(MarkStart) || source.contains(MarkEnd);
    return isNeeded ? HidingScanner(source, *this).run() : source.toString();
}

QString HiddenTexts::restored(const QString& text) const
{
    if (!text.contains(MarkStart))
        return text;
    QString out;
    for (qsizetype at = 0; at < text.size();) {
        if (const HiddenText* hidden = take(text, at))
            out += hidden->source;
        else
            out += text[at++];
    }
    return out;
}

const HiddenText* HiddenTexts::take(QStringView text, qsizetype& at) const
{
    if (text[at] != MarkStart)
        return nullptr;
    const qsizetype end = text.indexOf(MarkEnd, at);
    bool isNumber = false;
    const qsizetype index = end < 0 ? -1 : text.sliced(at + 1, end - at - 1).toLongLong(&isNumber);
    if (!isNumber || index < 0 || index >= m_texts.size())
        return nullptr;
    at = end + 1;
    return &m_texts[index];
}

QString HiddenTexts::mark(const HiddenText& hidden)
{
    const QString key = QChar(u'a' + int(hidden.kind)) + QString(hidden.isLast ? u'1' : u'0') + hidden.source;
    auto known = m_known.constFind(key);
    if (known == m_known.constEnd()) {
        known = m_known.insert(key, m_texts.size());
        m_texts.append(hidden);
    }
    return MarkStart + QString::number(*known) + MarkEnd;
}

}
