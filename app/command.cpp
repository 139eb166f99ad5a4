#include "app/command.h"

#include <algorithm>
#include <cstdio>

namespace sluice {

namespace {

QList<Command>& registry()
{
    static QList<Command> all; // made on first use: registrations run in no particular order
    return all;
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

int fail(const QString& message, ExitStatus status)
{
    std::fprintf(stderr, "sluicectl: %s\n", qUtf8Printable(message));
    return status;
}

}
