#include "core/flow/strategysample.h"

#include <random>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

// '|' parts the deltas, '~' is a pause of the network after which what has gathered comes at once.
constexpr auto Text =
    u"A| token| is| read| as| soon| as| it| is| sent|.| But| does| it| read| well|?| Some| networks| hand| over| words|~ in| "
    u"bursts|:"
    u"| first| nothing|,| then| a| whole| line| at| "
    u"once|.|\n\n|流式|输出|不是|一个|字|一个|字|地|跳|出来|，|而是|~让|文字|像|说话|一样|自然|地|流动|。|读者|几乎|感觉|"
    u"不到|等待|！|\n\n|A| buffer| can| even| this| out|.| It| costs| a| little| time|~,| and| saves| many| repaints|:| that| "
    u"is| the|"
    u" whole| trade|.| 缓冲|太|小|，|画面|会|闪烁|；|缓冲|太|大|，|读者|要|等|。|~你|更|在意|哪|一个|？|\n\n|Choose| a| "
    u"strategy| above|,| change| its|"
    u" numbers|,| and| compare| the| two| sides|.| 两边|收到|的|是|同一个|流|。|";

constexpr Micros Pause {450000};
constexpr int PauseDeltas = 9; ///< what gathers in one, sent on with hardly a gap

}

std::vector<TimedText> strategySample()
{
    // The engine's own numbers, not those of a distribution: these are the same with every library.
    std::minstd_rand random(20);
    const auto below = [&random](unsigned bound) { return Micros(random() % bound); };

    std::vector<TimedText> sample;
    Micros now {120000};
    int burst = 0;
    const QStringList pieces = QString::fromUtf16(Text).split(u'|', Qt::SkipEmptyParts);
    for (QString piece : pieces) {
        if (piece.startsWith(u'~')) {
            piece.remove(0, 1);
            now += Pause;
            burst = PauseDeltas;
        } else if (burst > 0) {
            --burst;
            now += Micros(800) + below(1500);
        } else {
            now += Micros(18000) + below(34000) + (random() % 9 == 0 ? Micros(60000) : Micros(0));
        }
        sample.push_back({.at = now, .text = std::move(piece)});
    }
    return sample;
}

}
