#include "app/askoptions.h"
#include "app/askrun.h"
#include "app/command.h"
#include "app/listenaddress.h"
#include "app/recordinginfo.h"
#include "app/signalwatcher.h"
#include "core/gateway/requestguard.h"
#include "core/recording/recordedprompt.h"
#include "core/recording/replayserver.h"

#include <QCommandLineParser>
#include <QEventLoop>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr double MostSpeed = 1000;
constexpr double LeastSpeed = 0.001;

struct ReplayArguments
{
    QString file;
    double speed = 1;
    StrategyOptions strategy;
    bool json = false;
    bool info = false;
    std::optional<ListenAddress> listen;
};

void addOptions(QCommandLineParser& parser)
{
    parser.setApplicationDescription(
        u"Plays a recorded stream again: to standard output, as ask would have printed it, or as an endpoint for others."_s);
    parser.addPositionalArgument(u"FILE"_s, u"A .sluice file, made by record."_s);
    parser.addOptions({
        {u"speed"_s, u"1 = as it was, 2 = twice as fast, 0 = as fast as it is read."_s, u"N"_s, u"1"_s},
        {u"json"_s, u"Print one JSON object at the end."_s},
        {u"listen"_s, u"Serve the recording on this loopback address until SIGINT or SIGTERM; port 0 takes any free one."_s,
            u"HOST:PORT"_s},
        {u"info"_s, u"Only tell what is in the file."_s},
    });
    StrategyOption().addTo(parser);
}

std::expected<ReplayArguments, QString> read(const QCommandLineParser& parser)
{
    ReplayArguments arguments;
    if (parser.positionalArguments().isEmpty())
        return std::unexpected(u"the FILE is missing"_s);
    arguments.file = parser.positionalArguments().constFirst();
    bool ok = false;
    arguments.speed = parser.value(u"speed"_s).toDouble(&ok);
    if (!ok || !(arguments.speed == 0 || (arguments.speed >= LeastSpeed && arguments.speed <= MostSpeed)))
        return std::unexpected(u"--speed needs a number from 0.001 to 1000, or 0, not '%1'"_s.arg(parser.value(u"speed"_s)));
    arguments.json = parser.isSet(u"json"_s);
    arguments.info = parser.isSet(u"info"_s);
    const std::expected<StrategyOptions, QString> strategy = StrategyOption().read(parser);
    if (!strategy)
        return std::unexpected(strategy.error());
    arguments.strategy = *strategy;
    if (!parser.isSet(u"listen"_s))
        return arguments;
    const std::expected<ListenAddress, QString> listen = parseListen(parser.value(u"listen"_s));
    if (!listen)
        return std::unexpected(listen.error());
    if (!isLoopbackHost(listen->host.toUtf8()))
        return std::unexpected(u"a recording is served on loopback only, not on %1"_s.arg(listen->host));
    arguments.listen = *listen;
    return arguments;
}

int tellInfo(const ReadRecording& recording, bool json)
{
    const QByteArray text = json ? recordingInfoJson(recording) : recordingInfo(recording);
    std::fwrite(text.constData(), 1, std::size_t(text.size()), stdout);
    return ExitSuccess;
}

int serve(const ReplayArguments& arguments, const std::shared_ptr<const Recording>& recording)
{
    ReplayServer server(recording, {.host = arguments.listen->host, .port = arguments.listen->port, .speed = arguments.speed});
    QEventLoop loop;
    const SignalWatcher watcher([&loop](int) { loop.exit(ExitSuccess); });
    const Result<QUrl> url = server.start();
    if (!url)
        return fail(url.error().message);
    std::printf("Replaying %s at %s\n", qUtf8Printable(arguments.file), qUtf8Printable(url->toString()));
    std::fflush(stdout);
    return loop.exec();
}

/// A stream that is played slowly must not be given up as silent.
TimeoutOptions stretched(TimeoutOptions timeouts, double speed)
{
    if (speed > 0 && speed < 1) {
        timeouts.firstByte = Millis(qint64(double(timeouts.firstByte.count()) / speed));
        timeouts.silence = Millis(qint64(double(timeouts.silence.count()) / speed));
    }
    return timeouts;
}

int play(const ReplayArguments& arguments, const std::shared_ptr<const Recording>& recording)
{
    AskArguments ask;
    ask.choice.provider = providerNamed(recording->header.provider);
    if (!ask.choice.provider)
        return fail(u"This version knows no provider '%1', which the recording is of."_s.arg(recording->header.provider));
    ReplayServer server(recording, {.speed = arguments.speed});
    const Result<QUrl> url = server.start();
    if (!url)
        return fail(url.error().message);
    ask.choice.endpoint = {
        .id = u"recording"_s, .name = u"Recording"_s, .provider = recording->header.provider, .baseUrl = *url, .model = {}};
    const QString& model = recording->header.model;
    ask.chat.model = model.isEmpty() ? u"recording"_s : model;
    Message question;
    question.text = recordedPrompt(*recording);
    ask.chat.messages.append(question);
    ask.strategy = arguments.strategy;
    ask.json = arguments.json;
    ask.timeouts = stretched({}, arguments.speed);
    // As often as it was tried then.
    ask.retry.maxAttempts = int(recording->exchanges.size()) - 1;
    if (arguments.speed == 0)
        ask.retry.base = Millis(0);
    return AskRun(ask).exec();
}

int run(const QStringList& arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (const std::optional<int> status = parseArguments(parser, u"replay"_s, arguments, 1, u"FILE"_s))
        return *status;
    const std::expected<ReplayArguments, QString> options = read(parser);
    if (!options)
        return failUsage(u"replay"_s, options.error());
    const Result<ReadRecording> recording = readRecordingFile(options->file);
    if (!recording)
        return fail(recording.error().message);
    int status = ExitSuccess;
    if (options->info) {
        status = tellInfo(*recording, options->json);
    } else {
        const auto shared = std::make_shared<const Recording>(recording->recording);
        status = options->listen ? serve(*options, shared) : play(*options, shared);
    }
    // What was read was played; that it is not all is a failure.
    return recording->damage ? fail(recording->damage->message) : status;
}

const CommandRegistration registration {{.name = u"replay"_s, .summary = u"play a recorded stream again"_s, .run = run}};

}

}
