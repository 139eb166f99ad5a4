#include "ui/lab/loadvalues.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr std::array KindNames {"benchmark"_L1, "closed"_L1, "open"_L1}; // as the kinds are listed

struct Number
{
    QLatin1StringView name;
    int LoadValues::* member;
    int lowest;
    int highest;
};

constexpr std::array Numbers {
    Number {"max_tokens"_L1, &LoadValues::maxTokens, 0, LoadValues::MostTokens},
    Number {"users"_L1, &LoadValues::users, 1, LoadValues::MostUsers},
    Number {"rate"_L1, &LoadValues::rate, 1, LoadValues::MostRate},
    Number {"seconds"_L1, &LoadValues::seconds, 1, LoadValues::MostSeconds},
    Number {"requests"_L1, &LoadValues::requests, 1, LoadValues::MostRequests},
    Number {"warm_up"_L1, &LoadValues::warmUp, 0, LoadValues::MostSeconds},
    Number {"ramp"_L1, &LoadValues::ramp, 0, LoadValues::MostSeconds},
    Number {"ttft_limit"_L1, &LoadValues::ttftLimit, 0, LoadValues::MostLimit},
    Number {"itl_limit"_L1, &LoadValues::itlLimit, 0, LoadValues::MostLimit},
    Number {"tpot_limit"_L1, &LoadValues::tpotLimit, 0, LoadValues::MostLimit},
    Number {"e2e_limit"_L1, &LoadValues::e2eLimit, 0, LoadValues::MostLimit},
};

std::optional<double> limit(int milliseconds)
{
    return milliseconds > 0 ? std::optional<double>(milliseconds) : std::nullopt;
}

}

LoadPlan planOf(const LoadValues& values)
{
    LoadPlan plan;
    plan.users = values.users;
    plan.isPoisson = values.isPoisson;
    plan.mostRequests = values.requests;
    if (values.kind != LoadValues::Kind::Benchmark) {
        plan.duration = std::chrono::seconds(values.seconds);
        plan.warmUp = std::chrono::seconds(values.warmUp);
    }
    if (values.kind == LoadValues::Kind::Open)
        plan.rate = values.rate;
    if (values.kind == LoadValues::Kind::Closed)
        plan.rampUp = std::chrono::seconds(values.ramp);
    plan.goodput = {.ttftMs = limit(values.ttftLimit),
        .itlMs = limit(values.itlLimit),
        .tpotMs = limit(values.tpotLimit),
        .e2eMs = limit(values.e2eLimit)};
    return plan;
}

QByteArray toJson(const LoadValues& values)
{
    QJsonObject object {{u"endpoint"_s, values.endpointId}, {u"model"_s, values.model}, {u"prompt"_s, values.prompt},
        {u"kind"_s, KindNames[std::size_t(values.kind)]}, {u"poisson"_s, values.isPoisson}};
    for (const Number& number : Numbers)
        object.insert(number.name, values.*number.member);
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

LoadValues loadValuesFromJson(const QByteArray& json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    LoadValues values;
    values.endpointId = object["endpoint"_L1].toString();
    values.model = object["model"_L1].toString();
    values.prompt = object["prompt"_L1].toString();
    const auto kind = std::find(KindNames.begin(), KindNames.end(), object["kind"_L1].toString());
    if (kind != KindNames.end())
        values.kind = LoadValues::Kind(kind - KindNames.begin());
    values.isPoisson = object["poisson"_L1].toBool(values.isPoisson);
    for (const Number& number : Numbers) {
        const int value = object[number.name].toInt(-1);
        if (value >= number.lowest && value <= number.highest)
            values.*number.member = value;
    }
    return values;
}

}
