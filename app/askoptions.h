#pragma once

#include "app/askrun.h"
#include "app/endpointoptions.h"

#include <QCommandLineOption>

#include <expected>

namespace sluice {

/// The options of a command that asks a question, and its PROMPT.
class AskOptions
{
public:
    void addTo(QCommandLineParser& parser) const;

    /// What is to be asked, or one sentence about what is wrong with it (a usage error). Reads the environment, and standard
    /// input where the prompt is there.
    std::expected<AskArguments, QString> read(const QCommandLineParser& parser) const;

private:
    EndpointOptions m_endpoint;
    QCommandLineOption m_json {QStringLiteral("json"), QStringLiteral("Print one JSON object at the end.")};
    QCommandLineOption m_model {
        QStringLiteral("model"), QStringLiteral("Model to ask. Default: the first the server lists."), QStringLiteral("M")};
    QCommandLineOption m_system {QStringLiteral("system"), QStringLiteral("System prompt."), QStringLiteral("S")};
    QCommandLineOption m_noRetry {QStringLiteral("no-retry"), QStringLiteral("Fail at the first error.")};
};

/// --strategy, for every command that streams an answer.
class StrategyOption
{
public:
    void addTo(QCommandLineParser& parser) const;
    /// "none" when it is not given.
    std::expected<StrategyOptions, QString> read(const QCommandLineParser& parser) const;
};

}
