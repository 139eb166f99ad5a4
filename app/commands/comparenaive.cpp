#include "app/comparenaive.h"
#include "app/command.h"
#include "app/comparison.h"

#include <QCommandLineParser>

#include <cmath>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

/// The number that \a name is set to, or \a otherwise; a sentence when it is none in [\a least, \a most].
std::expected<double, QString> number(
    const QCommandLineParser& parser, const QString& name, double otherwise, double least, double most)
{
    if (!parser.isSet(name))
        return otherwise;
    bool isNumber = false;
    const double value = parser.value(name).toDouble(&isNumber);
    if (!isNumber || !(value >= least && value <= most))
        return std::unexpected(
            u"--%1: '%2' is no number from %3 to %4"_s.arg(name, parser.value(name)).arg(least).arg(most, 0, 'f', 0));
    return value;
}

std::expected<NaiveLoad, QString> naiveLoad(const QCommandLineParser& parser)
{
    NaiveLoad load;
    struct Field
    {
        QString name;
        double otherwise;
        double least;
        double most;
        std::function<void(double)> set;
    };
    const auto seconds = [](double value) { return Millis(qint64(std::llround(value * 1000))); };
    const Field fields[] {{u"users"_s, double(load.users), 1, 5000, [&](double value) { load.users = int(value); }},
        {u"duration"_s, 20, 1, 3600, [&](double value) { load.duration = seconds(value); }},
        {u"warmup"_s, 3, 0, 600, [&](double value) { load.warmUp = seconds(value); }},
        {u"slots"_s, double(load.slots), 1, 5000, [&](double value) { load.slots = int(value); }},
        {u"patience"_s, 2, 0, 600, [&](double value) { load.patience = seconds(value); }},
        {u"deltas"_s, double(load.deltas), 1, 100'000, [&](double value) { load.deltas = int(value); }},
        {u"repeated"_s, load.repeated, 0, 1, [&](double value) { load.repeated = value; }},
        {u"popular"_s, double(load.popular), 1, 100'000, [&](double value) { load.popular = int(value); }},
        {u"seed"_s, 1, 0, 4e9, [&](double value) { load.seed = quint64(value); }}};
    for (const Field& field : fields) {
        const std::expected<double, QString> value = number(parser, field.name, field.otherwise, field.least, field.most);
        if (!value)
            return std::unexpected(value.error());
        field.set(*value);
    }
    return load;
}

int runNaive(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Measures the gateway without and with its optimisations, under the same load, before a model of limited capacity."_s);
    parser.addOptions({{u"users"_s, u"Users at once. Default: 40."_s, u"N"_s},
        {u"duration"_s, u"Seconds that each side is measured. Default: 20."_s, u"S"_s},
        {u"warmup"_s, u"Seconds before that, of each side. Default: 3."_s, u"S"_s},
        {u"slots"_s, u"Answers that the model gives at once. Default: 16."_s, u"N"_s},
        {u"patience"_s, u"Seconds that a request waits in the model's queue. Default: 2."_s, u"S"_s},
        {u"deltas"_s, u"Length of an answer. Default: 100."_s, u"N"_s},
        {u"repeated"_s, u"Share of the requests that ask a popular question. Default: 0.75."_s, u"SHARE"_s},
        {u"popular"_s, u"Number of popular questions. Default: 20."_s, u"N"_s},
        {u"seed"_s, u"Another order of the questions. Default: 1."_s, u"N"_s}, {u"json"_s, u"Print JSON."_s}});
    if (const std::optional<int> status = parseArguments(parser, u"compare naive"_s, arguments))
        return *status;
    const std::expected<NaiveLoad, QString> load = naiveLoad(parser);
    if (!load)
        return failUsage(u"compare naive"_s, load.error());
    return CompareNaiveRun(*load, parser.isSet(u"json"_s)).exec();
}

const ComparisonRegistration registration {
    {.name = u"naive"_s, .summary = u"the gateway without and with its optimisations"_s, .run = runNaive}};

}

}
