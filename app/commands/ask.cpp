#include "app/askoptions.h"
#include "app/askrun.h"
#include "app/command.h"
#include "core/engine/settings.h"

#include <QCommandLineParser>
#include <QFile>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

/// The cache of the window, as it is set there.
void useCache(AskArguments& arguments)
{
    const QString directory = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    CacheSettings cache;
    if (QFile::exists(directory)) // Settings would make it
        cache = Settings(directory).cacheSettings();
    if (!cache.isEnabled)
        return;
    arguments.cacheDirectory = directory;
    arguments.cacheLimits = cache.limits;
}

int run(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Asks a model and prints its answer as it streams."_s);
    const AskOptions options;
    const QCommandLineOption noCache {u"no-cache"_s, u"Neither answer from the response cache nor store the answer in it."_s};
    options.addTo(parser);
    parser.addOption(noCache);
    if (const std::optional<int> status = parseArguments(parser, u"ask"_s, arguments, 1, u"[PROMPT]"_s))
        return *status;
    std::expected<AskArguments, QString> read = options.read(parser);
    if (!read)
        return failUsage(u"ask"_s, read.error());
    if (!parser.isSet(noCache) && !read->choice.isDemo) // the demo has another port each time
        useCache(*read);
    return AskRun(*read).exec();
}

const CommandRegistration registration {
    {.name = u"ask"_s, .summary = u"ask a model and print its answer as it streams"_s, .run = run}};

}

}
