// What counting costs: a delta of a stream that is metered, as every stream of the window is; a frame while the metrics are
// served; and one text for Prometheus. A frame while they are not served costs one look at a null pointer. CPU; prints JSON.

#include "core/metrics/streammeter.h"
#include "core/metrics/streammetrics.h"
#include "tests/bench/cputime.h"
#include "tests/bench/report.h"

#include <functional>
#include <vector>

using namespace sluice;
using namespace sluice::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int Pieces = 200'000;
constexpr int Frames = 200'000;
constexpr int Texts = 200;
constexpr int Rounds = 7;
constexpr double MostDeltaNs = 500; // a quarter of what a delta may cost in all
constexpr double MostFrameNs = 1000; // of 16 ms

double medianOf(const std::function<double()>& round)
{
    std::vector<double> all;
    for (int i = 0; i < Rounds; ++i)
        all.push_back(round());
    return median(all);
}

}

int main()
{
    StreamMetrics metrics;
    const Delta delta = TextDelta {.text = u" word"_s};
    const double perDelta = medianOf([&] {
        TimePoint now {std::chrono::hours(1)};
        StreamMeter meter(metrics.route("window", "openai"), now, true);
        const double seconds = secondsOf([&] {
            for (int i = 0; i < Pieces; ++i) {
                now += Millis(5);
                meter.takeDelta(delta, now);
                meter.flushed(1);
            }
        });
        meter.refuse();
        return seconds / Pieces * 1e9;
    });
    const double perFrame = medianOf([&] {
        return secondsOf([&] {
            for (int i = 0; i < Frames; ++i) {
                metrics.countFrame(Micros(i % 9000));
                metrics.countEventToPaint(Micros(i % 20000));
            }
        }) / Frames
            * 1e9;
    });
    qsizetype size = 0;
    const double perText = medianOf([&] {
        return secondsOf([&] {
            for (int i = 0; i < Texts; ++i)
                size = metrics.text().size();
        }) / Texts
            * 1e6;
    });
    Report report(u"metrics"_s);
    report.printLimited(u"a delta of a metered stream"_s, rounded(perDelta), MostDeltaNs, u"ns"_s);
    report.printLimited(u"a frame while they are served"_s, rounded(perFrame), MostFrameNs, u"ns"_s);
    report.print(u"one text for Prometheus"_s, rounded(perText), u"us"_s, {{u"bytes"_s, double(size)}});
    return report.exitStatus();
}
