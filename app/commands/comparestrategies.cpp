#include "app/command.h"
#include "app/comparison.h"
#include "app/strategytable.h"
#include "core/recording/recordingreader.h"

#include <QCommandLineParser>

#include <cstdio>
#include <ctime>
#include <map>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

const QString BuiltIn = u":/recordings/sample.sluice"_s;

double threadSeconds()
{
    timespec time {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
}

/// Sets what `NAME=VALUE` says, or tells what is wrong with it.
std::optional<QString> setParameter(const QString& text, StrategyOptions& options)
{
    const std::map<QString, int*> counts {{u"size"_s, &options.size}, {u"min"_s, &options.min}, {u"max"_s, &options.max}};
    const std::map<QString, Millis*> times {
        {u"timeout"_s, &options.timeout}, {u"guard"_s, &options.stallGuard}, {u"delay"_s, &options.delay}};
    const qsizetype equals = text.indexOf(u'=');
    bool ok = false;
    const QString name = text.left(std::max<qsizetype>(equals, 0));
    const int value = equals < 0 ? 0 : QStringView(text).sliced(equals + 1).toInt(&ok);
    const auto count = counts.find(name);
    const auto time = times.find(name);
    if (!ok || (count == counts.end() && time == times.end()))
        return u"--param needs size=N, min=N, max=N, timeout=MS, guard=MS or delay=MS, not '%1'"_s.arg(text);
    if (count != counts.end())
        *count->second = value;
    else
        *time->second = Millis(value);
    return std::nullopt;
}

std::expected<StrategyOptions, QString> readParameters(const QStringList& parameters)
{
    StrategyOptions options;
    for (const QString& parameter : parameters) {
        if (const std::optional<QString> problem = setParameter(parameter, options))
            return std::unexpected(*problem);
    }
    if (const std::optional<QString> problem = validate(options))
        return std::unexpected(*problem);
    return options;
}

int compare(const QString& file, const StrategyOptions& options, bool json)
{
    const Result<ReadRecording> read = readRecordingFile(file.isEmpty() ? BuiltIn : file);
    if (!read)
        return fail(read.error().message);
    const Result<RecordedText> text = recordedText(read->recording);
    if (!text)
        return fail(text.error().message);
    StrategyTable table {.file = file, .header = read->recording.header, .text = *text, .outcomes = {}};
    for (const QString& name : strategyNames()) {
        StrategyOptions of = options;
        of.name = name;
        table.outcomes.append(playedThrough(*text, of, threadSeconds));
    }
    const QByteArray out = json ? tableJson(table) : tableText(table);
    std::fwrite(out.constData(), 1, std::size_t(out.size()), stdout);
    return read->damage ? fail(read->damage->message) : ExitSuccess;
}

int run(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Plays one recorded stream through every buffer strategy and tells what each costs: events, bytes, added latency, "
        "repaints, CPU."_s);
    parser.addPositionalArgument(u"FILE"_s, u"A .sluice file. Default: one that comes with Sluice."_s);
    parser.addOptions({
        {u"json"_s, u"Print one JSON object."_s},
        {u"param"_s, u"size=N, min=N, max=N, timeout=MS, guard=MS or delay=MS; may be repeated."_s, u"NAME=VALUE"_s},
    });
    const QString verb = u"compare strategies"_s;
    if (const std::optional<int> status = parseArguments(parser, verb, arguments, 1, u"[FILE]"_s))
        return *status;
    const std::expected<StrategyOptions, QString> options = readParameters(parser.values(u"param"_s));
    if (!options)
        return failUsage(verb, options.error());
    return compare(parser.positionalArguments().value(0), *options, parser.isSet(u"json"_s));
}

const ComparisonRegistration registration {
    {.name = u"strategies"_s, .summary = u"one recorded stream through every buffer strategy"_s, .run = run}};

}

}
