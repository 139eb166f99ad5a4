#include "app/commandhelp.h"

#include "app/command.h"

#include <QCommandLineParser>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

QList<CommandHelp>* g_described = nullptr; // the only thread is the main one

/// "  --format <F>         json (default…", and further lines of its text with nothing but spaces before them.
QList<HelpOption> readRows(const QStringList& lines)
{
    static const QRegularExpression head(u"^  (\\S.*?)(?:  +(\\S.*))?$"_s);
    static const QRegularExpression value(u"^(.*?) <(.*)>$"_s);
    QList<HelpOption> rows;
    for (const QString& line : lines) {
        const QRegularExpressionMatch match = head.match(line);
        if (!match.hasMatch()) {
            if (!rows.isEmpty() && !line.trimmed().isEmpty())
                rows.last().text = (rows.last().text + u' ' + line.trimmed()).trimmed();
            continue;
        }
        HelpOption row {.names = {}, .value = {}, .text = match.captured(2).trimmed()};
        QString names = match.captured(1);
        if (const QRegularExpressionMatch valued = value.match(names); valued.hasMatch()) {
            names = valued.captured(1);
            row.value = valued.captured(2);
        }
        row.names = names.split(u", "_s);
        rows.append(row);
    }
    return rows;
}

/// The lines below \a title up to the next empty one.
QStringList section(const QStringList& lines, QLatin1StringView title)
{
    qsizetype from = lines.indexOf(title);
    if (from < 0)
        return {};
    qsizetype to = ++from;
    while (to < lines.size() && !lines.at(to).isEmpty())
        ++to;
    return lines.mid(from, to - from);
}

}

bool isBeingDescribed(const QCommandLineParser& parser, const QString& verb, const QString& synopsis)
{
    if (!g_described)
        return false;
    const QStringList lines = parser.helpText().split(u'\n');
    g_described->append({.verb = verb,
        .summary = {},
        .synopsis = synopsis,
        .description = parser.applicationDescription(),
        .options = readRows(section(lines, "Options:"_L1)),
        .arguments = readRows(section(lines, "Arguments:"_L1))});
    return true;
}

QList<CommandHelp> describeCommands()
{
    QList<CommandHelp> all;
    for (const Command& command : commands()) {
        QList<CommandHelp> described;
        g_described = &described;
        if (command.actions.isEmpty())
            command.run({});
        for (const QString& action : command.actions)
            command.run({action});
        g_described = nullptr;
        for (CommandHelp& help : described)
            help.summary = command.summary;
        all += described;
    }
    return all;
}

}
