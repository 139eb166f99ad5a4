#pragma once

#include <QString>
#include <QStringList>

#include <functional>

namespace sluice {

/// Exit statuses of sluicectl.
enum ExitStatus { ExitSuccess = 0, ExitFailure = 1, ExitUsage = 2 };

/// One verb of sluicectl. One file each in app/commands, registered before main().
struct Command
{
    QString name; ///< "ask"
    QString summary; ///< one line for the list of commands
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

/// Prints "sluicectl: message" on standard error and returns \a status.
int fail(const QString& message, ExitStatus status = ExitFailure);

}
