#include "app/askoptions.h"

#include <QCommandLineParser>

#include <cerrno>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr qsizetype MaxPromptBytes = 16 * 1024 * 1024;

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

}

void StrategyOption::addTo(QCommandLineParser& parser) const
{
    parser.addOption({u"strategy"_s, u"Buffer strategy: %1. Default: none."_s.arg(strategyNames().join(u", "_s)), u"S"_s});
}

std::expected<StrategyOptions, QString> StrategyOption::read(const QCommandLineParser& parser) const
{
    StrategyOptions strategy;
    strategy.name = parser.isSet(u"strategy"_s) ? parser.value(u"strategy"_s) : u"none"_s;
    if (!strategyNames().contains(strategy.name))
        return std::unexpected(u"there is no strategy '%1' (%2)"_s.arg(strategy.name, strategyNames().join(u", "_s)));
    return strategy;
}

void AskOptions::addTo(QCommandLineParser& parser) const
{
    parser.addPositionalArgument(u"PROMPT"_s, u"What to ask; - or nothing reads standard input."_s);
    m_endpoint.addTo(parser);
    parser.addOptions({m_json, m_model, m_system});
    StrategyOption().addTo(parser);
    parser.addOption(m_noRetry);
}

std::expected<AskArguments, QString> AskOptions::read(const QCommandLineParser& parser) const
{
    const std::expected<EndpointChoice, QString> choice = m_endpoint.read(parser);
    if (!choice)
        return std::unexpected(choice.error());
    const std::expected<StrategyOptions, QString> strategy = StrategyOption().read(parser);
    if (!strategy)
        return std::unexpected(strategy.error());

    AskArguments arguments;
    arguments.choice = *choice;
    arguments.strategy = *strategy;
    arguments.json = parser.isSet(m_json);
    arguments.chat.model = parser.value(m_model);
    arguments.chat.system = parser.value(m_system);
    if (parser.isSet(m_noRetry))
        arguments.retry.maxAttempts = 0;

    const Prompt prompt = readPrompt(parser.positionalArguments());
    if (!prompt)
        return std::unexpected(prompt.error());
    Message question;
    question.text = *prompt;
    arguments.chat.messages.append(question);
    return arguments;
}

}
