#include "app/checkrun.h"
#include "app/command.h"
#include "app/endpointoptions.h"

#include <QCommandLineParser>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

int run(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Asks an endpoint a few times and prints what it can do: how well its streams keep to the standard, compression, "
        "replay, whether it stops when told to. With --faults it also spoils the answers on their way, and prints what became of "
        "each."_s);
    const EndpointOptions endpoint;
    endpoint.addTo(parser);
    const QCommandLineOption model(u"model"_s, u"Model to ask. Default: the server's first."_s, u"M"_s);
    const QCommandLineOption prompt(
        u"prompt"_s, u"Question to ask. Its answer should be the same each time. Default: to repeat a few lines."_s, u"TEXT"_s);
    const QCommandLineOption maxTokens(u"max-tokens"_s, u"Longest answer. Default: 300."_s, u"N"_s, u"300"_s);
    const QCommandLineOption faults(
        u"faults"_s, u"Run the resilience checklist as well: two dozen more answers, each disturbed in another way."_s);
    const QCommandLineOption payAgain(
        u"pay-again"_s, u"Let a broken answer go on with a new request where the endpoint does not replay it."_s);
    const QCommandLineOption json(u"json"_s, u"Print one JSON object."_s);
    const QCommandLineOption markdown(u"markdown"_s, u"Print tables in Markdown."_s);
    parser.addOptions({model, prompt, maxTokens, faults, payAgain, json, markdown});
    if (const std::optional<int> status = parseArguments(parser, u"check"_s, arguments))
        return *status;
    const std::expected<EndpointChoice, QString> choice = endpoint.read(parser);
    if (!choice)
        return failUsage(u"check"_s, choice.error());
    if (parser.isSet(json) && parser.isSet(markdown))
        return failUsage(u"check"_s, u"--json and --markdown are two forms of the same: choose one"_s);
    bool isNumber = false;
    const qint64 most = parser.value(maxTokens).toLongLong(&isNumber);
    if (!isNumber || most < 1)
        return failUsage(u"check"_s, u"--max-tokens must be a number from 1 on"_s);
    return CheckRun({.choice = *choice,
                        .model = parser.value(model),
                        .prompt = parser.value(prompt),
                        .maxTokens = most,
                        .withFaults = parser.isSet(faults),
                        .mayPayAgain = parser.isSet(payAgain),
                        .output = parser.isSet(json) ? CheckArguments::Output::Json
                            : parser.isSet(markdown) ? CheckArguments::Output::Markdown
                                                     : CheckArguments::Output::Text})
        .exec();
}

const CommandRegistration registration {
    {.name = u"check"_s, .summary = u"see what an endpoint can do, and how it takes a bad network"_s, .run = run}};

}

}
