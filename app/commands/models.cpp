#include "app/command.h"
#include "app/endpointaccess.h"
#include "app/endpointoptions.h"
#include "app/signalwatcher.h"
#include "app/standardoutput.h"
#include "core/engine/chatengine.h"
#include "core/gateway/jsontext.h"

#include <QCommandLineParser>
#include <QEventLoop>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

QByteArray asJson(const QStringList& models)
{
    QByteArray out = "{\"models\":[";
    for (qsizetype i = 0; i < models.size(); ++i)
        out += (i > 0 ? "," : "") + jsonString(models.at(i));
    return out + "]}\n";
}

QByteArray asText(const QStringList& models)
{
    QByteArray out;
    for (const QString& model : models)
        out += model.toUtf8() + '\n';
    return out;
}

int print(const QStringList& models, bool json)
{
    StandardOutput output;
    const StandardOutput::State state = json ? output.write(asJson(models)) : output.writeText(asText(models));
    return state == StandardOutput::State::Failed ? fail(output.error().message) : ExitSuccess;
}

int list(const EndpointChoice& choice, bool json)
{
    QEventLoop loop;
    EndpointAccess access(choice);
    ChatEngine engine;
    const SignalWatcher watcher([&loop](int) { loop.exit(fail(u"Stopped"_s)); });
    access.open(&loop, [&](const Result<void>& opened) {
        if (!opened)
            return loop.exit(fail(opened.error().message));
        engine.fetchModels(access.endpoint(), access.key(), &loop, [&](const Result<EndpointProbe>& probe) {
            loop.exit(probe ? print(probe->models, json) : fail(probe.error().message));
        });
    });
    return loop.exec();
}

int run(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Lists the models of an endpoint, one a line."_s);
    const EndpointOptions endpoint;
    endpoint.addTo(parser);
    const QCommandLineOption json(u"json"_s, u"Print one JSON object."_s);
    parser.addOption(json);
    if (const std::optional<int> status = parseArguments(parser, u"models"_s, arguments))
        return *status;
    const std::expected<EndpointChoice, QString> choice = endpoint.read(parser);
    if (!choice)
        return failUsage(u"models"_s, choice.error());
    return list(*choice, parser.isSet(json));
}

const CommandRegistration registration {{.name = u"models"_s, .summary = u"list the models of an endpoint"_s, .run = run}};

}

}
