#include "app/command.h"

#include <QCoreApplication>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

void printUsage(FILE* out)
{
    std::fputs("Usage: sluicectl COMMAND [OPTIONS]\n\nCommands:\n", out);
    for (const sluice::Command& command : sluice::commands())
        std::fprintf(out, "  %-8s %s\n", qUtf8Printable(command.name), qUtf8Printable(command.summary));
    std::fputs("\n'sluicectl COMMAND --help' tells the options of one.\n", out);
}

}

int main(int argc, char* argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"sluice"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(SLUICE_VERSION));

    const QStringList arguments = QCoreApplication::arguments().mid(1);
    if (arguments.isEmpty()) {
        printUsage(stderr);
        return sluice::ExitUsage;
    }
    const QString verb = arguments.first();
    if (verb == "--help"_L1 || verb == "-h"_L1) {
        printUsage(stdout);
        return sluice::ExitSuccess;
    }
    if (verb == "--version"_L1) {
        std::puts("sluicectl " SLUICE_VERSION);
        return sluice::ExitSuccess;
    }
    for (const sluice::Command& command : sluice::commands()) {
        if (command.name == verb)
            return command.run(arguments.mid(1));
    }
    return sluice::fail(u"there is no command '%1'; 'sluicectl --help' lists them"_s.arg(verb), sluice::ExitUsage);
}
