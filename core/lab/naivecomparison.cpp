#include "core/lab/naivecomparison.h"

#include "core/lab/loadreportformats.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUrlQuery>

#include <random>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

// More than a run of a minute asks; then they begin again.
constexpr int PlannedRequests = 8192;
constexpr double Kilobyte = 1024;

std::optional<double> ratio(const std::optional<double>& part, const std::optional<double>& whole)
{
    return part && whole && *part > 0 && *whole > 0 ? std::optional(*part / *whole) : std::nullopt;
}

std::optional<double> mean(const LogarithmicHistogram& values)
{
    return values.count() == 0 ? std::nullopt : std::optional(values.mean());
}

NaiveRow row(const QString& name, const QString& unit, const std::optional<double>& before, const std::optional<double>& after,
    bool isMoreBetter, double promised)
{
    return {.name = name,
        .unit = unit,
        .before = before,
        .after = after,
        .gain = isMoreBetter ? ratio(after, before) : ratio(before, after),
        .promised = promised};
}

std::optional<double> divided(const std::optional<double>& value, double by)
{
    return value ? std::optional(*value / by) : std::nullopt;
}

QString cell(const std::optional<double>& value)
{
    return value ? QString::number(*value, 'f', *value >= 100 ? 0 : *value >= 10 ? 1 : 2) : u"–"_s;
}

QString gainCell(const std::optional<double>& gain)
{
    return gain ? cell(gain) + u'x' : u"–"_s;
}

QJsonValue orNull(const std::optional<double>& value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

HttpRequest chatRequest(const QUrl& gateway, GatewayUse use, bool isPopular, int question)
{
    HttpRequest request;
    request.method = "POST";
    request.url = gateway;
    request.headers = {{"Content-Type", "application/json"}, {"Accept", "text/event-stream"}};
    const QString message = u"Question %1: how does streaming work?"_s.arg(question);
    request.body = QJsonDocument(QJsonObject {{u"message"_s, message}}).toJson(QJsonDocument::Compact);
    if (use == GatewayUse::Naive) {
        request.url.setPath(u"/chat"_s);
        request.headers.append(HttpHeader {"Accept-Encoding", "identity"});
        request.headers.append(HttpHeader {"Connection", "close"});
        return request;
    }
    request.url.setPath(isPopular ? u"/chat-cached"_s : u"/chat-pooled"_s);
    request.url.setQuery(u"buffer_strategy=adaptive&enable_compression=true"_s);
    request.headers.append(HttpHeader {"Accept-Encoding", "gzip"});
    return request;
}

}

std::vector<int> naiveQuestions(const NaiveLoad& load, int count)
{
    // Not by <random>'s distributions, which differ from one library to another.
    std::mt19937_64 random(load.seed);
    const auto part = [&random] { return double(random() >> 11) / double(1ULL << 53); };
    std::vector<int> questions;
    int next = load.popular;
    for (int i = 0; i < count; ++i) {
        const bool isPopular = load.popular > 0 && part() < load.repeated;
        questions.push_back(isPopular ? int(part() * load.popular) : next++);
    }
    return questions;
}

LoadPlan naivePlan(const NaiveLoad& load, GatewayUse use, const QUrl& gateway)
{
    LoadPlan plan;
    for (const int question : naiveQuestions(load, PlannedRequests))
        plan.requests.push_back(chatRequest(gateway, use, question < load.popular, question));
    plan.users = load.users;
    plan.warmUp = load.warmUp;
    plan.duration = load.warmUp + load.duration;
    plan.keepAlive = use == GatewayUse::Optimised;
    return plan;
}

std::optional<double> NaiveSide::answerRate() const
{
    return report.seconds > 0 ? std::optional(double(report.succeeded) / report.seconds) : std::nullopt;
}

std::optional<double> NaiveSide::bytesPerAnswer() const
{
    return report.succeeded > 0 ? std::optional(double(report.wireBytes) / double(report.succeeded)) : std::nullopt;
}

std::vector<NaiveRow> naiveRows(const NaiveSide& before, const NaiveSide& after)
{
    const auto errors = [](const NaiveSide& side) {
        const std::optional<double> rate = side.report.errorRate();
        return rate ? std::optional(*rate * 100) : std::nullopt;
    };
    return {row(u"QPS, complete answers"_s, u"1/s"_s, before.answerRate(), after.answerRate(), true, 4),
        row(u"mean latency (E2E)"_s, u"ms"_s, mean(before.report.e2eMs), mean(after.report.e2eMs), false, 4),
        row(u"memory, peak"_s, u"MiB"_s, divided(before.peakMemoryKb, Kilobyte), divided(after.peakMemoryKb, Kilobyte), false,
            2.5),
        row(u"bytes of an answer"_s, u"KiB"_s, divided(before.bytesPerAnswer(), Kilobyte),
            divided(after.bytesPerAnswer(), Kilobyte), false, 2),
        row(u"error rate"_s, u"%"_s, errors(before), errors(after), false, 10)};
}

QString naiveTable(const NaiveLoad& load, const NaiveSide& before, const NaiveSide& after)
{
    QString text =
        u"%1 users for %2 s each; a model with %3 slots, %4 deltas an answer; %5 % of the requests ask one of %6 questions\n\n"_s
            .arg(load.users)
            .arg(double(load.duration.count()) / 1000)
            .arg(load.slots)
            .arg(load.deltas)
            .arg(qRound(load.repeated * 100))
            .arg(load.popular);
    text += QString(28, u' ') + u"naive"_s.rightJustified(12) + u"optimised"_s.rightJustified(12) + u"gain"_s.rightJustified(10)
        + u"promised"_s.rightJustified(10) + u'\n';
    for (const NaiveRow& row : naiveRows(before, after)) {
        text += (row.name + u", "_s + row.unit).leftJustified(28) + cell(row.before).rightJustified(12)
            + cell(row.after).rightJustified(12) + gainCell(row.gain).rightJustified(10)
            + (QString::number(row.promised) + u'x').rightJustified(10) + u'\n';
    }
    for (const auto& [name, side] : {std::pair(u"naive"_s, &before), std::pair(u"optimised"_s, &after)}) {
        const LoadReport& report = side->report;
        text += u"\n%1: %2 complete, %3 failed, TTFT p50 %4 ms"_s.arg(name)
                    .arg(report.succeeded)
                    .arg(report.failed())
                    .arg(report.ttftMs.count() == 0 ? u"–"_s : QString::number(report.ttftMs.percentile(0.5), 'f', 1));
        for (const auto& [kind, errors] : report.errors)
            text += u"; %1 × %2: %3"_s.arg(errors.count).arg(kind, errors.example);
        if (const QString verdict = report.verdict(); !verdict.isEmpty())
            text += u"; "_s + verdict;
    }
    return text + u'\n';
}

QJsonObject naiveToJson(const NaiveLoad& load, const NaiveSide& before, const NaiveSide& after)
{
    QJsonArray rows;
    for (const NaiveRow& row : naiveRows(before, after)) {
        rows.append(QJsonObject {{u"name"_s, row.name}, {u"unit"_s, row.unit}, {u"before"_s, orNull(row.before)},
            {u"after"_s, orNull(row.after)}, {u"gain"_s, orNull(row.gain)}, {u"promised"_s, row.promised}});
    }
    const auto side = [](const NaiveSide& measured) {
        return QJsonObject {{u"report"_s, loadReportToJson(measured.report)},
            {u"memory_kb"_s,
                QJsonObject {{u"peak"_s, orNull(measured.peakMemoryKb)}, {u"idle"_s, orNull(measured.idleMemoryKb)}}}};
    };
    return {{u"version"_s, 1},
        {u"setup"_s,
            QJsonObject {{u"users"_s, load.users}, {u"duration_s"_s, double(load.duration.count()) / 1000},
                {u"warm_up_s"_s, double(load.warmUp.count()) / 1000}, {u"slots"_s, load.slots},
                {u"patience_s"_s, double(load.patience.count()) / 1000}, {u"deltas"_s, load.deltas},
                {u"repeated"_s, load.repeated}, {u"popular"_s, load.popular}, {u"seed"_s, qint64(load.seed)}}},
        {u"rows"_s, rows}, {u"before"_s, side(before)}, {u"after"_s, side(after)}};
}

}
