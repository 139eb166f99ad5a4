#include "app/command.h"

#include <QCoreApplication>
#include <QLoggingCategory>

#include <clocale>
#include <cstdio>
#include <cstring>

#include <langinfo.h>

using namespace Qt::StringLiterals;

namespace {

void printUsage(FILE* out)
{
    std::fputs("Usage: sluicectl COMMAND [OPTIONS]\n\nCommands:\n", out);
    for (const sluice::Command& command : sluice::commands())
        std::fprintf(out, "  %-8s %s\n", qUtf8Printable(command.name), qUtf8Printable(command.summary));
    std::fputs("\n'sluicectl COMMAND --help' tells the options of one.\n", out);
}

/// Standard error is for our one line. Qt would write about a locale without UTF-8 (cron, containers) and about what its
/// libraries miss; QT_LOGGING_RULES brings the latter back.
void keepQtQuiet()
{
    std::setlocale(LC_ALL, "");
    if (std::strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        qputenv("LC_ALL", "C.UTF-8");
    QLoggingCategory::setFilterRules(u"qt.*=false\nsluice.store=false"_s); // what cannot be stored is told, or no matter
}

int runVerb(const QStringList& arguments)
{
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

}

int main(int argc, char* argv[])
{
    keepQtQuiet();
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"sluice"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(SLUICE_VERSION));

    const QStringList arguments = QCoreApplication::arguments().mid(1);
    if (arguments.isEmpty()) {
        printUsage(stderr);
        return sluice::ExitUsage;
    }
    return runVerb(arguments);
}
