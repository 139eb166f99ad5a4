// One answer that grows to 200,000 characters: whether a flush costs more because there is more text.

#include "tests/bench/shownview.h"

#include <QCoreApplication>

#include <array>

using namespace Qt::StringLiterals;

namespace sluice::bench {

namespace {

constexpr qsizetype FlushCharacters = 30; ///< about 8 tokens: 500 tokens/s at 60 frames a second
constexpr qsizetype SkipCharacters = 600; ///< a flush between the windows, not measured
constexpr double BudgetMs = 15'000; ///< a case that is far too slow ends early

/// Where is measured, in characters.
struct Window
{
    qsizetype first;
    qsizetype last;
    QString name;
};

const std::array Windows {
    Window {1'000, 4'000, u"2k"_s}, Window {17'000, 23'000, u"20k"_s}, Window {191'000, 200'000, u"200k"_s}};

struct Growth
{
    std::array<Costs, Windows.size()> costs;
    bool isComplete = true;
};

void grow(ShownView& shown, const QString& text, Growth& growth)
{
    shown.frame([&] { shown.model().append(Role::Assistant, text.first(60), MessageState::Streaming); });
    double spent = 0;
    for (qsizetype at = 60; at < 200'000;) {
        size_t window = 0;
        while (window + 1 < Windows.size() && at >= Windows[window].last)
            ++window;
        const bool isMeasured = at >= Windows[window].first;
        const qsizetype step = isMeasured ? FlushCharacters : std::min(SkipCharacters, Windows[window].first - at);
        const QStringView piece = QStringView(text).sliced(at, step);
        const Cost cost = shown.frame([&] { shown.model().growLast(piece); });
        at += step;
        spent += cost.wall;
        if (isMeasured)
            growth.costs[window].add(cost);
        // One that is too slow still shows how much at its end.
        if (spent > BudgetMs && at < Windows.back().first) {
            growth.isComplete = false;
            const QStringView rest = QStringView(text).sliced(at, Windows.back().first - at);
            shown.frame([&] { shown.model().growLast(rest); });
            at = Windows.back().first;
            spent = 0;
        } else if (spent > BudgetMs) {
            growth.isComplete = false;
            return;
        }
    }
}

void benchShape(Report& report, Shape shape, bool isFollowing)
{
    const QString text = sampleText(shape, 201'000);
    Growth growth;
    ShownView shown(100);
    if (!isFollowing)
        shown.frame([&] { shown.wheel(1); });
    grow(shown, text, growth);

    const QString what = u"flush: "_s + shapeName(shape) + (isFollowing ? u", following"_s : u", scrolled away"_s);
    for (size_t i = 0; i < Windows.size(); ++i) {
        QJsonObject more = growth.costs[i].toJson();
        more.insert(u"cpu_mean"_s, rounded(growth.costs[i].cpu.mean()));
        more.insert(u"complete"_s, growth.isComplete);
        report.printLimited(
            what + u" at "_s + Windows[i].name + u", p99"_s, growth.costs[i].cpu.percentile(0.99), 1, u"ms"_s, more);
    }
    const double small = growth.costs.front().cpu.percentile(0.5);
    const double meanSmall = growth.costs.front().cpu.mean();
    report.printLimited(what + u", 200k / 2k"_s, growth.costs.back().cpu.percentile(0.5) / std::max(0.001, small), 1.2,
        u"ratio"_s, {{u"of_means"_s, rounded(growth.costs.back().cpu.mean() / std::max(0.001, meanSmall))}});
}

}

void benchFlushes(Report& report)
{
    {
        ShownView shown(100);
        Costs still;
        for (int i = 0; i < 101; ++i)
            still.add(shown.staticRepaint());
        report.print(u"static repaint"_s, still.cpu.percentile(0.5), u"ms"_s, still.toJson());
    }
    for (const Shape shape : AllShapes) {
        benchShape(report, shape, true);
        benchShape(report, shape, false);
    }
}

}
