#include "ui/markdown/linkdefinitions.h"

#include "ui/markdown/markdownline.h"
#include "ui/markdown/markdownparser.h"

#include <algorithm>

namespace sluice {

namespace {

// A text of nothing but definitions must not make every piece carry all of them.
constexpr qsizetype MaxDefinitions = 256;
constexpr qsizetype MaxDefinitionLength = 512;

QStringList definitionsIn(QStringView source, qsizetype atMost)
{
    QStringList found;
    if (!source.contains(u"]:"))
        return found;
    bool canDefine = true; // a definition does not interrupt a paragraph
    for (const QStringView line : source.split(source.contains(u'\n') ? u'\n' : u'\r')) {
        const bool isCandidate =
            canDefine && line.size() <= MaxDefinitionLength && MarkdownLine(line).indent() <= 3 && line.contains(u"]:");
        const bool isDefinition = isCandidate && found.size() < atMost && isLinkDefinition(line);
        canDefine = isDefinition || line.trimmed().isEmpty();
        if (isDefinition)
            found.append(line.trimmed().toString());
    }
    return found;
}

QString labelOf(const QString& definition)
{
    return definition.first(definition.indexOf(u']') + 1);
}

}

void LinkDefinitions::addClosed(QStringView source)
{
    m_closed += definitionsIn(source, MaxDefinitions - m_closed.size());
}

QStringList LinkDefinitions::setOpen(QStringView source)
{
    const QStringList all = m_closed + definitionsIn(source, MaxDefinitions - m_closed.size());
    if (all == m_all)
        return {};
    QStringList changed;
    for (const QString& definition : all + m_all) {
        if (!all.contains(definition) || !m_all.contains(definition))
            changed.append(labelOf(definition));
    }
    m_all = all;
    m_markdown = all.join(u'\n');
    return changed;
}

}
