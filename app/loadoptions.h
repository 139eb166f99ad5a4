#pragma once

#include "app/endpointoptions.h"
#include "core/lab/loadplan.h"

#include <QCommandLineOption>
#include <QJsonObject>

#include <expected>
#include <vector>

namespace sluice {

enum class LoadOutput { Text, Json, Csv };

/// What `bench` or `load` was told to do. The plan has no requests yet: the model may have to be asked for.
struct LoadWish
{
    EndpointChoice choice;
    QString model; ///< empty: the server's first
    std::vector<QString> prompts; ///< never empty
    std::optional<qint64> maxTokens;
    QJsonObject extraBody; ///< goes over what the provider puts into the body
    bool gzip = true;
    LoadPlan plan;
    LoadOutput output = LoadOutput::Text;
    QString htmlFile; ///< empty: none
    QString tokenFile; ///< empty: none
};

/// The options that `bench` and `load` share, and those of `load` alone.
class LoadOptions
{
public:
    enum class Kind { Bench, Load };
    explicit LoadOptions(Kind kind);

    void addTo(QCommandLineParser& parser) const;
    /// What was asked for, or one sentence about what is wrong with it. Reads the file of prompts.
    std::expected<LoadWish, QString> read(const QCommandLineParser& parser) const;

private:
    std::expected<void, QString> readLoop(const QCommandLineParser& parser, LoadPlan& plan) const;
    std::expected<void, QString> readPrompts(const QCommandLineParser& parser, LoadWish& wish) const;

    const Kind m_kind;
    EndpointOptions m_endpoint;
    QCommandLineOption m_model, m_prompt, m_prompts, m_maxTokens, m_extraBody, m_requests, m_users, m_duration, m_rate,
        m_constant, m_seed, m_warmUp, m_ramp, m_goodput, m_timeout, m_noKeepAlive, m_noGzip, m_json, m_csv, m_html, m_tokens;
};

/// "ttft:500,itl:50": milliseconds. One sentence when it cannot be read.
std::expected<GoodputLimits, QString> parseGoodput(const QString& text);

}
