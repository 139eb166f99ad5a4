#include "app/command.h"
#include "app/loadcommandrun.h"

#include <QCommandLineParser>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

int run(LoadOptions::Kind kind, const QString& name, const QString& description, const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(description);
    const LoadOptions options(kind);
    options.addTo(parser);
    if (const std::optional<int> status = parseArguments(parser, name, arguments))
        return *status;
    const std::expected<LoadWish, QString> wish = options.read(parser);
    if (!wish)
        return failUsage(name, wish.error());
    return LoadCommandRun(name, *wish).exec();
}

int runBench(const QStringList& arguments)
{
    return run(LoadOptions::Kind::Bench, u"bench"_s, u"Sends many requests, reads each answer to its end, and reports on them."_s,
        arguments);
}

int runLoad(const QStringList& arguments)
{
    return run(LoadOptions::Kind::Load, u"load"_s,
        u"Keeps an endpoint busy for a time, by users who wait for their answers or at a fixed rate, and reports on it."_s,
        arguments);
}

const CommandRegistration bench {{.name = u"bench"_s, .summary = u"send many requests and report on them"_s, .run = runBench}};
const CommandRegistration load {
    {.name = u"load"_s, .summary = u"load an endpoint for a time and report on it"_s, .run = runLoad}};

}

}
