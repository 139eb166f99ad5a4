#pragma once

#include <QString>
#include <QStringList>

namespace sluice {

/// One row of a Markdown table. What a server said may hold anything: bars and line ends would break the table.
inline QString markdownRow(QStringList cells)
{
    for (QString& cell : cells)
        cell = cell.simplified().replace(u'\\', QStringLiteral("\\\\")).replace(u'|', QStringLiteral("\\|"));
    return QStringLiteral("| ") + cells.join(QStringLiteral(" | ")) + QStringLiteral(" |\n");
}

}
