#include "app/command.h"

#include "app/commandhelp.h"

#include <QCommandLineParser>

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

QList<Command>& registry()
{
    static QList<Command> all; // made on first use: registrations run in no particular order
    return all;
}

/// Qt's help begins with the path of the program and knows no verbs.
QString helpOf(const QCommandLineParser& parser, const QString& verb, const QString& synopsis)
{
    const QString help = parser.helpText();
    const QString usage = u"Usage: sluicectl %1 [options]%2"_s.arg(verb, synopsis.isEmpty() ? synopsis : u' ' + synopsis);
    return usage + help.sliced(std::max(help.indexOf(u'\n'), qsizetype(0)));
}

}

QList<Command> commands()
{
    QList<Command> all = registry();
    std::sort(all.begin(), all.end(), [](const Command& a, const Command& b) { return a.name < b.name; });
    return all;
}

CommandRegistration::CommandRegistration(Command command)
{
    registry().append(std::move(command));
}

std::optional<int> parseArguments(
    QCommandLineParser& parser, const QString& verb, const QStringList& arguments, int positionals, const QString& synopsis)
{
    const QCommandLineOption help({u"h"_s, u"help"_s}, u"Show this help."_s);
    parser.addOption(help);
    // Else a prompt like "- hi" would be taken apart into short options, one of them -h.
    parser.setSingleDashWordOptionMode(QCommandLineParser::ParseAsLongOptions);
    if (isBeingDescribed(parser, verb, synopsis))
        return ExitSuccess;
    const bool isParsed = parser.parse(QStringList {verb} + arguments);
    if (parser.isSet(help)) {
        std::fputs(qUtf8Printable(helpOf(parser, verb, synopsis)), stdout);
        return ExitSuccess;
    }
    if (!isParsed)
        return failUsage(verb, parser.errorText());
    const QStringList found = parser.positionalArguments();
    if (found.size() > positionals)
        return failUsage(verb, u"unexpected argument '%1'"_s.arg(found.at(positionals)));
    return std::nullopt;
}

int fail(const QString& message, ExitStatus status)
{
    // Server text can hold line breaks and escape sequences.
    QString line = message;
    std::replace_if(line.begin(), line.end(), [](QChar c) { return c.category() == QChar::Other_Control; }, u' ');
    std::fprintf(stderr, "sluicectl: %s\n", qUtf8Printable(line.simplified()));
    return status;
}

int failUsage(const QString& verb, const QString& message)
{
    QString text = message;
    while (text.endsWith(u'.'))
        text.chop(1);
    return fail(u"%1; see 'sluicectl %2 --help'"_s.arg(text, verb), ExitUsage);
}

}
