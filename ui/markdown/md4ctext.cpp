#include "ui/markdown/md4ctext.h"

#include "ui/markdown/hiddentext.h"

#include <QHash>
#include <QTextDocumentFragment>
#include <QUrl>

#include <optional>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

std::optional<char32_t> numericEntity(QStringView entity)
{
    if (!entity.startsWith("&#"_L1))
        return {};
    const bool isHex = entity.size() > 2 && entity[2].toLower() == u'x';
    bool ok = false;
    const uint code = entity.sliced(isHex ? 3 : 2).chopped(1).toUInt(&ok, isHex ? 16 : 10);
    const bool isCharacter = ok && code != 0 && code <= QChar::LastValidCodePoint && !QChar::isSurrogate(code);
    return isCharacter ? char32_t(code) : char32_t(QChar::ReplacementCharacter);
}

}

QString decodeEntity(const QString& entity)
{
    if (const auto code = numericEntity(entity))
        return QString::fromUcs4(&*code, 1);

    // Qt's table is behind its HTML parser, far too slow for a message that is made of entities.
    constexpr qsizetype MaxKnown = 512;
    static QHash<QString, QString> known;
    if (const auto found = known.constFind(entity); found != known.constEnd())
        return *found;
    if (known.size() >= MaxKnown)
        return entity;
    const QString text = entity == "&nbsp;"_L1 ? QString(QChar::Nbsp) : QTextDocumentFragment::fromHtml(entity).toPlainText();
    known.insert(entity, text.isEmpty() ? entity : text);
    return known.value(entity);
}

QString decodeAttribute(const MD_ATTRIBUTE& attribute)
{
    QString text;
    for (int i = 0; attribute.text && attribute.substr_offsets[i] < attribute.size; ++i) {
        const MD_OFFSET start = attribute.substr_offsets[i];
        const QString part = QString::fromUtf8(attribute.text + start, attribute.substr_offsets[i + 1] - start);
        text += attribute.substr_types[i] == MD_TEXT_ENTITY ? decodeEntity(part) : part;
    }
    return text;
}

QString allowedLink(const QString& href)
{
    const QUrl url(href, QUrl::StrictMode);
    const QString scheme = url.scheme();
    const bool isAllowed = scheme == "http"_L1 || scheme == "https"_L1 || scheme == "mailto"_L1;
    return url.isValid() && isAllowed ? href : QString();
}

QString allowedTarget(const MD_ATTRIBUTE& attribute, const HiddenTexts& hidden)
{
    const QString href = decodeAttribute(attribute);
    if (!href.contains(HiddenTexts::MarkStart))
        return allowedLink(href);
    // What looked like TeX was a bracket escaped.
    return allowedLink(hidden.restored(href).replace("\\("_L1, "("_L1).replace("\\)"_L1, ")"_L1));
}

}
