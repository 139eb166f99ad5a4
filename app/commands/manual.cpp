#include "app/command.h"
#include "app/completionscript.h"
#include "app/manualpage.h"
#include "app/standardoutput.h"

#include <QCommandLineParser>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

int print(const QByteArray& text)
{
    StandardOutput output;
    return output.write(text) == StandardOutput::State::Failed ? fail(output.error().message) : ExitSuccess;
}

int runManual(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Prints the manual of all commands."_s);
    const QCommandLineOption format(u"format"_s, u"man (default; for 'man -l -') or markdown."_s, u"F"_s, u"man"_s);
    parser.addOption(format);
    if (const std::optional<int> status = parseArguments(parser, u"manual"_s, arguments))
        return *status;
    if (parser.value(format) == "man"_L1)
        return print(manualPage(describeCommands()));
    if (parser.value(format) == "markdown"_L1)
        return print(manualMarkdown(describeCommands()));
    return failUsage(u"manual"_s, u"there is no format '%1'"_s.arg(parser.value(format)));
}

int runCompletion(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Prints what teaches a shell to complete sluicectl's commands and options."_s);
    parser.addPositionalArgument(u"SHELL"_s, u"bash, zsh or fish."_s);
    if (const std::optional<int> status = parseArguments(parser, u"completion"_s, arguments, 1, u"SHELL"_s))
        return *status;
    const QString shell = parser.positionalArguments().value(0);
    if (shell.isEmpty())
        return failUsage(u"completion"_s, u"for which shell? bash, zsh or fish"_s);
    const std::optional<QByteArray> script = completionScript(shell, describeCommands());
    return script ? print(*script) : failUsage(u"completion"_s, u"there is no completion for '%1'"_s.arg(shell));
}

const CommandRegistration manual {{.name = u"manual"_s, .summary = u"print the manual of all commands"_s, .run = runManual}};
const CommandRegistration completion {
    {.name = u"completion"_s, .summary = u"print a shell's completion of sluicectl"_s, .run = runCompletion}};

}

}
