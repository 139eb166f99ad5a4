// What a profile costs a stream, and what the places that could measure cost one that is not profiled: CPU per event of the front
// half of a stream, three times in turn: written without any such place, with them and no clock, and with a clock. Prints JSON;
// fails when a stream that is not profiled pays for it.

#include "core/chat/provider.h"
#include "core/flow/bufferstrategy.h"
#include "core/profile/stageclock.h"
#include "tests/bench/cputime.h"
#include "tests/bench/report.h"

#include <QCoreApplication>

#include <array>
#include <cstdio>
#include <memory>
#include <vector>

using namespace sluice;
using namespace sluice::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int Events = 50'000;
constexpr int Rounds = 15;
// The two differ by less than what one run differs from the next on a busy machine.
constexpr double MostRatioOff = 1.05;

QByteArray event(int number)
{
    return "data: {\"id\":\"chatcmpl-9Qx3kLw8ZrT2\",\"object\":\"chat.completion.chunk\",\"created\":1735689600,"
           "\"model\":\"model-name\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" word"
        + QByteArray::number(number % 100) + "\"},\"finish_reason\":null}]}\n\n";
}

std::vector<QByteArray> reads()
{
    std::vector<QByteArray> all;
    for (int i = 0; i < Events; ++i)
        all.push_back(event(i));
    return all;
}

/// The scope that is not there.
struct NoScope
{
    NoScope(StageClock*, Stage) { }
    ~NoScope() { } // as the other: no warning that it is not used
    Q_DISABLE_COPY_MOVE(NoScope)
};

/// The stages of a stream, one after the other, in the scopes the product has.
template <typename Scope>
class Pipeline
{
public:
    explicit Pipeline(StageClock* clock)
        : m_clock(clock)
        , m_decoder(providerNamed(u"openai")->newDecoder())
        , m_strategy(makeStrategy({.name = u"fixed"_s}, m_now))
    { }

    /// False when the stream was not understood: then the figures mean nothing.
    [[gnu::noinline]] bool run(const std::vector<QByteArray>& wire)
    {
        for (const QByteArray& bytes : wire) {
            m_parser.feed(bytes);
            for (;;) {
                const auto next = parse();
                if (!next)
                    return false;
                if (!*next)
                    break;
                if (!take(**next))
                    return false;
            }
        }
        return m_written > Events * 4;
    }

private:
    auto parse()
    {
        const Scope scope(m_clock, Stage::Parse);
        return m_parser.next();
    }

    bool take(const SseEventView& one)
    {
        m_deltas.clear();
        {
            const Scope scope(m_clock, Stage::Decode);
            if (!m_decoder->decode(one, m_deltas))
                return false;
        }
        for (Delta& delta : m_deltas) {
            const Scope scope(m_clock, Stage::Strategy);
            m_now += Millis(1);
            m_strategy->push(std::move(delta), m_now);
            for (Flush flush = m_strategy->release(m_now); !flush.isEmpty(); flush = m_strategy->release(m_now))
                write(flush);
        }
        return true;
    }

    void write(const Flush& flush)
    {
        const Scope scope(m_clock, Stage::Write);
        for (const Delta& delta : flush.deltas)
            m_written += std::get<TextDelta>(delta).text.size();
    }

    StageClock* const m_clock;
    TimePoint m_now {std::chrono::hours(1)};
    SseParser m_parser;
    std::unique_ptr<DeltaDecoder> m_decoder;
    std::unique_ptr<BufferStrategy> m_strategy;
    Deltas m_deltas;
    qsizetype m_written = 0;
};

}

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const std::vector<QByteArray> wire = reads();
    bool ok = true;
    std::array<std::vector<double>, 3> times;
    std::vector<double> ratiosOff;
    std::vector<double> ratiosOn;
    for (int round = 0; round < Rounds; ++round) {
        // In turn, and each time another one first, so that a slow spell of the machine hits all alike.
        std::array<double, 3> seconds {};
        for (int i = 0; i < 3; ++i) {
            switch (const int which = (round + i) % 3; which) {
            case 0:
                seconds[0] = secondsOf([&] { ok = Pipeline<NoScope>(nullptr).run(wire) && ok; });
                break;
            case 1:
                seconds[1] = secondsOf([&] { ok = Pipeline<StageScope>(nullptr).run(wire) && ok; });
                break;
            default:
                seconds[2] = secondsOf([&] {
                    StageClock clock;
                    ok = Pipeline<StageScope>(&clock).run(wire) && ok;
                });
            }
        }
        for (std::size_t i = 0; i < 3; ++i)
            times[i].push_back(seconds[i] / Events * 1e9);
        ratiosOff.push_back(seconds[1] / seconds[0]);
        ratiosOn.push_back(seconds[2] / seconds[0]);
    }
    if (!ok) {
        std::fputs("The stream was not understood\n", stderr);
        return 1;
    }
    Report report(u"profile"_s);
    report.print(u"event, without the places that measure"_s, rounded(median(times[0])), u"ns"_s);
    report.print(u"event, not profiled"_s, rounded(median(times[1])), u"ns"_s);
    report.print(u"event, profiled"_s, rounded(median(times[2])), u"ns"_s);
    report.printLimited(u"not profiled / without"_s, rounded(median(ratiosOff)), MostRatioOff, u"x"_s);
    report.print(u"profiled / without"_s, rounded(median(ratiosOn)), u"x"_s);
    return report.exitStatus();
}
