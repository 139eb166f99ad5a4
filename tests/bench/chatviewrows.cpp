// Rows × operations: whether anything costs more because there are more rows.

#include "tests/bench/shownview.h"

#include <QCoreApplication>
#include <QImage>
#include <QKeyEvent>
#include <QScrollBar>

#include <array>
#include <cstdlib>
#include <map>

using namespace Qt::StringLiterals;

namespace sluice::bench {

namespace {

constexpr std::array Sizes {100, 10'000, 1'000'000};
constexpr int OpenRounds = 21;
constexpr int Rounds = 61;
constexpr int ScrollFrames = 400;

using BySize = std::map<int, Costs>;

void print(Report& report, const QString& what, const BySize& costs)
{
    for (const auto& [rows, cost] : costs) {
        QJsonObject more = cost.toJson();
        more.insert(u"rows"_s, rows);
        report.print(what, cost.cpu.percentile(0.5), u"ms"_s, more);
    }
}

double ratio(BySize& costs, int rows, int base)
{
    return costs[rows].cpu.percentile(0.5) / std::max(0.001, costs[base].cpu.percentile(0.5));
}

void key(ChatView& view, int key)
{
    QKeyEvent event(QEvent::KeyPress, key, Qt::NoModifier);
    QCoreApplication::sendEvent(&view, &event);
}

void benchOpen(Report& report)
{
    ShownView shown(10);
    BySize costs;
    for (int round = 0; round < OpenRounds; ++round) { // the sizes take turns: a slow spell of the machine hits all alike
        for (const int rows : Sizes)
            costs[rows].add(shown.open(std::make_unique<BenchConversation>(rows)));
    }
    print(report, u"open"_s, costs);
    report.printLimited(u"open 1M rows"_s, costs[1'000'000].wall.percentile(0.5), 60, u"ms"_s);
    report.printLimited(u"open 1M / open 100"_s, ratio(costs, 1'000'000, 100), 1.5, u"ratio"_s);
}

/// What happens at the end of a conversation that is followed, and what changes all of it.
void benchChanges(Report& report)
{
    std::map<int, std::unique_ptr<ShownView>> views;
    for (const int rows : Sizes)
        views[rows] = std::make_unique<ShownView>(rows);
    const QString turn = sampleTurn(false, 2);
    std::map<QString, BySize> costs;
    for (int round = 0; round < Rounds; ++round) {
        for (auto& [rows, shown] : views) {
            BenchConversation& model = shown->model();
            costs[u"append short"_s][rows].add(shown->operation([&] { model.append(Role::User, u"And a short one?"_s); }));
            costs[u"append short, static"_s][rows].add(shown->staticRepaint()); // of the same picture
            shown->operation([&] { model.removeLast(); });
            costs[u"append"_s][rows].add(shown->operation([&] { model.append(Role::Assistant, turn); }));
            costs[u"append, static"_s][rows].add(shown->staticRepaint());
            costs[u"grow last"_s][rows].add(shown->operation([&] { model.growLast(u"a few words more of it "); }));
            costs[u"grow last, static"_s][rows].add(shown->staticRepaint());
            costs[u"remove last"_s][rows].add(shown->operation([&] { model.removeLast(); }));
            costs[u"prepend 50"_s][rows].add(shown->operation([&] { model.prepend(50); }));
            costs[u"remove first 50"_s][rows].add(shown->operation([&] { model.removeFirst(50); }));
            costs[u"resize 1 px"_s][rows].add(
                shown->operation([&] { shown->view().resize(856 + (round % 2 == 0 ? 1 : 0), 600); }));
            costs[u"reset"_s][rows].add(shown->operation([&] { model.resetRows(); }));
        }
    }
    for (auto& [what, cost] : costs)
        print(report, what, cost);
    for (const QString& what : {u"append"_s, u"append short"_s, u"grow last"_s}) {
        report.printLimited(what + u" 1M / 10k"_s, ratio(costs[what], 1'000'000, 10'000), 1.2, u"ratio"_s);
        const double still = costs[what + u", static"_s][1'000'000].cpu.percentile(0.5);
        report.printLimited(
            what + u" 1M / static repaint"_s, costs[what][1'000'000].cpu.percentile(0.5) / std::max(0.001, still), 2, u"ratio"_s);
    }
}

void benchScroll(Report& report, const QString& what, int rows, bool fromEnd, const std::function<void(ShownView&, int)>& step)
{
    ShownView shown(rows);
    if (!fromEnd)
        shown.frame([&] { shown.view().verticalScrollBar()->setValue(0); });
    Costs costs;
    for (int i = 0; i < ScrollFrames; ++i) {
        const QScrollBar& bar = *shown.view().verticalScrollBar();
        const bool isAtItsEnd = i > 0 && shown.offset() == (fromEnd ? 0 : bar.maximum());
        if (isAtItsEnd)
            break;
        costs.add(shown.frame([&] { step(shown, i); }));
    }
    QJsonObject more = costs.toJson();
    more.insert(u"rows"_s, rows);
    report.printLimited(u"scroll: "_s + what + u", p99"_s, costs.cpu.percentile(0.99), 8, u"ms"_s, more);
}

void benchScrolls(Report& report)
{
    for (const int rows : Sizes) {
        benchScroll(report, u"wheel up"_s, rows, true, [](ShownView& shown, int) { shown.wheel(1); });
        benchScroll(report, u"wheel down"_s, rows, false, [](ShownView& shown, int) { shown.wheel(-1); });
        benchScroll(report, u"page up"_s, rows, true, [](ShownView& shown, int) { key(shown.view(), Qt::Key_PageUp); });
        benchScroll(report, u"page down"_s, rows, false, [](ShownView& shown, int) { key(shown.view(), Qt::Key_PageDown); });
        benchScroll(report, u"drag the bar"_s, rows, true, [](ShownView& shown, int i) {
            QScrollBar& bar = *shown.view().verticalScrollBar();
            bar.setValue(int(qint64(bar.maximum()) * (ScrollFrames - 1 - i) / (ScrollFrames + 1)));
        });
    }
}

/// The edge of a shape that the viewport cuts off is blended a shade differently, by rounding.
bool isSame(QRgb before, QRgb after)
{
    constexpr int Rounding = 2; // of 255
    return std::abs(qRed(before) - qRed(after)) <= Rounding && std::abs(qGreen(before) - qGreen(after)) <= Rounding
        && std::abs(qBlue(before) - qBlue(after)) <= Rounding;
}

/// How many pixels of \a after are not what stood \a dy pixels higher in \a before.
qint64 movedPixels(const QImage& before, const QImage& after, int dy)
{
    qint64 moved = before.size() == after.size() ? 0 : qint64(after.width()) * after.height();
    if (moved > 0)
        return moved;
    for (int y = dy; y < after.height(); ++y) {
        const auto* from = reinterpret_cast<const QRgb*>(before.constScanLine(y - dy));
        const auto* to = reinterpret_cast<const QRgb*>(after.constScanLine(y));
        for (int x = 0; x < after.width(); ++x)
            moved += isSame(from[x], to[x]) ? 0 : 1;
    }
    return moved;
}

void benchStaysPut(Report& report)
{
    ShownView shown(1'000'000);
    qint64 moved = 0;
    constexpr int Step = 120;
    for (int scrolled = 0; scrolled < 10'000; scrolled += Step) {
        const QImage before = shown.picture();
        shown.frame([&] { shown.view().scrollByPixels(-Step); });
        moved += movedPixels(before, shown.picture(), Step);
    }
    report.printLimited(u"moved while scrolling 10,000 px up"_s, double(moved), 0, u"pixels"_s);

    moved = 0;
    const QImage before = shown.picture();
    shown.model().append(Role::Assistant, sampleTurn(false, 3), MessageState::Streaming);
    for (int i = 0; i < 100; ++i) {
        shown.model().growLast(u"a few words more of it ");
        QCoreApplication::processEvents();
    }
    shown.model().prepend(50);
    QCoreApplication::processEvents();
    moved += movedPixels(before, shown.picture(), 0);
    report.printLimited(u"moved while rows stream in below and come in above"_s, double(moved), 0, u"pixels"_s);
}

}

void benchRows(Report& report)
{
    benchOpen(report);
    benchChanges(report);
    benchScrolls(report);
    benchStaysPut(report);
}

}
