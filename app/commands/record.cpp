#include "app/askoptions.h"
#include "app/askrun.h"
#include "app/command.h"

#include <QCommandLineParser>
#include <QDateTime>
#include <QFile>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

QString inventedName()
{
    return QDateTime::currentDateTime().toString(u"'recording-'yyyyMMdd-HHmmss'.sluice'"_s);
}

int run(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Asks a model, prints its answer as it streams, and records what comes over the wire, with its times, without keys. "
        "The file holds the prompt and the answer."_s);
    const AskOptions options;
    options.addTo(parser);
    const QCommandLineOption output {
        {u"o"_s, u"output"_s}, u"File to write. Default: recording-DATE-TIME.sluice in the current folder."_s, u"FILE"_s};
    // Accepted, since ask has it: a recording is never made from the cache.
    QCommandLineOption noCache {u"no-cache"_s};
    noCache.setFlags(QCommandLineOption::HiddenFromHelp);
    parser.addOptions({output, noCache});
    if (const std::optional<int> status = parseArguments(parser, u"record"_s, arguments, 1, u"[PROMPT]"_s))
        return *status;
    std::expected<AskArguments, QString> read = options.read(parser);
    if (read && parser.isSet(output) && parser.value(output).isEmpty())
        read = std::unexpected(u"--output needs the name of a file"_s);
    if (!read)
        return failUsage(u"record"_s, read.error());
    read->recordingFile = parser.isSet(output) ? parser.value(output) : inventedName();
    const int status = AskRun(*read).exec();
    if (!parser.isSet(output) && QFile::exists(read->recordingFile)) // there is none when nothing was asked
        std::fprintf(stderr, "Recorded in %s\n", qUtf8Printable(read->recordingFile));
    return status;
}

const CommandRegistration registration {
    {.name = u"record"_s, .summary = u"ask, and keep the stream with its timing in a file"_s, .run = run}};

}

}
