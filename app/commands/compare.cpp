#include "app/command.h"
#include "app/comparison.h"

#include <cstdio>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

int run(const QStringList& arguments)
{
    const QString verb = arguments.value(0);
    for (const Comparison& comparison : comparisons()) {
        if (comparison.name == verb)
            return comparison.run(arguments.mid(1));
    }
    if (verb == "--help"_L1 || verb == "-h"_L1) {
        std::fputs("Usage: sluicectl compare COMPARISON [options]\n\nComparisons:\n", stdout);
        for (const Comparison& comparison : comparisons())
            std::printf("  %-11s %s\n", qUtf8Printable(comparison.name), qUtf8Printable(comparison.summary));
        std::fputs("\n'sluicectl compare COMPARISON --help' tells the options of one.\n", stdout);
        return ExitSuccess;
    }
    return failUsage(u"compare"_s, verb.isEmpty() ? u"compare what?"_s : u"there is no 'compare %1'"_s.arg(verb));
}

const CommandRegistration registration {{.name = u"compare"_s,
    .summary = u"measure one thing against another, in one run"_s,
    .actions = {u"naive"_s, u"reports"_s, u"strategies"_s},
    .run = run}};

}

}
