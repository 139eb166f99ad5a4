#include "app/askrun.h"
#include "app/command.h"
#include "core/engine/settings.h"

#include <QCommandLineParser>
#include <QFile>
#include <QStandardPaths>

#include <cerrno>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr qsizetype MaxPromptBytes = 16 * 1024 * 1024;

struct AskOptions
{
    EndpointOptions endpoint;
    QCommandLineOption json {u"json"_s, u"Print one JSON object at the end."_s};
    QCommandLineOption model {u"model"_s, u"Model to ask. Default: the first the server lists."_s, u"M"_s};
    QCommandLineOption system {u"system"_s, u"System prompt."_s, u"S"_s};
    QCommandLineOption strategy {
        u"strategy"_s, u"Buffer strategy: %1. Default: none."_s.arg(strategyNames().join(u", "_s)), u"S"_s};
    QCommandLineOption noCache {u"no-cache"_s, u"Neither answer from the response cache nor store the answer in it."_s};
    QCommandLineOption noRetry {u"no-retry"_s, u"Fail at the first error."_s};
};

using Prompt = std::expected<QString, QString>;

/// Standard input to its end, as the shell's $(…) would take it: without the line ends behind it.
Prompt readStandardInput()
{
    QByteArray bytes;
    QByteArray buffer(64 * 1024, Qt::Uninitialized);
    while (true) {
        const ssize_t count = ::read(STDIN_FILENO, buffer.data(), static_cast<size_t>(buffer.size()));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return std::unexpected(u"standard input cannot be read"_s);
        if (count == 0)
            break;
        bytes.append(buffer.constData(), count);
        if (bytes.size() > MaxPromptBytes)
            return std::unexpected(u"the prompt on standard input is larger than 16 MiB"_s);
    }
    while (bytes.endsWith('\n') || bytes.endsWith('\r'))
        bytes.chop(1);
    return QString::fromUtf8(bytes);
}

Prompt readPrompt(const QStringList& positionals)
{
    if (positionals.isEmpty() && ::isatty(STDIN_FILENO) == 1)
        return std::unexpected(u"the prompt is missing"_s);
    const bool isPiped = positionals.isEmpty() || positionals.constFirst() == "-"_L1;
    const Prompt prompt = isPiped ? readStandardInput() : Prompt(positionals.constFirst());
    if (prompt && prompt->trimmed().isEmpty())
        return std::unexpected(u"the prompt is empty"_s);
    return prompt;
}

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

std::expected<AskArguments, QString> readArguments(const QCommandLineParser& parser, const AskOptions& options)
{
    const std::expected<EndpointChoice, QString> choice = options.endpoint.read(parser);
    if (!choice)
        return std::unexpected(choice.error());

    AskArguments arguments;
    arguments.choice = *choice;
    arguments.json = parser.isSet(options.json);
    arguments.chat.model = parser.value(options.model);
    arguments.chat.system = parser.value(options.system);
    arguments.strategy.name = parser.isSet(options.strategy) ? parser.value(options.strategy) : u"none"_s;
    if (!strategyNames().contains(arguments.strategy.name)) {
        return std::unexpected(u"there is no strategy '%1' (%2)"_s.arg(arguments.strategy.name, strategyNames().join(u", "_s)));
    }
    if (parser.isSet(options.noRetry))
        arguments.retry.maxAttempts = 0;
    if (!parser.isSet(options.noCache) && !arguments.choice.isDemo) // the demo has another port each time
        useCache(arguments);

    const Prompt prompt = readPrompt(parser.positionalArguments());
    if (!prompt)
        return std::unexpected(prompt.error());
    Message question;
    question.text = *prompt;
    arguments.chat.messages.append(question);
    return arguments;
}

int run(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Asks a model and prints its answer as it streams."_s);
    parser.addPositionalArgument(u"PROMPT"_s, u"What to ask; - or nothing reads standard input."_s);
    const AskOptions options;
    options.endpoint.addTo(parser);
    parser.addOptions({options.json, options.model, options.system, options.strategy, options.noCache, options.noRetry});
    if (const std::optional<int> status = parseArguments(parser, u"ask"_s, arguments, 1, u"[PROMPT]"_s))
        return *status;
    const std::expected<AskArguments, QString> read = readArguments(parser, options);
    if (!read)
        return failUsage(u"ask"_s, read.error());
    return AskRun(*read).exec();
}

const CommandRegistration registration {
    {.name = u"ask"_s, .summary = u"ask a model and print its answer as it streams"_s, .run = run}};

}

}
