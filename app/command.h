#pragma once

#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

class QCommandLineParser;

namespace sluice {

/// Exit statuses of sluicectl.
enum ExitStatus { ExitSuccess = 0, ExitFailure = 1, ExitUsage = 2 };

/// One verb of sluicectl. One file each in app/commands, registered before main().
struct Command
{
    QString name; ///< "ask"
    QString summary; ///< one line for the list of commands
    QStringList actions {}; ///< of a command that has several, the words that choose one: "export"
    /// Runs with the arguments behind the verb and a QCoreApplication alive; returns the exit status.
    std::function<int(const QStringList& arguments)> run;
};

/// All commands, by name.
QList<Command> commands();

/// `static const CommandRegistration registration{{.name = …}};` in the command's own .cpp.
class CommandRegistration
{
public:
    explicit CommandRegistration(Command command);
};

/// Parses the arguments behind \a verb, `--help` included, which this adds. Nothing when the command can go on; else its exit
/// status: help went to standard output, or one line about the wrong use to standard error. \a positionals is how many
/// arguments without an option are allowed, \a synopsis how they read in the help: "URL".
std::optional<int> parseArguments(QCommandLineParser& parser, const QString& verb, const QStringList& arguments,
    int positionals = 0, const QString& synopsis = {});

/// Prints "sluicectl: message" on standard error as one line, whatever a server put into the message, and returns \a status.
int fail(const QString& message, ExitStatus status = ExitFailure);

/// The same for wrong use of a command: names its help and returns ExitUsage.
int failUsage(const QString& verb, const QString& message);

}
