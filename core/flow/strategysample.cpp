#include "core/flow/strategysample.h"

#include <QCoreApplication>

#include <random>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// In the language of the program, so that it has the sentences that its readers know.
QString sampleText()
{
    //: A text in the pieces in which a model sends it, at least 100 of them and with several sentences: '|' parts the pieces, '~'
    //: before one is a pause of the network, after which some nine pieces come at once. Latin words keep the space before them.
    return QCoreApplication::translate("StrategySample",
        "A| token| is| read| as| soon| as| it| is| sent|.| But| does| it| read| well|?| Some| networks| hand| over|"
        " words|~ in| bursts|:| first| nothing|,| then| a| whole| line| at| once|.|\n\n|流式|输出|不是|一个|字|一个|字|"
        "地|跳|出来|，|而是|~让|文字|像|说话|一样|自然|地|流动|。|读者|几乎|感觉|不到|等待|！|\n\n|A| buffer| can| even|"
        " this| out|.| It| costs| a| little| time|~,| and| saves| many| repaints|:| that| is| the| whole| trade|.| 缓冲|"
        "太|小|，|画面|会|闪烁|；|缓冲|太|大|，|读者|要|等|。|~你|更|在意|哪|一个|？|\n\n|Choose| a| strategy| above|,|"
        " change| its| numbers|,| and| compare| the| two| sides|.| 两边|收到|的|是|同一个|流|。|");
}

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
    const QStringList pieces = sampleText().split(u'|', Qt::SkipEmptyParts);
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
