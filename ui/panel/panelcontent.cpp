#include "ui/panel/panelcontent.h"

#include "core/base/joinedwords.h"
#include "ui/panel/figurewords.h"

#include <QCoreApplication>

#include <algorithm>

namespace sluice {

namespace {

struct Verdict
{
    Q_DECLARE_TR_FUNCTIONS(Verdict)
};

QString waitSentence(const StreamTimeline& timeline)
{
    if (timeline.attempts.empty() || !timeline.attempts.front().firstDeltaMs)
        return {};
    const TimelineAttempt& first = timeline.attempts.front();
    const double sent = first.requestSentMs.value_or(first.startMs);
    const double text = *first.firstDeltaMs;
    if (text - first.startMs < StreamTimeline::StallMs)
        return {};
    if (sent - first.startMs > (text - first.startMs) / 2)
        return Verdict::tr("Most of the wait for the first text went into connecting: %1 of %2.")
            .arg(inMilliseconds(sent - first.startMs), inMilliseconds(text - first.startMs));
    return Verdict::tr("The server took %1 to its first text.").arg(inMilliseconds(text - sent));
}

}

std::optional<double> meanRate(const PanelContent& content)
{
    const AnswerFigures& figures = content.answer.figures;
    if (content.isLive) // the last delta, not the time that has passed since
        return content.timeline && content.timeline->itlMs.sum() > 0 ? std::optional(1000 / content.timeline->itlMs.mean())
                                                                     : std::nullopt;
    const qint64 count = figures.usage.completionTokens.value_or(figures.textDeltas);
    if (!figures.ttftMs || !figures.e2eMs || *figures.e2eMs <= *figures.ttftMs || count < 2)
        return std::nullopt;
    return double(count - 1) / (*figures.e2eMs - *figures.ttftMs) * 1000;
}

bool countsEachToken(const PanelContent& content)
{
    return content.timeline && content.countsTokens()
        && *content.answer.figures.usage.completionTokens == content.timeline->textDeltas + content.timeline->reasoningDeltas;
}

QString streamVerdict(const PanelContent& content)
{
    if (!content.timeline)
        return {};
    const StreamTimeline& timeline = *content.timeline;
    if (timeline.textDeltas + timeline.reasoningDeltas == 0)
        return content.isLive ? Verdict::tr("Nothing has come yet.") : Verdict::tr("No text came.");
    const QString wait = waitSentence(timeline);
    QString flow;
    if (timeline.quietMs == 0 && timeline.heldBackMs == 0)
        flow = content.isLive ? Verdict::tr("The stream flows: no gap so far.") : Verdict::tr("The stream flowed without a gap.");
    else if (timeline.quietMs >= timeline.heldBackMs)
        flow = inSequence({Verdict::tr("The network was quiet for %1 (longest %2): the server, or what is between, paused.")
                               .arg(inMilliseconds(timeline.quietMs), inMilliseconds(timeline.longestQuietMs)),
            timeline.heldBackMs < 1 ? Verdict::tr("Sluice held nothing back.")
                                    : Verdict::tr("Sluice held back %1.").arg(inMilliseconds(timeline.heldBackMs))});
    else
        flow = inSequence({Verdict::tr("Held back by Sluice for %1 (longest %2): buffer strategy, queue or a busy window.")
                               .arg(inMilliseconds(timeline.heldBackMs), inMilliseconds(timeline.longestHeldBackMs)),
            timeline.quietMs < 1 ? Verdict::tr("The network was never quiet.")
                                 : Verdict::tr("The network was quiet for %1.").arg(inMilliseconds(timeline.quietMs))});
    return inSequence({wait, flow});
}

}
