#include "app/loadoptions.h"

#include <QCommandLineParser>
#include <QFile>
#include <QJsonDocument>

#include <cmath>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr qint64 MostUsers = 50'000;
constexpr qsizetype MostPromptBytes = 16 * 1024 * 1024;

QCommandLineOption option(const char* name, const char* text, const char* value = nullptr)
{
    return QCommandLineOption(QString::fromLatin1(name), QString::fromUtf8(text), QString::fromLatin1(value));
}

/// A number in [\a least, \a most]; nothing when the option is not there.
std::expected<std::optional<double>, QString> number(
    const QCommandLineParser& parser, const QCommandLineOption& asked, double least, double most)
{
    if (!parser.isSet(asked))
        return std::nullopt;
    bool isNumber = false;
    const double value = parser.value(asked).toDouble(&isNumber);
    if (!isNumber || !std::isfinite(value) || value < least || value > most)
        return std::unexpected(u"--%1: '%2' is no number from %3 to %4"_s.arg(asked.names().constFirst(), parser.value(asked))
                .arg(least)
                .arg(most, 0, 'f', 0));
    return value;
}

Millis seconds(double value)
{
    return Millis(qint64(std::llround(value * 1000)));
}

}

LoadOptions::LoadOptions(Kind kind)
    : m_kind(kind)
    , m_model(option("model", "Model to ask. Default: the first the server lists.", "M"))
    , m_prompt(option("prompt", "What to ask. Default: a short question.", "P"))
    , m_prompts(option("prompts", "Questions to ask in turn, one a line of <FILE>.", "FILE"))
    , m_maxTokens(option("max-tokens", "Most tokens of an answer. Default: the server's.", "N"))
    , m_extraBody(option("extra-body", "Fields to send beside ours, as a JSON object: '{\"temperature\":0}'.", "JSON"))
    , m_requests(option("requests",
          kind == Kind::Bench ? "How many requests. Default: 100." : "End after so many requests, too. Default: no bound.", "N"))
    , m_users(kind == Kind::Bench
              ? option("concurrency", "Requests at once. Default: all of them.", "N")
              : option("users", "Users at once, each asks again when its answer has ended. Default: 50.", "N"))
    , m_duration(option("duration", "Seconds in which requests start. Default: 60, or no bound with --requests.", "S"))
    , m_rate(option(
          "rate", "Open loop: <R> requests a second, whatever the server does; latencies count from when they were due.", "R"))
    , m_constant(option("constant", "Open loop: at even intervals. Default: at random, as a Poisson process."))
    , m_seed(option("seed", "Open loop: another course of the same randomness. Default: 1.", "N"))
    , m_warmUp(option("warmup", "Leave what is due in the first <S> seconds out of the figures.", "S"))
    , m_ramp(option("ramp", "Let the users come one by one in <S> seconds.", "S"))
    , m_goodput(option("goodput",
          "Count the requests within these limits, in milliseconds: ttft:500,itl:50,tpot:60,e2e:8000 (itl: a request's mean).",
          "LIMITS"))
    , m_timeout(option("timeout", "Seconds a server may be silent before the request fails. Default: 60.", "S"))
    , m_noKeepAlive(option("no-keep-alive", "A new connection for each request."))
    , m_noGzip(option("no-gzip", "Do not ask for compressed answers."))
    , m_json(option("json", "Print the report as JSON."))
    , m_csv(option("csv", "Print the report as CSV."))
    , m_html(option("html", "Write the report as a page with charts to <FILE>, too.", "FILE"))
    , m_tokens(option("per-token", "Write when each delta of each request came to <FILE>, one JSON object a request.", "FILE"))
{ }

void LoadOptions::addTo(QCommandLineParser& parser) const
{
    m_endpoint.addTo(parser);
    parser.addOptions({m_model, m_prompt, m_prompts, m_maxTokens, m_extraBody, m_requests, m_users});
    if (m_kind == Kind::Load)
        parser.addOptions({m_duration, m_rate, m_constant, m_seed, m_warmUp, m_ramp});
    parser.addOptions({m_goodput, m_timeout, m_noKeepAlive, m_noGzip, m_json, m_csv, m_html, m_tokens});
}

std::expected<void, QString> LoadOptions::readLoop(const QCommandLineParser& parser, LoadPlan& plan) const
{
    const auto requests = number(parser, m_requests, 0, 1e9);
    const auto users = number(parser, m_users, 1, double(MostUsers));
    const auto timeout = number(parser, m_timeout, 0.1, 86'400);
    for (const auto* read : {&requests, &users, &timeout}) {
        if (!*read)
            return std::unexpected(read->error());
    }
    if (*timeout)
        plan.timeouts.firstByte = plan.timeouts.silence = seconds(**timeout);
    if (m_kind == Kind::Bench) {
        plan.mostRequests = qint64(requests->value_or(100));
        plan.users = int(users->value_or(double(std::clamp(*plan.mostRequests, qint64(1), MostUsers))));
        return {};
    }
    const auto duration = number(parser, m_duration, 0, 7 * 86'400);
    const auto rate = number(parser, m_rate, 0.001, 100'000);
    const auto seed = number(parser, m_seed, 0, 4e9);
    const auto warmUp = number(parser, m_warmUp, 0, 86'400);
    const auto ramp = number(parser, m_ramp, 0, 86'400);
    for (const auto* read : {&duration, &rate, &seed, &warmUp, &ramp}) {
        if (!*read)
            return std::unexpected(read->error());
    }
    if (*rate && (parser.isSet(m_users) || parser.isSet(m_ramp)))
        return std::unexpected(u"--rate is an open loop: it has neither --users nor --ramp"_s);
    if (!*rate && (parser.isSet(m_constant) || parser.isSet(m_seed)))
        return std::unexpected(u"--constant and --seed go with --rate"_s);
    if (*requests)
        plan.mostRequests = qint64(**requests);
    if (*duration || !*requests)
        plan.duration = seconds(duration->value_or(60));
    plan.users = int(users->value_or(50));
    plan.rate = *rate;
    plan.isPoisson = !parser.isSet(m_constant);
    plan.seed = quint64(seed->value_or(1));
    plan.warmUp = seconds(warmUp->value_or(0));
    plan.rampUp = seconds(ramp->value_or(0));
    return {};
}

std::expected<void, QString> LoadOptions::readPrompts(const QCommandLineParser& parser, LoadWish& wish) const
{
    if (parser.isSet(m_prompt) && parser.isSet(m_prompts))
        return std::unexpected(u"one of --prompt and --prompts"_s);
    if (!parser.isSet(m_prompts)) {
        wish.prompts = {parser.isSet(m_prompt) ? parser.value(m_prompt) : u"Explain in a few sentences how streaming works."_s};
        return {};
    }
    QFile file(parser.value(m_prompts));
    if (!file.open(QFile::ReadOnly))
        return std::unexpected(u"--prompts: %1: %2"_s.arg(file.fileName(), file.errorString()));
    if (file.size() > MostPromptBytes)
        return std::unexpected(u"--prompts: %1 is larger than 16 MiB"_s.arg(file.fileName()));
    for (const QByteArray& line : file.readAll().split('\n')) {
        if (const QString prompt = QString::fromUtf8(line).trimmed(); !prompt.isEmpty())
            wish.prompts.push_back(prompt);
    }
    if (wish.prompts.empty())
        return std::unexpected(u"--prompts: there is no question in %1"_s.arg(file.fileName()));
    return {};
}

std::expected<LoadWish, QString> LoadOptions::read(const QCommandLineParser& parser) const
{
    const std::expected<EndpointChoice, QString> choice = m_endpoint.read(parser);
    if (!choice)
        return std::unexpected(choice.error());
    LoadWish wish;
    wish.choice = *choice;
    wish.model = parser.value(m_model);
    wish.gzip = !parser.isSet(m_noGzip);
    wish.plan.provider = choice->provider;
    wish.plan.keepAlive = !parser.isSet(m_noKeepAlive);
    wish.htmlFile = parser.value(m_html);
    wish.tokenFile = parser.value(m_tokens);
    wish.plan.keepsTokenTimes = !wish.tokenFile.isEmpty();
    if (parser.isSet(m_json) && parser.isSet(m_csv))
        return std::unexpected(u"one of --json and --csv"_s);
    wish.output = parser.isSet(m_json) ? LoadOutput::Json : parser.isSet(m_csv) ? LoadOutput::Csv : LoadOutput::Text;
    if (const auto loop = readLoop(parser, wish.plan); !loop)
        return std::unexpected(loop.error());
    if (const auto prompts = readPrompts(parser, wish); !prompts)
        return std::unexpected(prompts.error());
    const auto maxTokens = number(parser, m_maxTokens, 1, 1e9);
    if (!maxTokens)
        return std::unexpected(maxTokens.error());
    if (*maxTokens)
        wish.maxTokens = qint64(**maxTokens);
    if (parser.isSet(m_extraBody)) {
        const QJsonDocument extra = QJsonDocument::fromJson(parser.value(m_extraBody).toUtf8());
        if (!extra.isObject())
            return std::unexpected(u"--extra-body: this is no JSON object"_s);
        wish.extraBody = extra.object();
    }
    if (parser.isSet(m_goodput)) {
        const std::expected<GoodputLimits, QString> limits = parseGoodput(parser.value(m_goodput));
        if (!limits)
            return std::unexpected(limits.error());
        wish.plan.goodput = *limits;
    }
    return wish;
}

std::expected<GoodputLimits, QString> parseGoodput(const QString& text)
{
    GoodputLimits limits;
    for (const QString& part : text.split(u',')) {
        const QStringList sides = part.trimmed().split(u':');
        bool isNumber = false;
        const double value = sides.value(1).toDouble(&isNumber);
        std::optional<double>* limit = sides.first() == "ttft"_L1 ? &limits.ttftMs
            : sides.first() == "itl"_L1                           ? &limits.itlMs
            : sides.first() == "tpot"_L1                          ? &limits.tpotMs
            : sides.first() == "e2e"_L1                           ? &limits.e2eMs
                                                                  : nullptr;
        if (sides.size() != 2 || !limit || !isNumber || !(value > 0))
            return std::unexpected(u"--goodput: '%1' is none of ttft:MS, itl:MS, tpot:MS, e2e:MS"_s.arg(part));
        *limit = value;
    }
    return limits;
}

}
