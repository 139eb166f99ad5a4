#include "core/lab/loadreportformats.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

QJsonValue orNull(const std::optional<double>& value)
{
    return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

QJsonValue spread(const LogarithmicHistogram& values)
{
    if (values.count() == 0)
        return QJsonValue::Null;
    return QJsonObject {{u"count"_s, values.count()}, {u"mean"_s, values.mean()}, {u"p50"_s, values.percentile(0.5)},
        {u"p90"_s, values.percentile(0.9)}, {u"p95"_s, values.percentile(0.95)}, {u"p99"_s, values.percentile(0.99)},
        {u"max"_s, values.max()}};
}

QJsonValue goodput(const LoadReport& report)
{
    const GoodputLimits& limits = report.setup.goodput;
    if (limits.isEmpty())
        return QJsonValue::Null;
    return QJsonObject {{u"ttft_ms"_s, orNull(limits.ttftMs)}, {u"itl_ms"_s, orNull(limits.itlMs)},
        {u"tpot_ms"_s, orNull(limits.tpotMs)}, {u"e2e_ms"_s, orNull(limits.e2eMs)}, {u"requests"_s, report.good},
        {u"request_rate"_s, orNull(report.goodRate())}};
}

QJsonObject errors(const LoadReport& report)
{
    QJsonObject all;
    for (const auto& [kind, those] : report.errors)
        all.insert(kind, QJsonObject {{u"count"_s, those.count}, {u"example"_s, those.example}});
    return all;
}

QJsonObject series(const LoadReport& report)
{
    QJsonArray started;
    QJsonArray succeeded;
    QJsonArray failed;
    QJsonArray deltas;
    QJsonArray active;
    for (const LoadStep& step : report.steps) {
        started.append(step.started);
        succeeded.append(step.succeeded);
        failed.append(step.failed);
        deltas.append(step.deltas);
        active.append(step.mostActive);
    }
    return {{u"step_ms"_s, report.stepMs}, {u"started"_s, started}, {u"succeeded"_s, succeeded}, {u"failed"_s, failed},
        {u"deltas"_s, deltas}, {u"active"_s, active}};
}

QJsonObject setup(const LoadSetup& setup)
{
    return {{u"target"_s, setup.target}, {u"model"_s, setup.model}, {u"loop"_s, setup.isOpenLoop ? u"open"_s : u"closed"_s},
        {u"users"_s, setup.isOpenLoop ? QJsonValue() : QJsonValue(setup.users)},
        {u"rate"_s, setup.isOpenLoop ? QJsonValue(setup.rate) : QJsonValue()},
        {u"arrivals"_s, setup.isOpenLoop ? QJsonValue(setup.isPoisson ? u"poisson"_s : u"constant"_s) : QJsonValue()},
        {u"seed"_s, setup.isOpenLoop ? QJsonValue(qint64(setup.seed)) : QJsonValue()}, {u"warm_up_s"_s, setup.warmUpSeconds}};
}

}

QJsonObject loadReportToJson(const LoadReport& report)
{
    const QString verdict = report.verdict();
    return {{u"version"_s, LoadReportVersion}, {u"name"_s, report.setup.name}, {u"setup"_s, setup(report.setup)},
        {u"seconds"_s, report.seconds}, {u"stopped"_s, report.wasStopped}, {u"requests"_s, report.requests},
        {u"succeeded"_s, report.succeeded}, {u"failed"_s, report.failed()}, {u"warm_up_requests"_s, report.warmUpRequests},
        {u"unfinished"_s, report.unfinished}, {u"error_rate"_s, orNull(report.errorRate())},
        {u"request_rate"_s, orNull(report.requestRate())}, {u"errors"_s, errors(report)}, {u"ttft_ms"_s, spread(report.ttftMs)},
        {u"itl_ms"_s, spread(report.itlMs)}, {u"tpot_ms"_s, spread(report.tpotMs)}, {u"e2e_ms"_s, spread(report.e2eMs)},
        {u"connect_ms"_s, spread(report.connectMs)}, {u"stream_tokens_per_s"_s, spread(report.streamRate)},
        {u"tokens"_s,
            QJsonObject {{u"counted_by_server"_s, report.countsTokens()},
                {u"output"_s, report.answersWithUsage > 0 ? QJsonValue(report.outputTokens) : QJsonValue()},
                {u"deltas"_s, report.deltas}, {u"per_delta"_s, orNull(report.tokensPerDelta())},
                {u"per_s"_s, orNull(report.tokenRate())}}},
        {u"bytes"_s, QJsonObject {{u"wire"_s, report.wireBytes}, {u"decoded"_s, report.decodedBytes}}},
        {u"goodput"_s, goodput(report)},
        {u"generator"_s,
            QJsonObject {{u"lag_ms"_s, spread(report.lagMs)}, {u"loop_lag_ms"_s, spread(report.loopLagMs)},
                {u"cpu"_s, report.cpuShare}, {u"verdict"_s, verdict.isEmpty() ? QJsonValue() : QJsonValue(verdict)}}},
        {u"series"_s, series(report)}};
}

}
