#include "app/comparereports.h"
#include "app/command.h"
#include "app/comparison.h"

#include <QCommandLineParser>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

int runReports(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Shows what differs between two reports of 'bench --json' or 'load --json'."_s);
    parser.addOptions(
        {{u"noise"_s, u"Changes below <P> percent are not marked. Default: 10."_s, u"P"_s}, {u"json"_s, u"Print JSON."_s}});
    if (const std::optional<int> status = parseArguments(parser, u"compare reports"_s, arguments, 2, u"BEFORE AFTER"_s))
        return *status;
    if (parser.positionalArguments().size() != 2)
        return failUsage(u"compare reports"_s, u"two files are needed"_s);
    bool isNumber = false;
    const double noise = parser.isSet(u"noise"_s) ? parser.value(u"noise"_s).toDouble(&isNumber) : 10;
    if (parser.isSet(u"noise"_s) && !(isNumber && noise >= 0 && noise <= 1000))
        return failUsage(u"compare reports"_s, u"--noise: '%1' is no number from 0 to 1000"_s.arg(parser.value(u"noise"_s)));
    return compareReportFiles(parser.positionalArguments()[0], parser.positionalArguments()[1], noise, parser.isSet(u"json"_s));
}

const ComparisonRegistration registration {
    {.name = u"reports"_s, .summary = u"two reports of bench or load"_s, .run = runReports}};

}

}
