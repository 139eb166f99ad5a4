#include "app/command.h"
#include "app/gatewayrun.h"
#include "app/listenaddress.h"
#include "app/routeoptions.h"
#include "app/signalwatcher.h"
#include "app/upstreamoptions.h"
#include "core/gateway/requestguard.h"
#include "core/sockets/filelimit.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QEventLoop>
#include <QFile>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr qint64 MaxScriptBytes = 1024 * 1024;

bool readSeconds(const QCommandLineParser& parser, const QString& name, Millis& out)
{
    constexpr double MostSeconds = 7 * 24 * 60 * 60;
    bool ok = false;
    const double seconds = parser.value(name).toDouble(&ok);
    if (!ok || !(seconds >= 0 && seconds <= MostSeconds))
        return false;
    out = Millis(qint64(seconds * 1000));
    return true;
}

bool readBytes(const QCommandLineParser& parser, const QString& name, qint64& out)
{
    bool ok = false;
    const qint64 bytes = parser.value(name).toLongLong(&ok);
    if (ok && bytes >= 0)
        out = bytes;
    return ok && bytes >= 0;
}

void addOptions(QCommandLineParser& parser)
{
    parser.setApplicationDescription(
        u"Serves the local gateway, in front of a model server or with its built-in demo model, until SIGINT or SIGTERM."_s);
    parser.addOptions({
        {u"listen"_s, u"Address to listen on; port 0 takes any free one."_s, u"HOST:PORT"_s, u"127.0.0.1:8765"_s},
        {u"resume-grace"_s, u"How long a stream goes on without a reader; 0 cancels it at once."_s, u"S"_s, u"10"_s},
        {u"drain-timeout"_s, u"How long open streams may take to complete after the first signal."_s, u"S"_s, u"10"_s},
        {u"log-bytes"_s, u"Resume log of one stream."_s, u"N"_s, u"4194304"_s},
        {u"log-total-bytes"_s, u"Resume logs of all streams together."_s, u"N"_s, u"67108864"_s},
        {u"log-seconds"_s, u"How long a resume log is kept after the end of its stream."_s, u"S"_s, u"300"_s},
        {u"token-env"_s, u"Environment variable that holds the token every request must carry as a bearer."_s, u"VAR"_s},
        {u"redis"_s, u"Redis server, version 6.2 or later, where several gateways share their streams."_s, u"HOST:PORT"_s},
        {u"redis-password-env"_s, u"Environment variable that holds the password of Redis."_s, u"VAR"_s},
        {u"faults"_s, u"For tests: spoil the answers as this script, or that of @FILE, says."_s, u"SCRIPT"_s},
    });
    addRouteOptions(parser);
    addUpstreamOptions(parser);
}

std::optional<QString> readRedis(const QCommandLineParser& parser, std::optional<SharedOptions>& out)
{
    if (!parser.isSet(u"redis"_s))
        return std::nullopt;
    std::expected<RedisAddress, QString> address = parseRedisAddress(parser.value(u"redis"_s));
    if (!address)
        return u"--redis %1"_s.arg(address.error());
    if (parser.isSet(u"redis-password-env"_s)) {
        const QString variable = parser.value(u"redis-password-env"_s);
        address->password = qgetenv(variable.toUtf8().constData());
        if (address->password.isEmpty())
            return u"--redis-password-env: the environment variable '%1' holds no password"_s.arg(variable);
    }
    out = SharedOptions {.redis = *address};
    return std::nullopt;
}

std::expected<GatewayOptions, QString> readOptions(const QCommandLineParser& parser)
{
    const std::expected<ListenAddress, QString> listen = parseListen(parser.value(u"listen"_s));
    if (!listen)
        return std::unexpected(listen.error());
    GatewayOptions options;
    options.host = listen->host;
    options.port = listen->port;
    for (const auto& [name, value] : {std::pair(u"resume-grace"_s, &options.resumeGrace),
             std::pair(u"drain-timeout"_s, &options.drainTimeout), std::pair(u"log-seconds"_s, &options.logAge)}) {
        if (!readSeconds(parser, name, *value))
            return std::unexpected(u"--%1 needs a number of seconds, not '%2'"_s.arg(name, parser.value(name)));
    }
    for (const auto& [name, value] :
        {std::pair(u"log-bytes"_s, &options.logBytes), std::pair(u"log-total-bytes"_s, &options.logTotalBytes)}) {
        if (!readBytes(parser, name, *value))
            return std::unexpected(u"--%1 needs a number of bytes, not '%2'"_s.arg(name, parser.value(name)));
    }
    if (const std::optional<QString> problem = readRouteOptions(parser, options))
        return std::unexpected(*problem);
    if (const std::optional<QString> problem = readUpstreamOptions(parser, options))
        return std::unexpected(*problem);
    if (parser.isSet(u"token-env"_s)) {
        const QString variable = parser.value(u"token-env"_s);
        options.token = qgetenv(variable.toUtf8().constData());
        if (options.token.isEmpty())
            return std::unexpected(u"--token-env: the environment variable '%1' holds no token"_s.arg(variable));
    }
    if (const std::optional<QString> problem = readRedis(parser, options.shared))
        return std::unexpected(*problem);
    if (options.token.isEmpty() && !isLoopbackHost(options.host.toUtf8()))
        return std::unexpected(u"listening on %1, which is not loopback, needs --token-env"_s.arg(options.host));
    return options;
}

std::expected<std::optional<FaultScript>, QString> readFaults(const QCommandLineParser& parser, const GatewayOptions& options)
{
    if (!parser.isSet(u"faults"_s))
        return std::nullopt;
    if (!isLoopbackHost(options.host.toUtf8()))
        return std::unexpected(u"--faults is for tests and listens on loopback only, not on %1"_s.arg(options.host));
    QString text = parser.value(u"faults"_s);
    if (text.startsWith(u'@')) {
        QFile file(text.sliced(1));
        if (!file.open(QIODevice::ReadOnly))
            return std::unexpected(u"--faults: %1: %2"_s.arg(file.fileName(), file.errorString()));
        text = QString::fromUtf8(file.read(MaxScriptBytes));
    }
    std::expected<FaultScript, QString> script = FaultScript::parse(text);
    if (!script)
        return std::unexpected(u"--faults: %1"_s.arg(script.error()));
    return std::move(*script);
}

int serve(const GatewayOptions& options, const std::optional<FaultScript>& faults)
{
    raiseFileLimit();
    QEventLoop loop;
    GatewayRun server(options, faults);
    bool draining = false;
    const auto stop = [&](int) {
        if (std::exchange(draining, true)) {
            loop.exit(ExitSuccess); // the second one
            return;
        }
        server.drain([&loop] { QMetaObject::invokeMethod(&loop, [&loop] { loop.exit(ExitSuccess); }, Qt::QueuedConnection); });
    };
    const SignalWatcher watcher(stop, SignalWatcher::Second::IsCaught);
    const Result<quint16> port = server.start();
    if (!port)
        return fail(port.error().message);
    const QString host = options.host.contains(u':') ? u"[%1]"_s.arg(options.host) : options.host;
    const bool isLocalhost = host.compare("localhost"_L1, Qt::CaseInsensitive) == 0;
    std::printf("Sluice gateway ready at http://%s:%u\n", qUtf8Printable(isLocalhost ? u"127.0.0.1"_s : host), uint(*port));
    std::fflush(stdout);
    return loop.exec();
}

int run(const QStringList& arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (const std::optional<int> status = parseArguments(parser, u"serve"_s, arguments))
        return *status;
    const std::expected<GatewayOptions, QString> options = readOptions(parser);
    if (!options)
        return failUsage(u"serve"_s, options.error());
    const std::expected<std::optional<FaultScript>, QString> faults = readFaults(parser, *options);
    return faults ? serve(*options, *faults) : failUsage(u"serve"_s, faults.error());
}

const CommandRegistration registration {{.name = u"serve"_s, .summary = u"serve the local gateway"_s, .run = run}};

}

}
