#pragma once

#include <QString>
#include <QStringList>

#include <optional>

class QCommandLineParser;

namespace sluice {

/// One option as the help of its command tells it.
struct HelpOption
{
    QStringList names; ///< with their dashes: "-h", "--help"
    QString value; ///< "URL"; empty for a switch
    QString text;
};

/// What is known of a verb without running it: the help, taken apart. Manual pages and completions are made of it, so they say
/// what the program does.
struct CommandHelp
{
    QString verb; ///< "history export"
    QString summary; ///< one line; of the command, also when it has several actions
    QString synopsis; ///< what may follow the options: "[FILE]"
    QString description;
    QList<HelpOption> options;
    QList<HelpOption> arguments; ///< names has one entry: "PROMPT"
};

/// Of every command, and of each action of those that have some, by name. Not to be called while a command runs.
QList<CommandHelp> describeCommands();

/// For parseArguments(): while commands are being described, keeps what \a parser says and returns true, and the command is to
/// return at once.
bool isBeingDescribed(const QCommandLineParser& parser, const QString& verb, const QString& synopsis);

}
